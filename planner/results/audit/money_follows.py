"""Finance by year and terms of the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE
from planner.results.audit.finding import where
from planner.results.audit.money import COSTS, INCOME
from planner.results.audit.rows import check_complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.money import Money
    from planner.results.audit.written import Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


def check_finance(
    sheet: Sheet, table: Written, inputs: Inputs, money: Money, stock: tuple[Floats, float], time: Horizon
) -> None:
    """Every column of the yearly finance follows from the flows by period."""
    expected = finance(inputs, money, stock, time)
    check_complete(sheet, table, {(): np.ones(len(time.every_year), dtype=bool)})
    there = table.present()[()]
    size = np.cumsum(sum(np.abs(expected[name]) for name in (*INCOME, *COSTS, "capex", "penalties")))
    _check_phases(sheet, table, time)
    for name, values in expected.items():
        found = np.where(there, table.column(name, np.nan)[()], values)
        sheet.equal(
            "finance",
            where("column", column=name, name=""),
            time.every_year,
            found,
            values,
            "million",
            1e-3 * size,
            column=name,
        )


def _check_phases(sheet: Sheet, table: Written, time: Horizon) -> None:
    for year, stated in zip(time.every_year, table.texts("phase")[()], strict=True):
        phase = "plan" if year in time.years else "evaluation"
        if stated not in (None, phase):
            sheet.add("finance", where("column", column="phase", name=""), year, stated, phase, column="phase")


def finance(inputs: Inputs, money: Money, kept: tuple[Floats, float], time: Horizon) -> dict[str, Floats]:
    """The columns of `yearly_finance` by year, million money; `kept` is the value of stock, also before the first."""
    stock, opening = kept
    columns = {name: time.by_every_year(money.flows[name]) for name in (*INCOME, *COSTS)}
    operating, tax, penalties = money.operating(), money.tax(), money.penalties()
    cash, written_off = time.by_every_year(money.cash()), money.spending.depreciation()
    present = (operating - tax - penalties) * time.factor - money.spending.present_by_period
    last = [int(np.flatnonzero(time.year == int(year))[-1]) for year in time.every_year]
    unpaid = np.array([money.spending.unpaid(time.last[at] + ONE) for at in last])
    budgets = inputs["budgets"].loc[inputs["budgets"]["measure"] == "capex"]
    most = {str(y): float(m) for y, m in zip(budgets["year"], budgets["most"], strict=True)}
    return {
        **columns,
        "operating_cash": time.by_every_year(operating),
        "depreciation": time.by_every_year(written_off),
        "tax": time.by_every_year(tax),
        "profit_after_tax": time.by_every_year(operating - tax - written_off),
        "capex": time.by_every_year(money.spending.by_period),
        "capex_budget": np.array([most.get(year, np.nan) for year in time.every_year]),
        "cash_flow": cash,
        "cumulative_cash": np.cumsum(cash),
        "penalties": time.by_every_year(penalties),
        "stock_value": stock[last],
        "stock_change": np.diff(stock[last], prepend=opening),
        "committed_unpaid": unpaid,
        "exit_cost": unpaid + money.owed[last],
        "present_value": time.by_every_year(present),
    }


def check_terms(sheet: Sheet, table: pd.DataFrame, terms: Mapping[str, float], objective: float | None) -> None:
    """Each term of the objective is what its flows are worth, and they sum to minus the objective."""
    stated = {str(n): float(v) for n, v in zip(table["term"], table["million"], strict=True)}
    size = sum(abs(value) for value in terms.values())
    for name in table["term"][table["term"].duplicated()]:
        sheet.add("duplicate_row", where("term", term=name), "", "", "")
    for name, value in terms.items():
        # A term that is nothing need not be named.
        found = stated.pop(name, 0.0)
        sheet.equal(
            "objective_term", where("term", term=name), [""], found, value, "million", 1e-3 * size, column="million"
        )
    for name in stated:
        sheet.add("unknown_key", where("term", term=name), "", "", "")
    if objective is not None:
        total = -sum(terms.values())
        sheet.equal("objective_sum", where("objective"), [""], objective, total, "million", 0.1 * size)
