"""Decisions by date as states: what is decided by a day is one column, and sums over dates become a few of them.

Of an object (a copy of a line, a programme, a gate) with options on days 1, 2, ... n, x_k says that day k is chosen and
S_k that it is by then. With x_k = S_k - S_{k-1} a sum over its options is, by summation by parts,

    sum_k a_k x_k = sum_k (a_k - a_{k+1}) S_k,    a_{n+1} = 0,

which has a term only where the coefficient changes: "has started by then" is one term and not one a day. Families are
written in dates; `in_states` writes a row of them in states where that takes fewer terms.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Rows, Term, coef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.algebra import Columns

CLOSE = 1e-12

OF = {"open": ("running", ("line", "copy")), "sop": ("producing", ("programme",)), "gate_start": ("begun", ("gate",))}
"""By family of dates: the family of its states, and what names the object in their keys."""


def state_rows(name: str, dates: Columns, states: Columns, of: Sequence[str]) -> Rows:
    """S_k - S_{k-1} = x_k for every option of every object.

    Args:
        name: Name of the family.
        dates: The columns x, by object and then by day.
        states: The columns S, same keys.
        of: Columns of the keys that name the object.
    """
    rank = dates.keys.groupby(list(of), sort=False).cumcount().to_numpy()
    row = np.arange(len(dates))
    terms = (
        coef(states, row),
        coef(states, np.where(rank > 0, row, -1), -1.0, column=np.maximum(row - 1, 0)),
        coef(dates, row, -1.0),
    )
    return Rows(name, "=", dates.unit, dates.keys, np.zeros(len(dates)), terms)


def in_states(rows: Rows, dates: Columns, states: Columns, of: Sequence[str]) -> Rows:
    """A family with its sums over dates written in states, row by row where that takes fewer terms."""
    # By name: a family that is remembered holds columns that are equal to these, not the same.
    own = [term for term in rows.terms if term.columns.name == dates.name and len(term.row)]
    if not own:
        return rows
    sums = _summed(own, dates, of)
    parts = _by_parts(sums)
    size = sums.groupby("run").size()
    fewer = parts.groupby("run").size().reindex(size.index, fill_value=0) < size
    kept = sums.loc[~sums["run"].map(fewer).to_numpy(dtype=bool)]
    written = parts.loc[parts["run"].map(fewer).to_numpy(dtype=bool)]
    unit = own[0].unit
    others = [term for term in rows.terms if term.columns.name != dates.name]
    return replace(rows, terms=(*others, _term(dates, kept, unit), _term(states, written, unit)))


def _summed(terms: Sequence[Term], dates: Columns, of: Sequence[str]) -> pd.DataFrame:
    """One line a row and date with its coefficient: row, column, value, run (the row's sum over one object), first."""
    pairs = pd.DataFrame(
        {name: np.concatenate([getattr(term, name) for term in terms]) for name in ("row", "column", "value")}
    )
    pairs = pairs.groupby(["row", "column"], sort=True)["value"].sum().reset_index()
    group = dates.keys.groupby(list(of), sort=False)
    number, rank = group.ngroup().to_numpy(), group.cumcount().to_numpy()
    column = pairs["column"].to_numpy(dtype=np.intp)
    run = pd.DataFrame({"row": pairs["row"], "of": number[column]}).groupby(["row", "of"], sort=False).ngroup()
    return pairs.assign(run=run, first=rank[column] == 0)


def _by_parts(sums: pd.DataFrame) -> pd.DataFrame:
    """The same sums in states: the change of the coefficient from each date to the next of the object."""
    run, column, value = (sums[name].to_numpy() for name in ("run", "column", "value"))
    near = (np.diff(run, append=-1) == 0) & (np.diff(column, append=-1) == 1)
    following = np.where(near, np.append(value[1:], 0.0), 0.0)
    begins = ~np.concatenate([[False], near[:-1]]) & ~sums["first"].to_numpy()
    change = np.where(np.abs(value - following) > CLOSE * np.abs(value), value - following, 0.0)
    changes = sums[["row", "run", "column"]].assign(value=change)
    rises = sums.loc[begins, ["row", "run"]].assign(column=column[begins] - 1, value=-value[begins])
    both = pd.concat([changes, rises])
    kept: pd.DataFrame = both.loc[both["value"] != 0]
    return kept


def _term(columns: Columns, pairs: pd.DataFrame, unit: str) -> Term:
    return coef(columns, pairs["row"], pairs["value"], unit, pairs["column"])
