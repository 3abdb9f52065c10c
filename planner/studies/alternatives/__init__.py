"""Plans nearly as good as the best that decide as differently as they can: what they share, what is fragile."""

from planner.studies.alternatives.run import alternatives

__all__ = ["alternatives"]
