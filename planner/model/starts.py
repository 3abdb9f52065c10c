"""Families of decided starts: gates one after another in their seasons, production after its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.calendar import month_number
from planner.keys import height, joined, matched, picked, where
from planner.model.algebra import Rows, coef
from planner.model.states import state_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from planner.keys import Arrays
    from planner.model.algebra import Columns, Term


def sop_state(sop: Columns, producing: Columns) -> Rows:
    r"""A programme produces from the day of its start on, which comes at most once.

    .. math:: producing_{p,d} - producing_{p,d-1} = sop_{p,d} \qquad \forall\ programme\ p, d

    One that never produces never starts. Reads `Rollout.sop_options`. Row unit: start. Price: money that a day sooner
    or later brings.
    """
    return state_rows("sop_state", sop, producing, ["programme"])


def gate_state(gate_start: Columns, begun: Columns) -> Rows:
    r"""A gate has begun from the month of its start on, which comes at most once.

    .. math:: begun_{g,m} - begun_{g,m-1} = gate\_start_{g,m} \qquad \forall\ gate\ g, m

    Its options are months from which all its months lie in its season. Reads `Rollout.gate_options`. Row unit: start.
    Price: money that a month sooner or later brings.
    """
    return state_rows("gate_state", gate_start, begun, ["gate"])


def gate_after(gate_start: Columns, free: Collection[str], dates: pd.DataFrame, order: pd.DataFrame) -> Rows:
    r"""A gate starts after every gate that it waits for has passed.

    .. math:: \sum_{n \le m} gate\_start_{g,n} \le \sum_{n + months_a \le m} gate\_start_{a,n} \qquad \forall g, a, m

    For every month m in which g may start; of a gate with a date the left side is 1 on that day. What has passed by its
    date needs no row: what would start before is no option. Reads `Rollout.gate_options`, `Rollout.free`,
    `Rollout.gate_dates` and `gate_order`. Row unit: start. Price: money for one month sooner.
    """
    later = _due(picked(gate_start.arrays, ["gate", "start"]), picked(dates, ["gate", "start"]))
    pairs = where(order, order["after"].isin(free), ["gate", "after"])
    pair, at = matched(pairs, later, ["gate"])
    start, due = later["start"][at], later["due"][at]
    keys = {**picked(pairs, rows=pair), "start": start}
    terms = (
        _begun(gate_start, {**keys, "due": due}, ["gate"]),
        _passed(gate_start, {"gate": keys["after"], "start": start}),
    )
    return Rows("gate_after", "<=", "start", keys, -due, terms)


def sop_after_gates(
    sop: Columns, gate_start: Columns, free: Collection[str], given: pd.Series, needed: pd.DataFrame
) -> Rows:
    r"""Production starts after every gate of its programme has passed.

    .. math:: \sum_{u \le d} sop_{p,u} \le \sum_{m + months_g \le d} gate\_start_{g,m} \qquad \forall\ p, g, d

    For every day d on which production may start, and every gate that the programme names or that one of its gates
    waits for; where the start of production is given the left side is 1 on that day. Reads `Rollout.sop_options`,
    `Rollout.gate_options`, `Rollout.free` and `Rollout.coming`. Row unit: start. Price: money for one gate sooner.

    Args:
        sop: Starts of production.
        gate_start: Starts of gates.
        free: Gates that are yet to be decided, with options or without.
        given: Starts of production that are given and to come, by programme.
        needed: programme, gate.
    """
    fixed = {"programme": given.index.to_numpy(dtype=object), "start": given.to_numpy()}
    later = _due(picked(sop.arrays, ["programme", "start"]), fixed)
    pairs = where(needed, needed["gate"].isin(free), ["programme", "gate"])
    pair, at = matched(pairs, later, ["programme"])
    start, due = later["start"][at], later["due"][at]
    keys = {**picked(pairs, rows=pair), "start": start}
    terms = (_begun(sop, {**keys, "due": due}, ["programme"]), _passed(gate_start, keys))
    return Rows("sop_after_gates", "<=", "start", keys, -due, terms)


def _due(options: Arrays, fixed: Arrays) -> Arrays:
    """Days that may be and days that are given, which are due."""
    return {**joined([options, fixed]), "due": np.repeat([0.0, 1.0], [height(options), height(fixed)])}


def _begun(columns: Columns, rows: Arrays, on: Sequence[str]) -> Term:
    """1 for every start up to a row's day, in rows that are not due whatever is decided."""
    row, column = matched(rows, columns.arrays, on)
    kept = (rows["due"][row] == 0) & (columns.arrays["start"][column] <= rows["start"][row])
    return coef(columns, row[kept], column=column[kept])


def _passed(gate_start: Columns, rows: Arrays) -> Term:
    """-1 for every start of a row's gate from which it has passed when the month of its day begins."""
    row, column = matched(rows, gate_start.arrays, ["gate"])
    kept = month_number(gate_start.arrays["end"])[column] <= month_number(rows["start"])[row]
    return coef(gate_start, row[kept], -1.0, column=column[kept])
