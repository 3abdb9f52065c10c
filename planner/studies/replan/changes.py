"""Decisions that the next plan changes, why, and what it would cost to stay with the last one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.messages import text
from planner.model.stability import STABILITY
from planner.solve import solve
from planner.solve.fixed import bounded
from planner.studies.replan.taken import came_on_stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.assemble import Program
    from planner.pipeline import Planned
    from planner.solve import Answer, Options

KEYS = ["action", "object", "copy", "stage"]
COLUMNS = ["number", *KEYS, "change", "before", "after", "stability_million", "worth_million", "why"]
PRICED = ("on_stream", "sop", "never", "sign")
"""Actions whose changes have a price."""
CHOSEN = {
    "on_stream": ("open", {"line": "object", "copy": "copy"}, "on_stream"),
    "sop": ("sop", {"programme": "object"}, "start"),
    "gate": ("gate_start", {"gate": "object"}, "start"),
    "sign": ("sign", {"contract": "object"}, ""),
    "maintain": ("down", {"name": "object"}, "date"),
}
"""By action: the family of its dates in the program that decides, its keys by column of a decision, and the date."""


@dataclass(frozen=True)
class Kept:
    """What the next plan comes to if it stays with one decision of the last.

    Attributes:
        cost: Million money that it is then worth less; NaN where it has no plan or was not asked.
        asked: Whether it could be asked.
    """

    cost: float
    asked: bool


def changed_decisions(before: pd.DataFrame, planned: Planned, actuals: pd.DataFrame, options: Options) -> pd.DataFrame:
    """One row a decision that is moved, dropped or added.

    Args:
        before: Decisions of the last plan.
        planned: The next plan.
        actuals: Input table.
        options: How to solve.
    """
    rows = _both(before, planned.inputs["decisions"])
    reported = came_on_stream(rows, actuals).notna()
    price = planned.inputs.case.stability_million
    told: list[dict[Any, Any]] = []
    for number, (row, is_actual) in enumerate(zip(rows.to_dict("records"), reported, strict=True), 1):
        kept = Kept(np.nan, asked=False) if is_actual or planned.choice is None else _kept(row, planned.choice, options)
        paid = 0.0 if is_actual or row["action"] not in PRICED or row["change"] == "added" else price
        figures = {"stability_million": paid, "worth_million": kept.cost}
        told.append({**dict(row), "number": number, **figures, "why": _why(is_actual=is_actual, kept=kept, paid=paid)})
    return pd.DataFrame(told, columns=COLUMNS)


def _both(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Decisions that differ by their day or their number: action, object, copy, stage, change, before, after."""
    frames = []
    for name, rows in (("before", before), ("after", after)):
        own = rows.assign(quantity=rows["quantity"].astype(int), share=rows["share"].round(6))
        # Machines may come on several days, and a programme that never starts has none that matters.
        several = own["action"] == "machines"
        own = own.assign(day=own["date"].where(several), date=own["date"].mask(own["action"] == "never"))
        frames.append(own[[*KEYS, "day", "date", "quantity", "share"]].assign(**{name: True}))
    both = frames[0].merge(frames[1], on=[*KEYS, "day"], how="outer", suffixes=("_b", "_a"))
    there, now = both["before"].notna(), both["after"].notna()
    same = there & now & (both["quantity_b"] == both["quantity_a"]) & (both["share_b"] == both["share_a"])
    same &= (both["date_b"] == both["date_a"]) | (both["date_b"].isna() & both["date_a"].isna())
    change = np.select([~now, ~there], ["dropped", "added"], "moved")
    told = both.assign(change=change, before=both["date_b"], after=both["date_a"]).loc[~same]
    return told.sort_values(KEYS, ignore_index=True)[[*KEYS, "change", "before", "after"]]


def _kept(row: Mapping[Any, Any], choice: Answer, options: Options) -> Kept:
    """All else decided again, with this decision as the last plan had it."""
    program = choice.program
    column = _columns(row, program)
    if column is None:
        return Kept(np.nan, asked=row["action"] in CHOSEN)
    which, least = column
    answer = solve(bounded(program, which, least, np.where(least > 0, program.upper[which], 0.0)), options)
    if not answer.status.has_plan:
        return Kept(np.nan, asked=True)
    return Kept(_money(answer) - choice.objective, asked=True)


def _money(answer: Answer) -> float:
    """The objective without the price of changes."""
    program = answer.program
    paid = program.terms.get(STABILITY, np.zeros(program.shape[1])) @ answer.x + program.constants.get(STABILITY, 0.0)
    return float(answer.objective - paid)


def _columns(row: Mapping[Any, Any], program: Program) -> tuple[np.ndarray, np.ndarray] | None:
    """Columns of a decision and the least that each must be for it to be as in the last plan; None: it cannot be."""
    if row["action"] not in CHOSEN:
        return None
    family, names, date = CHOSEN[str(row["action"])]
    columns = next(c for c in program.columns if c.name == family)
    own = np.logical_and.reduce([columns.keys[name] == row[of] for name, of in names.items()])
    if "divisible" in columns.keys:
        own &= ~columns.keys["divisible"].to_numpy(dtype=bool)
    if row["change"] == "added":
        which = columns.start + np.flatnonzero(own)
        return which, np.zeros(len(which))
    if date:
        own &= (columns.keys[date] == row["before"]).to_numpy()
    which = columns.start + np.flatnonzero(own)
    return (which, np.ones(len(which))) if len(which) else None


def _why(*, is_actual: bool, kept: Kept, paid: float) -> str:
    if is_actual:
        return text("replan.why_actual")
    if not kept.asked:
        return text("replan.why_follows")
    if np.isnan(kept.cost):
        return text("replan.why_gone")
    return text("replan.why_worth", worth=kept.cost, paid=paid)
