"""The plan of all programmes together, by year and by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.results.periods import DAY

if TYPE_CHECKING:
    import pandas as pd

    from planner.results.view import View

_SUMS = ["pilot_installs", "production_installs", "cumulative_installs", "demand", "shortfall", "gwh"]


def yearly_total(view: View, plan: pd.DataFrame) -> pd.DataFrame:
    """All programmes together by year, in the whole vehicles of the yearly plan, beside the target for all of them.

    Args:
        view: The plan.
        plan: From `yearly.yearly_plan`.
    """
    rows = plan.groupby("year", sort=True)[_SUMS].sum()
    rows["cumulative_production"] = rows["production_installs"].cumsum()
    dated = _targets(view)
    rows["target"] = dated.groupby(dated["date"].dt.year)["value"].last()
    return rows.reset_index()


def period_total(view: View, installs: pd.DataFrame) -> pd.DataFrame:
    """All programmes together by period, with the target in the period that holds its date.

    Args:
        view: The plan.
        installs: From `periods.installs`.
    """
    rows = installs.groupby(["period", "year"], sort=True)[["production_installs"]].sum().reset_index()
    rows["cumulative_production"] = rows["production_installs"].cumsum()
    dated = _targets(view)
    ends = view.capacity.time.periods["end"]  # the day after the last one
    held = ends.searchsorted(dated["date"], side="right")
    rows["end"] = rows["period"].map(ends - DAY)
    rows["target"] = rows["period"].map(dated.groupby(held)["value"].last())
    return rows.assign(period=view.labels[rows["period"].to_numpy(dtype=int)])


def _targets(view: View) -> pd.DataFrame:
    """Cumulative production installs set for all programmes together, in the order of their dates."""
    table = view.inputs["targets"]
    wanted = (table["measure"] == "production_installs") & (table["programme"] == "")
    return table.loc[wanted].sort_values("date", kind="stable")
