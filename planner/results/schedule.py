"""Dates: gates with their fleets, and line copies with their orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import month_number, month_start
from planner.capacity.money import spend

if TYPE_CHECKING:
    from pandas.api.typing import NaTType

    from planner.results.view import View

DAY = pd.Timedelta(days=1)
COMPLETE = 1e-6


def gates(view: View) -> pd.DataFrame:
    """Every gate that production waits for: when its fleet is complete, when it runs, how much slack it has."""
    dates = view.capacity.gate_dates.merge(_fleet_complete(view), on="gate", how="left")
    rows = _needed(view.inputs["programme_gates"], view.inputs["gate_order"]).merge(dates, on="gate")
    rows["name"] = rows["gate"].map(_names(view.inputs["gates"], "gate"))
    rows["passed"] = rows["end"] - DAY
    rows["slack_months"] = month_number(rows["waits"]) - month_number(rows["end"])
    rows["sop"] = view.capacity.sop.reindex(rows["programme"]).to_numpy()
    # A gate may be shared with a programme in production, for which it has passed.
    rows = rows[rows["sop"] > pd.Timestamp(view.inputs.case.start)]
    return rows.sort_values(["programme", "start", "gate"], kind="stable", ignore_index=True)


def _needed(programme_gates: pd.DataFrame, order: pd.DataFrame) -> pd.DataFrame:
    """Programmes with the gates that they name and those for which these wait, at any remove."""
    found = programme_gates[["programme", "gate"]]
    while True:
        further = found.merge(order, on="gate").drop(columns="gate").rename(columns={"after": "gate"})
        more = pd.concat([found, further[found.columns]]).drop_duplicates(ignore_index=True)
        if len(more) == len(found):
            return found
        found = more


def _fleet_complete(view: View) -> pd.DataFrame:
    """Last day of the period in which the last need of each gate was met."""
    built = view.pilots.pivot_table(index=["fleet", "item"], columns="period", values="built", aggfunc="sum")
    ends = view.capacity.time.periods["end"]
    needs = view.capacity.fleet_needs
    days = []
    for fleet, item, needed in zip(needs["fleet"], needs["item"], needs["needed"], strict=True):
        total = built.loc[(fleet, item)].reindex(range(len(ends)), fill_value=0.0).cumsum()
        days.append(ends[int(np.argmax(total.to_numpy() >= needed * (1 - COMPLETE)))] - DAY)
    rows = needs.assign(fleet_complete=pd.Series(days, dtype="datetime64[s]"))
    return rows.groupby("gate", sort=False)["fleet_complete"].max().reset_index()


def investments(view: View) -> pd.DataFrame:
    """Every line copy: order, on stream, first month at mature rate, output then, capex."""
    copies = view.capacity.vintages
    rows = copies.reset_index(names="vintage")
    ramps = zip(copies["ramp"], copies["on_stream"], strict=True)
    rows["mature"] = pd.Series([_mature(view, curve, begun) for curve, begun in ramps], dtype="datetime64[s]")
    lines = view.mature.drop_duplicates("line").set_index("line")
    rows["mature_gwh"] = rows["line"].map(lines["gwh_per_year"])
    existing = rows["status"] == "existing"
    # A decided copy without a price is free; what an existing one cost is not known.
    paid = rows["vintage"].map(_capex(view))
    rows["capex_million"] = paid.where(existing, paid.fillna(0.0))
    rows.loc[existing, "order"] = pd.NaT
    # A copy that comes on stream after the horizon is listed too: it may be ordered and paid within.
    return rows


def _mature(view: View, curve: str, on_stream: pd.Timestamp) -> pd.Timestamp | NaTType:
    """First month from which both ramp factors stay at 1; NaT for a curve that never gets there."""
    start = int(month_number(pd.Series([on_stream]))[0])
    ramp = view.inputs["ramps"]
    steps = ramp.loc[ramp["curve"] == curve].sort_values("month")
    below = (steps["uptime_factor"] < 1) | (steps["yield_factor"] < 1)
    if not below.any():
        return month_start(start)
    after = int(np.flatnonzero(below.to_numpy())[-1]) + 1
    return month_start(start + after) if after < len(steps) else pd.NaT


def _capex(view: View) -> pd.Series:
    """Capex of each decided copy, whenever it is paid."""
    inputs = view.inputs
    rows = spend(view.capacity.vintages, inputs["lines"], inputs["capex"], inputs["spend_profiles"])
    return rows.groupby("vintage")["million"].sum()


def _names(table: pd.DataFrame, key: str) -> pd.Series:
    return table["name"].where(table["name"] != "", table[key]).set_axis(table[key])
