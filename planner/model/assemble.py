"""The single gate from labelled blocks to a sparse program: checks, sums duplicates, scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.units import product, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from planner.model.algebra import Columns, Cost, Rows

    Floats = NDArray[np.float64]

SIGN = {"<=": -1, "=": 0, ">=": 1}


class ModelError(Exception):
    """The model's own blocks do not fit together: a fault of the planner, never of the input."""


@dataclass(frozen=True, eq=False)
class Program:
    """A linear program to be minimised, in scaled units, as compressed sparse rows.

    With natural x = column_scale * x', row' = row / row_scale and money' = million / money_scale:

        minimise cost . x' + constant / money_scale,  row_lower <= A x' <= row_upper,  lower <= x' <= upper

    Attributes:
        columns: Variable families in the order of their numbers.
        rows: Constraint families in the order of their rows.
        row_start: First row of each family.
        indptr, indices, data: The scaled matrix A, by rows.
        row_lower, row_upper: Scaled bounds of the rows.
        lower, upper: Scaled bounds of the variables.
        cost: Scaled cost.
        terms: Million money a natural unit by cost term, [column].
        constants: Million money by cost term that no decision changes.
        column_scale, row_scale, money_scale: Natural units in one unit of the program (powers of ten).
        integer: Which variables are whole.
    """

    columns: tuple[Columns, ...]
    rows: tuple[Rows, ...]
    row_start: NDArray[np.intp]
    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]
    data: Floats
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    cost: Floats
    terms: dict[str, Floats]
    constants: dict[str, float]
    column_scale: Floats
    row_scale: Floats
    money_scale: float
    integer: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.row_lower), len(self.cost)

    @property
    def constant(self) -> float:
        """Million money that no decision changes."""
        return float(sum(self.constants.values()))

    def counts(self) -> dict[str, int]:
        """Size of the program."""
        return {"rows": self.shape[0], "columns": self.shape[1], "non_zeros": len(self.data)}

    def matvec(self, x: Floats) -> Floats:
        """A x in scaled units."""
        filled = np.diff(self.indptr) > 0
        sums = np.zeros(len(filled))
        if filled.any():
            sums[filled] = np.add.reduceat(self.data * x[self.indices], self.indptr[:-1][filled])
        return sums

    def value(self, x: Floats) -> float:
        """Scaled objective of scaled values, without the constant.

        Summed by numpy: the threads of a product of vectors wait on all cores for the next.
        """
        return float(np.sum(self.cost * x))

    def column_slice(self, name: str) -> slice:
        """Numbers of a family's variables."""
        family = next(c for c in self.columns if c.name == name)
        return slice(family.start, family.start + len(family))

    def row_slice(self, name: str) -> slice:
        """Numbers of a family's rows; an empty slice for a family that has none."""
        for start, family in zip(self.row_start, self.rows, strict=True):
            if family.name == name:
                return slice(int(start), int(start) + len(family))
        return slice(0, 0)


def assemble(columns: Sequence[Columns], rows: Sequence[Rows], costs: Iterable[Cost]) -> Program:
    """Join blocks into a program.

    Raises:
        ModelError: A row key stands twice, a term points outside its family, a number is not finite, or units do not
            add up.
    """
    for family in rows:
        _check(family)
    width = sum(map(len, columns))
    starts = np.cumsum([0, *map(len, rows)]).astype(np.intp)
    row, column, value = _triplets(rows, starts)
    indptr, indices, data = compressed(row, column, value, int(starts[-1]), width)
    column_scale = _joined(columns, lambda c: c.scale)
    data = data * column_scale[indices]
    row_scale = _row_scale(data, indptr)
    data /= np.repeat(row_scale, np.diff(indptr))
    lower, upper = _row_bounds(rows)
    terms, constants = _terms(costs, width)
    cost = sum(terms.values(), np.zeros(width)) * column_scale
    money_scale = _money_scale(cost)
    return Program(
        columns=tuple(columns),
        rows=tuple(rows),
        row_start=starts[:-1],
        indptr=indptr,
        indices=indices,
        data=data,
        row_lower=lower / row_scale,
        row_upper=upper / row_scale,
        lower=np.zeros(width),
        upper=_joined(columns, lambda c: np.full(len(c), np.inf) if c.upper is None else c.upper / c.scale),
        cost=cost / money_scale,
        terms=terms,
        constants=constants,
        column_scale=column_scale,
        row_scale=row_scale,
        money_scale=money_scale,
        integer=_joined(columns, lambda c: np.zeros(len(c)) if c.integer is None else c.integer).astype(bool),
    )


def _joined(columns: Sequence[Columns], values: Callable[[Columns], NDArray[Any]]) -> NDArray[Any]:
    """A value of every variable, family by family."""
    return np.concatenate([values(c) for c in columns]) if columns else np.empty(0)


