"""The workbook while it is written: its form, its formats, and how single cells are written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.workbook.style import LINK, NAVY, PALE, SOFT_INK, Looks, set_page
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from planner.tables.workbook.form import Form, Kind
    from planner.tables.workbook.texts import Value

LONGEST_NAME = 31
SPARE = 500
"""Rows below a table that offer the same choices."""
_NOTE = {"author": "", "x_scale": 2.6, "font_name": "Arial", "font_size": 9}
_NOTE_LINE, _NOTE_LETTERS = 15, 50
_LINE = 13
"""Height of a line of text."""
NUMBERS: dict[Kind, str] = {"text": "@", "number": "General", "date": "yyyy-mm-dd"}
"""Formats: what is typed into a column of names stays as it was typed."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What every sheet needs."""

    file: Workbook
    form: Form
    looks: Looks

    def sheet(self, name: str, *, portrait: bool = False) -> Worksheet:
        """A new sheet with its page set up.

        Raises:
            ValueError: Excel does not take so long a name.
        """
        if len(name) > LONGEST_NAME:
            raise ValueError(name)
        sheet = self.file.add_worksheet(name)
        set_page(sheet, self.form.title or text("template.title_new"), name, portrait=portrait, pages=0)
        return sheet

    def head(self, sheet: Worksheet, title: str, shows: str) -> None:
        """Title and explanation of a sheet that is no table."""
        sheet.set_row_pixels(0, 30)
        sheet.write_string(0, 0, title, self.looks(bold=True, font_size=16, font_color=NAVY, valign="vcenter"))
        sheet.write_string(1, 0, shows, self.looks(font_color=SOFT_INK))

    def kind(self, kind: Kind, **properties: object) -> Format:
        """The format of cells of a kind."""
        align = {"align": "left", "indent": 1} if kind == "text" else {}
        return self.looks(num_format=NUMBERS[kind], **align, **properties)

    def entry(self, kind: Kind) -> Format:
        """The format of a cell that is to be filled in on a sheet that is no table."""
        return self.looks.ruled(
            num_format=NUMBERS[kind], bg_color=PALE, align="left", indent=1, text_wrap=kind == "text"
        )

    def said(self) -> Format:
        """The format of an explanation in a list."""
        return self.looks.ruled(font_color=SOFT_INK, text_wrap=True)

    def link(self) -> Format:
        """The format of a link to another sheet."""
        return self.looks.ruled(font_color=LINK, underline=1)


def write(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """A value as what it is; a text stays one, whatever it looks like."""
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), look)
    else:
        sheet.write_number(row, column, value, look)


def fit(sheet: Worksheet, row: int, *told: tuple[str, int]) -> None:
    """Make a row as high as texts need in columns of these widths."""
    lines = max(-(-len(words) // width) or 1 for words, width in told)
    sheet.set_row(row, _LINE * lines + 2)


def note(sheet: Worksheet, row: int, column: int, words: str) -> None:
    """A note at a cell, as high as its words need."""
    lines = sum(len(line) // _NOTE_LETTERS + 1 for line in words.splitlines())
    sheet.write_comment(row, column, words, {**_NOTE, "height": lines * _NOTE_LINE + 12})


def choose(sheet: Worksheet, rows: tuple[int, int], column: int, choices: tuple[str, ...]) -> None:
    """Offer words in the rows of a column, and refuse others."""
    told = {"error_title": text("template.not_in_list"), "error_message": text("template.choose")}
    sheet.data_validation(rows[0], column, rows[1], column, {"validate": "list", "source": list(choices), **told})
