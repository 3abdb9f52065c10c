"""The plan by period at full precision: the tables from which everything else follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from planner.results.view import View

DAY = pd.Timedelta(days=1)


def periods(view: View) -> pd.DataFrame:
    """Periods with their phase and discount factors."""
    frame = view.capacity.time.periods
    return frame.assign(end=frame["end"] - DAY, discount=view.capacity.discount)


def period_make(view: View) -> pd.DataFrame:
    """Good units made."""
    return _labelled(view, view.make.assign(most=view.make["good"]))


def period_overtime(view: View) -> pd.DataFrame:
    """Overtime worked."""
    return _labelled(view, view.answer.values("overtime").rename(columns={"value": "hours"}))


def period_shifts(view: View) -> pd.DataFrame:
    """Hours of one more shift, and its crew hours in which nothing is made."""
    return _labelled(view, view.answer.values("standby").rename(columns={"value": "standby"}))


def period_buy(view: View) -> pd.DataFrame:
    """Units bought."""
    return _labelled(view, view.answer.values("buy").rename(columns={"value": "bought"}))


def period_ship(view: View) -> pd.DataFrame:
    """Units shipped."""
    return _labelled(view, view.answer.values("ship").rename(columns={"value": "shipped"}))


def period_stock(view: View) -> pd.DataFrame:
    """Units in stock at the end of each period."""
    return _labelled(view, view.answer.values("stock").rename(columns={"value": "stock"}))


def period_sales(view: View) -> pd.DataFrame:
    """What was asked for, sold, owed and lost."""
    return _labelled(view, view.sales)


def period_pilots(view: View) -> pd.DataFrame:
    """What was put into fleets."""
    return _labelled(view, view.pilots)


def installs(view: View) -> pd.DataFrame:
    """Pilot and production installs, demand, shortfall and energy by programme and period (number of the period)."""
    programmes = view.inputs["programmes"][["programme", "item"]]
    made = view.make.groupby(["item", "period"])["made"].sum()
    pilots = view.pilots.groupby(["item", "period"])["built"].sum()
    asked = view.sales.groupby(["programme", "period"])[["demand", "shortfall"]].sum().reset_index()
    rows = programmes.merge(pd.DataFrame({"period": range(len(view.labels))}), how="cross")
    rows = rows.merge(made.reset_index(), on=["item", "period"], how="left")
    rows = rows.merge(pilots.reset_index(), on=["item", "period"], how="left")
    rows = rows.merge(asked, on=["programme", "period"], how="left")
    rows = rows.fillna(dict.fromkeys(("made", "built", "demand", "shortfall"), 0.0))
    rows["pilot_installs"] = rows["built"]
    rows["production_installs"] = (rows["made"] - rows["built"]).where(rows["made"] - rows["built"] > 1e-9, 0.0)  # noqa: PLR2004
    rows["gwh"] = view.gwh(rows["item"], rows["production_installs"] + rows["pilot_installs"])
    return rows.assign(year=view.years[rows["period"]])


def period_plan(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The plan by period: `installs` in the order of the periods."""
    return _labelled(view, rows.sort_values("period", kind="stable"))


def _labelled(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(period=view.labels[rows["period"].to_numpy(dtype=int)])
