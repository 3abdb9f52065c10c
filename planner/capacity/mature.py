"""Lines at mature rates over one standard year: what each stage could put out, what the line costs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.rates import stage_rates
from planner.keys import framed
from planner.line import routes
from planner.line.critical import critical_path
from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.line import Route
    from planner.tables.inputs import Inputs

KEY = ["line", "item"]
COLUMNS = [
    "line_hours",
    "good_per_year",
    "gwh_per_year",
    "rty",
    "bottleneck",
    "next_stage",
    "next_headroom",
    "stages",
    "machines",
    "operators",
    "energy_per_good",
    "kwh_per_kwh",
    "crew_h_per_mwh",
    "floor_m2",
    "capex_million",
    "capex_million_per_gwh",
    "lead_months",
    "process_hours",
    "critical_path",
]
YEAR_DAYS = 365
YEAR_HOURS = 24.0 * YEAR_DAYS
KWH_PER_GWH = 1e6
KWH_PER_MWH = 1e3


@remembered()
def standard_hours(calendars: pd.DataFrame, start: dt.date, end: dt.date) -> pd.Series:
    """Regular hours of one standard year by calendar [h].

    The latest full year between `start` and `end` that the calendar covers day by day; a calendar that covers
    no full year (a case of some weeks) is stretched to 365 days.
    """
    regular = calendars[calendars["tier"] == "regular"]
    days = (regular["to"] - regular["from"]).dt.days + 1
    sums = pd.DataFrame({"hours": regular["hours"], "days": days}).groupby(regular["calendar"]).sum()
    result: pd.Series = sums["hours"] / sums["days"] * YEAR_DAYS
    for year in range(start.year, end.year + 1):
        if dt.date(year, 1, 1) < start or dt.date(year, 12, 31) > end:
            continue
        first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
        upper = regular["to"].where(regular["to"] < last, last)
        lower = regular["from"].where(regular["from"] > first, first)
        inside = ((upper - lower).dt.days + 1).clip(lower=0)
        parts = pd.DataFrame({"hours": regular["hours"] * inside / days, "days": inside})
        parts = parts.groupby(regular["calendar"]).sum()
        result.update(parts.loc[parts["days"] >= (last - first).days + 1, "hours"])
    return result


def item_kwh(cells: pd.DataFrame, packs: pd.DataFrame) -> pd.Series:
    """Energy of one cell or pack by item [kWh]; other items have no entry."""
    cell = (cells["capacity_ah"] * cells["voltage_v"] / 1e3).set_axis(cells["item"])
    pack = packs["cell"].map(cell) * packs["series"] * packs["parallel"]
    energy: pd.Series = pd.concat([cell, pack.set_axis(packs["item"])])
    return energy


def mature(inputs: Inputs, hours: float | None = None) -> pd.DataFrame:
    """One row per line, item and stage (in topological order) of one copy over a standard mature year.

    Args:
        inputs: The case.
        hours: Line hours of the year for every line [h]; None: those of the line's calendar. A stage that
        works
            around the clock has 8,760 h anyway.

    Returns:
        line, item, stage; from `stage_rates` machines, per_hour, usage, uptime, clock, yield_, energy [kWh
        per good unit], operators, floor_m2, lead_months; starts_per_good; cumulative_yield (the stage's own
        included); line_hours and hours [h] of the line and of the stage; hours_per_good [machine h per good
        unit out of the line]; machine_hours [h]; good_per_year [unit] and gwh_per_year [GWh] that the stage
        alone would allow (NaN where the item does not use the stage, and GWh of what holds no energy);
        headroom over the line's bottleneck; bottleneck (the first of them where several tie).
    """
    return _mature(inputs, _routes(inputs), hours)


def mature_lines(inputs: Inputs, hours: float | None = None) -> pd.DataFrame:
    """One row per line and item: what `mature` comes to for one copy of the line.

    Returns:
        line, item, line_hours [h], good_per_year [unit], gwh_per_year [GWh], rty, bottleneck, next_stage (the
        second tightest, "" where there is none) and next_headroom, stages (used ones), machines, operators,
        energy_per_good [kWh] (stages and base power) and kwh_per_kwh, crew_h_per_mwh, floor_m2 (of the
        plant), capex_million (of one copy in the earliest order year, NaN without capex),
        capex_million_per_gwh, lead_months (longest delivery of a machine), process_hours (critical path of
        residence and cycle times without waiting) and critical_path (its stages).
    """
    ways = _routes(inputs)
    stages = _mature(inputs, ways, hours)
    stages = stages[stages["usage"] > 0]
    table = stages.groupby(KEY, sort=False).agg(
        line_hours=("line_hours", "first"),
        good_per_year=("good_per_year", "min"),
        gwh_per_year=("gwh_per_year", "min"),
        stages=("stage", "size"),
        machines=("machines", "sum"),
        energy=("energy", "sum"),
        operators=("operators", "sum"),
        floor_m2=("floor_m2", "sum"),
        lead_months=("lead_months", "max"),
    )
    by_output = stages.sort_values("good_per_year", kind="stable").groupby(KEY, sort=False)
    table["bottleneck"] = by_output.nth(0).set_index(KEY)["stage"]
    table["next_stage"] = by_output.nth(1).set_index(KEY)["stage"].reindex(table.index).fillna("")
    table["next_headroom"] = by_output.nth(1).set_index(KEY)["headroom"].reindex(table.index)
    table["rty"] = [ways[key].rty for key in table.index]
    return _per_output(inputs, _with_paths(inputs, ways, table.reset_index()))


def _routes(inputs: Inputs) -> dict[tuple[str, str], Route]:
    """The routes of the case."""
    return routes(inputs["line_items"], inputs["stages"], inputs["flows"], inputs["recipes"])


def _route_table(ways: Mapping[tuple[str, str], Route]) -> pd.DataFrame:
    """Starts and cumulative yields of all routes below each other."""
    sizes = [len(way.stages) for way in ways.values()]
    line, item = (
        np.repeat(np.array([getattr(way, name) for way in ways.values()], dtype=object), sizes) for name in KEY
    )
    return framed(
        {
            "line": line,
            "item": item,
            "stage": np.array([stage for way in ways.values() for stage in way.stages], dtype=object),
            "starts_per_good": np.concatenate([np.empty(0), *(way.starts()[:, 0] for way in ways.values())]),
            "cumulative_yield": np.concatenate([np.empty(0), *(way.cumulative_yield() for way in ways.values())]),
        }
    )


def _mature(inputs: Inputs, ways: Mapping[tuple[str, str], Route], hours: float | None) -> pd.DataFrame:
    """As `mature`, of routes that are known already."""
    rates = stage_rates(inputs["stages"], inputs["recipes"], inputs["line_items"]).drop(columns="ramp_share")
    rows = _route_table(ways).merge(rates, on=[*KEY, "stage"], how="left", validate="one_to_one")
    if hours is None:
        year = standard_hours(inputs["calendars"], inputs.case.start, inputs.case.end)
        calendar = inputs["lines"].set_index("line")["calendar"]
        rows["line_hours"] = rows["line"].map(calendar).map(year).astype("float64")
    else:
        rows["line_hours"] = hours
    rows["hours"] = rows["line_hours"].where(rows["clock"] != "all", YEAR_HOURS)
    rows["hours_per_good"] = rows["starts_per_good"] * rows["usage"] / rows["per_hour"]
    rows["machine_hours"] = rows["machines"] * rows["hours"] * rows["uptime"]
    used = rows["usage"] > 0
    rows["good_per_year"] = (rows["machine_hours"] / rows["hours_per_good"]).where(used)
    kwh = item_kwh(inputs["cells"], inputs["packs"])
    rows["gwh_per_year"] = rows["good_per_year"] * rows["item"].map(kwh).astype("float64") / KWH_PER_GWH
    least = rows.groupby(KEY, sort=False)["good_per_year"].transform("min")
    rows["headroom"] = (rows["good_per_year"] / least.where(least > 0)) - 1.0
    attains = used & (rows["good_per_year"] == least)
    rows["bottleneck"] = attains & (attains.groupby([rows["line"], rows["item"]]).cumsum() == 1)
    return rows


def _with_paths(inputs: Inputs, ways: Mapping[tuple[str, str], Route], table: pd.DataFrame) -> pd.DataFrame:
    """The lines with their critical path: residence where a stage holds units, else the time of one unit."""
    rates = stage_rates(inputs["stages"], inputs["recipes"], inputs["line_items"])
    residence = inputs["stages"].set_index(["line", "stage"])["residence_h"]
    own = pd.Series(residence.reindex(pd.MultiIndex.from_frame(rates[["line", "stage"]])).to_numpy())
    unit = (rates["usage"] / rates["per_hour"]).reset_index(drop=True)
    hours = np.where(rates["usage"] > 0, own.fillna(unit), 0.0)
    by_stage = dict(zip(zip(rates["line"], rates["item"], rates["stage"], strict=True), hours, strict=True))
    process, names = [], []
    for key in zip(table["line"], table["item"], strict=True):
        spent = np.array([by_stage[(*key, stage)] for stage in ways[key].stages])
        total, path = critical_path(ways[key], spent)
        process.append(total)
        names.append(" > ".join(path))
    return table.assign(process_hours=process, critical_path=names)


def _per_output(inputs: Inputs, table: pd.DataFrame) -> pd.DataFrame:
    """The lines with energy, crew, floor and capex over what they put out."""
    lines = inputs["lines"].set_index("line")
    capex = inputs["capex"]
    first = capex[capex["order_year"] == capex.groupby("line")["order_year"].transform("min")]
    good = table["good_per_year"].where(table["good_per_year"] > 0)
    gwh = table["gwh_per_year"].where(table["gwh_per_year"] > 0)
    power = table["line"].map(lines["base_power_kw"]) * table["line_hours"]
    table["energy_per_good"] = table["energy"] + power / good
    table["kwh_per_kwh"] = (table["energy"] * good + power) / (gwh * KWH_PER_GWH)
    table["crew_h_per_mwh"] = table["operators"] * table["line_hours"] / (gwh * KWH_PER_MWH)
    table["floor_m2"] = table["floor_m2"] * table["line"].map(lines["floor_factor"])
    table["capex_million"] = table["line"].map(first.groupby("line")["cost_million"].sum()).astype("float64")
    table["capex_million_per_gwh"] = table["capex_million"] / gwh
    return table[[*KEY, *COLUMNS]]
