"""The comparison as a workbook: what it says with a chart, the figures, the inputs that differ, the long form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from planner.exports.compared.compared import InputDifference, LongRow
from planner.exports.compared.figures import write_figures
from planner.exports.compared.picture import insert_chart
from planner.exports.workbook import OPTIONS
from planner.exports.workbook.fields import Field
from planner.exports.workbook.grid import TOP, finish, write_cell, write_fields
from planner.exports.workbook.style import NAVY, SOFT_INK, Looks, set_page
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Compared

BOOK = "comparison.xlsx"
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Date of the file: a clock would make two comparisons of the same reports differ."""
MOST_ROWS = 10_000
"""Rows that a sheet shows; the CSV has all."""
_WIDE = 110.0


@dataclass(frozen=True, slots=True)
class Pages:
    """The workbook while it is written: file, formats, and whose plans they are."""

    file: Workbook
    looks: Looks
    title: str

    def sheet(self, name: str, shows: str, *, portrait: bool = False, pages: int = 0) -> Worksheet:
        """A new sheet with its page set up, its title and what it shows."""
        sheet = self.file.add_worksheet(name)
        set_page(sheet, self.title, name, portrait=portrait, pages=pages)
        sheet.set_row_pixels(0, 30)
        sheet.write_string(0, 0, name, self.looks(bold=True, font_size=16, font_color=NAVY, valign="vcenter"))
        sheet.write_string(1, 0, shows, self.looks(font_color=SOFT_INK))
        return sheet


def write_book(compared: Compared, folder: Path) -> None:
    """Write `comparison.xlsx`; no text of a report or of an input can become a formula or a link."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (only where a workbook is written)

    title = text("compare.title", plans=text("compare.comma").join(compared.plans))
    with Workbook(str(folder / BOOK), OPTIONS) as file:
        file.set_properties({"title": title[:255], "created": _MADE})
        pages = Pages(file, Looks(file), title)
        summary = pages.sheet(text("compare.sheet_summary"), text("compare.shows_summary"), portrait=True, pages=1)
        figures = pages.sheet(text("compare.sheet_figures"), text("compare.shows_figures", plan=compared.plans[0]))
        write_figures(pages, figures, compared)
        _write_inputs(pages, compared)
        _write_long(pages, compared)
        row = _write_summary(pages, summary, compared)
        insert_chart(pages, summary, figures, compared, row)
        summary.activate()


def _write_summary(pages: Pages, sheet: Worksheet, compared: Compared) -> int:
    """What the comparison says, a row a sentence; gives the first row after them."""
    sheet.set_column(0, 0, _WIDE)
    look, careful = pages.looks.ruled(text_wrap=True), pages.looks.ruled(text_wrap=True, font_color=SOFT_INK)
    rows = [*((words, look) for words in compared.headlines), *((words, careful) for words in compared.warnings)]
    for row, (words, shown) in enumerate(rows, TOP - 1):
        sheet.set_row_pixels(row, 20 * (1 + len(words) // int(_WIDE)))
        write_cell(sheet, row, 0, words, shown)
    return TOP + len(rows)


def _write_inputs(pages: Pages, compared: Compared) -> None:
    sheet = pages.sheet(text("compare.sheet_inputs"), text("compare.shows_inputs", plan=compared.plans[0]))
    names = [column.name for column in fields(InputDifference)]
    rows = compared.inputs[:MOST_ROWS]
    _write_table(
        pages,
        sheet,
        [Field(text(f"compare_input.{name}"), [getattr(row, name) for row in rows], widest=60) for name in names],
        frozen=1,
    )


def _write_long(pages: Pages, compared: Compared) -> None:
    sheet = pages.sheet(text("compare.sheet_long"), text("compare.shows_long"))
    rows = compared.long[:MOST_ROWS]
    shapes = {"year": "0", "value": "#,##0.###"}
    columns = []
    for column in fields(LongRow):
        shape = shapes.get(column.name, "")
        cells = [getattr(row, column.name) for row in rows]
        columns.append(Field(column.name, cells, shape, "right" if shape else "left"))
    _write_table(pages, sheet, columns, frozen=0)


def _write_table(pages: Pages, sheet: Worksheet, columns: Sequence[Field], *, frozen: int) -> None:
    write_fields(pages, sheet, columns)
    finish(sheet, len(columns[0].cells), len(columns), frozen=frozen)
