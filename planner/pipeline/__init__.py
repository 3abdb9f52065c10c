"""The steps from a folder of tables to a report, in order, each timed."""

from planner.pipeline.deciding import Decided, decide
from planner.pipeline.phases import Phases
from planner.pipeline.planning import Planned, plan
from planner.pipeline.reading import BASE, examined, load, validate
from planner.pipeline.reporting import made, place, run, write
from planner.pipeline.solving import build

__all__ = [
    "BASE",
    "Decided",
    "Phases",
    "Planned",
    "build",
    "decide",
    "examined",
    "load",
    "made",
    "place",
    "plan",
    "run",
    "validate",
    "write",
]
