"""Money by year: from sales to cash flow, and the terms of the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import EVALUATION, PLAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.results.plan import Number
    from planner.results.view import View

PENALTIES = ("shortfall_penalty", "late_cost", "least_penalty", "missing_pilots", "missed_targets")
COSTS = ("rest_cost", "material", "energy", "crew", "line_cost", "fixed_cost", "freight", "holding")
DATED = {"least_missing": "to", "pilot_missing": "by", "target_missing": "date"}


def objective_terms(view: View) -> pd.DataFrame:
    """Present value of every term of the objective, income positive, costs negative; they add up to minus it."""
    program, x = view.answer.program, view.answer.x
    values = {name: -float(vector @ x) for name, vector in program.terms.items()}
    for name, constant in program.constants.items():
        values[name] = values.get(name, 0.0) - constant
    return pd.DataFrame({"term": list(values), "million": [value + 0.0 for value in values.values()]})


def yearly_finance(view: View) -> pd.DataFrame:
    """From net sales to cash flow by year, in money of the year."""
    terms = _terms_by_year(view)
    rows = pd.DataFrame(index=pd.Index(view.all_years, name="year"))
    rows["sales"] = -terms.get("sales", 0.0)
    for name in COSTS:
        rows[name] = terms.get(name, 0.0)
    fixed = view.capacity.fixed_cost
    rows["fixed_cost"] = _by_year(view, fixed["million"], view.years[fixed["period"]])
    rows["fallback_margin"] = -terms.get("fallback_margin", 0.0)
    rows["operating_cash"] = rows["sales"] + rows["fallback_margin"] - rows[list(COSTS)].sum(axis=1)
    written_off = view.capacity.depreciation
    rows["depreciation"] = _by_year(view, written_off["million"], view.years[written_off["period"]])
    known = rows["fixed_cost"] + rows["depreciation"]
    rows["tax"] = terms.get("tax", 0.0) - view.inputs.case.tax_rate * known
    rows["profit_after_tax"] = rows["operating_cash"] - rows["depreciation"] - rows["tax"]
    spend = view.capacity.spend
    rows["capex"] = _by_year(view, spend["million"], spend["year"])
    budgets = view.inputs["budgets"]
    rows["capex_budget"] = budgets.loc[budgets["measure"] == "capex"].set_index("year")["most"]
    rows["cash_flow"] = rows["operating_cash"] - rows["tax"] - rows["capex"]
    rows["cumulative_cash"] = rows["cash_flow"].cumsum()
    rows["penalties"] = terms[[name for name in PENALTIES if name in terms]].sum(axis=1)
    rows["present_value"] = _present_value(view)
    rows = (rows + 0.0).reset_index()  # adding zero turns -0.0 into 0.0
    return rows.assign(phase=np.where(rows["year"].isin(view.plan_years), PLAN, EVALUATION))


def kpis(view: View, finance: pd.DataFrame, installs: pd.DataFrame, terms: pd.DataFrame) -> dict[str, Number]:
    """Key figures of the plan."""
    value = terms.set_index("term")["million"]
    penalties = -float(value.reindex(PENALTIES).sum())
    return {
        "objective_million": view.answer.objective,
        "npv_million": float(value.sum()) + penalties,
        "penalties_million": penalties,
        "residual_million": float(value.get("residual", 0.0)),
        "capex_million": float(finance["capex"].sum()),
        "peak_funding_million": max(0.0, -float(finance["cumulative_cash"].min())),
        "total_production_installs": float(installs["production_installs"].sum()),
        "total_pilot_installs": float(installs["pilot_installs"].sum()),
        "total_demand": float(installs["demand"].sum()),
        "total_shortfall": float(installs["shortfall"].sum()),
        "total_gwh": float(installs["gwh"].sum()),
    }


def _terms_by_year(view: View) -> pd.DataFrame:
    """Million money of the year by cost term, [year, term]; constants are left out."""
    undiscounted = view.answer.x / _discount_of_columns(view)
    year = _year_of_columns(view)
    result = pd.DataFrame(index=pd.Index(view.all_years, name="year"))
    for name, vector in view.answer.program.terms.items():
        result[name] = _by_year(view, pd.Series(vector * undiscounted), year)
    return result


def _present_value(view: View) -> pd.Series:
    """Present value by year of all terms but the residual value."""
    program, spend, rate = view.answer.program, view.capacity.spend, view.inputs.case.tax_rate
    total = sum(program.terms.values(), np.zeros(program.shape[1])) * view.answer.x
    flows = _by_year(view, pd.Series(total), _year_of_columns(view))
    capex = _by_year(view, spend["million"] * spend["factor"], spend["year"])
    fixed = _discounted(view, view.capacity.fixed_cost)
    shield = rate * (fixed + _discounted(view, view.capacity.depreciation))
    return -(flows + capex + fixed - shield)


def _discounted(view: View, rows: pd.DataFrame) -> pd.Series:
    """Present value by year of rows with period and million."""
    period = rows["period"].to_numpy()
    return _by_year(view, rows["million"] * view.capacity.discount[period], view.years[period])


def _by_year(view: View, million: pd.Series, year: pd.Series | np.ndarray) -> pd.Series:
    return million.groupby(np.asarray(year)).sum().reindex(view.all_years, fill_value=0.0)


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


def _discount_of_columns(view: View) -> NDArray[np.float64]:
    return view.capacity.discount[_period_of_columns(view)]


def _year_of_columns(view: View) -> NDArray[np.int64]:
    return view.years[_period_of_columns(view)]
