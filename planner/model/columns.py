"""The variables of the program: only those that can be other than zero."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import height, joined, picked, row_of, split, where
from planner.model.algebra import Columns, numbered
from planner.model.column_keys import (
    buy_keys,
    copies_at_work,
    copies_in_shift,
    every_period,
    least_keys,
    open_jobs,
    open_machines,
    open_shifts,
    pilot_keys,
    released_keys,
    sales_keys,
    ship_keys,
    signed_keys,
    untaken_keys,
    watched,
)
from planner.model.flows import PLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.capacity import Capacity
    from planner.keys import Table
    from planner.model.algebra import Floats
    from planner.tables.inputs import Inputs

HOURS = 1000.0


@dataclass(frozen=True)
class Variables:
    """All variable families.

    Attributes:
        make: Good units made, [vintage, item, period]; keys are those of `Output.make`.
        overtime: Line hours worked in a tier, [vintage, tier, period]; keys are those of `Output.overtime`.
        buy: Units bought, [supply range or contract, period] with item and site.
        ship: Units shipped, [item, from_site, to_site, period].
        stock: Units in stock at the end, [item, site, period].
        use: Units that leave a stock with days of cover or a shelf life, [item, site, period].
        sell: Units sold, [programme, market, period].
        shortfall: Units asked for and lost, same keys.
        late: Units owed at the end, same keys where late sales are allowed and a later period comes.
        least_missing: Units below the least of a demand range, where that has a price.
        pilot: Units put into a fleet, [fleet, item, period].
        pilot_missing: Pilot vehicles missing at a date.
        target_missing: Units missing at a soft target.
        open: Copies that come on stream, [line, copy, on_stream] with their vintage.
        running: Copies that came on stream by then, same keys; 0 or 1, of a divisible line a part between.
        dated: Whether it is the day of a copy of a divisible line, [line, copy, on_stream]; 0 or 1.
        route: Whether a line is the route of its exclusive group, [group, line]; 0 or 1.
        sign: Whether a contract is signed, [contract]; 0 or 1.
        untaken: Units of a contract paid for and not taken, [contract], in its last period.
        sop: Starts of production, [programme, start] with the period.
        producing: Production that has started by then, same keys; 0 or 1.
        gate_start: Starts of gates, [gate, start] with the day after their end.
        begun: Gates that have started by then, same keys; 0 or 1.
        standby: Crew hours of a shift in which nothing is made, [vintage, period]; keys: those of `Output.shift_crew`.
        shift: Whether a line works its shift from that period on, [line, period]; 0 or 1.
        in_shift: Copies that work a shift where both are left open, [vintage, period].
        down: Whether a job of maintenance starts on a day, [job (row of `Capacity.jobs`)]; 0 or 1.
        at_work: Copies at which a job is done where both are left open, [vintage, period, job].
        extra: Extra machines that come on stream, [vintage, stage, on_stream]; keys are those of `Capacity.machines`.
        package: Copies that come on stream with a package of extra machines, [vintage, package]; whole.
        released: Units that may go into sold vehicles and did not yet, [item, period], up to the last release.
    """

    make: Columns
    overtime: Columns
    buy: Columns
    ship: Columns
    stock: Columns
    use: Columns
    sell: Columns
    shortfall: Columns
    late: Columns
    least_missing: Columns
    pilot: Columns
    pilot_missing: Columns
    target_missing: Columns
    released: Columns
    open: Columns
    running: Columns
    sop: Columns
    producing: Columns
    gate_start: Columns
    begun: Columns
    dated: Columns
    route: Columns
    sign: Columns
    untaken: Columns
    extra: Columns
    package: Columns
    standby: Columns
    shift: Columns
    in_shift: Columns
    down: Columns
    at_work: Columns

    def families(self) -> tuple[Columns, ...]:
        """The families in the order of their numbers."""
        return tuple(getattr(self, field.name) for field in fields(self))


def variables(inputs: Inputs, capacity: Capacity) -> Variables:
    """Lay out the variables of a case."""
    size = capacity.time.size
    sales = sales_keys(inputs["programmes"], capacity.rollout.demand)
    late = where(sales, ~np.isnan(sales["late_cost"]) & (sales["period"] < size - 1))
    least = least_keys(inputs["demand"])
    soft = where(inputs["targets"], inputs["targets"]["kind"] == "soft")
    stock = every_period(picked(inputs["stocks"], PLACE), size)
    pilot = pilot_keys(capacity.rollout.fleets)
    tables: dict[str, Table] = {
        "make": capacity.output.make,
        "overtime": capacity.output.overtime,
        "buy": buy_keys(capacity.supply, capacity.supply_periods),
        "ship": ship_keys(inputs["lanes"], inputs["stocks"], inputs["items"], capacity, size),
        "stock": stock,
        "use": every_period(watched(inputs["stocks"]), size),
        "sell": sales,
        "shortfall": sales,
        "late": late,
        "least_missing": least,
        "pilot": pilot,
        "pilot_missing": capacity.rollout.pilots_wanted,
        "target_missing": soft,
        "released": released_keys(capacity.output.make, capacity.time.periods["end"]),
        "open": capacity.options,
        "running": capacity.options,
        "sop": capacity.rollout.sop_options,
        "producing": capacity.rollout.sop_options,
        "gate_start": capacity.rollout.gate_options,
        "begun": capacity.rollout.gate_options,
        "dated": where(capacity.options, capacity.options["divisible"]),
        "route": capacity.routes,
        "sign": signed_keys(capacity.contracts),
        "untaken": untaken_keys(capacity.contracts),
        "extra": open_machines(capacity.machines),
        "package": capacity.packages.sets,
        "standby": capacity.output.shift_crew,
        "shift": open_shifts(capacity.shifts, capacity.time.periods["start"]),
        "in_shift": copies_in_shift(capacity),
        "down": open_jobs(capacity.jobs),
        "at_work": copies_at_work(capacity),
    }
    sizes = _sizes(tables, capacity.scale)
    families = []
    for name, keys in tables.items():
        count = height(keys)
        whole = np.ones(count, dtype=bool) if name in WHOLE else None
        if name == "running":
            whole = ~np.asarray(keys["divisible"], dtype=bool)
        upper = (
            (np.asarray(keys[most], dtype=float) if (most := WHOLE[name]) else np.ones(count))
            if name in WHOLE
            else None
        )
        families.append(Columns(name, UNITS[name], keys, sizes[name], upper=upper, integer=whole))
    return Variables(*numbered(families))


def _sizes(tables: Mapping[str, Table], scale: pd.Series) -> dict[str, Floats]:
    """Natural units in one unit of the program, by family: the item's size; 1 where there is no item."""
    known = {"item": scale.index.to_numpy()}
    counted = [name for name, keys in tables.items() if "item" in keys]
    every = joined([picked(tables[name], ["item"]) for name in counted])
    at = dict(zip(counted, split(row_of(known, every, ["item"]), [height(tables[n]) for n in counted]), strict=True))
    sizes = scale.to_numpy(dtype=float)
    found = {name: sizes[at[name]] if name in at else np.ones(height(keys)) for name, keys in tables.items()}
    return {**found, "overtime": np.full(height(tables["overtime"]), HOURS)}


UNITS = {
    "make": "good",
    "overtime": "line_hour",
    "buy": "unit",
    "ship": "unit",
    "stock": "unit",
    "use": "unit",
    "sell": "unit",
    "shortfall": "unit",
    "late": "unit",
    "least_missing": "unit",
    "pilot": "unit",
    "pilot_missing": "unit",
    "target_missing": "unit",
    "released": "unit",
    "open": "copy",
    "running": "copy",
    "sop": "start",
    "producing": "start",
    "gate_start": "start",
    "begun": "start",
    "dated": "day",
    "route": "route",
    "sign": "contract",
    "untaken": "unit",
    "extra": "machine",
    "package": "copy",
    "standby": "unit",
    "shift": "copy",
    "in_shift": "copy",
    "down": "job",
    "at_work": "copy",
}
WHOLE = {
    **dict.fromkeys(("running", "dated", "route", "sign", "producing", "begun", "shift", "down"), ""),
    "extra": "quantity",
    "package": "quantity",
}
"""Families of whole variables, and the key that holds the most of each (empty: 1)."""
