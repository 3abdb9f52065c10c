"""A result table as a sheet: headers with units, frozen, filtered, fitted and printable."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary
from planner.exports.workbook.book import MOST_ROWS
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.fields import field_of
from planner.exports.workbook.live import formulas
from planner.exports.workbook.ratios import ratios
from planner.exports.workbook.style import GROUP_RULE, NAVY, PALE
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book
    from planner.exports.workbook.fields import Field
    from planner.exports.workbook.style import Dressed

_MOST_FROZEN = 3
_WIDE = 260.0
"""Width in characters from which on a table is printed on two pages beside each other, to stay readable."""
_ALL_OF_IT = 0.9995


def write_table(book: Book, table: str) -> None:
    """Add the sheet of a result table; none where it has no rows or more than a sheet should hold."""
    frame = book.plan.tables.get(table)
    if frame is None or frame.empty:
        return
    if len(frame) > MOST_ROWS:
        book.left_out(table, len(frame))
        return
    columns = dictionary()[table]
    live = formulas(book, table)
    fields = [replace(field_of(book, frame, column), formulas=live.get(column.name, ())) for column in columns]
    fields += ratios(book, table)
    sheet = book.sheet(table, len(frame), width=sum(field.width for field in fields))
    write_fields(book, sheet, fields, grouped=table.startswith("yearly_") and table != "yearly_total")
    finish(sheet, len(frame), len(fields), frozen=min(sum(c.key for c in columns), _MOST_FROZEN))
    if sum(field.width for field in fields) > _WIDE:
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(0)
    if table == "yearly_materials":
        names = [column.name for column in columns]
        _mark_full(book, sheet, names.index("share_of_most"), len(frame))


def finish(sheet: Worksheet, rows: int, columns: int, *, frozen: int) -> None:
    """Freeze headers and `frozen` columns, repeat the headers in print, offer a filter on each column."""
    sheet.freeze_panes(TOP + 1, frozen)
    sheet.repeat_rows(TOP)
    sheet.autofilter(TOP, 0, TOP + rows, columns - 1)


def _mark_full(book: Book, sheet: Worksheet, column: int, rows: int) -> None:
    """Set off the cells where all that can be had is bought."""
    look = book.file.add_format({"bold": True, "bg_color": "#FBE3BF"})
    rule = {"type": "cell", "criteria": ">=", "value": _ALL_OF_IT, "format": look}
    sheet.conditional_format(TOP + 1, column, TOP + rows, column, rule)


def write_fields(book: Dressed, sheet: Worksheet, fields: Sequence[Field], *, grouped: bool = False) -> None:
    """Write headers and cells; `grouped` rules off where the first column changes."""
    first = fields[0].cells
    breaks = [False, *(one != other for one, other in pairwise(first))] if grouped else [False] * len(first)
    set_head(sheet, TOP, max(field.header_lines for field in fields))
    tall: dict[int, int] = {}
    for field in fields:
        tall |= {row: max(lines, tall.get(row, 1)) for row, lines in field.tall().items()}
    for row, lines in tall.items():
        set_lines(sheet, TOP + 1 + row, lines)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
        indent = {"indent": 1} if field.align == "left" else {}
        side = "left" if field.align == "left" else "center"
        sheet.write_string(TOP, column, field.header, book.looks.header(align=side, **indent))
        looks = {rule: _look(book, field, rule) for rule in set(breaks)}
        told = field.formulas or [""] * len(field.cells)
        for row, (cell, formula, rule) in enumerate(zip(field.cells, told, breaks, strict=True), TOP + 1):
            write_live(sheet, (row, column), formula, cell, looks[rule])


def write_heading(book: Dressed, sheet: Worksheet, row: int, words: str, column: int = 0) -> int:
    """Write the heading of a part of a sheet; gives the row below it."""
    sheet.set_row_pixels(row, 26)
    write_cell(sheet, row, column, words, book.looks(bold=True, font_size=12, font_color=NAVY, valign="vcenter"))
    return row + 1


def write_band(book: Dressed, sheet: Worksheet, row: int, words: str, last: int) -> None:
    """Write what the rows below are about, on a band from the first column to `last`."""
    look = book.looks(bold=True, bg_color=PALE)
    write_cell(sheet, row, 0, words, look)
    for across in range(1, last + 1):
        sheet.write_blank(row, across, None, look)


def set_head(sheet: Worksheet, row: int, lines: int) -> None:
    """Make a row of headers as high as so many lines, with room around them."""
    sheet.set_row_pixels(row, 20 + 16 * lines)


def set_lines(sheet: Worksheet, row: int, lines: int) -> None:
    """Make a row as high as so many lines (not every program does so by itself)."""
    if lines > 1:
        sheet.set_row_pixels(row, 4 + 16 * lines)


def _look(book: Dressed, field: Field, rule: bool) -> Format:
    properties: dict[str, Any] = {"align": field.align}
    properties |= {"num_format": field.shape} if field.shape else {"text_wrap": True}
    if field.align == "left":
        properties["indent"] = 1
    if rule:
        properties |= {"top": 1, "top_color": GROUP_RULE}
    return book.looks.ruled(**properties)


def write_live(sheet: Worksheet, place: tuple[int, int], formula: str, value: object, look: Format) -> None:
    """Write a formula with the value that it gives; where there is none, the value."""
    if formula:
        sheet.write_formula(*place, formula, look, "" if value is None else value)
    else:
        write_cell(sheet, *place, value, look)


def write_cell(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """Write a value as what it is; text is never taken for a formula or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, int | float):
        if math.isinf(value):
            sheet.write_string(row, column, text("workbook.infinite"), look)
        else:
            sheet.write_number(row, column, value, look)
    else:
        sheet.write_datetime(row, column, value, look)
