"""Cells at fault: their colour and their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import range_boundaries

from planner.errors import Severity
from planner.exports.faulty.plain import plain
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from planner.errors import Problem

COLOURS = {Severity.ERROR: "FFF07A6C", Severity.WARNING: "FFFFE0A3"}
"""Red stops a plan, amber does not."""
AUTHOR = "planner"
_FORMER = "\n\n* * *\n"
"""Between what is wrong and the note that the cell had before."""
_WIDTH, _LINE, _LETTERS = 340, 16, 52
"""Points of a note's width and of a line, letters of a line."""


def mark(book: Workbook, problems: Sequence[Problem]) -> None:
    """Colour every cell at fault and say in a note what is wrong and what to do; sheets with errors get a red tab."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        sheet, reference = spot(problem)
        if sheet in book.sheetnames:
            found.setdefault((sheet, reference), []).append(problem)
    # Warnings first, so that a cell of both ends in red.
    for (name, reference), told in sorted(found.items(), key=lambda entry: _worst(entry[1]), reverse=True):
        if _worst(told) is Severity.ERROR:
            book[name].sheet_properties.tabColor = COLOURS[Severity.ERROR]
        if reference:
            _mark(book[name], reference, told)
    for sheet in book.worksheets:
        _fit_notes(sheet)


def unmark(book: Workbook) -> None:
    """Take former marks away from a copy that is checked itself."""
    for sheet in book.worksheets:
        for cell in _noted(sheet):
            if cell.comment.author == AUTHOR:
                former = cell.comment.text.partition(_FORMER)[2]
                cell.comment = Comment(former, "") if former else None
                cell.fill = PatternFill()
        if sheet.sheet_properties.tabColor is not None and sheet.sheet_properties.tabColor.rgb in COLOURS.values():
            sheet.sheet_properties.tabColor = None


def spot(problem: Problem) -> tuple[str, str]:
    """Sheet and cells of a problem; cells are empty where it is of the whole sheet."""
    sheet, _, reference = problem.cell.rpartition("!")
    return (sheet, reference) if sheet else (reference, "")


def first_cell(reference: str) -> str:
    """The cell at which a reader begins ("12:12": "A12")."""
    first = reference.partition(":")[0] or "A1"
    return f"A{first}" if first.isdigit() else first


def _worst(told: Iterable[Problem]) -> Severity:
    return Severity.ERROR if any(problem.severity is Severity.ERROR for problem in told) else Severity.WARNING


def _mark(sheet: Worksheet, reference: str, told: Sequence[Problem]) -> None:
    colour = COLOURS[_worst(told)]
    for cell in _cells(sheet, reference):
        cell.fill = PatternFill("solid", fgColor=colour)
    first = sheet[first_cell(reference)]
    former = first.comment.text if first.comment else ""
    words = "\n\n".join(_said(problem) for problem in told)
    if first.comment and first.comment.author == AUTHOR:
        first.comment = Comment(plain(f"{words}\n\n{former}"), AUTHOR)
    else:
        first.comment = Comment(plain(f"{words}{_FORMER}{former}" if former else words), AUTHOR)


def _said(problem: Problem) -> str:
    return text(f"faulty.note_{problem.severity}", message=problem.message, advice=problem.advice).strip()


def _cells(sheet: Worksheet, reference: str) -> Iterator[Cell]:
    """The cells of a reference, of whole rows as far as the sheet is filled."""
    left, top, right, bottom = range_boundaries(reference)
    last = min(right or sheet.max_column, sheet.max_column)
    for row in sheet.iter_rows(top, min(bottom, max(top, sheet.max_row)), left or 1, max(last, left or 1)):
        yield from row


def _noted(sheet: Worksheet) -> list[Cell]:
    # `iter_rows` would make every cell up to the last one.
    return [cell for cell in sheet._cells.values() if cell.comment]  # noqa: SLF001


def _fit_notes(sheet: Worksheet) -> None:
    """Make every note as high as its words need: openpyxl does not read how high it was."""
    for cell in _noted(sheet):
        lines = sum(len(line) // _LETTERS + 1 for line in cell.comment.text.splitlines())
        cell.comment.width, cell.comment.height = _WIDTH, lines * _LINE + 14