def _check(family: Rows) -> None:
    from planner.keys import repeated  # noqa: PLC0415 - the solver's side of the gate needs no pandas

    size = len(family)
    if size and repeated(family.named):
        raise ModelError(f"{family.name}: a row stands twice")
    if len(family.rhs) != size or not np.isfinite(family.rhs).all():
        raise ModelError(f"{family.name}: right-hand sides do not fit the rows or are not finite")
    for term in family.terms:
        if not np.isfinite(term.value).all():
            raise ModelError(f"{family.name}: a coefficient of {term.columns.name} is not finite")
        outside = (term.row >= size) | (term.column < 0) | (term.column >= len(term.columns))
        if outside.any():
            raise ModelError(f"{family.name}: a term of {term.columns.name} points outside its family")
        if product(term.unit, term.columns.unit) != reduced(family.unit):
            raise ModelError(f"{family.name}: the unit of a term of {term.columns.name} is not {family.unit}")


def _triplets(rows: Sequence[Rows], starts: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    terms = [(start, term) for start, family in zip(starts, rows, strict=False) for term in family.terms]
    if not terms:
        return np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0)
    return (
        np.concatenate([start + term.row for start, term in terms]),
        np.concatenate([term.columns.start + term.column for _, term in terms]),
        np.concatenate([term.value for _, term in terms]),
    )


def compressed(
    row: NDArray[np.intp], column: NDArray[np.intp], value: Floats, height: int, width: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Sorted by row and column, duplicates summed (PuLP 3 would keep the last, HiGHS refuse), zeros left out."""
    place = row * np.intp(max(width, 1)) + column
    order = np.argsort(place, kind="stable")
    place, value = place[order], value[order]
    first = np.flatnonzero(np.diff(place, prepend=-1))
    summed = np.add.reduceat(value, first) if len(value) else value
    place = place[first]
    kept = summed != 0.0
    place, summed = place[kept], summed[kept]
    indptr = np.searchsorted(place // max(width, 1), np.arange(height + 1)).astype(np.int32)
    return indptr, (place % max(width, 1)).astype(np.int32), summed


def _row_scale(data: Floats, indptr: NDArray[np.int32]) -> Floats:
    """Power of ten near the geometric mean of the least and the largest coefficient of each row."""
    filled = np.diff(indptr) > 0
    size, first = np.log10(np.abs(data)), indptr[:-1][filled]
    middle = np.zeros(len(filled))
    if len(first):
        middle[filled] = (np.minimum.reduceat(size, first) + np.maximum.reduceat(size, first)) / 2
    return np.asarray(10.0 ** np.round(middle))


def _row_bounds(rows: Sequence[Rows]) -> tuple[Floats, Floats]:
    if not rows:
        return np.empty(0), np.empty(0)
    lower = [np.full(len(r), -np.inf) if r.sense == "<=" else r.rhs for r in rows]
    upper = [np.full(len(r), np.inf) if r.sense == ">=" else r.rhs for r in rows]
    return np.concatenate(lower).astype(float), np.concatenate(upper).astype(float)


def _terms(costs: Iterable[Cost], width: int) -> tuple[dict[str, Floats], dict[str, float]]:
    terms: dict[str, Floats] = {}
    constants: dict[str, float] = {}
    for cost in costs:
        if not np.isfinite(cost.value).all() or not np.isfinite(cost.constant):
            raise ModelError(f"cost {cost.name} is not finite")
        if cost.columns is None:
            constants[cost.name] = constants.get(cost.name, 0.0) + cost.constant
        else:
            vector = terms.setdefault(cost.name, np.zeros(width))
            vector[cost.columns.start : cost.columns.start + len(cost.columns)] += cost.value
    return terms, constants


def _money_scale(cost: Floats) -> float:
    """Power of ten near the median cost, so that the solver's tolerances mean something for cars and for bolts."""
    sizes = np.abs(cost[cost != 0])
    return float(10.0 ** np.round(np.log10(np.median(sizes)))) if len(sizes) else 1.0


def describe(program: Program) -> pd.DataFrame:
    """Rows, non-zeros and the range of scaled coefficients by constraint family."""
    import pandas as pd  # noqa: PLC0415 - the solver's side of the gate needs no pandas

    sizes = np.abs(program.data)
    out = []
    for start, family in zip(program.row_start, program.rows, strict=True):
        span = slice(program.indptr[start], program.indptr[start + len(family)])
        data = sizes[span]
        least, most = (float(data.min()), float(data.max())) if len(data) else (0.0, 0.0)
        out.append((family.name, len(family), len(data), least, most))
    return pd.DataFrame(out, columns=["family", "rows", "non_zeros", "least", "most"])
