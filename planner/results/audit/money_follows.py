"""Materials, finance, terms of the objective, investments and key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.results.audit.copies import mature_month
from planner.results.audit.days import ONE, dates, first_of
from planner.results.audit.finding import where
from planner.results.audit.market import at_level
from planner.results.audit.money import COSTS, INCOME, PENALTIES, bought_cost
from planner.results.audit.output import ratio
from planner.results.audit.rows import check_complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.money import Money
    from planner.results.audit.written import Key, Written
    from planner.results.plan import Number
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

MILLION = 1e6


def check_materials(sheet: Sheet, table: Written, inputs: Inputs, book: Ledger, time: Horizon) -> None:
    """Units used and bought, what can be bought, and what it costs, by year."""
    used, bought = book.by_item("used"), book.by_item("bought")
    cost: dict[str, Floats] = {}
    for (item, *_), money in bought_cost(inputs, book):
        cost[item] = cost.get(item, np.zeros(len(time.years))) + time.by_year(money) / MILLION
    nothing = np.zeros(len(time.labels))
    items = {(str(i),): nothing[: len(time.years)] > 0 for i in inputs["supply"]["item"]}
    needed = {(i,): time.by_year(v) > 0 for i, v in bought.items() if (i,) in items}
    check_complete(sheet, table, items | needed)
    names = ("used", "bought", "most", "share_of_most", "cost_million")
    stated, there = {name: table.column(name, np.nan) for name in names}, table.present()
    for key in (k for k in there if k in items):
        most = _most(inputs, key[0], time)
        total = time.by_year(bought.get(key[0], nothing))
        expected = {
            "used": time.by_year(used.get(key[0], nothing)),
            "bought": total,
            "most": most,
            "share_of_most": np.where(most > 0, ratio(total, np.nan_to_num(most)), np.nan),
            "cost_million": cost.get(key[0], nothing[: len(time.years)]),
        }
        for name, values in expected.items():
            place = where("column", column=name, name=key[0])
            found = np.where(there[key], stated[name][key], values)
            unit = {"share_of_most": "1", "cost_million": "million"}.get(name, "unit")
            sheet.equal(f"material_{name}", place, time.years, found, values, unit)


def _most(inputs: Inputs, item: str, time: Horizon) -> Floats:
    """Most that can be bought in each year: a range gives each year its share by days; NaN without a limit."""
    rows = inputs["supply"].loc[inputs["supply"]["item"] == item]
    start, end = dates(rows["from"]), dates(rows["to"])
    inside = time.period_days(start, end)
    _, place = np.unique(time.year, return_inverse=True)
    days = np.zeros((len(rows), len(time.years)))
    np.add.at(days.T, place, inside.T)
    most = (
        at_level(rows, inputs.case.supply_level)[:, None] * days / (end - start + ONE).astype(float)[:, None]
    )
    unlimited = (np.isnan(most) & (days > 0)).any(axis=0)
    return np.where(unlimited, np.nan, np.nansum(most, axis=0))


def check_finance(sheet: Sheet, table: Written, inputs: Inputs, money: Money, time: Horizon) -> None:
    """Every column of the yearly finance follows from the flows by period."""
    expected = finance(inputs, money, time)
    check_complete(sheet, table, {(): np.ones(len(time.years), dtype=bool)})
    there = table.present()[()]
    size = np.cumsum(sum(np.abs(expected[name]) for name in (*INCOME, *COSTS, "capex", "penalties")))
    for name, values in expected.items():
        found = np.where(there, table.column(name, np.nan)[()], values)
        sheet.equal(
            "finance",
            where("column", column=name, name=""),
            time.years,
            found,
            values,
            "million",
            1e-3 * size,
        )


def finance(inputs: Inputs, money: Money, time: Horizon) -> dict[str, Floats]:
    """The columns of `yearly_finance` by year, million money."""
    columns = {name: time.by_year(money.flows[name]) for name in (*INCOME, *COSTS)}
    capex, present_capex = (
        np.array([spent[year] for year in time.years])
        for spent in (money.spending.by_year, money.spending.present_by_year)
    )
    operating, penalties = money.operating(), money.penalties()
    cash = time.by_year(operating) - capex
    budgets = inputs["budgets"].loc[inputs["budgets"]["measure"] == "capex"]
    most = {str(y): float(m) for y, m in zip(budgets["year"], budgets["most"], strict=True)}
    return {
        **columns,
        "operating_cash": time.by_year(operating),
        "capex": capex,
        "capex_budget": np.array([most.get(year, np.nan) for year in time.years]),
        "cash_flow": cash,
        "cumulative_cash": np.cumsum(cash),
        "penalties": time.by_year(penalties),
        "present_value": time.by_year((operating - penalties) * time.factor) - present_capex,
    }


def check_terms(
    sheet: Sheet, table: pd.DataFrame, terms: Mapping[str, float], objective: float | None
) -> None:
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


def check_investments(
    sheet: Sheet,
    table: pd.DataFrame,
    inputs: Inputs,
    copies: Iterable[LineCopy],
    of_copy: Mapping[Key, float],
) -> None:
    """Every decided copy is listed with its order, on-stream and mature months and its capex."""
    rows = {(str(r["line"]), str(r["copy"])): r for _, r in table.iterrows()}
    for copy in (c for c in copies if c.decided):
        place = where("of_copy", line=copy.line, copy=copy.copy)
        row = rows.pop((copy.line, str(copy.copy)), None)
        if row is None:
            sheet.add("missing_row", place, "", "", "")
            continue
        if _day(row["on_stream"]) != copy.on_stream:
            sheet.add(
                "investment_on_stream", place, "", str(_day(row["on_stream"])), str(copy.on_stream), "d"
            )
        mature = mature_month(inputs, copy)
        for name, month in (("order", copy.order_month), ("mature", mature)):
            allowed = "" if month is None else str(first_of(month))[:7]
            day = _day(row[name])
            found = "" if np.isnat(day) else str(day)[:7]
            if found != allowed:
                sheet.add(f"investment_{name}", place, "", found, allowed, "")
        expected = of_copy.get(copy.key, 0.0)
        sheet.equal("investment_capex", place, [""], float(row["capex_million"]), expected, "million")
    existing = set(inputs["lines"].loc[inputs["lines"]["status"] == "existing", "line"])
    for line, number in rows:
        if line not in existing:
            sheet.add("unknown_key", where("of_copy", line=line, copy=number), "", "", "")


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
        whole = name.startswith("total_")
        sheet.equal(
            "kpi",
            where("kpi", name=name),
            [""],
            stated,
            number,
            "vehicle" if whole else "million",
            0.0 if whole else 1e-3 * size,
            floor=1.0 if whole else None,
        )


def _day(value: object) -> np.datetime64:
    return np.datetime64(pd.Timestamp(value), "D")  # type: ignore[arg-type]
