"""Everything that the program needs as plain coefficients; all that is non-linear ends in this room."""

from planner.capacity.build import Capacity, capacity, redated

__all__ = ["Capacity", "capacity", "redated"]
