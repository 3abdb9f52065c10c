"""Key figures of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy_financial
import pandas as pd

from planner.calendar import EVALUATION
from planner.results.finance import PENALTIES, unpaid
from planner.results.unit_cost import parity_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.results.plan import Number
    from planner.results.view import View

LEAST = 1e-9
"""Million money below which nothing is owed: less is what a solver leaves of nothing."""
DAY = pd.Timedelta(days=1)
MILLION = 1e6


def kpis(
    view: View, money: pd.DataFrame, finance: pd.DataFrame, installs: pd.DataFrame, unit_cost: pd.DataFrame
) -> dict[str, Number]:
    """Every key figure.

    Args:
        view: The plan.
        money: From `finance.period_money`.
        finance: From `finance.yearly_finance`.
        installs: From `periods.installs`, of the plan's years.
        unit_cost: From `unit_cost.yearly_unit_cost`.
    """
    return {
        **worth(view, money),
        **funding(view, money, finance),
        "parity_year": parity_year(unit_cost),
        "total_production_installs": float(installs["production_installs"].sum()),
        "total_pilot_installs": float(installs["pilot_installs"].sum()),
        "total_demand": float(installs["demand"].sum()),
        "total_shortfall": float(installs["shortfall"].sum()),
        "total_gwh": float(installs["gwh"].sum()),
    }


def worth(view: View, money: pd.DataFrame) -> dict[str, Number]:
    """What the plan is worth: NPV, against conventional cars, and the share of it that lies after the plan."""
    terms, constants = view.answer.program.terms, view.answer.program.constants
    penalties = sum(float(terms[name] @ view.answer.x) for name in PENALTIES if name in terms)
    residual = -float(constants.get("residual", 0.0))
    npv = penalties - view.answer.objective
    later = (view.capacity.time.periods["phase"] == EVALUATION).to_numpy()
    after = residual + float(money.loc[later, "present_value"].sum())
    return {
        "objective_million": view.answer.objective,
        "npv_million": npv,
        "npv_vs_conventional_million": npv - conventional_npv(view),
        "npv_after_horizon_share": after / npv if npv > 0 else None,
        "penalties_million": penalties,
        "residual_million": residual,
        "residual_end_million": float(view.capacity.residual["million"].sum()),
    }


def conventional_npv(view: View) -> float:
    """Present value after tax of all that is asked for, built as conventional cars at the fallback margin, million."""
    asked, programmes = view.capacity.rollout.demand, view.inputs["programmes"].set_index("programme")
    margin = programmes["fallback_margin"].reindex(asked["programme"]).to_numpy(dtype=float)
    factor = view.capacity.discount[asked["period"].to_numpy(dtype=int)]
    return float((asked["demand"] * margin * factor).sum()) * (1.0 - view.inputs.case.tax_rate) / MILLION


def funding(view: View, money: pd.DataFrame, finance: pd.DataFrame) -> dict[str, Number]:
    """What has to be paid ahead, until when, and what it yields."""
    total = money["cash_flow"].cumsum()
    deepest = int(total.to_numpy().argmin())
    needed = float(total[deepest]) < -LEAST
    flows = finance["cash_flow"].to_numpy(dtype=float).copy()
    flows[-1] += float(view.capacity.residual["million"].sum())
    return {
        "capex_million": float(finance["capex"].sum()),
        "peak_funding_million": -float(total[deepest]) if needed else 0.0,
        "peak_funding_date": f"{view.capacity.time.periods['end'][deepest] - DAY:%Y-%m-%d}" if needed else None,
        "payback_year": payback_year(finance),
        "irr": irr(flows),
        "committed_unpaid_million": unpaid(view, pd.Timestamp(view.inputs.case.plan_date) + DAY),
        "exit_cost_million": float(finance["exit_cost"].max()),
    }


def payback_year(finance: pd.DataFrame) -> int | None:
    """First year from whose end on the cumulative cash stays above nought; None: never, or nothing to pay back."""
    below = finance.loc[finance["cumulative_cash"] < -LEAST, "year"]
    later = finance.loc[finance["year"] > below.max(), "year"] if len(below) else below
    return int(later.iloc[0]) if len(later) else None


def irr(flows: Sequence[float] | np.ndarray) -> float | None:
    """Rate at which yearly flows are worth nothing; None where they do not change their sign."""
    values = np.asarray(flows, dtype=float)
    if values.min(initial=0.0) >= 0 or values.max(initial=0.0) <= 0:
        return None
    rate = float(numpy_financial.irr(values))
    return rate if np.isfinite(rate) else None
