"""The first sheet: every problem with a link to its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from planner.errors import Severity
from planner.exports.faulty.cells import COLOURS, first_cell, spot
from planner.exports.faulty.plain import plain
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.style import FONT, INK, LINK, NAVY, RULE, SOFT_INK, WHITE
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from planner.errors import Problem

SHEET = "Problems"
_WIDTHS = {"where": 24, "kind": 12, "message": 70, "advice": 70}
_LINE = 13.5
"""Points of a line."""
_TOP = 5
"""Row of the heads."""


def write_list(book: Workbook, problems: Sequence[Problem], name: str) -> None:
    """Put the sheet of problems before all others, in place of a former one.

    Args:
        book: The copy.
        problems: What is wrong, worst first.
        name: Name of the workbook in which it is to be mended.
    """
    if SHEET in book.sheetnames:
        del book[SHEET]
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    sheet = book.create_sheet(SHEET, 0)
    book.active = 0
    _write_head(sheet, problems, name)
    for row, problem in enumerate(problems, _TOP + 1):
        _write_row(book, sheet, row, problem)
    sheet.freeze_panes = sheet.cell(_TOP + 1, 1)
    sheet.auto_filter.ref = f"A{_TOP}:D{_TOP + len(problems)}"
    _set_page(sheet)


def _write_head(sheet: Worksheet, problems: Sequence[Problem], name: str) -> None:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    found = text("faulty.found", file=name, errors=errors, warnings=len(problems) - errors)
    _say(sheet.cell(1, 1), text("faulty.title"), size=16, bold=True, color=NAVY)
    _say(sheet.cell(2, 1), found, color=INK)
    _say(sheet.cell(3, 1), text("faulty.mend", file=name), color=SOFT_INK)
    for column, (key, width) in enumerate(_WIDTHS.items(), 1):
        cell = sheet.cell(_TOP, column)
        sheet.column_dimensions[cell.column_letter].width = width
        _say(cell, text(f"faulty.{key}"), bold=True, color=WHITE)
        cell.fill = PatternFill("solid", fgColor=_argb(NAVY))
        cell.alignment = Alignment("left", "center", indent=1)
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[_TOP].height = 20


def _write_row(book: Workbook, sheet: Worksheet, row: int, problem: Problem) -> None:
    told = (problem.place, text(f"faulty.{problem.severity}"), problem.message, problem.advice)
    lines = max(lines_in(words, width - 4) for words, width in zip(told, _WIDTHS.values(), strict=True))
    sheet.row_dimensions[row].height = _LINE * lines + 4
    for column, words in enumerate(told, 1):
        cell = sheet.cell(row, column)
        _say(cell, words, color=INK)
        cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
        cell.border = Border(bottom=Side("thin", color=_argb(RULE)))
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=COLOURS[problem.severity])
    target, reference = spot(problem)
    if target in book.sheetnames:
        where = sheet.cell(row, 1)
        quoted = target.replace("'", "''")
        # Set as an object: a text would be taken for an address outside.
        where.hyperlink = Hyperlink(where.coordinate, location=f"'{quoted}'!{first_cell(reference)}")
        where.font = Font(FONT, 10, underline="single", color=_argb(LINK))


def _say(cell: Cell, words: str, *, size: int = 10, bold: bool = False, color: str) -> None:
    """Write a text that stays one, whatever it begins with."""
    cell.value = plain(words)
    cell.data_type = "s"
    cell.font = Font(FONT, size, bold=bold, color=_argb(color))


def _set_page(sheet: Worksheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_TOP}:{_TOP}"


def _argb(colour: str) -> str:
    return f"FF{colour.removeprefix('#')}"
