"""Overrides -> another case: rules of scenarios applied to the tables before the checks, every effect logged."""

from planner.scenarios.apply import Applied, apply
from planner.scenarios.choice import Choice
from planner.scenarios.marks import marked

__all__ = ["Applied", "Choice", "apply", "marked"]
