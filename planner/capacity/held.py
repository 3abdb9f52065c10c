"""Decisions that hold, and what they leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

KINDS = {"on_stream": "lines", "sop": "sop", "machines": "machines", "shift": "shifts", "maintain": "maintenance"}
"""What each action of the table `decisions` is left to the planner by (key `decide` of case.toml)."""

FIRM = ("committed", "done", "planned")
"""Statuses that hold whatever is left to the planner; `planned` is the planner's own."""


def held(decisions: pd.DataFrame, decide: Sequence[str]) -> pd.DataFrame:
    """The rows of `decisions` that hold: firm ones, and all of the kinds that are not left to the planner."""
    left = decisions["action"].map(KINDS).isin(decide)
    return decisions.loc[~left | decisions["status"].isin(FIRM)]
