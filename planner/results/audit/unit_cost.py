"""What a kWh of battery costs by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.frames import records
from planner.results.audit.frames import table as by_key
from planner.results.audit.ledger import consumed
from planner.results.audit.money import MILLION, bought_cost, fixed_cost
from planner.results.audit.rows import check_complete
from planner.results.audit.worth import paid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from planner.results.audit.capex import Spending
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

BATTERY = {"cell", "pack"}
KWH = 1e6


def unit_cost(
    inputs: Inputs,
    book: Ledger,
    copies: Mapping[Key, CopyOutput],
    spending: Spending,
    energy: Mapping[str, float],
    time: Horizon,
) -> dict[str, Floats]:
    """The columns of `yearly_unit_cost` by year of the plan, NaN where nothing is built.

    Args:
        inputs: The case.
        book: What the plan makes, buys and uses.
        copies: Line copies.
        spending: Their depreciation.
        energy: GWh of one unit of each vehicle.
        time: Periods.
    """
    vehicles = by_key(inputs["programmes"], "programme", "item")
    kwh = np.zeros(len(time.years))
    for programme, item in vehicles.items():
        built = book.installs[programme] + book.pilots[programme]
        kwh = kwh + time.by_year(built) * energy.get(item, 0.0) * KWH
    parts = ("material", "energy", "crew", "line_cost", "fixed_cost", "depreciation")
    sums = {name: np.zeros(len(time.years)) for name in parts}
    for name, money in (
        *_used(inputs, book, copies, time),
        *_of_lines(inputs, book, copies, spending, time),
    ):
        sums[name] = sums[name] + time.by_year(money)
    some = np.where(kwh > 0, kwh, np.nan)
    each = {name: money / some for name, money in sums.items()}
    return {
        **each,
        "total": sum(each.values(), np.zeros(len(some))),
        "conventional": np.full(len(some), _price(inputs)),
    }


def check_unit_cost(sheet: Sheet, table: Written, expected: Mapping[str, Floats], time: Horizon) -> None:
    """Every column of the unit cost by year follows from what is used, bought and owned."""
    check_complete(sheet, table, {(): np.ones(len(time.years), dtype=bool)})
    there = table.present()[()]
    for name, values in expected.items():
        found = np.where(there, table.column(name, np.nan)[()], values)
        place = where("column", column=name, name=table.name)
        # Cost of cells and packs over few pilots is large: what a solver leaves is seen against the total.
        scale = np.nan_to_num(expected["total"])
        sheet.equal("unit_cost", place, time.years, found, values, "money/kWh", scale, floor=1e-4, column=name)


def _battery_lines(inputs: Inputs) -> set[str]:
    kind = by_key(inputs["items"], "item", "kind")
    return {row.line for row in records(inputs["line_items"]) if kind[row.item] in BATTERY}


def _used(
    inputs: Inputs, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon
) -> Iterator[tuple[str, Floats]]:
    """Part of the cost and money by period of what these lines use, and of cells and packs bought."""
    kind, price = by_key(inputs["items"], "item", "kind"), paid(inputs, book, time)
    lines = _battery_lines(inputs)
    for line, item, _, units in consumed(inputs, book.amounts, copies):
        if line in lines and item in price and kind[item] not in BATTERY:
            yield {"energy": "energy", "labour": "crew"}.get(kind[item], "material"), units * price[item]
    for (item, *_), cost in bought_cost(inputs, book, time):
        if kind[item] in BATTERY:
            yield "material", cost


def _of_lines(
    inputs: Inputs, book: Ledger, copies: Mapping[Key, CopyOutput], spending: Spending, time: Horizon
) -> Iterator[tuple[str, Floats]]:
    lines = _battery_lines(inputs)
    cost = {(row.line, row.item): row.cost for row in records(inputs["line_items"])}
    for (line, _, _, item), made in book.amounts["made"].items():
        if line in lines:
            yield "line_cost", made * cost.get((line, item), 0.0)
    for line, money in fixed_cost(inputs, copies, time):
        if line in lines:
            yield "fixed_cost", money
    for line, million in spending.written_off.items():
        if line in lines:
            yield "depreciation", million * MILLION


def _price(inputs: Inputs) -> float:
    """Mean price of the packs in the conventional cars; NaN where none is told."""
    pack_of, price = by_key(inputs["vehicles"], "item", "pack"), by_key(inputs["packs"], "item", "price_per_kwh")
    cars = {item for item in inputs["programmes"]["fallback_item"] if item in pack_of}
    told = [price[pack] for pack in sorted({pack_of[car] for car in cars}) if not np.isnan(price[pack])]
    return float(np.mean(told)) if told else np.nan
