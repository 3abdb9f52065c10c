"""Which variables there are: the business keys of each family, only of those that can be other than zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.contracts import OPEN
from planner.capacity.vintages import OPTION
from planner.keys import firsts, gathered, height, ordered, picked, ranks, row_of, where
from planner.model.flows import PLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.capacity import Capacity
    from planner.keys import Arrays, Table


def signed_keys(contracts: pd.DataFrame) -> Table:
    """Contracts that are yet to be decided."""
    names = [str(name) for name in contracts if name not in PLACE]
    return where(contracts, contracts["status"] == OPEN, names)


def untaken_keys(contracts: pd.DataFrame) -> Table:
    """Contracts that oblige, in the last of their periods."""
    rows = where(contracts, contracts["take"] > 0)
    return {"period" if name == "last" else name: values for name, values in rows.items()}


def open_machines(machines: pd.DataFrame) -> Table:
    """Extra machines that are yet to be decided, with their number."""
    number = np.flatnonzero(machines["status"] == OPTION)
    names = ["vintage", "line", "copy", "stage", "on_stream", "quantity"]
    return {"machine": number, **picked(machines, names, number)}


def open_shifts(shifts: pd.DataFrame, starts: pd.Series) -> Table:
    """Shifts that are yet to be decided, with the period from whose first day on they would be worked."""
    rows = where(shifts, shifts["status"] == OPTION, ["line", "start"])
    return {**rows, "period": np.searchsorted(starts.to_numpy(), rows["start"])}


def copies_in_shift(capacity: Capacity) -> Table:
    """Vintages and periods in which copies and their shift are both yet to be decided."""
    rows = capacity.output.shift_crew
    is_option = (capacity.vintages["status"] == OPTION).to_numpy()[rows["vintage"].to_numpy(dtype=int)]
    both = np.flatnonzero(is_option & rows["open"].to_numpy(dtype=bool))
    return picked(rows, ["vintage", "line", "copy", "on_stream", "period"], both)


def open_jobs(jobs: pd.DataFrame) -> Table:
    """Days on which jobs may start, with their number."""
    number = np.flatnonzero(jobs["status"] == OPTION)
    rows = picked(jobs, ["job", "line", "stage", "date"], number)
    return {"job": number, "name": rows["job"], **{name: rows[name] for name in ("line", "stage", "date")}}


def copies_at_work(capacity: Capacity) -> Table:
    """Vintages and periods in which copies and a job are both yet to be decided."""
    rows = capacity.output.lost
    vintage = rows["vintage"].to_numpy(dtype=np.intp)
    undecided = np.flatnonzero((capacity.vintages["status"] == OPTION).to_numpy()[vintage])
    line = capacity.vintages["line"].to_numpy()[vintage[undecided]]
    return {**picked(rows, ["vintage", "period", "job"], undecided), "line": line}


def sales_keys(programmes: pd.DataFrame, demand: pd.DataFrame) -> Arrays:
    """One row a programme, market and period from its first demand on (late sales may come after the last)."""
    rows = picked(demand, rows=ordered(demand, ["programme", "market", "period"]))
    return {**rows, **picked(programmes, ["item", "site"], row_of(programmes, rows, ["programme"]))}


def watched(stocks: pd.DataFrame) -> Table:
    """Stocks that have to cover coming use, or must be used up in time."""
    return where(stocks, (stocks["least_days"] > 0) | stocks["shelf_life_days"].notna(), PLACE)


def least_keys(demand: pd.DataFrame) -> Table:
    """Ranges of demand whose least has a price, with their number."""
    priced = np.flatnonzero(((demand["least"] > 0) & demand["least_penalty"].notna()).to_numpy())
    return {"range": priced, **picked(demand, ["programme", "market", "to", "least", "least_penalty"], priced)}


def buy_keys(supply: pd.DataFrame, periods: pd.DataFrame) -> Table:
    """Each range of supply or contract in each period in which it is bought in."""
    rows = picked(supply, rows=periods["supply"].to_numpy())
    return {**rows, **picked(periods, ["supply", "period"])}


def _goods(items: pd.DataFrame) -> pd.Series:
    """Items that a lane can move: all but energy and labour."""
    return items.loc[~items["kind"].isin(["energy", "labour"]), "item"]


def ship_keys(lanes: pd.DataFrame, stocks: pd.DataFrame, items: pd.DataFrame, capacity: Capacity, size: int) -> Table:
    """A lane for every item means all goods that there can be where it leaves: made, bought, kept or brought there."""
    made = [picked(table, PLACE, firsts(table, PLACE)) for table in (capacity.output.make, capacity.supply, stocks)]
    movable = set(_goods(items))
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
    return every_period(_of_lanes(lanes, ways), size)


def _of_lanes(lanes: pd.DataFrame, ways: Mapping[tuple[str, str, str], int]) -> Table:
    """Ways of items (item, from, to) with what their lanes cost and hold, by number of the lane."""
    columns = ["from_site", "to_site", "freight", "most_per_month"]
    rows = picked(lanes, columns, np.array([*ways.values()], dtype=np.intp))
    return {"item": np.array([item for item, *_ in ways], dtype=object), **rows}


def pilot_keys(fleets: pd.DataFrame) -> Table:
    """Pilots are built up to the last period in which their fleet needs them."""
    size = fleets["last"].to_numpy() + 1
    return {**picked(fleets, rows=np.repeat(np.arange(len(fleets)), size)), "period": ranks(size)}


def released_keys(make: pd.DataFrame, ends: pd.Series) -> Table:
    """Every item that a copy makes before its release, up to the period in which the last such copy is released."""
    late = where(make, (make["release"] > make["on_stream"]).to_numpy(), ["item", "release"])
    keys, (row,) = gathered([late], ["item"])
    joins = np.searchsorted(ends.to_numpy(), late["release"], side="right")
    size = np.zeros(height(keys), dtype=np.intp)
    np.maximum.at(size, row, joins)
    return {"item": np.repeat(keys["item"], size), "period": ranks(size)}


def every_period(keys: Table, size: int) -> Table:
    """Keys in every period, one after another."""
    each = picked(keys, rows=np.repeat(np.arange(height(keys)), size))
    return {**each, "period": np.tile(np.arange(size), height(keys))}
