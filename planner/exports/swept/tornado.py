"""The tornado of a sweep: both ends of each driver, and how far the value moves, as live formulas and a chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.exports.swept.rows import ANY, write_number
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.drawing import Lying, dressed, lying
from planner.exports.workbook.grid import finish, set_lines, write_cell, write_live
from planner.exports.workbook.style import ACCENT, SERIES
from planner.messages import text

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.pages import Pages

_NUMBERS = (
    *("low", "high", "npv_million_base", "npv_million_low", "npv_million_high"),
    *("production_installs_base", "production_installs_low", "production_installs_high"),
)
_MOVES = {"moved_low": "npv_million_low", "moved_high": "npv_million_high"}
_BASE = "npv_million_base"


def write_tornado(pages: Pages, sheet: Worksheet, frame: pd.DataFrame, currency: str) -> None:
    """Write a row a driver, the widest swing first, and draw how far the net present value moves from the base."""
    heads = ["driver", *_NUMBERS, *_MOVES]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(heads) - 1, 15)
    set_lines(sheet, TOP, 3)
    for column, head in enumerate(heads):
        words = text(f"sweep_book.{head}", currency=currency)
        sheet.write_string(TOP, column, words, pages.looks.header(align="right" if column else "left"))
    look = pages.looks.ruled(num_format="#,##0.0", align="right")
    moves = frame[list(_MOVES.values())].sub(frame[_BASE], axis=0)
    for row, values in enumerate(frame.to_dict("records"), TOP + 1):
        write_cell(sheet, row, 0, str(values["driver"]), pages.looks.ruled())
        for column, name in enumerate(_NUMBERS, 1):
            write_number(pages, sheet, (row, column), float(values[name]), ANY)
        base = xl_rowcol_to_cell(row, 1 + _NUMBERS.index(_BASE))
        for column, name in enumerate(_MOVES.values(), 1 + len(_NUMBERS)):
            end = xl_rowcol_to_cell(row, 1 + _NUMBERS.index(name))
            # An end without a plan has no number, and moves nothing.
            moved = float(moves[name].iloc[row - TOP - 1])
            told = None if math.isnan(moved) else moved
            write_live(sheet, (row, column), f'=IF(COUNT({end},{base})<2,"",{end}-{base})', told, look)
    finish(sheet, len(frame), len(heads), frozen=1)
    _draw(pages, sheet, moves, currency)


def _draw(pages: Pages, sheet: Worksheet, moves: pd.DataFrame, currency: str) -> None:
    ends = enumerate(zip(_MOVES, (ACCENT, SERIES[0]), strict=True), 1 + len(_NUMBERS))
    series = [Lying(column, text(f"sweep_book.{head}_short"), colour) for column, (head, colour) in ends]
    last = TOP + len(moves)
    axis = text("workbook.axis_present", currency=currency), float(moves.abs().max().max())
    chart = lying(pages.file, sheet.get_name(), (TOP + 1, last), series, axis)
    dressed(chart, text("sweep_book.chart_tornado"), 900, 140 + 30 * len(moves))
    sheet.insert_chart(last + 2, 0, chart, {"object_position": 3})
