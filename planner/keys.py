"""Rows of tables found by their business keys, by number and without a merged table.

A merge of two tables builds a third, which at the size of a case of ten programmes takes ten times as long as finding
which rows are the same. Keys become numbers that are shared by the tables, and rows are looked up by number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    Arrays = Mapping[str, NDArray[Any]]
    """Columns by name as arrays."""
    Positions = NDArray[np.intp]
    Column = NDArray[Any] | pd.Series
    Table = pd.DataFrame | Mapping[str, Column]
    """Columns by name, all of one length."""


class LazyArrays(Mapping[str, "NDArray[Any]"]):
    """Columns of a table that does not change, as arrays by name; each is found when it is first asked for."""

    def __init__(self, table: Table) -> None:
        """Of a table."""
        self._table = table
        self._found: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Ask the table, once."""
        if name not in self._found:
            self._found[name] = _values(self._table[name])
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        """Names of the columns."""
        return map(str, self._table)

    def __len__(self) -> int:
        """Number of the columns."""
        return sum(1 for _ in self)


MOST = 2**62
"""Numbers of combinations stay below it."""
_KINDS = {"i": "number", "u": "number", "f": "number", "b": "number", "O": "text", "U": "text"}
WIDE = 8
"""Numbers that are so many times more than the rows are numbered anew: a list by number would be too long."""


def codes(tables: Sequence[Table], on: Sequence[str]) -> tuple[list[Positions], int]:
    """A number for each row of each table, the same where rows are equal on some columns; all are below a size.

    Of no columns all rows are equal; a value that is missing equals another.

    Raises:
        TypeError: A column holds texts in one table and numbers or dates in another.
    """
    lengths = [height(table) for table in tables]
    place, size = np.zeros(sum(lengths), dtype=np.int64), 1
    for name in on:
        numbers, most = _coded(stacked([_values(table[name]) for table in tables]))
        if size * most > MOST:
            place, size = _dense(place)
        place, size = place * most + numbers, size * most
    if size > WIDE * (len(place) + WIDE):
        place, size = _dense(place)
    return split(place, lengths), size


def locate(keys: Table, wanted: Table, on: Sequence[str]) -> Positions:
    """Number of the row of `keys` that equals each row of `wanted` on some columns; -1 where there is none.

    Raises:
        ValueError: `keys` holds a combination twice.
    """
    return locate_each(keys, [wanted], on)[0]


def locate_each(keys: Table, tables: Sequence[Table], on: Sequence[str]) -> list[Positions]:
    """As `locate`, for each of several tables: one search for all takes a fraction of the time of one for each.

    Raises:
        ValueError: As `locate`.
    """
    (own, *wanted), size = codes([keys, *tables], on)
    row = np.arange(len(own))
    place = np.full(size, -1, dtype=np.intp)
    place[own] = row
    if (twice := np.flatnonzero(place[own] != row)).size:
        raise ValueError(f"a combination stands twice: {_said(keys, on, twice[0])}")
    return [place[numbers] for numbers in wanted]


def row_of(keys: Table, wanted: Table, on: Sequence[str]) -> Positions:
    """As `locate`, of what has to be there.

    Raises:
        KeyError: A row of `wanted` is none of `keys`.
        ValueError: As `locate`.
    """
    at = locate(keys, wanted, on)
    if (missing := np.flatnonzero(at < 0)).size:
        raise KeyError(_said(wanted, on, missing[0]))
    return at


def matched(left: Table, right: Table, on: Sequence[str]) -> tuple[Positions, Positions]:
    """Every pair of rows that are equal on some columns: numbers in `left`, in order, and in `right`."""
    (own, other), size = codes([left, right], on)
    order = np.argsort(other, kind="stable")
    counts = np.bincount(other, minlength=size)
    first = np.cumsum(counts) - counts
    each = counts[own]
    row = np.repeat(np.arange(len(own)), each)
    return row, order[first[own][row] + ranks(each)]


def last_by(keys: Table, wanted: Table, on: Sequence[str], by: str) -> Positions:
    """Number of the last row of `keys` that is equal on some columns and no later `by` another; -1: there is none."""
    (own, asked), _ = codes([keys, wanted], on)
    days, day = np.unique(stacked([_values(keys[by]), _values(wanted[by])]), return_inverse=True)
    place = own * len(days) + day[: len(own)]
    order = np.argsort(place, kind="stable")
    last = np.searchsorted(place[order], asked * len(days) + day[len(own) :], side="right") - 1
    if not len(order):
        return np.full(len(asked), -1, dtype=np.intp)
    found = order[last]
    return np.where((last >= 0) & (own[found] == asked), found, -1)


