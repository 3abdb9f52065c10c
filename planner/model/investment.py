"""Families of decided investments: line copies in order, within their budget and floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import days
from planner.model.algebra import Rows, coef, locate, present

if TYPE_CHECKING:
    from planner.model.algebra import Columns
    from planner.model.opening import Opening


def copy_once(opened: Columns) -> Rows:
    r"""A copy comes on stream at most once.

    .. math:: \sum_{u} open_{l,k,u} \le 1 \qquad \forall\ line\ l, copy\ k

    Reads `Capacity.options`. Row unit: copy. Price: money that one more such copy brings.
    """
    keys = present(["line", "copy"], opened.keys)
    row = locate(keys, opened.keys, ["line", "copy"])
    return Rows("copy_once", "<=", "copy", keys, np.ones(len(keys)), (coef(opened, row),))


def copy_order(opened: Columns, lines: pd.DataFrame) -> Rows:
    r"""A copy comes on stream no earlier than its gap after the copy before it.

    .. math:: \sum_{u \le t} open_{l,k+1,u} \le \sum_{u + gap_l \le t} open_{l,k,u} \qquad \forall l, k, t

    Copies of a line are alike but for their ramp: their order breaks the symmetry, and the gap keeps the second from
    learning for free. Reads `Capacity.options` and `lines`. Row unit: copy. Price: money for opening one copy sooner.
    """
    keys = opened.keys[["line", "copy", "on_stream"]]
    former = keys[["line", "copy"]].drop_duplicates()
    rows = keys.merge(former.assign(copy=former["copy"] + 1), on=["line", "copy"]).rename(columns={"on_stream": "by"})
    gap = rows["line"].map(lines.set_index("line")["gap_months"])
    until = [day - pd.DateOffset(months=int(months)) for day, months in zip(rows["by"], gap, strict=True)]
    later = _until(rows, keys, days(rows["by"]))
    sooner = _until(rows.assign(copy=rows["copy"] - 1), keys, days(pd.Series(until, dtype="datetime64[s]")))
    terms = (
        coef(opened, later["row"], column=later["column"]),
        coef(opened, sooner["row"], -1.0, column=sooner["column"]),
    )
    return Rows("copy_order", "<=", "copy", rows, np.zeros(len(rows)), terms)


def capex_budget(opening: Opening, spend: pd.DataFrame, budgets: pd.DataFrame) -> Rows:
    r"""What is paid for copies in a year stays within its budget.

    .. math:: \sum_{l,k,u} spend_{l,u,year}\, open_{l,k,u} \le \max(0,\ most_{year} - given_{year}) \qquad \forall\ year

    On payments, not on orders. Given copies that overspend a year leave nothing for others in it. Reads
    `Capacity.spend` and `budgets`. Row unit: million. Price: money that one more million of budget brings.
    """
    return _by_year("capex_budget", "capex", "million", opening, budgets, spend.rename(columns={"million": "value"}))


def floor_cap(opening: Opening, floor: pd.DataFrame, budgets: pd.DataFrame) -> Rows:
    r"""The copies on stream at a year's end fit the floor of the year.

    .. math:: \sum_{l,k,u} floor_{l,u,year}\, open_{l,k,u} \le \max(0,\ most_{year} - given_{year}) \qquad \forall\ year

    Existing copies count among the given ones; those that take more than there is leave nothing for others. Reads
    `Capacity.floor` and `budgets`. Row unit: m2. Price: money that one more square metre brings.
    """
    return _by_year("floor_cap", "floor", "m2", opening, budgets, floor.rename(columns={"m2": "value"}))


def left_over(name: str, unit: str, keys: pd.DataFrame, most: np.ndarray, opening: Opening, each: pd.DataFrame) -> Rows:
    """What copies that are decided take of what the given ones leave; a limit that no option touches has no row.

    Args:
        name: Name of the family.
        unit: Its unit.
        keys: Keys of the limits.
        most: The limits.
        opening: Which copies are given and which are open.
        each: row (number of the limit), vintage, value (what one copy takes).
    """
    row = each["row"].to_numpy(dtype=np.intp)
    given = np.bincount(row, opening.constant(each["vintage"], each["value"]), minlength=len(keys))
    term = opening.term(each["vintage"], each["value"], f"{unit}/copy", row)
    used = np.isin(np.arange(len(keys)), term.row)
    number = np.cumsum(used) - 1
    term = coef(term.columns, number[term.row], term.value, term.unit, term.column)
    left = np.maximum(most - given, 0.0)
    return Rows(name, "<=", unit, keys.loc[used].reset_index(drop=True), left[used], (term,))


def _by_year(name: str, measure: str, unit: str, opening: Opening, budgets: pd.DataFrame, rows: pd.DataFrame) -> Rows:
    """The yearly caps of a measure on what copies take: rows of vintage, year, value."""
    caps = budgets.loc[budgets["measure"] == measure, ["year", "most"]].reset_index(drop=True)
    each = rows.groupby(["vintage", "year"], sort=True)["value"].sum().reset_index()
    each = each.assign(row=locate(caps, each, ["year"]))
    most = caps["most"].to_numpy(dtype=float)
    return left_over(name, unit, caps[["year"]], most, opening, each.loc[each["row"] >= 0])


def _until(rows: pd.DataFrame, keys: pd.DataFrame, last: np.ndarray) -> pd.DataFrame:
    """Pairs of row and column of the same line and copy, the column's date no later than the row's `last`."""
    left = rows[["line", "copy"]].assign(row=np.arange(len(rows)), last=last)
    pairs = left.merge(keys.reset_index(names="column"), on=["line", "copy"])
    return pairs.loc[pairs["on_stream"] <= pairs["last"]]
