"""Limits over the years: yearly caps, and the release of what new line copies make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.frames import names, records
from planner.results.audit.frames import table as by_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

UNITS = {"energy": "kWh", "co2": "kg", "crew": "h"}


def check_budgets(sheet: Sheet, inputs: Inputs, book: Ledger, time: Horizon) -> None:
    """Energy, CO2 and crew hours bought in a year stay within their caps (capex is what was decided)."""
    kinds, co2 = (by_key(inputs["items"], "item", name) for name in ("kind", "co2_kg"))
    sums = {measure: np.zeros(len(time.labels)) for measure in UNITS}
    for (item, *_), bought in book.amounts["bought"].items():
        if item in kinds:
            sums["energy"] = sums["energy"] + bought * (kinds[item] == "energy")
            sums["crew"] = sums["crew"] + bought * (kinds[item] == "labour")
            sums["co2"] = sums["co2"] + bought * co2[item]
    for row in records(inputs["budgets"]):
        if row.measure in UNITS and str(row.year) in time.every_year:
            used = float(sums[row.measure][time.year == row.year].sum())
            place = where("budget", measure=row.measure)
            sheet.at_most("budget", place, [str(row.year)], used, row.most, UNITS[row.measure])


def check_release(
    sheet: Sheet,
    inputs: Inputs,
    book: Ledger,
    copies: Mapping[Key, CopyOutput],
    units: Callable[[str, str], float],
    time: Horizon,
) -> None:
    """Sold vehicles hold no more of an item than is there at first, is bought, or released copies have made."""
    slow = inputs["lines"].loc[inputs["lines"]["release_months"] > 0, "line"]
    makers = inputs["line_items"]
    vehicles = by_key(inputs["programmes"], "programme", "item")
    held = makers["line"].isin(slow) & ~makers["item"].isin(list(vehicles.values()))
    for item in dict.fromkeys(names(makers.loc[held, "item"])):
        used = sum(
            (np.cumsum(installs) * units(item, vehicles[p]) for p, installs in book.installs.items()),
            np.zeros(len(time.labels)),
        )
        stocks = inputs["stocks"]
        quarantine = [o.copy.released for o in copies.values() if item in o.items]
        waiting = time.last < max(quarantine, default=time.first[0])
        released = np.full(len(time.labels), float(stocks.loc[stocks["item"] == item, "opening"].sum()))
        for (*head, made), amount in book.amounts["made"].items():
            output = copies.get(tuple(head))
            if made == item and output is not None:
                free = time.last >= output.copy.released
                released = released + np.where(free, np.cumsum(amount), 0.0)
        for (bought, *_), amount in book.amounts["bought"].items():
            if bought == item:
                released = released + np.cumsum(amount)
        floor = 1e-5 * max([1.0, *(units(item, v) for v in vehicles.values())])
        limit = np.where(waiting, released, np.inf)
        sheet.at_most("line_release", where("of_item", item=item), time.labels, used, limit, "unit", floor=floor)
