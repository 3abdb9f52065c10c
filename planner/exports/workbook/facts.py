"""What is known of cells, cars and lines, beside what the planner computes from the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.fields import numbers
from planner.exports.workbook.listing import FREE, WIDTH, Part, write_listing
from planner.exports.workbook.pivots import column_of
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

_TABLE = "seed_facts"
_COLUMNS = 8
Fact = tuple[str, float | None, float | None, str]
"""What it is, the value computed, the value known, their unit."""


def write_facts(book: Book) -> None:
    """Add the sheet of all facts; none where there are none."""
    rows = facts(book)
    if rows:
        sheet = book.sheet(_TABLE, len(rows))
        sheet.set_column(0, _COLUMNS - 1, WIDTH)
        write_fact_rows(book, sheet, TOP, rows, 0)
        sheet.freeze_panes(TOP + 1, 0)
        sheet.repeat_rows(TOP)


def facts(book: Book) -> list[Fact]:
    """All facts in the order of their table."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None or frame.empty:
        return []
    value, known = (numbers(rounded(frame[name], column_of(_TABLE, name))) for name in ("value", "expected"))
    # The unit of what is counted says nothing.
    units = ["" if unit == "1" else unit for unit in as_texts(frame["unit"])]
    return list(zip(as_texts(frame["meaning"]), value, known, units, strict=True))


def write_fact_rows(book: Book, sheet: Worksheet, row: int, rows: list[Fact], first: int) -> int:
    """Write facts from column `first` of a page of equal columns; gives the first row after them."""
    parts = (
        Part(text("workbook.facts_meaning"), first, first + 4),
        Part(text("workbook.facts_value"), first + 5, first + 5, FREE),
        Part(text("workbook.facts_expected"), first + 6, first + 6, FREE),
        Part(text("workbook.facts_unit"), first + 7, first + 7),
    )
    return write_listing(book, sheet, row, parts, rows)
