"""The audit: every limit, balance, cost and key figure of a plan, recomputed from the inputs alone.

It shares nothing with what made the plan: a second derivation of what the input tables mean, so that a slip
in either shows as a difference.
"""

from planner.results.audit.finding import Finding
from planner.results.audit.run import Recomputed, audit, recomputed

__all__ = ["Finding", "Recomputed", "audit", "recomputed"]
