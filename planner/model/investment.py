"""Families of decided investments: line copies in order, within their budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Rows, coef, locate
from planner.model.states import state_rows

if TYPE_CHECKING:
    from planner.model.algebra import Columns
    from planner.model.machines import Extras
    from planner.model.opening import Opening


def copy_state(opened: Columns, running: Columns) -> Rows:
    r"""A copy runs from the day on which it is opened.

    .. math:: running_{l,k,t} - running_{l,k,t-1} = open_{l,k,t} \qquad \forall\ line\ l, copy\ k, t

    Running copies are whole and opened ones follow: branching on a state cuts more than branching on a date (base,
    lines decided, 0.1 %: 69 nodes where whole `open` columns took 404). Reads `Capacity.options`. Row unit: copy.
    Price: money that a day sooner or later brings.
    """
    return state_rows("copy_state", opened, running, ["line", "copy"])


def copy_order(running: Columns, lines: pd.DataFrame) -> Rows:
    r"""A copy comes on stream no earlier than its gap after the copy before it.

    .. math:: running_{l,k+1,t} \le running_{l,k,t - gap_l} \qquad \forall l, k, t

    Copies of a line are alike but for their ramp: their order breaks the symmetry, and the gap keeps the second from
    learning for free. Reads `Capacity.options` and `lines`. Row unit: copy. Price: money for opening one copy sooner.
    """
    keys = running.keys[["line", "copy", "on_stream"]]
    first = keys.groupby("line")["copy"].transform("min")
    rows = keys.loc[keys["copy"] > first].reset_index(names="column")
    gap = rows["line"].map(lines.set_index("line")["gap_months"])
    until = [day - pd.DateOffset(months=int(months)) for day, months in zip(rows["on_stream"], gap, strict=True)]
    wanted = rows.assign(copy=rows["copy"] - 1, on_stream=pd.Series(until, dtype=keys["on_stream"].dtype))
    before = _last_by(keys, wanted[["line", "copy", "on_stream"]])
    terms = (
        coef(running, np.arange(len(rows)), column=rows["column"]),
        coef(running, np.where(before >= 0, np.arange(len(rows)), -1), -1.0, column=np.maximum(before, 0)),
    )
    return Rows("copy_order", "<=", "copy", rows[["line", "copy", "on_stream"]], np.zeros(len(rows)), terms)


def capex_budget(
    opening: Opening, extras: Extras, spend: pd.DataFrame, machine_spend: pd.DataFrame, budgets: pd.DataFrame
) -> Rows:
    r"""What is paid for copies and extra machines in a year stays within its budget.

    .. math:: \sum_{l,k,u} spend_{l,u,year}\, open_{l,k,u} + \sum_x spend_{x,year}\, extra_x
              \le \max(0,\ most_{year} - given_{year}) \qquad \forall\ year

    On payments, not on orders. What is given and overspends a year leaves nothing for others in it. Reads
    `Capacity.spend`, `machine_spend` and `budgets`. Row unit: million. Price: money that one more million of budget
    brings.
    """
    caps = budgets.loc[budgets["measure"] == "capex", ["year", "most"]].reset_index(drop=True)
    paid = spend.groupby(["vintage", "year"], sort=True)["million"].sum().reset_index()
    row = locate(caps, paid, ["year"])
    paid, row = paid.loc[row >= 0].reset_index(drop=True), row[row >= 0]
    given = np.bincount(row, opening.constant(paid["vintage"], paid["million"]), minlength=len(caps))
    pair, column = opening.opened(paid["vintage"])
    bought = machine_spend.loc[machine_spend["year"].isin(caps["year"])]
    of = locate(caps, bought, ["year"])
    used = np.isin(np.arange(len(caps)), np.concatenate([row[pair], of]))
    number = np.cumsum(used) - 1
    left = np.maximum(caps["most"].to_numpy() - given, 0.0)
    million = paid["million"].to_numpy()[pair]
    terms = (
        coef(opening.columns, number[row[pair]], million, "million/copy", column),
        coef(extras.columns, number[of], bought["million"], "million/machine", extras.column(bought["machine"])),
    )
    return Rows("capex_budget", "<=", "million", caps.loc[used, ["year"]].reset_index(drop=True), left[used], terms)


def _last_by(keys: pd.DataFrame, wanted: pd.DataFrame) -> np.ndarray:
    """Number of the last option of a line's copy no later than each date asked for; -1 where there is none."""
    options = keys.assign(number=np.arange(len(keys))).sort_values("on_stream", kind="stable")
    asked = wanted.assign(row=np.arange(len(wanted))).sort_values("on_stream", kind="stable")
    found = pd.merge_asof(asked, options, on="on_stream", by=["line", "copy"]).sort_values("row")
    return found["number"].fillna(-1).to_numpy(dtype=np.intp)
