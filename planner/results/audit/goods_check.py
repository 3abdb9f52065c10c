"""Limits of goods: balances, stocks, space, supply and lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.finding import FLOOR, where
from planner.results.audit.frames import names, records, supply_keys
from planner.results.audit.frames import table as by_key
from planner.results.audit.ledger import FLOWS
from planner.results.audit.market import at_level

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


def floors(inputs: Inputs, units: Callable[[str, str], float]) -> dict[str, float]:
    """Least amount of each item that counts: a hundred-thousandth of what a vehicle holds of it."""
    parents = names(inputs["programmes"]["item"])
    return {
        item: FLOOR * max([1.0, *(units(item, parent) for parent in parents)])
        for item in names(inputs["items"]["item"])
    }


def check_balance(sheet: Sheet, inputs: Inputs, book: Ledger, floor: dict[str, float], time: Horizon) -> None:
    """What arrives at a site equals what leaves it, item by item: opening and end stock included."""
    opening = {(r.item, r.site): float(r.opening) for r in records(inputs["stocks"])}
    for place in sorted({*book.places(), *opening}):
        item, site = place
        values = {flow: book.flows[flow][place] for flow in FLOWS}
        before = np.concatenate([[opening.get(place, 0.0)], values["stock"][:-1]])
        inflow = before + values["made"] + values["bought"] + values["arrived"]
        outflow = book.leaves(place) + values["stock"]
        sheet.equal(
            "item_balance",
            where("item", item=item, site=site),
            time.labels,
            outflow,
            inflow,
            "unit",
            floor=floor.get(item),
        )


def check_stocks(sheet: Sheet, inputs: Inputs, book: Ledger, floor: dict[str, float], time: Horizon) -> None:
    """Stocks stay within their bounds, and what spoils is used in time."""
    for row in records(inputs["stocks"]):
        item, site = row.item, row.site
        place, stock = where("item", item=item, site=site), book.flows["stock"][item, site]
        least = floor.get(item)
        sheet.at_least("stock_least", place, time.labels, stock, row.least, "unit", floor=least, column="stock")
        daily = book.leaves((item, site)) / time.days
        coming = row.least_days * np.append(daily[1:], daily[-1])
        sheet.at_least("stock_least_days", place, time.labels, stock, coming, "unit", floor=least, column="stock")
        most = np.inf if np.isnan(row.most) else row.most
        sheet.at_most("stock_most", place, time.labels, stock, most, "unit", floor=least, column="stock")
        sheet.at_least(
            "stock_closing", place, time.labels[-1:], stock[-1], row.closing, "unit", floor=least, column="stock"
        )
        if not np.isnan(row.shelf_life_days):
            fresh = _use_ahead(daily, row.shelf_life_days, time)
            sheet.at_most("shelf_life", place, time.labels, stock, fresh, "unit", floor=least, column="stock")


def _use_ahead(daily: Floats, days: float, time: Horizon) -> Floats:
    """Use in so many days after each period; after the horizon the last period's use a day goes on."""
    ends = np.concatenate([[0.0], np.cumsum(time.days)])
    used = np.concatenate([[0.0], np.cumsum(daily * time.days)])
    until = ends[1:] + days
    beyond = np.maximum(until - ends[-1], 0.0) * daily[-1]
    return np.asarray(np.interp(until, ends, used) + beyond - used[1:], dtype=float)


def check_space(sheet: Sheet, inputs: Inputs, book: Ledger, time: Horizon) -> None:
    """The items in stock at a site fit its storage space."""
    space = by_key(inputs["items"], "item", "space_m3")
    for site, most in by_key(inputs["sites"], "site", "space_m3").items():
        filled = np.zeros(len(time.labels))
        for (item, at), stock in book.flows["stock"].items():
            filled = filled + stock * space.get(item, 0.0) if at == site else filled
        limit = np.inf if np.isnan(most) else most
        sheet.at_most("storage_space", where("site", site=site), time.labels, filled, limit, "m3", column="stock")


def check_supply(sheet: Sheet, inputs: Inputs, book: Ledger, floor: dict[str, float]) -> None:
    """No more is bought of a range than it offers."""
    table = inputs["supply"]
    most = at_level(table, inputs.case.supply_level)
    for key, limit in zip(supply_keys(table), most, strict=True):
        item, site, step, start, _ = key
        bought = book.amounts["bought"].get(key)
        if bought is not None and not np.isnan(limit):
            place = where("supply", item=item, site=site, step=step, start=start)
            sheet.at_most(
                "supply_most", place, [start], bought.sum(), limit, "unit", floor=floor.get(item), column="bought"
            )


def check_lanes(sheet: Sheet, inputs: Inputs, book: Ledger, floor: dict[str, float], time: Horizon) -> None:
    """No more of an item moves on a lane than its limit by month."""
    lanes = lanes_by_way(inputs)
    for (item, start, end), shipped in book.amounts["shipped"].items():
        lane = lanes.get((item, start, end), lanes.get(("", start, end)))
        if lane is not None and not np.isnan(lane.most_per_month):
            place = where("lane", item=item, start=start, end=end)
            most = lane.most_per_month * time.months
            sheet.at_most(
                "lane_most", place, time.labels, shipped, most, "unit", floor=floor.get(item), column="shipped"
            )


def lanes_by_way(inputs: Inputs) -> dict[tuple[str, ...], Any]:
    """Rows of `lanes` by item ("" for every item without a row of its own), where it leaves and arrives."""
    return {(row.item, row.from_site, row.to_site): row for row in records(inputs["lanes"])}
