"""Families of decided starts: gates one after another in their seasons, production after its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import month_number
from planner.memory import remembered
from planner.model.algebra import Rows, coef
from planner.model.states import state_rows

if TYPE_CHECKING:
    from collections.abc import Collection

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


@remembered()
def gate_after(gate_start: Columns, free: Collection[str], dates: pd.DataFrame, order: pd.DataFrame) -> Rows:
    r"""A gate starts after every gate that it waits for has passed.

    .. math:: \sum_{n \le m} gate\_start_{g,n} \le \sum_{n + months_a \le m} gate\_start_{a,n} \qquad \forall g, a, m

    For every month m in which g may start; of a gate with a date the left side is 1 on that day. What has passed by its
    date needs no row: what would start before is no option. Reads `Rollout.gate_options`, `Rollout.free`,
    `Rollout.gate_dates` and `gate_order`. Row unit: start. Price: money for one month sooner.
    """
    later = pd.concat([gate_start.keys[["gate", "start"]].assign(due=0.0), dates[["gate", "start"]].assign(due=1.0)])
    pairs = order.loc[order["after"].isin(free), ["gate", "after"]]
    rows = pairs.merge(later, on="gate").reset_index(drop=True)
    waiting = rows.loc[rows["due"] == 0, ["gate", "start"]].assign(row=lambda t: t.index)
    former = rows[["after", "start"]].rename(columns={"after": "gate"})
    terms = (_begun(gate_start, waiting), _passed(gate_start, former))
    return Rows("gate_after", "<=", "start", rows[["gate", "after", "start"]], -rows["due"].to_numpy(), terms)


@remembered()
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
    fixed = pd.DataFrame({"programme": given.index.astype("str"), "start": given.to_numpy()}).assign(due=1.0)
    later = pd.concat([sop.keys[["programme", "start"]].assign(due=0.0), fixed])
    pairs = needed.loc[needed["gate"].isin(free)]
    rows = pairs.merge(later, on="programme").reset_index(drop=True)
    waiting = rows.loc[rows["due"] == 0, ["programme", "start"]].assign(row=lambda t: t.index)
    pairs = waiting.merge(sop.keys[["programme", "start"]].reset_index(names="column"), on="programme")
    pairs = pairs.loc[pairs["start_y"] <= pairs["start_x"]]
    terms = (coef(sop, pairs["row"], column=pairs["column"]), _passed(gate_start, rows))
    keys = rows[["programme", "gate", "start"]]
    return Rows("sop_after_gates", "<=", "start", keys, -rows["due"].to_numpy(), terms)


def _begun(gate_start: Columns, rows: pd.DataFrame) -> Term:
    """1 for every start of a row's gate up to its day."""
    pairs = rows.merge(gate_start.keys[["gate", "start"]].reset_index(names="column"), on="gate")
    pairs = pairs.loc[pairs["start_y"] <= pairs["start_x"]]
    return coef(gate_start, pairs["row"], column=pairs["column"])


@remembered()
def _passed(gate_start: Columns, rows: pd.DataFrame) -> Term:
    """-1 for every start of a row's gate, row k the k-th, from which it has passed when the month of its day begins."""
    left = rows[["gate"]].assign(row=np.arange(len(rows)), month=month_number(rows["start"]))
    ends = gate_start.keys[["gate"]].assign(end=month_number(gate_start.keys["end"])).reset_index(names="column")
    pairs = left.merge(ends, on="gate")
    pairs = pairs.loc[pairs["end"] <= pairs["month"]]
    return coef(gate_start, pairs["row"], -1.0, column=pairs["column"])
