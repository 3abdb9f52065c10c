"""What to decide now where nobody knows which scenario comes: first moves, their values and regrets."""

from planner.studies.regret.asked import Asked
from planner.studies.regret.run import Regrets, regret

__all__ = ["Asked", "Regrets", "regret"]
