"""Families of groups of lines: how many copies, and of one route only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.keys import gathered, height, matched, picked, where
from planner.model.algebra import Rows, coef
from planner.model.investment import left_over

if TYPE_CHECKING:
    import pandas as pd

    from planner.keys import Arrays
    from planner.model.algebra import Columns, Floats
    from planner.model.opening import Opening


def group_most(opening: Opening, limits: pd.DataFrame, counted: pd.DataFrame) -> Rows:
    r"""No more copies of a group are on stream than its most, from a day on.

    .. math:: \sum_{l \in group} \sum_{k,\ u \le by} open_{l,k,u} \le \max(0,\ most - given) \qquad \forall\ limit

    `by` is the last day on which the limit holds: copies do not go. Given copies beyond it leave nothing for others.
    Reads `Capacity.group_limits` and `group_copies`. Row unit: copy. Price: money that one more copy of it brings.
    """
    own, each = _of_kind("most", limits, counted)
    return left_over("group_most", "copy", picked(own, ["group", "from"]), own["copies"].astype(float), opening, each)


def group_least(opening: Opening, limits: pd.DataFrame, counted: pd.DataFrame) -> Rows:
    r"""On a day, and so ever after, a group has its least number of copies on stream.

    .. math:: \sum_{l \in group} \sum_{k,\ u \le by} open_{l,k,u} \ge least - given \qquad \forall\ limit

    `by` is the first day of the limit. A limit that given copies hold has no row; one that no copy can hold in time has
    a row that cannot be met. Reads `Capacity.group_limits` and `group_copies`. Row unit: copy. Price: money that one
    copy less saves.
    """
    own, each = _of_kind("least", limits, counted)
    given = np.bincount(each["row"], opening.constant(each["vintage"], each["value"]), minlength=height(own))
    missing: Floats = own["copies"].astype(float) - given
    row = np.where(missing > 0, np.cumsum(missing > 0) - 1, -1)
    pair, column = opening.opened(each["vintage"])
    term = coef(opening.columns, row[each["row"][pair]], each["value"].astype(float)[pair], "1", column)
    keys = where(own, missing > 0, ["group", "from"])
    return Rows("group_least", ">=", "copy", keys, missing[missing > 0], (term,))


def group_route(opened: Columns, route: Columns) -> Rows:
    r"""A line of an exclusive group gets copies only where it is the route of the group.

    .. math:: \sum_u open_{l,1,u} \le route_{g,l} \qquad \forall\ g, l

    Copies come in order, so that without a first there is no other. Reads `Capacity.routes`. Row unit: copy.
    Price: money for a first copy of another route.
    """
    keys = picked(route.arrays, ["group", "line"])
    first = np.flatnonzero(opened.arrays["copy"] == 1)
    row, column = matched(keys, picked(opened.arrays, ["line"], first), ["line"])
    terms = (
        coef(opened, row, column=first[column]),
        coef(route, np.arange(len(route)), -1.0, "copy/route"),
    )
    return Rows("group_route", "<=", "copy", keys, np.zeros(len(route)), terms)


def group_exclusive(route: Columns) -> Rows:
    r"""At most one line of an exclusive group has any copies.

    .. math:: \sum_{l \in g} route_{g,l} \le \max(0,\ 1 - lines\ of\ g\ with\ given\ copies) \qquad \forall\ g

    Reads `Capacity.routes`. Row unit: route. Price: money that a second route brings.
    """
    keys, (row,) = gathered([route.arrays], ["group"])
    taken = np.zeros(height(keys))
    taken[row] = route.arrays["taken"]
    return Rows("group_exclusive", "<=", "route", keys, np.maximum(0.0, 1.0 - taken), (coef(route, row),))


def _of_kind(kind: str, limits: pd.DataFrame, counted: pd.DataFrame) -> tuple[Arrays, Arrays]:
    """Limits of a kind, and for each of them (row) the vintages that count with their copies (value)."""
    number = np.flatnonzero(limits["kind"] == kind)
    row, at = matched({"limit": number}, counted, ["limit"])
    return picked(limits, rows=number), {**picked(counted, ["vintage", "value"], at), "row": row}
