"""The tornado of a sweep: both ends of each driver, and how far the value moves, as live formulas and a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.exports.swept.rows import ANY, write_number
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.drawing import SMALL, across_axis, axis_shape, dressed, value_axis
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
    for row, values in enumerate(frame.to_dict("records"), TOP + 1):
        write_cell(sheet, row, 0, str(values["driver"]), pages.looks.ruled())
        for column, name in enumerate(_NUMBERS, 1):
            write_number(pages, sheet, (row, column), float(values[name]), ANY)
        base = xl_rowcol_to_cell(row, 1 + _NUMBERS.index(_BASE))
        for column, name in enumerate(_MOVES.values(), 1 + len(_NUMBERS)):
            end = xl_rowcol_to_cell(row, 1 + _NUMBERS.index(name))
            moved = float(values[name]) - float(values[_BASE])
            # An end without a plan has no number, and moves nothing.
            told = moved if moved == moved else None  # noqa: PLR0124 - not a number
            write_live(sheet, (row, column), f'=IF(COUNT({end},{base})<2,"",{end}-{base})', told, look)
    finish(sheet, len(frame), len(heads), frozen=1)
    _draw(pages, sheet, frame, currency)


def _draw(pages: Pages, sheet: Worksheet, frame: pd.DataFrame, currency: str) -> None:
    chart = pages.file.add_chart({"type": "bar", "subtype": "stacked"})
    name, last = sheet.get_name(), TOP + len(frame)
    for column, (head, colour) in enumerate(zip(_MOVES, (ACCENT, SERIES[0]), strict=True), 1 + len(_NUMBERS)):
        chart.add_series(
            {
                "name": text(f"sweep_book.{head}_short"),
                "categories": [name, TOP + 1, 0, last, 0],
                "values": [name, TOP + 1, column, last, column],
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 40,
            }
        )
    swings = frame[list(_MOVES.values())].sub(frame[_BASE], axis=0).abs().max().max()
    # Bars lie: the widest is to stand on top, and the scale below the last one.
    chart.set_y_axis({**across_axis(""), "reverse": True, "major_gridlines": {"visible": False}})
    money = text("workbook.axis_present", currency=currency)
    chart.set_x_axis(value_axis(money, axis_shape(float(swings))) | {"label_position": "high"})
    chart.set_legend({"position": "bottom", "font": SMALL})
    dressed(chart, text("sweep_book.chart_tornado"), 900, 140 + 30 * len(frame))
    sheet.insert_chart(last + 2, 0, chart, {"object_position": 3})
