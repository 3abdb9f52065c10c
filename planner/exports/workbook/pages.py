"""A small workbook in the house's dress: sheets with a title, tables, sentences."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from planner.exports.workbook.cells import TOP
from planner.exports.workbook.grid import finish, set_lines, write_cell, write_fields
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.style import FONT, NAVY, SOFT_INK, Looks, set_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.fields import Field

_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Date of the file: a clock would make two workbooks of the same content differ."""
_WIDE = 110.0


@dataclass(frozen=True, slots=True)
class Pages:
    """The workbook while it is written: file, formats, and what it is about."""

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

    def table(self, sheet: Worksheet, columns: Sequence[Field], *, frozen: int) -> None:
        """A table with headers, `frozen` columns and filters."""
        write_fields(self, sheet, columns)
        finish(sheet, len(columns[0].cells), len(columns), frozen=frozen)

    def sentences(self, sheet: Worksheet, told: Sequence[str], careful: Sequence[str]) -> int:
        """What the workbook says, a row a sentence, and what a reader should know; gives the first row after them."""
        sheet.set_column(0, 0, _WIDE)
        look, quiet = self.looks.ruled(text_wrap=True), self.looks.ruled(text_wrap=True, font_color=SOFT_INK)
        rows = [*((words, look) for words in told), *((words, quiet) for words in careful)]
        for row, (words, shown) in enumerate(rows, TOP - 1):
            set_lines(sheet, row, lines_in(words, _WIDE - 2))
            write_cell(sheet, row, 0, words, shown)
        return TOP + len(rows)


def options() -> dict[str, Any]:
    """Of every workbook: no text of an input can become a formula, a link or a number.

    XlsxWriter writes into them, so each workbook gets its own: else the second one of a process differs from the first.
    """
    return {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
        "default_format_properties": {"font_name": FONT, "font_size": 10},
    }


@contextmanager
def opened(place: Path | BinaryIO, title: str, *, constant: bool = False) -> Iterator[Pages]:
    """A new workbook, at a path or in a file in memory, written when the context ends well.

    `constant` keeps one row in memory and the others on the disk: then rows must be written from top to bottom.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  (only where a workbook is written)

    memory = {"constant_memory": True, "in_memory": False} if constant else {}
    with Workbook(place, options() | memory) as file:
        file.set_properties({"title": title[:255], "created": _MADE})
        yield Pages(file, Looks(file), title)
