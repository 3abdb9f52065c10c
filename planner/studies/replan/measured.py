"""Plan against actual: every row of `actuals` beside what the last plan had, and what the next one reckons with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.calendar import days_from, overlap_days
from planner.capacity import capacity
from planner.capacity.fleet import factors
from planner.studies.replan.blocks import blocks
from planner.tables.checks.actuals import ON_STREAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.capacity import Capacity
    from planner.tables.inputs import Inputs

    Tables = Mapping[str, pd.DataFrame]

KEYS = ["from", "to", "measure", "object", "copy", "stage", "item"]
COLUMNS = ["number", *KEYS, "unit", "planned", "actual", "counted", "difference", "share"]
FILED = {
    "installs": ("period_plan", "programme", "production_installs"),
    "pilots": ("period_plan", "programme", "pilot_installs"),
    "output": ("period_make", "line", "made"),
}
"""By measure: where a plan has it by period, of what, and the column."""


@dataclass(frozen=True)
class Known:
    """The last plan's case with its decisions, and its coefficients where a measure needs them."""

    decided: Inputs

    @cached_property
    def capacity(self) -> Capacity:
        """The coefficients."""
        return capacity(self.decided)


def plan_vs_actual(
    actuals: pd.DataFrame, decided: Inputs, planned: Tables, counted: Tables, periods: pd.DataFrame
) -> pd.DataFrame:
    """One row a row of `actuals` but for those of copies on stream.

    A range that cuts a period counts that period by its days. Of what the next plan reckons with, rows that fill a
    period together have shares as they were counted.

    Args:
        actuals: Input table.
        decided: The case of the last plan with its decisions.
        planned: Result tables of the last plan.
        counted: Result tables of the next plan.
        periods: Periods of the next plan, half open.
    """
    known = Known(decided)
    rows = actuals.loc[actuals["measure"] != ON_STREAM].sort_values(
        ["from", "measure", "object", "stage"], kind="stable"
    )
    told = [_row(row, known, planned, counted) for row in rows.to_dict("records")]
    frame = pd.DataFrame(told, columns=COLUMNS[1:], index=rows.index)
    for block in blocks(actuals, periods):
        own = list(block.rows)
        if block.value:
            frame.loc[own, "counted"] = frame.loc[own, "actual"] * (frame.loc[own, "counted"].sum() / block.value)
    return frame.reset_index(drop=True).assign(number=np.arange(1, len(frame) + 1))[COLUMNS]


def _row(row: Mapping[Any, Any], known: Known, planned: Tables, counted: Tables) -> dict[str, object]:
    measure = row["measure"]
    own = {key: row[key] for key in KEYS}
    if measure in FILED or measure == "stock":
        before, now = _volume(row, planned), _volume(row, counted)
    else:
        before = (
            _hours(row, known.capacity, planned) if measure == "hours" else _share(row, known.decided, known.capacity)
        )
        now = np.nan
    actual = float(row["value"])
    return {
        **own,
        "unit": _unit(row, known.decided),
        "planned": before,
        "actual": actual,
        "counted": now,
        "difference": actual - before,
        "share": actual / before if before else np.nan,
    }


def _unit(row: Mapping[Any, Any], decided: Inputs) -> str:
    if row["measure"] in {"hours", "uptime", "yield"}:
        return "h" if row["measure"] == "hours" else "1"
    units = decided["items"].set_index("item")["unit"]
    items = decided["programmes"].set_index("programme")["item"]
    made = decided["line_items"].drop_duplicates("line").set_index("line")["item"]
    return str(units[row["item"] or items.get(row["object"]) or made[row["object"]]])


def _volume(row: Mapping[Any, Any], tables: Tables) -> float:
    """What a plan has of a volume in a range, or of a stock at its end."""
    share = _shares(row, tables["periods"])
    if row["measure"] == "stock":
        at = tables["periods"].loc[pd.to_datetime(tables["periods"]["end"]) == row["to"], "period"]
        table = tables["period_stock"]
        own = (table["site"] == row["object"]) & (table["item"] == row["item"]) & table["period"].isin(at)
        return float(table.loc[own, "stock"].sum()) if len(at) else np.nan
    name, key, value = FILED[row["measure"]]
    table = tables[name]
    own = table[key] == row["object"]
    if pd.notna(row["copy"]):
        own &= table["copy"] == row["copy"]
    if row["item"]:
        own &= table["item"] == row["item"]
    return float((table.loc[own, value] * table.loc[own, "period"].map(share)).sum())


def _shares(row: Mapping[Any, Any], periods: pd.DataFrame) -> pd.Series:
    """Share of each period's days that lie in a range, by label."""
    halves = pd.DataFrame({"start": pd.to_datetime(periods["start"]), "end": pd.to_datetime(periods["end"])})
    halves["end"] += pd.Timedelta(days=1)
    shared = overlap_days(pd.DataFrame({"from": [row["from"]], "to": [row["to"]]}), halves)[0]
    return pd.Series(shared / (halves["end"] - halves["start"]).dt.days.to_numpy(), index=periods["period"])


def _hours(row: Mapping[Any, Any], known: Capacity, planned: Tables) -> float:
    """Machine hours that a plan uses at a stage, of a line at all stages."""
    keys = ["line", "copy", "item", "period"]
    labels = known.time.periods["period"]
    made = planned["period_make"].loc[lambda t: t["line"] == row["object"]].astype({"copy": "int64"})
    load = known.output.load.merge(known.output.make[["make", "line", "copy", "item"]], on="make")
    load = load.assign(period=labels.to_numpy()[load["period"]]).merge(made[[*keys, "made"]], on=keys)
    if row["stage"]:
        load = load.loc[load["stage"] == row["stage"]]
    share = _shares(row, planned["periods"])
    return float((load["hours"] * load["made"] * load["period"].map(share)).sum())


def _share(row: Mapping[Any, Any], decided: Inputs, known: Capacity) -> float:
    """Uptime or yield that a plan has of a stage: mature, times the ramp of each copy, by its days on stream."""
    stages, segments = decided["stages"], known.time.segments
    stage = stages.loc[(stages["line"] == row["object"]) & (stages["stage"] == row["stage"])].iloc[0]
    copies = known.vintages.loc[known.vintages["line"] == row["object"]]
    ranges = pd.DataFrame({"from": [row["from"]], "to": [row["to"]]})
    cut = overlap_days(ranges, segments)[0] / segments["days"].to_numpy(dtype=float)
    on = days_from(copies["on_stream"], segments) * cut
    if not on.sum():
        return np.nan
    uptime, good = factors(copies, decided["ramps"], segments)
    factor = uptime if row["measure"] == "uptime" else good ** float(stage["ramp_share"])
    return float(stage[row["measure"]]) * float((factor * on).sum() / on.sum())
