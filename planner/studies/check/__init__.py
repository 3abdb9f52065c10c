"""A plan that lies on disk, edited by hand or not, computed again from its inputs."""

from planner.studies.check.run import Checked, check

__all__ = ["Checked", "check"]
