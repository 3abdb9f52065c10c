"""Finance by year, terms of the objective and key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.money import COSTS, INCOME, PENALTIES
from planner.results.audit.rows import check_complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.money import Money
    from planner.results.audit.written import Written
    from planner.results.plan import Number
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


def check_finance(sheet: Sheet, table: Written, inputs: Inputs, money: Money, time: Horizon) -> None:
    """Every column of the yearly finance follows from the flows by period."""
    expected = finance(inputs, money, time)
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
        )


def _check_phases(sheet: Sheet, table: Written, time: Horizon) -> None:
    for year, stated in zip(time.every_year, table.texts("phase")[()], strict=True):
        phase = "plan" if year in time.years else "evaluation"
        if stated not in (None, phase):
            sheet.add("finance", where("column", column="phase", name=""), year, stated, phase)


def finance(inputs: Inputs, money: Money, time: Horizon) -> dict[str, Floats]:
    """The columns of `yearly_finance` by year, million money."""
    columns = {name: time.by_every_year(money.flows[name]) for name in (*INCOME, *COSTS)}
    capex, present_capex = (
        np.array([spent[year] for year in time.every_year])
        for spent in (money.spending.by_year, money.spending.present_by_year)
    )
    operating, tax, penalties = money.operating(), money.tax(), money.penalties()
    cash = time.by_every_year(operating - tax) - capex
    written_off = money.spending.depreciation
    budgets = inputs["budgets"].loc[inputs["budgets"]["measure"] == "capex"]
    most = {str(y): float(m) for y, m in zip(budgets["year"], budgets["most"], strict=True)}
    return {
        **columns,
        "operating_cash": time.by_every_year(operating),
        "depreciation": time.by_every_year(written_off),
        "tax": time.by_every_year(tax),
        "profit_after_tax": time.by_every_year(operating - tax - written_off),
        "capex": capex,
        "capex_budget": np.array([most.get(year, np.nan) for year in time.every_year]),
        "cash_flow": cash,
        "cumulative_cash": np.cumsum(cash),
        "penalties": time.by_every_year(penalties),
        "present_value": time.by_every_year((operating - tax - penalties) * time.factor) - present_capex,
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
        sheet.equal("objective_term", where("term", term=name), [""], found, value, "million", 1e-3 * size)
    for name in stated:
        sheet.add("unknown_key", where("term", term=name), "", "", "")
    if objective is not None:
        total = -sum(terms.values())
        sheet.equal("objective_sum", where("objective"), [""], objective, total, "million", 0.1 * size)


def check_kpis(
    sheet: Sheet,
    kpis: Mapping[str, Number],
    inputs: Inputs,
    money: Money,
    totals: Mapping[str, float],
    time: Horizon,
) -> None:
    """The key figures are those of the recomputed money and installs."""
    terms = money.terms(time.factor)
    penalties = -sum(terms[name] for name in PENALTIES)
    value = sum(terms.values())
    cumulative = finance(inputs, money, time)["cumulative_cash"]
    expected = {
        "npv_million": value + penalties,
        "objective_million": -value,
        "penalties_million": penalties,
        "capex_million": sum(money.spending.by_year.values()),
        "peak_funding_million": max(0.0, -float(cumulative.min())),
        "residual_million": terms["residual"],
        **totals,
    }
    size = sum(abs(v) for v in terms.values())
    for name, number in expected.items():
        found = kpis.get(name)
        stated = float(found) if isinstance(found, (int, float)) else np.nan
        unit = "million" if name.endswith("_million") else "GWh" if name == "total_gwh" else "vehicle"
        scale = 1e-3 * size if unit == "million" else 0.0
        sheet.equal("kpi", where("kpi", name=name), [""], stated, number, unit, scale)
