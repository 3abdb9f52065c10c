"""Tables written row by row, as a workbook in constant memory takes them: what is above is already on the disk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.exports.workbook.cells import TOP
from planner.exports.workbook.grid import set_lines, write_cell
from planner.exports.workbook.listing import FREE, tidy
from planner.exports.workbook.measure import lines_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.swept.content import Cell
    from planner.exports.workbook.pages import Pages

ANY, BY_UNIT, SHARE = FREE, "unit", "0.0%"
_FIGURES = 9
"""As many figures as the CSV files have: the rest is what a solver leaves."""
YEAR = "0"
_TEXT = {"align": "left", "indent": 1}


def write_rows(
    pages: Pages, sheet: Worksheet, heads: Sequence[tuple[str, float, str]], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a table with filters.

    Args:
        pages: The workbook.
        sheet: The sheet, on which nothing stands below the headers yet.
        heads: Header, width and number format of each column: "" for text, `ANY` for numbers of any size,
            `BY_UNIT` for those that are shares where the row says so (its unit is per cent).
        rows: The rows, each taken once.
    """
    for column, (_, width, _) in enumerate(heads):
        sheet.set_column(column, column, width)
    set_lines(sheet, TOP, max(lines_in(head, width - 2, bold=True) for head, width, _ in heads))
    for column, (head, _, shape) in enumerate(heads):
        sheet.write_string(TOP, column, head, pages.looks.header(**({"align": "right"} if shape else _TEXT)))
    row = TOP
    for row, cells in enumerate(rows, TOP + 1):
        own = SHARE if "%" in cells else ANY
        for column, (cell, (_, _, shape)) in enumerate(zip(cells, heads, strict=True)):
            write_number(pages, sheet, (row, column), cell, own if shape == BY_UNIT else shape)
    sheet.freeze_panes(TOP + 1, 1)
    sheet.repeat_rows(TOP)
    sheet.autofilter(TOP, 0, max(row, TOP + 1), len(heads) - 1)


def write_number(pages: Pages, sheet: Worksheet, place: tuple[int, int], cell: Cell, shape: str) -> None:
    """Write a cell in a number format; nothing where there is no number."""
    if isinstance(cell, float):
        cell = None if math.isnan(cell) else float(f"{cell:.{_FIGURES}g}")
    form: dict[str, object] = {"num_format": tidy(cell, shape), "align": "right"} if shape else dict(_TEXT)
    write_cell(sheet, *place, cell, pages.looks.ruled(**form))
