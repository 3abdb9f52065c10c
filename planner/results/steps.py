"""One more of each limit that holds a plan back: which rows of the program move, by how much, in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.model.catalogue import FAMILIES
from planner.results.dated import period_of
from planner.results.machine_step import STAGES, stage_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from planner.model.algebra import Rows
    from planner.results.view import View

    Floats = NDArray[np.float64]

BALANCES = {"item_balance", "stock_use"}
"""No limits: the price of a good, or of its use, is made of those of the limits behind it."""
DECISIONS = {
    *("sop_state", "gate_state", "gate_after", "sop_after_gates"),
    *("copy_state", "copy_order", "copy_part", "copy_day", "capex_budget", "floor_cap"),
    *("group_most", "group_least", "group_route", "group_exclusive", "machine_most", "package_most"),
    *("shift_state", "shift_hours", "shift_copies", "maintenance_done", "maintenance_copies"),
}
"""Limits on what is left open; a plan in which all is given has none of their rows."""
STANDING = {"stock_most", "storage_space"}
"""Room that is there the whole year or not at all: one more is one more in every period."""
FOLLOWING = {"stock_days", "shelf_life", "line_release", "pilots_made", "growth"}
"""Limits that follow from other parts of the plan, so that no number says what they are."""
PASSING = {"vintage", "on_stream", "period", "number"}
"""Keys of a row that do not name its limit."""
STAGE_UNIT = "machine"
PRICED = 1e-9
"""Million money a unit below which a limit has no price."""
SIGN = {"<=": 1.0, "=": 1.0, ">=": -1.0}
"""Which way the right-hand side of a row moves where its limit gets looser."""


@dataclass(frozen=True, eq=False)
class Step:
    """One unit more of a limit in a year (one less where the limit is a least).

    Attributes:
        year: Year of the plan.
        family, number: The row with the highest price.
        copy, stage: Copy of the line whose limit it is (0: of no one copy), and the stage ("": of no stage).
        rows: Rows of the program that move.
        by: By how much for one unit, in the unit of each row.
        unit: Unit as the program names it; "machine" for stages.
        now: What the limit is now, in this unit; NaN where no number says so.
        size: Natural step: about a hundredth of the limit as a round number, one machine, and never less than one.
        worth: Present value of one unit at the price, million money.
        then: The same in million money of the time in which it is worth that.
    """

    year: int
    family: str
    number: int
    copy: int
    stage: str
    rows: NDArray[np.intp]
    by: Floats
    unit: str
    now: float
    size: float
    worth: float
    then: float

    @property
    def discount(self) -> float:
        """Present value of money of the time in which the limit is worth what it is."""
        return self.worth / self.then


def steps(view: View) -> list[Step]:
    """One step for each limit and year of the plan that has a price, in the order of the families.

    Prices are those of the plan solved again with HiGHS, so that they, their ranges and the re-solves belong together.
    """
    found: list[Step] = []
    known = {family.__name__ for family in FAMILIES} - BALANCES - DECISIONS
    worth = _worth(view)
    for family in view.answer.program.rows:
        if family.name in known and family.name not in STAGES:
            found += _steps(view, family, worth)
    for _, rows in stage_rows(view, worth).groupby(["year", "line", "copy", "stage"], sort=False):
        found += _step(view, rows, STAGE_UNIT)
    return [step for step in found if step.year in view.plan_years]


def _worth(view: View) -> Floats:
    """Million money that a unit of loosening of each row brings, [row]; below zero for a demand that costs."""
    program = view.answer.program
    signs = [np.full(len(rows), SIGN[rows.sense]) for rows in program.rows]
    return np.asarray(-view.again.first.price * np.concatenate(signs)) if signs else np.empty(0)


def _steps(view: View, family: Rows, worth: Floats) -> Iterator[Step]:
    rows = family.keys.assign(family=family.name, number=np.arange(len(family)), size=np.abs(family.rhs))
    span = view.answer.program.row_slice(family.name)
    rows = rows.assign(row=np.arange(span.start, span.stop), worth=worth[span])
    rows = rows.loc[_years_of_price(view, rows)]
    if rows.empty:
        return
    rows["by"] = SIGN[family.sense]
    about = [name for name in family.keys if name not in PASSING]
    for _, own in rows.groupby(["year", *about], sort=False):
        yield from _step(view, _moving(family.name, own), family.unit)


def _years_of_price(view: View, rows: pd.DataFrame) -> pd.Series:
    """Adds period and year to the rows; those in a year in which some row of the family has a price."""
    hit = rows["worth"] > PRICED
    rows["period"] = [period_of(view, key) if any_ else -1 for key, any_ in _keys(rows, hit)]
    rows["year"] = np.where(rows["period"] >= 0, view.years[rows["period"]], -1)
    return rows["year"].isin(rows.loc[hit, "year"]) & (rows["year"] >= 0)


def _keys(rows: pd.DataFrame, hit: pd.Series) -> Iterator[tuple[dict[str, Any], bool]]:
    """Each row, and whether its period is asked for: of rows with a period always, else where it has a price."""
    by_period = "period" in rows
    for key, own in zip(rows.to_dict("records"), hit, strict=True):
        yield {str(name): value for name, value in key.items()}, by_period or bool(own)


def _moving(family: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a limit in a year that move for one unit, with `by`."""
    if family in STANDING:
        return rows
    if family == "demand_limit" and rows["size"].sum() > 0:
        # One vehicle more of the year, spread as what is asked for.
        return rows.assign(by=rows["size"] / rows["size"].sum(), size=rows["size"].sum())
    return rows.iloc[[int(rows["worth"].to_numpy().argmax())]]


def _step(view: View, rows: pd.DataFrame, unit: str) -> Iterator[Step]:
    """The step of the rows of one limit in one year; none where it has no price."""
    each = rows["worth"] * rows["by"].abs()
    if not (each > PRICED).any() or each.sum() <= PRICED:
        return
    strongest = rows.iloc[int(each.to_numpy().argmax())]
    now = float(rows["size"].mean())
    yield Step(
        year=int(strongest["year"]),
        family=str(strongest["family"]),
        number=int(strongest["number"]),
        copy=int(strongest.get("copy", 0)),
        stage=str(strongest["stage"]) if unit == STAGE_UNIT else "",
        rows=rows["row"].to_numpy(dtype=np.intp),
        by=rows["by"].to_numpy(dtype=float),
        unit=unit,
        now=np.nan if strongest["family"] in FOLLOWING else now,
        size=1.0 if unit == STAGE_UNIT else rounded(now),
        worth=float(each.sum()),
        then=float(view.of_the_year(each, rows["period"]).sum()),
    )


def rounded(limit: float) -> float:
    """About a hundredth of a limit as a power of ten; never less than one."""
    return float(10.0 ** max(np.floor(np.log10(limit / 100.0)), 0.0)) if limit > 0 else 1.0
