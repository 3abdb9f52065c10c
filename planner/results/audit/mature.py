"""What a line makes in a year once it has ramped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.copies import DAY_HOURS
from planner.results.audit.days import ONE, dates
from planner.results.audit.finding import where
from planner.results.audit.frames import names, numbers, records, table
from planner.results.audit.plant import plants, starts_per_good

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.plant import Plant
    from planner.tables.inputs import Inputs

YEAR_DAYS = 365.0


def mature_output(inputs: Inputs, line: str, plant: Plant, time: Horizon) -> float | None:
    """Good units of the line's first item in its last full year, mature and with all machines.

    Returns:
        None where the horizon or the calendar covers no full year, or the line makes nothing.
    """
    hours = _year_hours(inputs, table(inputs["lines"], "line", "calendar")[line], time)
    if hours is None or not plant.recipes:
        return None
    recipe = next(iter(plant.recipes.values()))
    stages = inputs["stages"]
    machines = numbers(stages.loc[stages["line"] == line, "machines"])
    usable = machines * plant.uptime * np.where(plant.around, DAY_HOURS * YEAR_DAYS, hours)
    each = starts_per_good(plant, recipe.yields) * recipe.usage / recipe.rate
    used = recipe.usage > 0
    return float((usable[used] / each[used]).min()) if used.any() else None


def check_mature(
    sheet: Sheet, investments: pd.DataFrame, inputs: Inputs, energy: Mapping[str, float], time: Horizon
) -> None:
    """The energy that a copy of a cell or pack line adds in a year at mature rate is that of its stages."""
    lines, vehicles = plants(inputs, time), names(inputs["vehicles"]["item"])
    shares = {(d.object, d.copy): d.share for d in records(inputs["decisions"]) if d.action == "on_stream"}
    columns = ("line", "copy", "mature_rate", "mature_gwh")
    for line, number, rate, stated in zip(*(investments[c] for c in columns), strict=True):
        plant = lines.get(str(line))
        item = next(iter(plant.recipes), "") if plant else ""
        units = mature_output(inputs, str(line), plant, time) if plant else None
        units = None if units is None else units * shares.get((line, number), 1.0)
        place = where("of_copy", line=line, copy=number)
        if units is not None:
            # A leap year has a day more.
            floor = 0.005 * units
            sheet.equal(
                "investment_mature_rate", place, [""], float(rate), units, "unit", floor=floor, column="mature_rate"
            )
        if units is not None and item in energy and item not in vehicles:
            expected = units * energy[item]
            floor = 0.005 * expected
            sheet.equal(
                "investment_mature_gwh", place, [""], float(stated), expected, "GWh", floor=floor, column="mature_gwh"
            )


def _year_hours(inputs: Inputs, calendar: str, time: Horizon) -> float | None:
    """Regular hours of the last year that horizon and calendar cover day by day."""
    rows = inputs["calendars"]
    rows = rows.loc[(rows["calendar"] == calendar) & (rows["tier"] == "regular")]
    start, end = dates(rows["from"]), dates(rows["to"])
    for year in reversed(time.years):
        first, last = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
        days = np.maximum((np.minimum(end, last) - np.maximum(start, first) + ONE).astype(float), 0.0)
        if time.first[0] <= first and last <= time.last[-1] and days.sum() > float((last - first).astype(float)):
            return float(numbers(rows["hours"]) @ (days / (end - start + ONE).astype(float)))
    return None
