"""The variables of the program: only those that can be other than zero."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.contracts import OPEN
from planner.capacity.vintages import OPTION
from planner.keys import firsts, gathered, height, locate, locate_each, ordered, picked, ranks, where
from planner.model.algebra import Columns, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.capacity import Capacity
    from planner.keys import Arrays, Table
    from planner.model.algebra import Floats
    from planner.tables.inputs import Inputs

HOURS = 1000.0
PLACE = ["item", "site"]
_COPY = ["vintage", "line", "copy", "on_stream"]


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
    sales = _sales_keys(inputs["programmes"], capacity.rollout.demand)
    late = where(sales, ~np.isnan(sales["late_cost"]) & (sales["period"] < size - 1))
    least = _least_keys(inputs["demand"])
    soft = where(inputs["targets"], inputs["targets"]["kind"] == "soft")
    stock = _every_period(picked(inputs["stocks"], PLACE), size)
    pilot = _pilot_keys(capacity.rollout.fleets)
    tables: dict[str, Table] = {
        "make": capacity.output.make,
        "overtime": capacity.output.overtime,
        "buy": _buy_keys(capacity.supply, capacity.supply_periods),
        "ship": _ship_keys(inputs["lanes"], inputs["stocks"], _goods(inputs["items"]), capacity, size),
        "stock": stock,
        "use": _every_period(_watched(inputs["stocks"]), size),
        "sell": sales,
        "shortfall": sales,
        "late": late,
        "least_missing": least,
        "pilot": pilot,
        "pilot_missing": capacity.rollout.pilots_wanted,
        "target_missing": soft,
        "released": _released_keys(capacity.output.make, capacity.time.periods["end"]),
        "open": capacity.options,
        "running": capacity.options,
        "sop": capacity.rollout.sop_options,
        "producing": capacity.rollout.sop_options,
        "gate_start": capacity.rollout.gate_options,
        "begun": capacity.rollout.gate_options,
        "dated": where(capacity.options, capacity.options["divisible"]),
        "route": capacity.routes,
        "sign": _signed_keys(capacity.contracts),
        "untaken": _untaken_keys(capacity.contracts),
        "extra": _open_machines(capacity.machines),
        "package": capacity.packages.sets,
        "standby": capacity.output.shift_crew,
        "shift": _open_shifts(capacity.shifts, capacity.time.periods["start"]),
        "in_shift": _copies_in_shift(capacity),
        "down": _open_jobs(capacity.jobs),
        "at_work": _copies_at_work(capacity),
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
    at = dict(zip(counted, locate_each(known, [tables[name] for name in counted], ["item"]), strict=True))
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


def _signed_keys(contracts: pd.DataFrame) -> Table:
    """Contracts that are yet to be decided."""
    names = [str(name) for name in contracts if name not in PLACE]
    return where(contracts, contracts["status"] == OPEN, names)


def _untaken_keys(contracts: pd.DataFrame) -> Table:
    """Contracts that oblige, in the last of their periods."""
    rows = where(contracts, contracts["take"] > 0)
    return {"period" if name == "last" else name: values for name, values in rows.items()}


def _open_machines(machines: pd.DataFrame) -> Table:
    """Extra machines that are yet to be decided, with their number."""
    number = np.flatnonzero(machines["status"] == OPTION)
    names = ["vintage", "line", "copy", "stage", "on_stream", "quantity"]
    return {"machine": number, **picked(machines, names, number)}


def _open_shifts(shifts: pd.DataFrame, starts: pd.Series) -> Table:
    """Shifts that are yet to be decided, with the period from whose first day on they would be worked."""
    rows = where(shifts, shifts["status"] == OPTION, ["line", "start"])
    return {**rows, "period": np.searchsorted(starts.to_numpy(), rows["start"])}


def _copies_in_shift(capacity: Capacity) -> Table:
    """Vintages and periods in which copies and their shift are both yet to be decided."""
    rows = capacity.output.shift_crew
    is_option = (capacity.vintages["status"] == OPTION).to_numpy()[rows["vintage"].to_numpy(dtype=int)]
    both = np.flatnonzero(is_option & rows["open"].to_numpy(dtype=bool))
    return picked(rows, [*_COPY, "period"], both)


def _open_jobs(jobs: pd.DataFrame) -> Table:
    """Days on which jobs may start, with their number."""
    number = np.flatnonzero(jobs["status"] == OPTION)
    rows = picked(jobs, ["job", "line", "stage", "date"], number)
    return {"job": number, "name": rows.pop("job"), **rows}


def _copies_at_work(capacity: Capacity) -> Table:
    """Vintages and periods in which copies and a job are both yet to be decided."""
    rows = capacity.output.lost
    vintage = rows["vintage"].to_numpy(dtype=np.intp)
    undecided = np.flatnonzero((capacity.vintages["status"] == OPTION).to_numpy()[vintage])
    line = capacity.vintages["line"].to_numpy()[vintage[undecided]]
    return {**picked(rows, ["vintage", "period", "job"], undecided), "line": line}


def _sales_keys(programmes: pd.DataFrame, demand: pd.DataFrame) -> Arrays:
    """One row a programme, market and period from its first demand on (late sales may come after the last)."""
    rows = picked(demand, rows=ordered(demand, ["programme", "market", "period"]))
    return {**rows, **picked(programmes, ["item", "site"], locate(programmes, rows, ["programme"]))}


def _watched(stocks: pd.DataFrame) -> Table:
    """Stocks that have to cover coming use, or must be used up in time."""
    return where(stocks, (stocks["least_days"] > 0) | stocks["shelf_life_days"].notna(), PLACE)


def _least_keys(demand: pd.DataFrame) -> Table:
    priced = np.flatnonzero(((demand["least"] > 0) & demand["least_penalty"].notna()).to_numpy())
    return {"range": priced, **picked(demand, ["programme", "market", "to", "least", "least_penalty"], priced)}


def _buy_keys(supply: pd.DataFrame, periods: pd.DataFrame) -> Table:
    rows = picked(supply, rows=periods["supply"].to_numpy())
    return {**rows, **picked(periods, ["supply", "period"])}


def _goods(items: pd.DataFrame) -> pd.Series:
    """Items that a lane can move: all but energy and labour."""
    return items.loc[~items["kind"].isin(["energy", "labour"]), "item"]


def _ship_keys(lanes: pd.DataFrame, stocks: pd.DataFrame, goods: pd.Series, capacity: Capacity, size: int) -> Table:
    """A lane for every item means all goods that there can be where it leaves: made, bought, kept or brought there."""
    made = [picked(table, PLACE, firsts(table, PLACE)) for table in (capacity.output.make, capacity.supply, stocks)]
    movable = set(goods)
    there: dict[str, dict[str, None]] = {}
    for item, site in zip(*(np.concatenate([table[name] for table in made]) for name in PLACE), strict=True):
        if item in movable:
            there.setdefault(site, {})[item] = None
    places = list(zip(lanes["item"], lanes["from_site"], lanes["to_site"], strict=True))
    # An item's own lane goes before the one for every item.
    ways = {place: number for number, place in enumerate(places) if place[0]}
    for _ in places:  # a chain of lanes is no longer than their number
        for item, _, site in ways:
            there.setdefault(site, {})[item] = None
        known = len(ways)
        for number, (own, start, end) in enumerate(places):
            for item in there.get(start, {}) if not own else ():
                ways.setdefault((item, start, end), number)
        if len(ways) == known:
            break
    return _every_period(_of_lanes(lanes, ways), size)


def _of_lanes(lanes: pd.DataFrame, ways: Mapping[tuple[str, str, str], int]) -> Table:
    """Ways of items (item, from, to) with what their lanes cost and hold, by number of the lane."""
    columns = ["from_site", "to_site", "freight", "most_per_month"]
    rows = picked(lanes, columns, np.array([*ways.values()], dtype=np.intp))
    return {"item": np.array([item for item, *_ in ways], dtype=object), **rows}


def _pilot_keys(fleets: pd.DataFrame) -> Table:
    """Pilots are built up to the last period in which their fleet needs them."""
    size = fleets["last"].to_numpy() + 1
    return {**picked(fleets, rows=np.repeat(np.arange(len(fleets)), size)), "period": ranks(size)}


def _released_keys(make: pd.DataFrame, ends: pd.Series) -> Table:
    """Every item that a copy makes before its release, up to the period in which the last such copy is released."""
    late = where(make, (make["release"] > make["on_stream"]).to_numpy(), ["item", "release"])
    keys, (row,) = gathered(["item"], [late])
    joins = np.searchsorted(ends.to_numpy(), late["release"], side="right")
    size = np.zeros(height(keys), dtype=np.intp)
    np.maximum.at(size, row, joins)
    return {"item": np.repeat(keys["item"], size), "period": ranks(size)}


def _every_period(keys: Table, size: int) -> Table:
    each = picked(keys, rows=np.repeat(np.arange(height(keys)), size))
    return {**each, "period": np.tile(np.arange(size), height(keys))}
