"""Money by period and year: from sales to cash flow after tax, and the terms of the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import EVALUATION, PLAN
from planner.results.consumption import stock_value
from planner.results.contracts import owed, prepayments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.results.view import View

    Floats = NDArray[np.float64]

PENALTIES = ("shortfall_penalty", "late_cost", "least_penalty", "missing_pilots", "missed_targets")
COSTS = ("rest_cost", "material", "energy", "crew", "contracts", "line_cost", "fixed_cost", "freight", "holding")
DATED = {"least_missing": "to", "pilot_missing": "by", "target_missing": "date"}


def objective_terms(view: View) -> pd.DataFrame:
    """Present value of every term of the objective, income positive, costs negative; they add up to minus it."""
    program, x = view.answer.program, view.answer.x
    values = {name: -float(vector @ x) for name, vector in program.terms.items()}
    for name, constant in program.constants.items():
        values[name] = values.get(name, 0.0) - constant
    return pd.DataFrame({"term": list(values), "million": [value + 0.0 for value in values.values()]})


def period_money(view: View) -> pd.DataFrame:
    """From net sales to cash flow after tax by period (index: its number), million money of the period.

    `present_value` is that of the cash flow, `present_penalties` that of the penalties.
    """
    capacity, rate = view.capacity, view.inputs.case.tax_rate
    terms = _terms(view)
    rows = pd.DataFrame(index=range(capacity.time.size))
    rows["sales"] = -terms.get("sales", 0.0)
    for name in COSTS:
        rows[name] = terms.get(name, 0.0)
    rows["fixed_cost"] = _by_period(view, capacity.fixed_cost["period"], capacity.fixed_cost["million"])
    prepaid = prepayments(view)
    rows["contracts"] = rows["contracts"] + prepaid
    rows["fallback_margin"] = -terms.get("fallback_margin", 0.0)
    rows["operating_cash"] = rows["sales"] + rows["fallback_margin"] - rows[list(COSTS)].sum(axis=1)
    rows["depreciation"] = _by_period(view, capacity.depreciation["period"], capacity.depreciation["million"])
    # The program holds the tax of what it decides; that of what is given it holds as a sum.
    rows["tax"] = terms.get("tax", 0.0) - rate * (rows["fixed_cost"] + rows["depreciation"] + prepaid)
    rows["profit_after_tax"] = rows["operating_cash"] - rows["depreciation"] - rows["tax"]
    paid = capacity.time.periods["end"].searchsorted(capacity.spend["date"], side="right")
    rows["capex"] = _by_period(view, paid, capacity.spend["million"])
    rows["cash_flow"] = rows["operating_cash"] - rows["tax"] - rows["capex"]
    rows["penalties"] = terms[[name for name in PENALTIES if name in terms]].sum(axis=1)
    spent = _by_period(view, paid, capacity.spend["million"] * capacity.spend["factor"])
    rows["present_value"] = (rows["operating_cash"] - rows["tax"]) * capacity.discount - spent
    rows["present_penalties"] = rows["penalties"] * capacity.discount
    return rows + 0.0  # turns -0.0 into 0.0


def yearly_finance(view: View, money: pd.DataFrame) -> pd.DataFrame:
    """From net sales to cash flow after tax by year, and what lies in stock and is committed at its end.

    Args:
        view: The plan.
        money: From `period_money`.
    """
    rows = money.groupby(view.years).sum().rename_axis("year")
    budgets = view.inputs["budgets"]
    rows["capex_budget"] = budgets.loc[budgets["measure"] == "capex"].set_index("year")["most"]
    rows["cumulative_cash"] = rows["cash_flow"].cumsum()
    rows["present_value"] -= rows["present_penalties"]
    last = pd.Series(range(len(money))).groupby(view.years).last().to_numpy()
    value, opening = stock_value(view)
    rows["stock_value"] = value[last]
    rows["stock_change"] = np.diff(value[last], prepend=opening)
    ends = view.capacity.time.periods["end"].to_numpy()[last]
    rows["committed_unpaid"] = [unpaid(view, end) for end in ends]
    rows["exit_cost"] = [unpaid(view, end) + owed(view, end) for end in ends]
    rows = (rows + 0.0).reset_index()
    return rows.assign(phase=np.where(rows["year"].isin(view.plan_years), PLAN, EVALUATION))


def unpaid(view: View, day: pd.Timestamp) -> float:
    """Million money of copies and machines ordered before a day that is paid on it or later."""
    rows = view.payments
    return float(rows.loc[(rows["order"] < day) & (rows["date"] >= day), "million"].sum())


def _terms(view: View) -> pd.DataFrame:
    """Million money of the period by cost term, [period, term]; constants are left out."""
    period = _period_of_columns(view)
    undiscounted = view.answer.x / view.capacity.discount[period]
    terms = view.answer.program.terms.items()
    return pd.DataFrame({name: _by_period(view, period, vector * undiscounted) for name, vector in terms})


def _by_period(view: View, period: pd.Series | NDArray[np.intp], million: pd.Series | Floats) -> Floats:
    size = view.capacity.time.size
    sums = np.bincount(np.asarray(period, dtype=np.intp), weights=np.asarray(million, dtype=float), minlength=size)
    return sums.astype(float)


def _period_of_columns(view: View) -> NDArray[np.intp]:
    """Period of every variable of the program; of dated ones the period that holds the date."""
    ends = view.capacity.time.periods["end"].to_numpy()
    found = []
    for family in view.answer.program.columns:
        if family.name in DATED:
            period = np.searchsorted(ends, family.keys[DATED[family.name]].to_numpy(), side="right")
            found.append(np.minimum(period, len(ends) - 1))
        elif len(family):  # decision columns have no period, and a plan has none: all is decided in it
            found.append(family.keys["period"].to_numpy(dtype=int))
    return np.concatenate(found)