def among(table: Table, others: Table, on: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each row of a table equals any of another on some columns."""
    (own, other), size = codes([table, others], on)
    known = np.zeros(size, dtype=bool)
    known[other] = True
    found: NDArray[np.bool_] = known[own]
    return found


def repeated(table: Table) -> bool:
    """Whether some row equals another."""
    (own,), size = codes([table], [*map(str, table)])
    return bool((np.bincount(own, minlength=size) > 1).any())


def gathered(tables: Sequence[Table], on: Sequence[str]) -> tuple[Arrays, list[Positions]]:
    """Unique combinations of some columns in any of the tables, sorted; and the number of each row's among them."""
    every = {name: stacked([_values(table[name]) for table in tables]) for name in on}
    (own,), size = codes([every], on)
    first = _first(own, size)
    there = np.flatnonzero(first >= 0)
    unique = {name: values[first[there]] for name, values in every.items()}
    order = ordered(unique, on)
    place = np.empty(size, dtype=np.intp)
    place[there[order]] = np.arange(len(there))
    return picked(unique, on, order), split(place[own], [height(table) for table in tables])


def summed(numbers: Positions, values: NDArray[Any], size: int) -> NDArray[np.float64]:
    """Sum of the values of each number below a size, compensated: the same in any order but for the last digit."""
    sums = pd.Series(values, dtype=float).groupby(numbers).sum()
    found = np.zeros(size)
    found[sums.index.to_numpy()] = sums.to_numpy()
    return found


def firsts(table: Table, on: Sequence[str]) -> Positions:
    """Numbers of the rows that no row before equals on some columns."""
    (own,), size = codes([table], on)
    first = _first(own, size)
    return np.sort(first[first >= 0])


def ordered(table: Table, on: Sequence[str]) -> Positions:
    """Numbers of the rows sorted by some columns, what is missing last; of equal ones in their order."""
    return np.lexsort([_ranked(_values(table[name])) for name in reversed(on)])


def ranks(sizes: Positions) -> Positions:
    """0, 1, ... of the members of each group, one group after another."""
    return np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def picked(table: Table, names: Iterable[str] | None = None, rows: Positions | None = None) -> Arrays:
    """Some columns of some rows by number; by default all."""
    arrays = {name: _values(table[name]) for name in (map(str, table) if names is None else names)}
    return arrays if rows is None else {name: values[rows] for name, values in arrays.items()}


def where(table: Table, condition: ArrayLike, names: Iterable[str] | None = None) -> Arrays:
    """Some columns (by default all) of the rows in which a condition holds.

    Raises:
        TypeError: It is no condition of each row.
    """
    holds = np.asarray(condition)
    if holds.dtype != bool or len(holds) != height(table):
        raise TypeError(f"{holds.dtype} {holds.shape}")
    return picked(table, names, np.flatnonzero(holds))


def joined(tables: Sequence[Arrays]) -> Arrays:
    """Tables of the same columns one after another, those that have none left out; of no table no columns."""
    kept = [table for table in tables if len(table)]
    return {name: stacked([table[name] for table in kept]) for name in (kept[0] if kept else ())}


def stacked(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Values one after another; the kind of empty ones counts for nothing.

    Raises:
        TypeError: Texts, numbers and dates stand beside each other.
    """
    kept = [part for part in parts if len(part)] or parts[:1]
    if len({_KINDS.get(part.dtype.kind, part.dtype.kind) for part in kept}) > 1:
        raise TypeError(", ".join(str(part.dtype) for part in kept))
    return np.concatenate(kept)


def split(values: Positions, lengths: Sequence[int]) -> list[Positions]:
    """Values that stand one after another, cut into parts of some lengths."""
    ends = np.cumsum(lengths)
    return [values[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def framed(table: Table) -> pd.DataFrame:
    """Columns as a frame, numbered anew; objects are texts where all that are not missing are."""
    if isinstance(table, pd.DataFrame):
        return table.reset_index(drop=True)
    arrays = {name: np.asarray(values) for name, values in table.items()}
    return pd.DataFrame({name: _series(array) if array.dtype == object else array for name, array in arrays.items()})


def _series(values: NDArray[np.object_]) -> pd.Series:
    texts = pd.api.types.infer_dtype(values, skipna=True) in {"string", "empty"}
    return pd.Series(values, dtype="str" if texts else object)


def height(table: Table) -> int:
    """Number of rows; 0 where there are no columns."""
    if isinstance(table, pd.DataFrame):
        return len(table)
    return next((len(values) for values in table.values()), 0)


def _coded(values: NDArray[np.generic]) -> tuple[Positions, int]:
    """Numbers of values, equal where these are, and a number that is above all of them."""
    if values.dtype.kind == "M":
        values = values.view(np.int64)
    if values.dtype.kind in "iu":
        values = values.astype(np.int64, copy=False)
    if values.dtype.kind in "iu" and len(values):
        least = int(values.min())
        span = int(values.max()) - least + 1
        if span <= WIDE * (len(values) + WIDE):
            return np.asarray(values - least, dtype=np.intp), span
    return _dense(values)


def _dense(values: NDArray[np.generic]) -> tuple[Positions, int]:
    numbers, unique = pd.factorize(values)
    return np.asarray(numbers, dtype=np.intp) + 1, len(unique) + 1  # 0: no value


def _ranked(values: NDArray[Any]) -> Positions:
    """Numbers of values in their order, what is missing last."""
    numbers, unique = pd.factorize(values, sort=True)
    return np.where(numbers < 0, len(unique), numbers)


def _said(table: Table, on: Sequence[str], row: int) -> str:
    """A row's keys, for a message."""
    return ", ".join(f"{name} {_values(table[name])[row]}" for name in on)


def _values(column: Column) -> NDArray[np.generic]:
    return column.to_numpy() if isinstance(column, pd.Series) else np.asarray(column)


def _first(numbers: Positions, size: int) -> Positions:
    """The first row of each number below a size; -1 where there is none."""
    first = np.full(size, -1, dtype=np.intp)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return first
