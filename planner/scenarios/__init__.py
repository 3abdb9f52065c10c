"""Overrides -> another case: rules of scenarios applied to the tables before the checks, every effect logged."""

from planner.scenarios.apply import Applied, apply
from planner.scenarios.marks import marked
from planner.scenarios.variant import Variant

__all__ = ["Applied", "Variant", "apply", "marked"]
