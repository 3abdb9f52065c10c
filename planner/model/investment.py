"""Families of decided investments: line copies in order, within their budget and floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.memory import remembered
from planner.model.algebra import Rows, coef, locate
from planner.model.states import state_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from planner.model.algebra import Columns
    from planner.model.machines import Extras, Packed
    from planner.model.opening import Opening


def copy_state(opened: Columns, running: Columns) -> Rows:
    r"""A copy runs from the day on which it is opened.

    .. math:: running_{l,k,t} - running_{l,k,t-1} = open_{l,k,t} \qquad \forall\ line\ l, copy\ k, t

    Running copies are whole and opened ones follow: branching on a state cuts more than branching on a date (base,
    lines decided, 0.1 %: 69 nodes where whole `open` columns took 404). Reads `Capacity.options`. Row unit: copy.
    Price: money that a day sooner or later brings.
    """
    return state_rows("copy_state", opened, running, ["line", "copy"])


@remembered()
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
    opening: Opening,
    machines: tuple[Extras, pd.DataFrame],
    packages: tuple[Packed, pd.DataFrame],
    spend: pd.DataFrame,
    budgets: pd.DataFrame,
) -> Rows:
    r"""What is paid for copies and extra machines in a year stays within its budget.

    .. math:: \sum_{l,k,u} spend_{l,u,year}\, open_{l,k,u} + \sum_x spend_{x,year}\, extra_x
              + \sum_p spend_{p,year}\, package_p
              \le \max(0,\ most_{year} - given_{year}) \qquad \forall\ year

    On payments, not on orders. What is given and overspends a year leaves nothing for others in it. Reads
    `Capacity.spend`, `machine_spend`, `packages` and `budgets`. Row unit: million. Price: money that one more million
    of budget brings.
    """
    caps, paid = _by_year("capex", budgets, spend.rename(columns={"million": "value"}))
    (extras, bought), (packed, sets) = machines, packages
    bought, sets = (paid_for.loc[paid_for["year"].isin(caps["year"])] for paid_for in (bought, sets))
    of_machine, of_set = extras.column(bought["machine"]), sets["package"].to_numpy(dtype=np.intp)
    more = [
        (extras.columns, locate(caps, bought, ["year"]), bought["million"], of_machine, "machine"),
        (packed.columns, locate(caps, sets, ["year"]), sets["million"], of_set, "copy"),
    ]
    most = caps["most"].to_numpy(dtype=float)
    return left_over("capex_budget", "million", caps[["year"]], most, opening, paid, more)


@remembered()
def floor_cap(opening: Opening, floor: pd.DataFrame, budgets: pd.DataFrame) -> Rows:
    r"""The copies on stream at a year's end fit the floor of the year.

    .. math:: \sum_{l,k,u} floor_{l,u,year}\, open_{l,k,u} \le \max(0,\ most_{year} - given_{year}) \qquad \forall\ year

    Existing copies count among the given ones; those that take more than there is leave nothing for others. Reads
    `Capacity.floor` and `budgets`. Row unit: m2. Price: money that one more square metre brings.
    """
    caps, each = _by_year("floor", budgets, floor.rename(columns={"m2": "value"}))
    return left_over("floor_cap", "m2", caps[["year"]], caps["most"].to_numpy(dtype=float), opening, each)


@remembered()
def left_over(
    name: str,
    unit: str,
    keys: pd.DataFrame,
    most: np.ndarray,
    opening: Opening,
    each: pd.DataFrame,
    more: Sequence[tuple[Columns, np.ndarray, ArrayLike, np.ndarray, str]] = (),
) -> Rows:
    """What copies that are decided take of what the given ones leave; a limit that no option touches has no row.

    Args:
        name: Name of the family.
        unit: Its unit.
        keys: Keys of the limits.
        most: The limits.
        opening: Which copies are given and which are open.
        each: row (number of the limit), vintage, value (what one copy takes).
        more: What else takes some: its columns, and by term the number of the limit, how much, the column; its unit.
    """
    row = each["row"].to_numpy(dtype=np.intp)
    given = np.bincount(row, opening.constant(each["vintage"], each["value"]), minlength=len(keys))
    pair, column = opening.opened(each["vintage"])
    touched = np.concatenate([row[pair], *(other[1] for other in more)])
    used = np.isin(np.arange(len(keys)), touched)
    number = np.cumsum(used) - 1
    value = each["value"].to_numpy(dtype=float)[pair]
    terms = [coef(opening.columns, number[row[pair]], value, f"{unit}/copy", column)]
    for columns, at, amount, of, per in more:
        terms.append(coef(columns, number[at], amount, f"{unit}/{per}", of))
    left = np.maximum(most - given, 0.0)
    return Rows(name, "<=", unit, keys.loc[used].reset_index(drop=True), left[used], tuple(terms))


def _by_year(measure: str, budgets: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The yearly caps of a measure, and what copies take of them: row (of the caps), vintage, value."""
    caps = budgets.loc[budgets["measure"] == measure, ["year", "most"]].reset_index(drop=True)
    each = rows.groupby(["vintage", "year"], sort=True)["value"].sum().reset_index()
    each = each.assign(row=locate(caps, each, ["year"]))
    return caps, each.loc[each["row"] >= 0]


def _last_by(keys: pd.DataFrame, wanted: pd.DataFrame) -> np.ndarray:
    """Number of the last option of a line's copy no later than each date asked for; -1 where there is none."""
    options = keys.assign(number=np.arange(len(keys))).sort_values("on_stream", kind="stable")
    asked = wanted.assign(row=np.arange(len(wanted))).sort_values("on_stream", kind="stable")
    found = pd.merge_asof(asked, options, on="on_stream", by=["line", "copy"]).sort_values("row")
    return found["number"].fillna(-1).to_numpy(dtype=np.intp)
