"""Families of decided investments: line copies in order, within their budget and floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.keys import among, codes, gathered, height, last_by, locate, picked, row_of, summed, where
from planner.model.algebra import Rows, coef
from planner.model.states import state_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from planner.keys import Arrays
    from planner.model.algebra import Columns, Floats
    from planner.model.machines import Extras, Packed
    from planner.model.opening import Opening

COPY = ["line", "copy", "on_stream"]


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
    arrays = running.arrays
    (line,), size = codes([arrays], ["line"])
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, line, arrays["copy"])
    later = np.flatnonzero(arrays["copy"] > first[line])
    rows = picked(arrays, COPY, later)
    gap = lines["gap_months"].to_numpy()[row_of(lines, rows, ["line"])]
    wanted = {"line": rows["line"], "copy": rows["copy"] - 1, "on_stream": _months_before(rows["on_stream"], gap)}
    before = last_by(arrays, wanted, ["line", "copy"], "on_stream")
    row = np.arange(len(later))
    terms = (
        coef(running, row, column=later),
        coef(running, np.where(before >= 0, row, -1), -1.0, column=np.maximum(before, 0)),
    )
    return Rows("copy_order", "<=", "copy", rows, np.zeros(len(later)), terms)


def _months_before(days: NDArray[np.datetime64], months: NDArray[np.integer]) -> NDArray[np.datetime64]:
    """Each day so many months ago, the last of its month where there is no such day."""
    pairs, (at,) = gathered([{"day": days, "months": months}], ["day", "months"])
    dates = pd.to_datetime(pairs["day"])
    ago = [day - pd.DateOffset(months=int(n)) for day, n in zip(dates, pairs["months"], strict=True)]
    return np.array(ago, dtype=days.dtype)[at]


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
    caps, paid = _by_year("capex", budgets, spend, "million")
    (extras, bought_for), (packed, set_for) = machines, packages
    bought, sets = (where(paid_for, among(paid_for, caps, ["year"])) for paid_for in (bought_for, set_for))
    of_machine, of_set = extras.column(bought["machine"]), sets["package"].astype(np.intp)
    more = [
        (extras.columns, locate(caps, bought, ["year"]), bought["million"], of_machine, "machine"),
        (packed.columns, locate(caps, sets, ["year"]), sets["million"], of_set, "copy"),
    ]
    return left_over("capex_budget", "million", picked(caps, ["year"]), caps["most"], opening, paid, more)


def floor_cap(opening: Opening, floor: pd.DataFrame, budgets: pd.DataFrame) -> Rows:
    r"""The copies on stream at a year's end fit the floor of the year.

    .. math:: \sum_{l,k,u} floor_{l,u,year}\, open_{l,k,u} \le \max(0,\ most_{year} - given_{year}) \qquad \forall\ year

    Existing copies count among the given ones; those that take more than there is leave nothing for others. Reads
    `Capacity.floor` and `budgets`. Row unit: m2. Price: money that one more square metre brings.
    """
    caps, each = _by_year("floor", budgets, floor, "m2")
    return left_over("floor_cap", "m2", picked(caps, ["year"]), caps["most"], opening, each)


def left_over(
    name: str,
    unit: str,
    keys: Arrays,
    most: Floats,
    opening: Opening,
    each: Arrays,
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
    row = each["row"]
    given = np.bincount(row, opening.constant(each["vintage"], each["value"]), minlength=len(most))
    pair, column = opening.opened(each["vintage"])
    touched = np.concatenate([row[pair], *(other[1] for other in more)])
    used = np.isin(np.arange(len(most)), touched)
    number = np.cumsum(used) - 1
    value = each["value"].astype(float)[pair]
    terms = [coef(opening.columns, number[row[pair]], value, f"{unit}/copy", column)]
    for columns, at, amount, of, per in more:
        terms.append(coef(columns, number[at], amount, f"{unit}/{per}", of))
    left = np.maximum(most - given, 0.0)
    return Rows(name, "<=", unit, where(keys, used), left[used], tuple(terms))


def _by_year(measure: str, budgets: pd.DataFrame, rows: pd.DataFrame, value: str) -> tuple[Arrays, Arrays]:
    """The yearly caps of a measure, and what copies take of them: row (of the caps), vintage, value."""
    caps = where(budgets, budgets["measure"] == measure, ["year", "most"])
    keys, (at,) = gathered([rows], ["vintage", "year"])
    each = {**keys, "value": summed(at, rows[value].to_numpy(), height(keys)), "row": locate(caps, keys, ["year"])}
    return {**caps, "most": caps["most"].astype(float)}, where(each, each["row"] >= 0)
