"""The price of every change against what is suggested: a last plan, say, that others have begun to act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.held import suggestions
from planner.keys import locate
from planner.model.algebra import Cost

if TYPE_CHECKING:
    import pandas as pd

    from planner.model.algebra import Columns
    from planner.model.columns import Variables
    from planner.tables.inputs import Case

STABILITY = "stability"
"""Name of the term: it weighs on what is decided and is no money of the plan."""


def stability(v: Variables, decisions: pd.DataFrame, case: Case) -> list[Cost]:
    r"""What it costs not to follow suggested copies, starts of production and contracts.

    .. math:: S \Big( \sum_{suggested} (1 - z) + \sum_{p\ never} \sum_d sop_{p,d} \Big)

    z is the 0-or-1 column of a copy on stream on its suggested day (of a divisible line: of its day, whatever its
    share), of a start of production on its day, of a contract; a programme that is suggested never to start costs S
    where it starts. A suggestion that cannot be followed any more costs nothing: no plan could. S is not discounted.
    """
    if not case.stability_million or (rows := suggestions(decisions, case)).empty:
        return []
    price = case.stability_million
    copies = _of(rows, "on_stream", {"object": "line", "copy": "copy", "date": "on_stream"})
    whole = v.open.keys.loc[~v.open.keys["divisible"]]
    followed = [
        (v.open, copies.loc[copies["line"].isin(whole["line"])]),
        (v.dated, copies),
        (v.sop, _of(rows, "sop", {"object": "programme", "date": "start"})),
        (v.sign, _of(rows, "sign", {"object": "contract"})),
    ]
    found = [cost for columns, wanted in followed for cost in _missed(columns, wanted, price)]
    never = v.sop.keys["programme"].isin(rows.loc[rows["action"] == "never", "object"])
    return [*found, Cost(STABILITY, v.sop, np.where(never, price, 0.0))]


def _of(rows: pd.DataFrame, action: str, names: dict[str, str]) -> pd.DataFrame:
    """Suggestions of one action, in the keys of its columns."""
    return rows.loc[rows["action"] == action, list(names)].rename(columns=names)


def _missed(columns: Columns, wanted: pd.DataFrame, price: float) -> list[Cost]:
    """A price for each of the wanted columns that is not 1."""
    at = locate(columns.arrays, wanted, list(wanted.columns))
    value = np.zeros(len(columns))
    value[at[at >= 0]] = -price
    return [Cost(STABILITY, columns, value), Cost(STABILITY, None, np.empty(0), price * int((at >= 0).sum()))]
