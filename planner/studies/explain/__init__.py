"""Questions about a plan: each a function from a plan that is taken up again to an `Explained`."""

from planner.studies.explain.taken import Taken, taken_up
from planner.studies.explain.why import why

__all__ = ["Taken", "taken_up", "why"]
"""To add a question: a file with a function from `Taken` to `Explained`, and its option in the command `explain`."""
