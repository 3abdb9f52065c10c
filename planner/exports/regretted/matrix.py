"""The matrix of a study of regret: values, regrets and gaps, a row a choice, a column a scenario."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.workbook.cells import TOP
from planner.exports.workbook.grid import set_lines, write_cell
from planner.exports.workbook.measure import lines_in, width_of
from planner.exports.workbook.style import AMBER, CAREFUL, GOOD, NAVY, WHITE
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.regretted.regretted import Regretted
    from planner.exports.workbook.pages import Pages

SHAPE = "#,##0.0"
DECIMALS = 1
_NAMES, _NUMBERS = 30.0, 16.0


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table of numbers by choice and scenario stands: its headers' row, its rows and columns."""

    head: int
    rows: int
    columns: int


def write_matrix(pages: Pages, sheet: Worksheet, study: Regretted) -> Block:
    """Write values, regrets and gaps below one another; gives where the regrets are.

    The best value of a column, and the least regret, stand out; the larger a regret, the deeper its colour.
    """
    names = heads_of(study)
    sheet.set_column(0, 0, max(_NAMES, *(width_of(name) / 2 for name in names)))
    sheet.set_column(1, len(study.weights) + 2, _NUMBERS)
    heads = [text("regret_book.weight", scenario=name, weight=weight) for name, weight in study.weights.items()]
    values = [[*row.values, row.expected, row.worst] for row in study.choices]
    more = [text("regret_book.expected"), text("regret_book.worst")]
    block = _write_block(pages, sheet, TOP, text("regret_book.values"), [*heads, *more], names, values)
    _mark(pages, sheet, block, "top")
    last = block.head + block.rows + 1
    _write_row(pages, sheet, last, text("regret_book.best"), study.best, bold=True)
    regrets = [[*row.regrets, row.regret] for row in study.choices]
    heads_regret = [*heads, text("regret_book.regret")]
    second = _write_block(pages, sheet, last + 2, text("regret_book.regrets"), heads_regret, names, regrets)
    _shade(sheet, second)
    if any(gap > 0 for row in study.choices for gap in row.gaps):
        gaps = [row.gaps for row in study.choices]
        _write_block(pages, sheet, second.head + second.rows + 2, text("regret_book.gaps"), heads, names, gaps)
    sheet.freeze_panes(0, 1)
    return second


def heads_of(study: Regretted) -> list[str]:
    """Choices with the scenarios whose own plans begin with them."""
    comma = text("regret_book.comma")
    return [text("regret_book.named", choice=row.name, whose=comma.join(row.whose)) for row in study.choices]


def _write_block(
    pages: Pages,
    sheet: Worksheet,
    top: int,
    title: str,
    heads: Sequence[str],
    names: Sequence[str],
    rows: Sequence[Sequence[float]],
) -> Block:
    """A titled table: headers in row `top`, the title in their first cell."""
    sheet.write_string(top, 0, title, pages.looks.header(align="left"))
    set_lines(sheet, top, max(lines_in(head, _NUMBERS - 2, bold=True) for head in heads))
    for column, head in enumerate(heads, 1):
        sheet.write_string(top, column, head, pages.looks.header(align="center"))
    for row, (name, numbers) in enumerate(zip(names, rows, strict=True), top + 1):
        _write_row(pages, sheet, row, name, numbers)
    return Block(top, len(rows), len(heads))


def _write_row(
    pages: Pages, sheet: Worksheet, row: int, name: str, numbers: Sequence[float], *, bold: bool = False
) -> None:
    number = pages.looks.ruled(align="right", num_format=SHAPE, bold=bold)
    none = pages.looks.ruled(align="right", bg_color=CAREFUL)
    sheet.write_string(row, 0, name, pages.looks.ruled(text_wrap=True, bold=bold))
    set_lines(sheet, row, lines_in(name, _NAMES - 2))
    for column, value in enumerate(numbers, 1):
        if math.isfinite(value):
            write_cell(sheet, row, column, round(value, DECIMALS) + 0.0, number)
        else:
            write_cell(sheet, row, column, text("regret_book.no_plan"), none)


def _mark(pages: Pages, sheet: Worksheet, block: Block, best: str) -> None:
    """Set off the best number of each column."""
    look = pages.file.add_format({"bold": True, "bg_color": GOOD, "font_color": NAVY})
    for column in range(1, block.columns + 1):
        rule = {"type": best, "value": 1, "format": look}
        sheet.conditional_format(block.head + 1, column, block.head + block.rows, column, rule)


def _shade(sheet: Worksheet, block: Block) -> None:
    """From none to the largest of all."""
    scale = {
        "type": "2_color_scale",
        "min_type": "num",
        "min_value": 0,
        "min_color": WHITE,
        "max_type": "max",
        "max_color": AMBER,
    }
    sheet.conditional_format(block.head + 1, 1, block.head + block.rows, block.columns, scale)
