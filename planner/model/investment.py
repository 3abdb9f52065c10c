"""Families of decided investments: line copies in order, within their budget."""

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
    caps = budgets.loc[budgets["measure"] == "capex", ["year", "most"]].reset_index(drop=True)
    paid = spend.groupby(["vintage", "year"], sort=True)["million"].sum().reset_index()
    row = locate(caps, paid, ["year"])
    paid, row = paid.loc[row >= 0].reset_index(drop=True), row[row >= 0]
    given = np.bincount(row, opening.constant(paid["vintage"], paid["million"]), minlength=len(caps))
    term = opening.term(paid["vintage"], paid["million"], "million/copy", row)
    used = np.isin(np.arange(len(caps)), term.row)
    number = np.cumsum(used) - 1
    left = np.maximum(caps["most"].to_numpy() - given, 0.0)
    term = coef(term.columns, number[term.row], term.value, term.unit, term.column)
    return Rows("capex_budget", "<=", "million", caps.loc[used, ["year"]].reset_index(drop=True), left[used], (term,))


def _until(rows: pd.DataFrame, keys: pd.DataFrame, last: np.ndarray) -> pd.DataFrame:
    """Pairs of row and column of the same line and copy, the column's date no later than the row's `last`."""
    left = rows[["line", "copy"]].assign(row=np.arange(len(rows)), last=last)
    pairs = left.merge(keys.reset_index(names="column"), on=["line", "copy"])
    return pairs.loc[pairs["on_stream"] <= pairs["last"]]
