"""The variables of the program: only those that can be other than zero."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.contracts import OPEN
from planner.capacity.vintages import OPTION
from planner.model.algebra import Columns, numbered

if TYPE_CHECKING:
    from planner.capacity import Capacity
    from planner.tables.inputs import Inputs

HOURS = 1000.0
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
    scale, size = capacity.scale, capacity.time.size
    sales = _sales_keys(inputs["programmes"], capacity.rollout.demand)
    late = sales.loc[sales["late_cost"].notna() & (sales["period"] < size - 1)].reset_index(drop=True)
    least = _least_keys(inputs["demand"])
    soft = inputs["targets"].loc[inputs["targets"]["kind"] == "soft"].reset_index(drop=True)
    stock = _every_period(inputs["stocks"][["item", "site"]], size)
    pilot = _pilot_keys(capacity.rollout.fleets)
    frames = {
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
        "dated": capacity.options.loc[capacity.options["divisible"]],
        "route": capacity.routes,
        "sign": capacity.contracts.loc[capacity.contracts["status"] == OPEN].drop(columns=["item", "site"]),
        "untaken": capacity.contracts.loc[capacity.contracts["take"] > 0].rename(columns={"last": "period"}),
        "extra": _open_machines(capacity.machines),
        "package": capacity.packages.sets,
        "standby": capacity.output.shift_crew,
        "shift": _open_shifts(capacity.shifts, capacity.time.periods["start"]),
        "in_shift": _copies_in_shift(capacity),
        "down": _open_jobs(capacity.jobs),
        "at_work": _copies_at_work(capacity),
    }
    families = []
    for name, keys in frames.items():
        size_of = scale.reindex(keys["item"]).to_numpy() if "item" in keys else np.ones(len(keys))
        if name == "overtime":
            size_of = np.full(len(keys), HOURS)
        whole = np.ones(len(keys), dtype=bool) if name in WHOLE else None
        if name == "running":
            whole = ~keys["divisible"].to_numpy(dtype=bool)
        upper = (
            (keys[most].to_numpy(dtype=float) if (most := WHOLE[name]) else np.ones(len(keys)))
            if name in WHOLE
            else None
        )
        families.append(Columns(name, UNITS[name], keys.reset_index(drop=True), size_of, upper=upper, integer=whole))
    return Variables(*numbered(families))


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


def _open_machines(machines: pd.DataFrame) -> pd.DataFrame:
    """Extra machines that are yet to be decided, with their number."""
    rows = machines.loc[machines["status"] == OPTION].reset_index(names="machine")
    return rows[["machine", "vintage", "line", "copy", "stage", "on_stream", "quantity"]]


def _open_shifts(shifts: pd.DataFrame, starts: pd.Series) -> pd.DataFrame:
    """Shifts that are yet to be decided, with the period from whose first day on they would be worked."""
    rows = shifts.loc[shifts["status"] == OPTION, ["line", "start"]].reset_index(drop=True)
    return rows.assign(period=np.searchsorted(starts.to_numpy(), rows["start"].to_numpy()))


def _copies_in_shift(capacity: Capacity) -> pd.DataFrame:
    """Vintages and periods in which copies and their shift are both yet to be decided."""
    rows = capacity.output.shift_crew
    is_option = (capacity.vintages["status"] == OPTION).to_numpy()[rows["vintage"].to_numpy(dtype=int)]
    both: pd.DataFrame = rows.loc[is_option & rows["open"].to_numpy(dtype=bool), [*_COPY, "period"]]
    return both


def _open_jobs(jobs: pd.DataFrame) -> pd.DataFrame:
    """Days on which jobs may start, with their number."""
    rows = jobs.rename(columns={"job": "name"}).reset_index(names="job")
    return rows.loc[rows["status"] == OPTION, ["job", "name", "line", "stage", "date"]]


def _copies_at_work(capacity: Capacity) -> pd.DataFrame:
    """Vintages and periods in which copies and a job are both yet to be decided."""
    rows = capacity.output.lost
    copies = capacity.vintages.reset_index(names="vintage")
    undecided = copies.loc[copies["status"] == OPTION, ["vintage", "line"]]
    return rows[["vintage", "period", "job"]].merge(undecided, on="vintage")


def _sales_keys(programmes: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """One row a programme, market and period from its first demand on (late sales may come after the last)."""
    info = programmes[["programme", "item", "site"]]
    return demand.merge(info, on="programme").sort_values(["programme", "market", "period"], ignore_index=True)


def _watched(stocks: pd.DataFrame) -> pd.DataFrame:
    """Stocks that have to cover coming use, or must be used up in time."""
    return stocks.loc[(stocks["least_days"] > 0) | stocks["shelf_life_days"].notna(), ["item", "site"]]


def _least_keys(demand: pd.DataFrame) -> pd.DataFrame:
    table = demand.reset_index(drop=True)
    table["range"] = table.index
    priced = (table["least"] > 0) & table["least_penalty"].notna()
    return table.loc[priced, ["range", "programme", "market", "to", "least", "least_penalty"]]


def _buy_keys(supply: pd.DataFrame, periods: pd.DataFrame) -> pd.DataFrame:
    rows = supply.iloc[periods["supply"]].reset_index(drop=True)
    return rows.assign(supply=periods["supply"], period=periods["period"])


def _goods(items: pd.DataFrame) -> pd.Series:
    """Items that a lane can move: all but energy and labour."""
    return items.loc[~items["kind"].isin(["energy", "labour"]), "item"]


def _ship_keys(
    lanes: pd.DataFrame, stocks: pd.DataFrame, goods: pd.Series, capacity: Capacity, size: int
) -> pd.DataFrame:
    """A lane for every item means all goods that there can be where it leaves: made, bought, kept or brought there."""
    columns = ["item", "from_site", "to_site", "freight", "most_per_month"]
    ways = lanes.loc[lanes["item"] != "", columns]
    general = lanes.loc[lanes["item"] == ""].drop(columns="item")
    found = pd.concat(
        [capacity.output.make[["item", "site"]], capacity.supply[["item", "site"]], stocks[["item", "site"]]]
    )
    found = found.loc[found["item"].isin(goods)]
    for _ in range(len(general)):  # a chain of lanes is no longer than their number
        brought = ways[["item", "to_site"]].rename(columns={"to_site": "site"})
        found = pd.concat([found, brought]).drop_duplicates()
        moved = general.merge(found, left_on="from_site", right_on="site")
        # An item's own lane goes before the one for every item.
        ways = pd.concat([ways, moved[columns]]).drop_duplicates(["item", "from_site", "to_site"])
    return _every_period(ways.reset_index(drop=True), size)


def _pilot_keys(fleets: pd.DataFrame) -> pd.DataFrame:
    """Pilots are built up to the last period in which their fleet needs them."""
    rows = fleets.loc[fleets.index.repeat(fleets["last"] + 1)]
    return rows.assign(period=rows.groupby(level=0).cumcount()).reset_index(drop=True)


def _released_keys(make: pd.DataFrame, ends: pd.Series) -> pd.DataFrame:
    """Every item that a copy makes before its release, up to the period in which the last such copy is released."""
    last = make.loc[make["release"] > make["on_stream"]].groupby("item")["release"].max()
    size = np.searchsorted(ends.to_numpy(), last.to_numpy(), side="right")
    item = np.repeat(np.asarray(last.index), size)
    period = np.concatenate([np.arange(count) for count in size]) if len(size) else np.empty(0, dtype=int)
    return pd.DataFrame({"item": pd.Series(item, dtype="str"), "period": period.astype(int)})


def _every_period(keys: pd.DataFrame, size: int) -> pd.DataFrame:
    repeated = keys.loc[keys.index.repeat(size)].reset_index(drop=True)
    return repeated.assign(period=np.tile(np.arange(size), len(keys)))
