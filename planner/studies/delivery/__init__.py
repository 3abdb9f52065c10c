"""A workbook taken into the folder of a case: what it changes, who has delivered, what is stale."""

from planner.studies.delivery.changed import CellChange
from planner.studies.delivery.delivery import Delivery, delivery, take

__all__ = ["CellChange", "Delivery", "delivery", "take"]
