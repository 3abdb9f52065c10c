"""A tidy table as a block: labels down, years across; the numbers stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.fields import numbers
from planner.exports.workbook.grid import set_lines, write_cell
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.dictionary import Column
    from planner.exports.workbook.book import Book


LABELS = 40
"""Width of the labels in characters."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """Values by label and year.

    Attributes:
        labels: Reader's names down.
        years: Years across.
        cells: Value by (row, column); None where there is none.
        shape: Excel's number format.
    """

    labels: tuple[str, ...]
    years: tuple[int, ...]
    cells: tuple[tuple[float | None, ...], ...]
    shape: str


def column_of(table: str, name: str) -> Column:
    """The dictionary's description of a column."""
    return next(column for column in dictionary()[table] if column.name == name)


def pivoted(book: Book, frame: pd.DataFrame, table: str, by: str, value: str) -> Pivot:
    """Column `value` of a yearly table with the keys of `by` down, in the order of their first row."""
    column = column_of(table, value)
    keys = as_texts(frame[by])
    years = tuple(sorted({int(year) for year in frame["year"]}))
    cells = dict(
        zip(
            zip(keys, frame["year"].tolist(), strict=True),
            numbers(rounded(frame[value], column)),
            strict=True,
        )
    )
    order = tuple(dict.fromkeys(keys))
    return Pivot(
        labels=tuple(book.name_of(by, key) for key in order),
        years=years,
        cells=tuple(tuple(cells.get((key, year)) for year in years) for key in order),
        shape=shape_of(column, cells.values()),
    )


def joined(*pivots: Pivot) -> Pivot:
    """Pivots of the same years below each other."""
    return Pivot(
        labels=tuple(label for pivot in pivots for label in pivot.labels),
        years=pivots[0].years,
        cells=tuple(row for pivot in pivots for row in pivot.cells),
        shape=pivots[0].shape,
    )


def relabelled(pivot: Pivot, *labels: str) -> Pivot:
    """The same numbers under other labels."""
    return Pivot(labels, pivot.years, pivot.cells, pivot.shape)


def write_pivot(book: Book, sheet: Worksheet, pivot: Pivot, corner: str, row: int) -> None:
    """Write a block with its header in `row`, labels in the first column."""
    write_years(book, sheet, pivot.years, corner, row)
    write_labels(book, sheet, pivot, row + 1)


def write_years(book: Book, sheet: Worksheet, years: Sequence[int], corner: str, row: int) -> None:
    """Write the header of a block."""
    sheet.write_string(row, 0, corner, book.looks.header(align="left"))
    for across, year in enumerate(years, 1):
        sheet.write_number(row, across, year, book.looks.header(align="center", num_format="0"))


def write_labels(book: Book, sheet: Worksheet, pivot: Pivot, row: int) -> None:
    """Write the labels and numbers of a block from `row` on."""
    text_look = book.looks.ruled(text_wrap=True)
    look = book.looks.ruled(num_format=pivot.shape, align="right")
    for down, (name, cells) in enumerate(zip(pivot.labels, pivot.cells, strict=True), row):
        set_lines(sheet, down, lines_in(name, LABELS - 1))
        write_cell(sheet, down, 0, name, text_look)
        write_row(sheet, down, 1, cells, look)


def write_row(sheet: Worksheet, row: int, first: int, cells: Sequence[float | None], look: Format) -> None:
    """Write numbers from left to right."""
    for across, value in enumerate(cells, first):
        write_cell(sheet, row, across, value, look)
