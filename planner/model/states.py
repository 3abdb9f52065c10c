"""Decisions by date as states: what is decided by a day is one column, and sums over dates become a few of them.

Of an object (a copy of a line, a programme, a gate) with options on days 1, 2, ... n, x_k says that day k is chosen and
S_k that it is by then. With x_k = S_k - S_{k-1} a sum over its options is, by summation by parts,

    sum_k a_k x_k = sum_k (a_k - a_{k+1}) S_k,    a_{n+1} = 0,

which has a term only where the coefficient changes: "has started by then" is one term and not one a day. Families are
written in dates; `in_states` writes a row of them in states where that takes fewer terms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import codes
from planner.model.algebra import Rows, coef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.keys import Positions
    from planner.model.algebra import Columns, Floats, Term

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
    row = np.arange(len(dates))
    terms = (
        coef(states, row),
        coef(states, np.where(_first_days(dates, of), -1, row), -1.0, column=np.maximum(row - 1, 0)),
        coef(dates, row, -1.0),
    )
    return Rows(name, "=", dates.unit, dates.named, np.zeros(len(dates)), terms)


def in_states(rows: Rows, dates: Columns, states: Columns, of: Sequence[str]) -> Rows:
    """A family with its sums over dates written in states, row by row where that takes fewer terms."""
    # By name: columns that were numbered anew are of the same family.
    own = [term for term in rows.terms if term.columns.name == dates.name and len(term.row)]
    if not own:
        return rows
    first_day = _first_days(dates, of)
    sums = _summed(own, first_day)
    parts = _by_parts(sums, first_day)
    fewer = np.bincount(parts.run, minlength=sums.runs) < np.bincount(sums.run, minlength=sums.runs)
    unit = own[0].unit
    kept, written = sums.only(~fewer).term(dates, unit), parts.only(fewer).term(states, unit)
    others = [term for term in rows.terms if term.columns.name != dates.name]
    return replace(rows, terms=(*others, kept, written))


@dataclass(frozen=True, eq=False)
class _Sums:
    """Coefficients of columns in sums, each over one object in one row.

    Attributes:
        row: Row of each pair.
        column: Its column.
        value: Its coefficient.
        run: Number of its sum.
    """

    row: Positions
    column: Positions
    value: Floats
    run: Positions

    @property
    def runs(self) -> int:
        """Number of the sums."""
        return int(self.run.max(initial=-1)) + 1

    def only(self, runs: NDArray[np.bool_]) -> _Sums:
        """Those of some sums."""
        kept = runs[self.run]
        return _Sums(self.row[kept], self.column[kept], self.value[kept], self.run[kept])

    def term(self, columns: Columns, unit: str) -> Term:
        """The same as a term."""
        return coef(columns, self.row, self.value, unit, self.column)


def _first_days(dates: Columns, of: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each option is the first of its object."""
    (number,), _ = codes([dates.arrays], of)
    first: NDArray[np.bool_] = np.diff(number, prepend=-1) != 0
    return first


def _summed(terms: Sequence[Term], first_day: NDArray[np.bool_]) -> _Sums:
    """One pair a row and date with its coefficient, by row and date."""
    row, column, value = (np.concatenate([getattr(t, name) for t in terms]) for name in ("row", "column", "value"))
    place = row * len(first_day) + column
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    row, column, value = row[order][starts], column[order][starts], np.add.reduceat(value[order], starts)
    number = np.cumsum(first_day)[column]
    new = (np.diff(row, prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    return _Sums(row, column, value, np.cumsum(new) - 1)


def _by_parts(sums: _Sums, first_day: NDArray[np.bool_]) -> _Sums:
    """The same sums in states: the change of the coefficient from each date to the next of the object."""
    run, column, value = sums.run, sums.column, sums.value
    near = (np.diff(run, append=-1) == 0) & (np.diff(column, append=-1) == 1)
    following = np.where(near, np.append(value[1:], 0.0), 0.0)
    change = np.where(np.abs(value - following) > CLOSE * np.abs(value), value - following, 0.0)
    begins = np.flatnonzero(~np.concatenate([[False], near[:-1]]) & ~first_day[column] & (value != 0))
    changed = np.flatnonzero(change)
    at = np.concatenate([changed, begins])
    return _Sums(
        row=sums.row[at],
        column=np.concatenate([column[changed], column[begins] - 1]),
        value=np.concatenate([change[changed], -value[begins]]),
        run=run[at],
    )
