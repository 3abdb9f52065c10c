"""Published plans: each kept whole with its inputs, and a row of the register each time one is proposed or approved."""

from planner.studies.versions.keep import Publication, publish
from planner.studies.versions.register import Version, approved, last_approved, register

__all__ = ["Publication", "Version", "approved", "last_approved", "publish", "register"]
