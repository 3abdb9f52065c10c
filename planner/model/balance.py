"""Families of goods: balances, stock, supply, freight and release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.keys import among, gathered, height, locate, locate_each, matched, picked, row_of, where
from planner.model.algebra import Rows, coef, first_period, next_period
from planner.model.flows import KEYS, PLACE

if TYPE_CHECKING:
    import pandas as pd

    from planner.keys import Arrays
    from planner.model.algebra import Columns, Sense
    from planner.model.flows import Flow


def item_balance(stock: Columns, into: list[Flow], out: list[Flow], base_use: Arrays, stocks: pd.DataFrame) -> Rows:
    r"""Goods that reach a site are used, shipped, sold or kept.

    .. math:: stock_{t-1} + made_t + bought_t + in_t = used_t + sold_t + pilots_t + out_t + stock_t
              \qquad \forall\ item, site, t

    `used` holds scrap (quantity times starts per good unit at the stage where a component enters), energy and crew;
    energy that copies draw whatever they make stands on the right-hand side, the opening stock too.
    Reads the flows, `Output.base_use` and `stocks`. Row unit: unit. Price: money that one more unit there and then is
    worth.
    """
    moved = [*((flow, 1.0) for flow in into), *((flow, -1.0) for flow in out)]
    keys, (kept, drawn, *rows) = gathered([stock.arrays, base_use, *(flow.keys for flow, _ in moved)], KEYS)
    opening = where(stocks, stocks["opening"] > 0, [*PLACE, "opening"])
    begun, following = locate_each(stock.arrays, [first_period(opening, PLACE), next_period(stock.arrays, KEYS)], KEYS)
    rhs = np.zeros(height(keys))
    rhs[drawn] += base_use["quantity"]
    rhs[kept[begun]] -= opening["opening"]
    terms = [
        coef(stock, kept, -1.0),
        coef(stock, np.where(following >= 0, kept[following], -1)),
        *(
            coef(flow.columns, row, sign * flow.value, flow.unit, flow.column)
            for row, (flow, sign) in zip(rows, moved, strict=True)
        ),
    ]
    return Rows("item_balance", "=", "unit", keys, rhs, tuple(terms))


def stock_least(stock: Columns, stocks: pd.DataFrame, last: int) -> Rows:
    r"""Stock keeps its least level, and at the horizon's end its closing level.

    .. math:: stock_t \ge least, \qquad stock_T \ge closing

    Reads `stocks`. Row unit: unit. Price: money that one unit less of least stock saves.
    """
    at = row_of(stocks, stock.arrays, PLACE)
    least = stocks["least"].to_numpy()[at]
    closing = stocks["closing"].to_numpy()[at]
    rhs = np.where(stock.arrays["period"] == last, np.maximum(least, closing), least)
    return _stock_rows("stock_least", ">=", stock, rhs, rhs > 0)


def stock_most(stock: Columns, stocks: pd.DataFrame) -> Rows:
    r"""Stock stays below its most.

    .. math:: stock_t \le most

    Reads `stocks`. Row unit: unit. Price: money that room for one more unit brings.
    """
    most = stocks["most"].to_numpy()[row_of(stocks, stock.arrays, PLACE)]
    return _stock_rows("stock_most", "<=", stock, most, ~np.isnan(most))


def stock_use(use: Columns, out: list[Flow], base_use: Arrays) -> Rows:
    r"""What leaves a stock that has to cover coming use, or must be used up in time.

    .. math:: use_t = used_t + sold_t + pilots_t + out_t \qquad \forall\ item, site, t

    A column of its own, since windows over many periods sum it: in forty programmes by the week (293 periods) the sums
    written out are half of all non-zeros of the program, and grow with the square of the periods.
    Reads the flows, `Output.base_use` and `stocks`. Row unit: unit. Price: money that one more unit of use
    costs in cover, less what it brings in shelf life.
    """
    keys = picked(use.arrays, KEYS)
    drawn, *rows = locate_each(keys, [base_use, *(flow.keys for flow in out)], KEYS)
    rhs, watched = np.zeros(len(use)), drawn >= 0
    rhs[drawn[watched]] = base_use["quantity"][watched]
    terms = [coef(use, np.arange(len(use)))]
    terms += [coef(f.columns, row, -f.value, f.unit, f.column) for row, f in zip(rows, out, strict=True)]
    return Rows("stock_use", "=", "unit", keys, rhs, tuple(terms))


def stock_days(stock: Columns, use: Columns, stocks: pd.DataFrame, days: np.ndarray) -> Rows:
    r"""Stock covers days of the coming period's use.

    .. math:: stock_t \ge \frac{least\ days}{days_{t+1}}\, use_{t+1}

    In the last period its own use stands for the next. Reads `stocks` and the periods' days. Row unit: unit. Price:
    money that one unit less of cover saves.
    """
    least_days = stocks["least_days"].to_numpy()[row_of(stocks, stock.arrays, PLACE)]
    kept = np.flatnonzero(least_days > 0)
    coming = np.minimum(stock.arrays["period"][kept] + 1, len(days) - 1)
    cover = least_days[kept] / days[coming]
    return _cover_rows("stock_days", ">=", stock, kept, use, [(coming, cover)])


def shelf_life(stock: Columns, use: Columns, stocks: pd.DataFrame, days: np.ndarray) -> Rows:
    r"""No more is kept than is used within the shelf life.

    .. math:: stock_t \le \sum_{u>t} \frac{\min(days_u, left)}{days_u}\, use_u

    `left` is what remains of the shelf life when period u begins; after the horizon the last period's use goes on.
    Reads `stocks` and the periods' days. Row unit: unit. Price: money that one more unit of coming use brings.
    """
    life = stocks["shelf_life_days"].to_numpy()[row_of(stocks, stock.arrays, PLACE)]
    kept = np.flatnonzero(~np.isnan(life))
    left = life[kept].copy()
    period = stock.arrays["period"][kept]
    covers = []
    for ahead in range(1, len(days)):
        coming = period + ahead
        inside = np.minimum(coming, len(days) - 1)
        part = np.where(coming < len(days), np.minimum(left, days[inside]), 0.0)
        covers.append((inside, part / days[inside]))
        left = left - part
        if not np.any((left > 0) & (coming + 1 < len(days))):
            break
    beyond = np.full(len(kept), len(days) - 1)
    covers.append((beyond, left / days[-1]))
    return _cover_rows("shelf_life", "<=", stock, kept, use, covers)


def storage_space(stock: Columns, sites: pd.DataFrame, items: pd.DataFrame) -> Rows:
    r"""Stocked items share the space of their site.

    .. math:: \sum_i space_i\, stock_{i,site,t} \le space_{site}

    Reads `sites` and `items`. Row unit: m3. Price: money that one more cubic metre brings.
    """
    limited = where(sites, sites["space_m3"].notna(), ["site", "space_m3"])
    column = np.flatnonzero(among(stock.arrays, limited, ["site"]))
    stored = picked(stock.arrays, KEYS, column)
    space = items["space_m3"].to_numpy()[row_of(items, stored, ["item"])]
    keys, (row,) = gathered([stored], ["site", "period"])
    rhs = limited["space_m3"].astype(float)[row_of(limited, keys, ["site"])]
    term = coef(stock, row, space, "m3/unit", column)
    return Rows("storage_space", "<=", "m3", keys, rhs, (term,))


def supply_limit(buy: Columns, supply: pd.DataFrame) -> Rows:
    r"""No more is bought in a range of supply than its most.

    .. math:: \sum_{t \in range} buy_{item,site,step,range,t} \le most \qquad \forall\ item, site, step, range

    Reads `Capacity.supply`. Row unit: unit. Price: money that one more unit of supply brings.
    """
    number = np.flatnonzero(supply["most"].notna() & (supply["contract"] == ""))
    term = coef(buy, locate({"supply": number}, buy.arrays, ["supply"]))
    keys = {"supply": number, **picked(supply, ["item", "site", "step", "from"], number)}
    return Rows("supply_limit", "<=", "unit", keys, supply["most"].to_numpy()[number], (term,))


def lane_limit(ship: Columns, months: np.ndarray) -> Rows:
    r"""No more is shipped on a lane than it takes.

    .. math:: ship_{i,a,b,t} \le most_{a,b} \cdot months_t

    Reads `lanes` and the periods' months. Row unit: unit. Price: money that room for one more unit brings.
    """
    most = ship.arrays["most_per_month"] * months[ship.arrays["period"]]
    kept = np.flatnonzero(~np.isnan(most))
    keys = picked(ship.arrays, ["item", "from_site", "to_site", "period"], kept)
    return Rows("lane_limit", "<=", "unit", keys, most[kept], (coef(ship, np.arange(len(kept)), column=kept),))


def line_release(
    released: Columns,
    make: Columns,
    buy: Columns,
    pilot: Columns,
    content: pd.DataFrame,
    stocks: pd.DataFrame,
    ends: np.ndarray,
) -> Rows:
    r"""What a new copy makes goes into sold vehicles only after its release.

    .. math:: released_{i,t} + content_i \cdot (made - pilots)_t \le released_{i,t-1} +
              bought_{i,t} + \sum_{v,u\ that\ join\ at\ t} make_{v,i,u} \qquad \forall\ i, t

    `released` is what may go into sold vehicles and did not yet, from the opening stock on; a unit joins it in the
    period in which it is bought or made, or when its copy is released. For every item that some copy makes before its
    release date; until then its output is kept or goes into pilots.
    Reads `Capacity.content`, `stocks` and release dates. Row unit: unit. Price: money that one more released unit
    brings.
    """
    on = ["item", "period"]
    keys = picked(released.arrays, on)
    joins = np.maximum(make.arrays["period"], np.searchsorted(ends, make.arrays["release"], side="right"))
    terms = [
        coef(released, np.arange(len(released))),
        coef(released, locate(keys, next_period(keys, on), on), -1.0),
        coef(make, locate(keys, {"item": make.arrays["item"], "period": joins}, on), -1.0, "unit/good"),
        coef(buy, locate(keys, buy.arrays, on), -1.0),
    ]
    held = _sold_content(content)
    component, quantity = held["component"], held["quantity"]
    for columns, sign, unit in ((make, 1.0, "unit/good"), (pilot, -1.0, "1")):
        column, part = matched(columns.arrays, held, ["item"])
        row = locate(keys, {"item": component[part], "period": columns.arrays["period"][column]}, on)
        terms.append(coef(columns, row, sign * quantity[part], unit, column))
    stock = locate(keys, first_period(stocks, ["item"]), on)
    opening = np.zeros(len(released))
    np.add.at(opening, stock[stock >= 0], stocks["opening"].to_numpy(dtype=float)[stock >= 0])
    return Rows("line_release", "<=", "unit", keys, opening, tuple(terms))


def _sold_content(content: pd.DataFrame) -> Arrays:
    """Content of what is no component of anything else: what is sold."""
    return where(content, ~among(content, {"item": content["component"]}, ["item"]))


def _stock_rows(name: str, sense: Sense, stock: Columns, rhs: np.ndarray, limited: np.ndarray) -> Rows:
    kept = np.flatnonzero(limited)
    term = coef(stock, np.arange(len(kept)), column=kept)
    return Rows(name, sense, "unit", picked(stock.arrays, KEYS, kept), rhs[kept], (term,))


def _cover_rows(
    name: str, sense: Sense, stock: Columns, kept: np.ndarray, use: Columns, covers: list[tuple[np.ndarray, np.ndarray]]
) -> Rows:
    """Stock against parts of the use of coming periods."""
    keys = picked(stock.arrays, KEYS, kept)
    row = np.arange(len(kept))
    terms = [coef(stock, row, column=kept)]
    if len(kept):
        first = locate(use.arrays, first_period(keys, PLACE), KEYS)
        wanted = [(np.where(cover > 0, row, -1), first + coming, cover) for coming, cover in covers]
        which, column, cover = (np.concatenate(part) for part in zip(*wanted, strict=True))
        terms.append(coef(use, which, -cover, column=column))
    return Rows(name, sense, "unit", keys, np.zeros(len(kept)), tuple(terms))
