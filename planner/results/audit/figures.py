"""The key figures of the plan, from the recomputed money, installs and unit cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE
from planner.results.audit.finding import where
from planner.results.audit.frames import day
from planner.results.audit.frames import table as by_key
from planner.results.audit.money import MILLION, PENALTIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.market import Market
    from planner.results.audit.money import Money
    from planner.results.plan import Number
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

LEAST = 1e-9
"""Million money below which nothing is owed."""

UNITS = {"total_gwh": "GWh", "npv_after_horizon_share": "1", "payback_year": "1", "parity_year": "1"}


@dataclass(frozen=True)
class Known:
    """What the key figures follow from.

    Attributes:
        inputs, money, asked, time: The case, its flows of money, its market and its periods.
        totals: Counts by name.
        unit_cost: Columns of `yearly_unit_cost` by year.
    """

    inputs: Inputs
    money: Money
    asked: Market
    time: Horizon
    totals: Mapping[str, float]
    unit_cost: Mapping[str, Floats]


def check_kpis(sheet: Sheet, kpis: Mapping[str, Number], known: Known) -> None:
    """The key figures are those of the recomputed money, installs and unit cost; NaN stands for none."""
    expected = {**_worth(known), **_funding(known), **known.totals}
    terms = known.money.terms(known.time.factor)
    size = sum(abs(v) for v in terms.values())
    for name, number in expected.items():
        unit = "million" if name.endswith("_million") else UNITS.get(name, "vehicle")
        scale = 1e-3 * size if unit == "million" else 0.0
        place, stated = where("kpi", name=name), _stated(kpis, name)
        sheet.equal("kpi", place, [""], stated, number, unit, scale, column=name)
    _check_peak_date(sheet, kpis, known)
    _check_irr(sheet, kpis, known)


def _worth(known: Known) -> dict[str, float]:
    money, factor = known.money, known.time.factor
    terms = money.terms(factor)
    penalties, value = -sum(terms[name] for name in PENALTIES), sum(terms.values())
    npv, later = value + penalties, slice(known.time.planned, None)
    cash = (money.operating() - money.tax()) * factor - money.spending.present_by_period
    margin = by_key(known.inputs["programmes"], "programme", "fallback_margin")
    instead = sum(float(units @ factor) * margin[key[0]] / MILLION for key, units in known.asked.demand.items())
    return {
        "npv_million": npv,
        "objective_million": -value,
        "penalties_million": penalties,
        "residual_million": terms["residual"],
        "residual_end_million": money.spending.residual,
        "npv_vs_conventional_million": npv - instead * (1.0 - money.tax_rate),
        "npv_after_horizon_share": (float(cash[later].sum()) + terms["residual"]) / npv if npv > 0 else np.nan,
    }


def _funding(known: Known) -> dict[str, float]:
    money, time = known.money, known.time
    spent = money.spending
    total = np.cumsum(time.by_every_year(money.cash()))
    ends = [int(np.flatnonzero(time.year == int(year))[-1]) for year in time.every_year]
    cost, other = known.unit_cost["total"], known.unit_cost["conventional"]
    cheap = [int(time.years[at]) for at in np.flatnonzero(cost <= other)]
    return {
        "capex_million": float(spent.by_period.sum()),
        "peak_funding_million": max(0.0, -float(np.cumsum(money.cash()).min())),
        "payback_year": _payback(total, time.every_year),
        "committed_unpaid_million": spent.unpaid(day(known.inputs.case.plan_date) + ONE),
        "exit_cost_million": max(spent.unpaid(time.last[at] + ONE) + float(money.owed[at]) for at in ends),
        "parity_year": float(cheap[0]) if cheap else np.nan,
    }


def _payback(total: Floats, years: list[str]) -> float:
    """Year after the last one that ends below nought."""
    below = np.flatnonzero(total < -LEAST)
    return float(years[below[-1] + 1]) if len(below) and below[-1] + 1 < len(years) else np.nan


def _check_peak_date(sheet: Sheet, kpis: Mapping[str, Number], known: Known) -> None:
    total, days = np.cumsum(known.money.cash()), [str(day) for day in known.time.last]
    expected = days[int(np.argmin(total))] if total.min() < -LEAST else ""
    stated = str(kpis.get("peak_funding_date") or "")
    # Several periods may be as deep, but for what a solver leaves.
    deepest = stated in days and total[days.index(stated)] <= total.min() + 1e-9 * np.abs(total).max()
    if stated != expected and not (expected and deepest):
        sheet.add("kpi", where("kpi", name="peak_funding_date"), "", stated, expected, column="peak_funding_date")


def _check_irr(sheet: Sheet, kpis: Mapping[str, Number], known: Known) -> None:
    """At the stated rate the yearly flows, with the residual value in the last, are worth nothing."""
    flows = known.time.by_every_year(known.money.cash())
    flows[-1] += known.money.spending.residual
    rate, place = _stated(kpis, "irr"), where("kpi", name="irr")
    signs = np.sign(flows[flows != 0])
    changes = int((np.diff(signs) != 0).sum())
    if np.isnan(rate):
        if changes == 1:  # such flows have exactly one rate
            sheet.add("kpi", place, "", "", str(np.round(flows, 6).tolist()), column="irr")
        return
    worth = flows * (1.0 + rate) ** -np.arange(len(flows))
    found, allowed = (float(worth.sum()), 0.0) if changes else (rate, np.nan)
    sheet.equal("kpi", place, [""], found, allowed, "million", float(np.abs(worth).sum()), column="irr")


def _stated(kpis: Mapping[str, Number], name: str) -> float:
    found = kpis.get(name)
    return float(found) if isinstance(found, (int, float)) else np.nan
