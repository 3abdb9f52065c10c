"""Programs in, answers out: two doors behind one function."""

from planner.solve.answer import Answer, Options, Status
from planner.solve.doors import DOORS, solve

__all__ = ["DOORS", "Answer", "Options", "Status", "solve"]
