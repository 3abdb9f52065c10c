"""The algebra as labelled blocks: columns, rows and cost terms are tables with business keys.

A family of variables is a `Columns`, a family of constraints a `Rows`; a `Term` adds coefficient times column to some
of the rows. Numbers are in the natural units of the tables; `assemble` scales them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from pandas.errors import MergeError

from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray
    from pandas.api.extensions import ExtensionArray

    Floats = NDArray[np.float64]
    Positions = NDArray[np.intp]

Sense = Literal["<=", ">=", "="]


@dataclass(frozen=True, eq=False)
class Columns:
    """A family of variables, all at least zero.

    Attributes:
        name: Name of the family.
        unit: Unit of one natural unit of the variable.
        keys: Business keys, one row a variable.
        scale: Natural units in one unit of the program, by variable.
        start: Number of the first variable in the program.
        upper: Most of each variable in natural units; None: no limit.
        integer: Which variables are whole; None: none.
    """

    name: str
    unit: str
    keys: pd.DataFrame
    scale: Floats
    start: int = 0
    upper: Floats | None = None
    integer: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """Number of variables."""
        return len(self.keys)


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
        keys: Business keys, one row a constraint.
        rhs: Right-hand side, by constraint.
        terms: What is summed.
    """

    name: str
    sense: Sense
    unit: str
    keys: pd.DataFrame
    rhs: Floats
    terms: tuple[Term, ...]

    def __len__(self) -> int:
        """Number of constraints."""
        return len(self.keys)


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


def locate(keys: pd.DataFrame, wanted: pd.DataFrame, on: Sequence[str]) -> Positions:
    """Number of the row of `keys` that equals each row of `wanted` on some columns; -1 where there is none.

    Raises:
        pandas.errors.MergeError: `keys` holds a combination twice.
    """
    if keys.empty or wanted.empty:
        return np.full(len(wanted), -1, dtype=np.intp)
    if len(on) == 1:
        return np.asarray(pd.Index(keys[on[0]]).get_indexer(wanted[on[0]]), dtype=np.intp)
    return _located(*([table[column].array for column in on] for table in (keys, wanted)))


def locate_each(keys: pd.DataFrame, tables: Sequence[pd.DataFrame], on: Sequence[str]) -> list[Positions]:
    """As `locate`, for each of several tables: one search for all takes a fraction of the time of one for each.

    Raises:
        pandas.errors.MergeError: As `locate`.
    """
    found = locate(keys, pd.concat([table[list(on)] for table in tables]), on)
    return np.split(found, np.cumsum([len(table) for table in tables])[:-1])


@remembered(256)
def _located(keys: list[ExtensionArray], wanted: list[ExtensionArray]) -> Positions:
    """As `locate`, by columns."""
    size = len(keys[0])
    place = np.zeros(size + len(wanted[0]), dtype=np.int64)
    for own, other in zip(keys, wanted, strict=True):
        # A merge finds the same, in five times the time where tables are small.
        codes, values = pd.factorize(pd.concat([pd.Series(own), pd.Series(other)]), use_na_sentinel=False)
        place = place * len(values) + codes
    order = np.argsort(place[:size], kind="stable")
    known, asked = place[:size][order], place[size:]
    if (known[1:] == known[:-1]).any():
        raise MergeError("a combination stands twice")
    at = np.searchsorted(known, asked).clip(max=size - 1)
    return np.where(known[at] == asked, order[at], -1)


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


@remembered()
def present(on: Sequence[str], *tables: pd.DataFrame) -> pd.DataFrame:
    """Unique combinations of some columns found in any of the tables, sorted."""
    found = pd.concat([table[list(on)] for table in tables])
    return found.drop_duplicates().sort_values(list(on), ignore_index=True)
