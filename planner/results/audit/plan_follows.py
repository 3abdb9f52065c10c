"""Installs by period and year: what follows from what is made, sold and put into fleets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import dates
from planner.results.audit.finding import where
from planner.results.audit.rows import check_complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.market import Market
    from planner.results.audit.written import Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

UNITS = {"gwh": "GWh"}
WHOLE = 1.0 - 1e-6
"""Vehicles that a whole number may be from the plan's."""
COUNTS = ("pilot_installs", "production_installs", "demand", "shortfall")


def plan_values(
    inputs: Inputs, book: Ledger, asked: Market, energy: Mapping[str, float], time: Horizon
) -> dict[str, dict[str, Floats]]:
    """By column of `period_plan`, then by programme: values by period."""
    nothing = np.zeros(len(time.labels))
    values: dict[str, dict[str, Floats]] = {name: {} for name in (*COUNTS, "gwh")}
    for programme, item in zip(inputs["programmes"]["programme"], inputs["programmes"]["item"], strict=True):
        pilots, installs = book.pilots[programme], book.installs[programme]
        values["pilot_installs"][programme] = pilots
        values["production_installs"][programme] = installs
        values["demand"][programme] = sum((v for (p, _), v in asked.demand.items() if p == programme), nothing)
        short = (v for (p, _), v in book.amounts["shortfall"].items() if p == programme)
        values["shortfall"][programme] = sum(short, nothing)
        values["gwh"][programme] = (pilots + installs) * energy.get(str(item), 0.0)
    return values


def check_period_plan(sheet: Sheet, table: Written, values: Mapping[str, Mapping[str, Floats]], time: Horizon) -> None:
    """The plan by period is what is made, put into fleets, asked for and lost."""
    everywhere = np.ones(len(time.labels), dtype=bool)
    check_complete(sheet, table, {(p,): everywhere for p in values["demand"]})
    there = table.present()
    for name, by_programme in values.items():
        stated = table.column(name)
        for programme, expected in by_programme.items():
            if (programme,) in there:
                found = np.where(there[programme,], stated[programme,], expected)
                place = where("column", column=name, name=programme)
                sheet.equal("period_plan", place, time.labels, found, expected, UNITS.get(name, "unit"), column=name)
    for period, year, expected in zip(table.frame["period"], table.frame["year"], table.place, strict=True):
        if expected >= 0 and int(year) != time.year[expected]:
            sheet.add(
                "period_plan",
                where("column", column="year", name=""),
                str(period),
                float(year),
                float(time.year[expected]),
                "1",
                "year",
            )


def check_yearly_plan(sheet: Sheet, table: Written, values: Mapping[str, Mapping[str, Floats]], time: Horizon) -> None:
    """Whole vehicles of a year: their sums since the horizon's start are the plan's, rounded up or down.

    So the cumulative whole number of each programme is less than 1 from the plan's, and that of all too.
    """
    programmes = list(values["demand"])
    everywhere = np.ones(len(time.years), dtype=bool)
    check_complete(sheet, table, {(p,): everywhere for p in programmes})
    for name in COUNTS:
        stated = {p: table.column(name)[p,] for p in programmes if (p,) in table.keys}
        for programme, found in stated.items():
            place = where("column", column=name, name=programme)
            cumulative = np.cumsum(time.by_year(values[name][programme]))
            sheet.equal(
                "whole_vehicles", place, time.years, np.cumsum(found), cumulative, "vehicle", floor=WHOLE, column=name
            )
            sheet.equal("whole_number", place, time.years, found, np.round(found), "vehicle", column=name)
        if stated:
            place = where("column", column=name, name=", ".join(stated))
            total = sum(np.cumsum(found) for found in stated.values())
            plan = sum(np.cumsum(time.by_year(values[name][p])) for p in stated)
            sheet.equal("whole_total", place, time.years, total, plan, "vehicle", floor=WHOLE, column=name)
    _check_yearly_sums(sheet, table, values, time)


CUMULATIVE = {
    "cumulative_production": ("production_installs",),
    "cumulative_installs": ("pilot_installs", "production_installs"),
}


def _check_yearly_sums(sheet: Sheet, table: Written, values: Mapping[str, Mapping[str, Floats]], time: Horizon) -> None:
    names = ("pilot_installs", "production_installs", *CUMULATIVE)
    whole = {name: table.column(name) for name in names}
    energy, limited = table.column("gwh"), table.texts("limited_by")
    for key in whole["cumulative_installs"]:
        if key[0] not in values["demand"]:
            continue
        for name, parts in CUMULATIVE.items():
            built = np.cumsum(np.sum([whole[part][key] for part in parts], axis=0))
            place = where("column", column=name, name=key[0])
            sheet.equal("cumulative_installs", place, time.years, whole[name][key], built, "vehicle", column=name)
        place = where("column", column="gwh", name=key[0])
        expected = time.by_year(values["gwh"][key[0]])
        sheet.equal("yearly_gwh", place, time.years, energy[key], expected, "GWh", column="gwh")
        for at in np.flatnonzero([value == "" for value in limited[key]]):
            sheet.add("limited_by", where("programme", programme=key[0]), time.years[at], "", "", column="limited_by")


def check_targets_shown(sheet: Sheet, table: Written, targets: pd.DataFrame, time: Horizon) -> None:
    """The target shown in a year is the last one set by its end (or none where no date lies in the year)."""
    stated = table.column("target", empty=np.nan)
    rows = targets.loc[targets["measure"] == "production_installs"]
    for key, found in stated.items():
        own = rows.loc[rows["programme"] == key[0]].sort_values("date")
        year = dates(own["date"]).astype("datetime64[Y]").astype(int) + 1970
        expected = np.full(len(time.years), np.nan)
        for at, label in enumerate(time.years):
            until = own.loc[year <= int(label), "value"].to_numpy(dtype=float)
            if len(until) and not (np.isnan(found[at]) and int(label) not in year):
                expected[at] = until[-1]
        place = where("column", column="target", name=key[0])
        sheet.equal("target_shown", place, time.years, found, expected, "vehicle", floor=0.5, column="target")
