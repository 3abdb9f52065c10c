"""The sheet of figures: a row a figure, a column a plan, then what differs from the first plan."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from planner.exports.workbook.cells import TOP
from planner.exports.workbook.grid import finish, set_head, set_lines, write_cell
from planner.exports.workbook.measure import lines_in, width_of
from planner.exports.workbook.sides import UNDECIDED, rounded, shape_of, signed
from planner.exports.workbook.style import AMBER, GROUP_RULE
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Cell, Compared, Line
    from planner.exports.workbook.style import Dressed

FIRST = 4
"""Column of the first plan (from 0)."""
YEAR = 2
"""Column of the year."""
_ACROSS = 10
"""Columns beside the names that a printed page shows in a size that can be read."""
_NAMES, _OBJECT, _SMALL, _UNIT, _PLAN, _TOLD = 28.0, 14.0, 8.0, 14.0, 22.0, 22.0


@dataclass(frozen=True, slots=True)
class _Head:
    """A column: its heading and width."""

    words: str
    width: float


def write_figures(pages: Dressed, sheet: Worksheet, compared: Compared) -> None:
    """Write the figures with frozen heads; numbers in the format of their unit, differences apart from values."""
    heads = list(_heads(compared))
    lines = max(lines_in(head.words, head.width - 3, bold=True) for head in heads)
    set_head(sheet, TOP, lines)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
        sheet.write_string(TOP, column, head.words, pages.looks.header(align="left" if column < FIRST else "center"))
    former = ""
    for row, line in enumerate(compared.lines, TOP + 1):
        _write_line(pages, sheet, row, line, rule=bool(former) and line.measure != former)
        former = line.measure
    finish(sheet, len(compared.lines), len(heads), frozen=FIRST)
    sheet.repeat_columns(0, FIRST - 1)
    sheet.fit_to_pages(ceil((len(heads) - FIRST) / _ACROSS), 0)


def _heads(compared: Compared) -> Iterator[_Head]:
    widths = {"measure": _NAMES, "object": _OBJECT, "year": _SMALL, "unit": _UNIT}
    yield from (_Head(text(f"compare.head_{name}"), width) for name, width in widths.items())
    yield from (_Head(plan, max(_PLAN, min(40.0, width_of(plan) / 2))) for plan in compared.plans)
    for plan in compared.plans[1:]:
        yield _Head(text("compare.head_difference", plan=plan), _PLAN)
        yield _Head(text("compare.head_told", plan=plan), _TOLD)


def _write_line(pages: Dressed, sheet: Worksheet, row: int, line: Line, *, rule: bool) -> None:
    edge = {"top": 1, "top_color": GROUP_RULE} if rule else {}
    words = pages.looks.ruled(align="left", text_wrap=True, **edge)
    keys: tuple[Cell | int, ...] = (line.name, line.object, line.year, line.unit if line.unit != "1" else "")
    for column, cell in enumerate(keys):
        look = pages.looks.ruled(align="center", num_format="0", **edge) if column == YEAR else words
        write_cell(sheet, row, column, cell, look)
    shape = shape_of(line)
    value = pages.looks.ruled(align="right", num_format=shape, text_wrap=True, **edge)
    difference = pages.looks.ruled(align="right", num_format=signed(shape), **edge)
    marked = pages.looks.ruled(align="left", bg_color=AMBER, **edge)
    for column, cell in enumerate(line.values, FIRST):
        write_cell(sheet, row, column, rounded(cell, line), value)
    after = FIRST + len(line.values)
    for number, (amount, told) in enumerate(zip(line.differences[1:], line.told[1:], strict=True)):
        write_cell(sheet, row, after + 2 * number, rounded(amount, line), difference)
        say = text(f"compare_told.{told}") if told else ""
        write_cell(sheet, row, after + 2 * number + 1, say, marked if told == UNDECIDED else words)
    longest = (lines_in(cell, _PLAN - 3) for cell in line.values if isinstance(cell, str))
    set_lines(sheet, row, max([lines_in(line.name, _NAMES - 3), *longest]))
