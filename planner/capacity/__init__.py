"""Everything that the program needs as plain coefficients; all that is non-linear ends in this room."""

from planner.capacity.build import Capacity, capacity

__all__ = ["Capacity", "capacity"]
