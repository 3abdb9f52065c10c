"""Decisions that hold, and what they leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from planner.tables.inputs import Case

KINDS = {
    "on_stream": "lines",
    "sop": "sop",
    "never": "sop",
    "gate": "gates",
    "sign": "contracts",
    "machines": "machines",
    "shift": "shifts",
    "maintain": "maintenance",
}
"""What each action of the table `decisions` is left to the planner by (key `decide` of case.toml)."""

FIRM = ("committed", "done", "planned")
"""Statuses that hold whatever is left to the planner; `planned` is the planner's own."""


def held(decisions: pd.DataFrame, case: Case) -> pd.DataFrame:
    """The rows of `decisions` that hold: firm ones, those held by option, and all of kinds not left to the planner."""
    return decisions.loc[_holds(decisions, case)]


def suggestions(decisions: pd.DataFrame, case: Case) -> pd.DataFrame:
    """The rows of `decisions` that do not hold: what people would do where the planner decides."""
    return decisions.loc[~_holds(decisions, case)]


def _holds(decisions: pd.DataFrame, case: Case) -> pd.Series:
    left = decisions["action"].map(KINDS).isin(case.decide)
    return ~left | decisions["status"].isin([*FIRM, *case.hold])


def of_action(decisions: pd.DataFrame, action: str) -> pd.Series:
    """Dates of one action by object."""
    dates: pd.Series = decisions.loc[decisions["action"] == action].set_index("object")["date"]
    return dates.astype("datetime64[s]")
