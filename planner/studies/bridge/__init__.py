"""From plan A to plan B: what each group of inputs that changed is worth, in parts that sum to the whole."""

from planner.studies.bridge.run import bridge

__all__ = ["bridge"]
