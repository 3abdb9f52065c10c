"""What the workbook of a sweep is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.workbook.fields import words_of
from planner.exports.workbook.figures import figure_of
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    Cell = float | int | str | None

_YEARLY = ("yearly_total", "yearly_finance")


@dataclass(frozen=True, eq=False)
class Swept:
    """A sweep as readers see it.

    Attributes:
        title: Title of the case.
        currency: Money of the case.
        said: What the sweep is, sentence by sentence.
        summary, targets: Quantiles of every number; chances of the targets.
        tornado, ranking: Of a tornado, of a sample; None for others.
        heads: Header of each cell that names a run in the rows for a pivot table, and whether it is a number.
        count: How many of those rows there are.
        rows: They themselves, one by one: what names the run, measure, unit, year (None: of the whole plan), value.
    """

    title: str
    currency: str
    said: Sequence[str]
    summary: pd.DataFrame
    targets: pd.DataFrame
    tornado: pd.DataFrame | None
    ranking: pd.DataFrame | None
    heads: Sequence[tuple[str, bool]]
    count: int
    rows: Iterable[Sequence[Cell]]


def measure_of(name: str, currency: str) -> tuple[str, str]:
    """A number by year or a key figure in words, and its unit; shares have the unit of per cent."""
    for table in _YEARLY:
        for column in dictionary()[table]:
            if column.name == name:
                return words_of(column), _unit(column.unit, currency)
    figure = figure_of(name, 1.0, currency)
    return figure.words, "%" if figure.shape.endswith("%") else figure.unit


def _unit(unit: str, currency: str) -> str:
    known: Mapping[str, str] = {
        "vehicle": text("workbook_unit.vehicle"),
        "million money": text("workbook_unit.million money", currency=currency),
    }
    return known.get(unit, unit)
