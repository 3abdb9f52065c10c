"""Re-planning: what happened is fixed, what was begun stays, the rest is decided anew at a price on every change."""

from planner.studies.replan.run import Asking, Replanned, replan

__all__ = ["Asking", "Replanned", "replan"]
