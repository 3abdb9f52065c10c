"""Dates: gates with their fleets, and line copies with their orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import month_number, month_start
from planner.capacity.gates import needed
from planner.results.missed import COLUMNS

if TYPE_CHECKING:
    from planner.results.view import View

DAY = pd.Timedelta(days=1)
COMPLETE = 1e-6
MISSED = tuple(COLUMNS[2:])
"""Columns of the gates that say what follows if one is missed."""


def gates(view: View, *, missed: bool = True, costs: bool = True) -> pd.DataFrame:
    """Every gate of every programme to come, and every decided one: fleet, dates, slack, and what missing it does.

    Args:
        view: The plan.
        missed: Whether it has the columns `MISSED`.
        costs: Whether these tell what it costs, a solve for each.
    """
    dates = view.capacity.rollout.gate_dates.merge(_fleet_complete(view), on="gate", how="left")
    rows = _needed(view).merge(dates, on="gate")
    rows["name"] = rows["gate"].map(_names(view.inputs["gates"], "gate"))
    rows["passed"] = rows["end"] - DAY
    slack = month_number(rows["waits"].fillna(rows["end"])) - month_number(rows["end"])
    rows["slack_months"] = pd.Series(slack, index=rows.index).where(rows["waits"].notna())
    rows["sop"] = rows["programme"].map(view.capacity.rollout.sop)
    if missed:
        rows = rows.merge(view.missed.table(rows, costs=costs), on=["programme", "gate"])
    return rows.sort_values(["programme", "start", "gate"], kind="stable", ignore_index=True)


def _needed(view: View) -> pd.DataFrame:
    """Gates of the programmes whose production is to come; then decided ones that no such programme needs."""
    rows = needed(view.inputs["programme_gates"], view.inputs["gate_order"])
    rows = rows.loc[rows["programme"].isin(view.capacity.rollout.coming.index)]
    alone = view.capacity.rollout.gate_dates["gate"]
    alone = alone.loc[~alone.isin(rows["gate"])]
    return pd.concat([rows, pd.DataFrame({"programme": "", "gate": alone})], ignore_index=True)


def _fleet_complete(view: View) -> pd.DataFrame:
    """Last day of the period in which the last need of each gate was met."""
    built = view.pilots.pivot_table(index=["fleet", "item"], columns="period", values="built", aggfunc="sum")
    ends = view.capacity.time.periods["end"]
    needs = view.capacity.rollout.fleet_needs
    keys = zip(needs["fleet"], needs["item"], strict=True)
    wanted = [(built.loc[key], needed) for key, needed in zip(keys, needs["needed"], strict=True)]
    days = [_reached(units, needed, ends) for units, needed in wanted]
    rows = needs[["gate"]].assign(fleet_complete=pd.Series(days, dtype="datetime64[s]"))
    rows = pd.concat([rows, _lines_ready(view, ends)])
    return rows.groupby("gate", sort=False)["fleet_complete"].max().reset_index()


def _lines_ready(view: View, ends: pd.Series) -> pd.DataFrame:
    """Last day of the period in which each line that a gate names had made what the gate needs of it."""
    family = next((f for f in view.answer.program.rows if f.name == "gate_line"), None)
    if family is None:
        return pd.DataFrame({"gate": [], "fleet_complete": []}).astype({"fleet_complete": "datetime64[s]"})
    made = view.make.groupby(["line", "item", "period"])["made"].sum()
    keys = zip(family.keys["line"], family.keys["component"], strict=True)
    days = [_reached(made.loc[key], needed, ends) for key, needed in zip(keys, family.rhs, strict=True)]
    return family.keys[["gate"]].assign(fleet_complete=pd.Series(days, dtype="datetime64[s]"))


def _reached(units: pd.Series, needed: float, ends: pd.Series) -> pd.Timestamp:
    """Last day of the period in which the sum of units (by period) reaches a need."""
    total = units.reindex(range(len(ends)), fill_value=0.0).cumsum().to_numpy()
    last: pd.Timestamp = ends[int(np.argmax(total >= needed * (1 - COMPLETE)))] - DAY
    return last


def investments(view: View) -> pd.DataFrame:
    """Every line copy, also one ordered for later: its dates, what it makes once mature, and its capex."""
    copies = view.capacity.vintages
    rows = copies.reset_index(names="vintage")
    months = {curve: _months_to_mature(view, curve) for curve in copies["ramp"].unique()}
    ramps = zip(copies["ramp"].map(months), month_number(copies["on_stream"]), strict=True)
    days = [pd.NaT if pd.isna(ramp) else month_start(int(begun + ramp)) for ramp, begun in ramps]
    rows["mature"] = pd.Series(days, dtype="datetime64[s]")
    lines = view.mature.drop_duplicates("line").set_index("line")
    rows["share"] = rows["fraction"]
    rows["mature_rate"] = rows["line"].map(lines["good_per_year"]) * rows["share"]
    rows["unit"] = rows["line"].map(lines["item"]).map(view.inputs["items"].set_index("item")["unit"]).fillna("")
    rows["mature_gwh"] = rows["line"].map(lines["gwh_per_year"]) * rows["share"]
    existing = rows["status"] == "existing"
    rows["capex_million"] = rows["vintage"].map(_capex(view)).where(existing, lambda paid: paid.fillna(0.0))
    rows["decide_by"] = _decide_by(view, rows)
    rows.loc[existing, ["order", "decide_by"]] = pd.NaT
    return rows


def _decide_by(view: View, copies: pd.DataFrame) -> pd.Series:
    """The order's day less the approval of the line."""
    months = copies["line"].map(view.inputs["lines"].set_index("line")["approval_months"])
    dates = [day - pd.DateOffset(months=int(ahead)) for day, ahead in zip(copies["order"], months, strict=True)]
    return pd.Series(dates, index=copies.index, dtype="datetime64[s]")


def machines(view: View) -> pd.DataFrame:
    """Every extra machine at a stage of a copy: order, on stream, capex of all that come on that day."""
    rows = view.capacity.machines
    return rows.assign(capex_million=rows["capex_million"] * rows["quantity"])


def maintenance(view: View) -> pd.DataFrame:
    """Every job of maintenance with its days."""
    rows = view.capacity.jobs
    return rows.assign(start=rows["date"], end=rows["date"] + pd.to_timedelta(rows["days"] - 1, unit="D"))


def _months_to_mature(view: View, curve: str) -> float:
    """Months until both ramp factors stay at 1; NaN for a curve that never gets there."""
    ramp = view.inputs["ramps"]
    steps = ramp.loc[ramp["curve"] == curve].sort_values("month")
    below = (steps["uptime_factor"] < 1) | (steps["yield_factor"] < 1)
    after = int(np.flatnonzero(below.to_numpy()).max(initial=-1)) + 1
    return after if after < max(len(steps), 1) else np.nan


def _capex(view: View) -> pd.Series:
    """Capex of each decided copy, whenever it is paid."""
    return view.copy_payments.groupby("vintage")["million"].sum()


def _names(table: pd.DataFrame, key: str) -> pd.Series:
    return table["name"].where(table["name"] != "", table[key]).set_axis(table[key])
