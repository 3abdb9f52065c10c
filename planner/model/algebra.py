"""The algebra as labelled blocks: columns, rows and cost terms are tables with business keys.

A family of variables is a `Columns`, a family of constraints a `Rows`; a `Term` adds coefficient times column to some
of the rows. Numbers are in the natural units of the tables; `assemble` scales them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner.keys import LazyArrays, framed, height, picked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from planner.keys import Arrays, Positions, Table

    Floats = NDArray[np.float64]

Sense = Literal["<=", ">=", "="]


@dataclass(frozen=True, eq=False)
class Columns:
    """A family of variables, all at least zero.

    Attributes:
        name: Name of the family.
        unit: Unit of one natural unit of the variable.
        named: Business keys by name, one row a variable.
        scale: Natural units in one unit of the program, by variable.
        start: Number of the first variable in the program.
        upper: Most of each variable in natural units; None: no limit.
        integer: Which variables are whole; None: none.
    """

    name: str
    unit: str
    named: Table
    scale: Floats
    start: int = 0
    upper: Floats | None = None
    integer: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """Number of variables."""
        return len(self.scale)

    @cached_property
    def arrays(self) -> Arrays:
        """The business keys as arrays by name."""
        return LazyArrays(self.named)

    @cached_property
    def keys(self) -> pd.DataFrame:
        """The business keys as a frame, numbered."""
        return framed(self.named)


@dataclass(frozen=True, eq=False)
class Term:
    """Coefficient times column in some rows of a family.

    Attributes:
        columns: The variables.
        row: Number of the row within its family.
        column: Number of the variable within `columns`.
        value: Coefficient in natural units.
        unit: Unit of the coefficient; times the columns' unit it is the rows' unit.
    """

    columns: Columns
    row: Positions
    column: Positions
    value: Floats
    unit: str


@dataclass(frozen=True, eq=False)
class Rows:
    """A family of constraints: the sum of its terms, compared by `sense` with `rhs`.

    Attributes:
        name: Name of the family (a key of the catalogue).
        sense: "<=", ">=" or "=".
        unit: Unit of the rows.
        named: Business keys by name, one row a constraint.
        rhs: Right-hand side, by constraint.
        terms: What is summed.
    """

    name: str
    sense: Sense
    unit: str
    named: Table
    rhs: Floats
    terms: tuple[Term, ...]

    def __len__(self) -> int:
        """Number of constraints."""
        return height(self.named)

    @cached_property
    def keys(self) -> pd.DataFrame:
        """The business keys as a frame, numbered."""
        return framed(self.named)


@dataclass(frozen=True, eq=False)
class Cost:
    """A term of the objective: million money for one natural unit of each column, or a constant.

    Attributes:
        name: Name of the term; several costs may share it and are summed in reports.
        columns: The variables; None for a constant.
        value: Million money a unit at present value, by variable; costs are positive.
        constant: Million money at present value.
    """

    name: str
    columns: Columns | None
    value: Floats
    constant: float = 0.0


def numbered(families: Iterable[Columns]) -> tuple[Columns, ...]:
    """Families with their variables numbered through."""
    start, done = 0, []
    for family in families:
        done.append(replace(family, start=start))
        start += len(family)
    return tuple(done)


def first_period(keys: Table, on: Sequence[str]) -> Table:
    """Some columns of keys, in the first period."""
    return {**picked(keys, on), "period": np.zeros(height(keys), dtype=np.int64)}


def next_period(keys: Table, on: Sequence[str]) -> Table:
    """Some columns of keys, each a period later."""
    return {**picked(keys, on), "period": np.asarray(keys["period"]) + 1}


def coef(
    columns: Columns, row: ArrayLike, value: ArrayLike = 1.0, unit: str = "1", column: ArrayLike | None = None
) -> Term:
    """A term with one coefficient for each given variable (by default all); pairs with row -1 are left out.

    Args:
        columns: The variables.
        row: Row of each pair.
        value: Coefficient of each pair, or one for all.
        unit: Unit of the coefficients.
        column: Variable of each pair; empty: 0, 1, ... of `columns`.
    """
    rows = np.asarray(row, dtype=np.intp)
    which = np.arange(len(columns)) if column is None else np.asarray(column, dtype=np.intp)
    values = np.broadcast_to(np.asarray(value, dtype=float), rows.shape)
    kept = rows >= 0
    return Term(columns, rows[kept], which[kept], values[kept], unit)
