"""Objectives that were held: what the plan has of each, counted again, keeps to what was promised."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.results.audit.finding import RELATIVE, where
from planner.results.audit.frames import day, names, records

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.money import Money
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

MORE_IS_BETTER = {"npv", "volume"}
BEFORE_TAX = ("sales", "tax")
ROUNDED = 3.0
"""How many times the tolerance of a number a promise may be missed by: whole decisions were rounded since."""


def check_levels(sheet: Sheet, table: pd.DataFrame, inputs: Inputs, book: Ledger, money: Money, time: Horizon) -> None:
    """Every objective's row says what the plan has of it, and that is no worse than what it was held to."""
    for row in records(table):
        found = _reached(row, inputs, book, money, time)
        place = where("level", number=row.level, objective=row.objective)
        size = sum(abs(value) for value in money.terms(time.factor).values()) if row.unit == "million money" else 0.0
        unit = "million" if row.unit == "million money" else row.unit
        sheet.equal("level_reached", place, [""], row.reached, found, unit, size, column="reached")
        if not np.isnan(row.held):
            check = sheet.at_least if row.objective in MORE_IS_BETTER else sheet.at_most
            check(
                "level_held", place, [""], found, row.held, unit, ROUNDED * max(size, abs(row.held)), column="reached"
            )


def check_target(sheet: Sheet, table: pd.DataFrame, inputs: Inputs, book: Ledger, money: Money, time: Horizon) -> None:
    """What the run was to reach first is reached: so many vehicles by their day, or no more than so much capex."""
    target = inputs.case.target
    if target is None:
        return
    place = where("run_target", target=target.kind)
    if target.kind == "most_for_capex":
        capex = sum(money.spending.by_year.values())
        sheet.at_most("run_target", place, [""], capex, target.capex, "million", ROUNDED * target.capex)
        return
    by = table["by"].iloc[0] if target.kind == "earliest_for" else target.by
    row = SimpleNamespace(programme=target.programme, by=by)
    found = float(_installs(row, inputs, book, time).sum())
    sheet.at_least("run_target", place, [""], found, target.vehicles, "vehicle", ROUNDED * target.vehicles)


def _reached(row: Any, inputs: Inputs, book: Ledger, money: Money, time: Horizon) -> float:  # noqa: ANN401 - a row
    """What the plan has of an objective."""
    if row.objective == "volume":
        return float(_installs(row, inputs, book, time).sum())
    if row.objective == "earliest":
        return float(_installs(row, inputs, book, time) @ time.mid)
    target = inputs.case.target
    if row.objective == "earliest_for" and target is not None:
        enough = np.cumsum(_installs(row, inputs, book, time)) >= target.vehicles * (1.0 - ROUNDED * RELATIVE)
        return float(np.cumsum(time.months)[np.argmax(enough)]) if enough.any() else float("nan")
    if row.objective == "capex":
        return sum(money.spending.by_year.values())
    terms = money.terms(time.factor)
    if row.objective == "cost":
        return -sum(value for name, value in terms.items() if name not in BEFORE_TAX)
    return sum(terms.values())


def _installs(row: Any, inputs: Inputs, book: Ledger, time: Horizon) -> Floats:  # noqa: ANN401 - a row
    """Production installs that count, by period: of the plan, or up to the period that holds the last day."""
    counting = [row.programme] if row.programme else names(inputs["programmes"]["programme"])
    until = time.planned if pd.isna(row.by) else time.holding(day(row.by)) + 1
    total = np.asarray(sum(book.installs[name] for name in counting))
    return np.where(np.arange(len(total)) < until, total, 0.0)
