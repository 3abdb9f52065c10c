"""What each line copy unlocks: what the plan loses without it and, as copies come in order, later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.messages import text
from planner.results.delays import without_copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.results.variants import Outcome
    from planner.results.view import View

EXISTING = "existing"


def absent(view: View, investments: pd.DataFrame) -> list[pd.DataFrame]:
    """The decisions without each decided copy, in the order of `investments`; existing copies have none."""
    rows = investments.loc[investments["status"] != EXISTING]
    own = view.inputs["decisions"]
    return [without_copy(own, line, copy) for line, copy in zip(rows["line"], rows["copy"], strict=True)]


def unlocked(view: View, investments: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """`investments` with columns unlocks_installs, unlocks_million and unlocks (the same in words).

    Args:
        view: The plan.
        investments: From `schedule.investments`.
        outcomes: Of the tables of `absent`.
    """
    last = investments.groupby("line")["copy"].max()
    answers = iter(outcomes)
    found = []
    for line, copy, status in zip(investments["line"], investments["copy"], investments["status"], strict=True):
        if status == EXISTING:
            found.append((np.nan, np.nan, ""))
            continue
        outcome = next(answers)
        words = _sentence(outcome, range(copy + 1, last[line] + 1), view.inputs.case.currency)
        found.append((outcome.installs, outcome.million, words))
    columns = ["unlocks_installs", "unlocks_million", "unlocks"]
    kinds = {"unlocks_installs": "float64", "unlocks_million": "float64", "unlocks": "str"}
    return investments.join(pd.DataFrame(found, columns=columns, index=investments.index).astype(kinds))


def _sentence(outcome: Outcome, later: Sequence[int], currency: str) -> str:
    copies = text("unlocks.together", copies=", ".join(map(str, later))) if later else ""
    if outcome.broken:
        return text("unlocks.no_plan", together=copies, limits=outcome.broken)
    key = "brings" if outcome.million >= 0 else "costs"
    million = f"{abs(outcome.million):,.1f}"
    return text(
        f"unlocks.{key}", together=copies, installs=f"{outcome.installs:,.0f}", million=million, currency=currency
    )
