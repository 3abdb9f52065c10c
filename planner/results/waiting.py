"""What waiting with a decision costs: it moves, what it forces moves with it, and the rest is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.messages import text
from planner.results.delays import later_copy, later_row
from planner.results.missed import Delay

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from planner.results.variants import Outcome
    from planner.results.view import View

    Row = Mapping[Hashable, Any]
    Move = Callable[[View, pd.DataFrame, Row, int], pd.DataFrame]

WAITS = (3, 6, 12)
"""Months."""
SEVERAL = "; "
"""Between several values of a cell."""


def moved(view: View, decisions: pd.DataFrame, due: pd.DataFrame) -> list[list[pd.DataFrame]]:
    """The decisions after each wait (in the order of `WAITS`) with each decision that is due.

    Args:
        view: The plan.
        decisions: Those that are held.
        due: From `due.due`.
    """
    rows = due.to_dict("records")
    return [[MOVES[row["kind"]](view, decisions, row, months) for months in WAITS] for row in rows]


def lost(due: pd.DataFrame, outcomes: Sequence[Sequence[Outcome]] | None) -> pd.DataFrame:
    """What each wait with each decision loses: `due` with columns lost_3, lost_6, lost_12, no_plan_after, remark.

    Args:
        due: From `due.due`.
        outcomes: By row of `due` and wait; None: nothing was asked.
    """
    nothing = [[np.nan] * len(WAITS)] * len(due)
    million = nothing if outcomes is None else [[outcome.million for outcome in row] for row in outcomes]
    told = {
        name: pd.Series([""] * len(due) if outcomes is None else [say(row) for row in outcomes], due.index, dtype="str")
        for name, say in (("no_plan_after", _barred), ("remark", _remark))
    }
    columns = pd.DataFrame(million, columns=[f"lost_{months}" for months in WAITS], index=due.index, dtype=float)
    return due.join(columns).assign(**told)


def _barred(outcomes: Sequence[Outcome]) -> str:
    """The waits that leave no plan."""
    return SEVERAL.join(str(months) for months, own in zip(WAITS, outcomes, strict=True) if own.broken)


def _remark(outcomes: Sequence[Outcome]) -> str:
    """The waits that leave no plan, with the limits that they break, and what else is to be said of a number."""
    waits: dict[tuple[str, str], list[str]] = {}
    for months, outcome in zip(WAITS, outcomes, strict=True):
        if outcome.broken or outcome.remark:
            key = ("no_plan", outcome.broken) if outcome.broken else ("remark", outcome.remark)
            waits.setdefault(key, []).append(str(months))
    return "; ".join(text(f"due.{key}", months=", ".join(m), words=words) for (key, words), m in waits.items())


def _copy(view: View, decisions: pd.DataFrame, row: Row, months: int) -> pd.DataFrame:
    gap = view.inputs["lines"].set_index("line")["gap_months"]
    return later_copy(decisions, row["object"], row["copy"], months, int(gap[row["object"]]), _plan_starts(view))


def _start(view: View, decisions: pd.DataFrame, row: Row, months: int) -> pd.DataFrame:
    """Production starts on the first day of a period then, or never; gates that wait for it alone move with it."""
    wanted = row["takes_effect"] + pd.DateOffset(months=months)
    starts = _plan_starts(view)
    latest = view.inputs["programmes"].set_index("programme")["sop_latest"][row["object"]]
    possible = starts.loc[(starts >= wanted) & ~(starts > latest)]
    later = pd.NaT if possible.empty else possible.iloc[0]
    return view.missed.decisions(Delay(0, {}, {row["object"]: later}), decisions)


def _gate(view: View, decisions: pd.DataFrame, row: Row, months: int) -> pd.DataFrame:
    """The gate starts in its first window then; what waits for it starts when it can."""
    return view.missed.decisions(view.missed.delay(row["object"], months), decisions)


def _contract(_: View, decisions: pd.DataFrame, row: Row, months: int) -> pd.DataFrame:
    """The contract is signed then, or not at all where its last day is past."""
    own = (decisions["action"] == "sign") & (decisions["object"] == row["object"])
    signed = decisions["date"].where(~own, decisions["date"] + pd.DateOffset(months=months))
    left: pd.DataFrame = decisions.assign(date=signed).loc[~own | (signed <= row["decide_by"])]
    return left


def _machine(view: View, decisions: pd.DataFrame, row: Row, months: int) -> pd.DataFrame:
    """The machines come on stream then, or not at all."""
    own = (decisions["action"] == "machines") & (decisions["date"] == row["takes_effect"])
    for name in ("object", "copy", "stage"):
        own &= decisions[name] == row[name]
    return later_row(decisions, own, row["takes_effect"] + pd.DateOffset(months=months), _plan_starts(view))


def _shift(view: View, decisions: pd.DataFrame, row: Row, months: int) -> pd.DataFrame:
    """The line works one more shift from then on, or never."""
    own = (decisions["action"] == "shift") & (decisions["object"] == row["object"])
    return later_row(decisions, own, row["takes_effect"] + pd.DateOffset(months=months), _plan_starts(view))


def _plan_starts(view: View) -> pd.Series:
    """First days of the periods of the plan."""
    periods = view.capacity.time.periods["start"]
    return periods.loc[periods <= pd.Timestamp(view.inputs.case.end)]


MOVES: Mapping[str, Move] = {
    "line_copy": _copy,
    "sop": _start,
    "gate_fleet": _gate,
    "contract": _contract,
    "machine": _machine,
    "shift": _shift,
}
"""By kind of decision: rows of `decisions` in which one that is due comes so many months later."""
