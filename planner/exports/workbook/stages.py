"""The heat map: how full each stage is in each year, and what one more machine hour is worth."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.fields import numbers
from planner.exports.workbook.grid import set_lines, write_band, write_cell
from planner.exports.workbook.listing import Part, write_wide
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.pivots import column_of
from planner.exports.workbook.shapes import plain, quiet_zero, shape_of
from planner.exports.workbook.style import AMBER, SOFT_INK, WHITE, label
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

_TABLE = "yearly_stages"
_HEAD, _TOP = 4, 6
_NAMES = 38
_NOTHING = (None, None, False)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Utilisation, marginal value and whether it is the bottleneck, by line, stage and year.

    Attributes:
        years: Years across.
        stages: Line and stage down.
        cells: The three by line, stage and year.
        money: Number format of the marginal values.
    """

    years: tuple[int, ...]
    stages: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, str, int], tuple[float | None, float | None, bool]]
    money: str


def write_stages(book: Book) -> None:
    """Add the heat map; none where there are no stages."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None or frame.empty:
        return
    heat = heat_map(book)
    sheet = book.sheet("stages", len(heat.stages))
    _write_heads(book, sheet, heat.years)
    row = _TOP
    for line, stages in groupby(heat.stages, key=lambda stage: stage[0]):
        write_band(book, sheet, row, book.name_of("line", line), 2 * len(heat.years) + 1)
        keys = list(stages)
        for down, key in enumerate(keys, row + 1):
            _write_stage(book, sheet, down, heat, key)
        row += 1 + len(keys)
    scale = {"type": "2_color_scale", "min_color": WHITE, "max_color": AMBER}
    ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(_TOP, 1, row - 1, len(heat.years), scale | ends)
    sheet.freeze_panes(_TOP, 1)
    sheet.repeat_rows(_HEAD, _TOP - 1)


def heat_map(book: Book) -> HeatMap:
    """The stages of each line together, in the order in which the table has them."""
    frame = book.plan[_TABLE]
    lines, stages, years = as_texts(frame["line"]), as_texts(frame["stage"]), frame["year"].tolist()
    used, worth = (numbers(rounded(frame[name], column_of(_TABLE, name))) for name in ("utilisation", "marginal_value"))
    marks = [mark is True for mark in frame["bottleneck"].tolist()]
    order = list(dict.fromkeys(lines))
    pairs = dict.fromkeys(zip(lines, stages, strict=True))
    keys = zip(lines, stages, years, strict=True)
    return HeatMap(
        years=tuple(sorted(set(years))),
        stages=tuple(sorted(pairs, key=lambda pair: order.index(pair[0]))),
        cells=dict(zip(keys, zip(used, worth, marks, strict=True), strict=True)),
        money=shape_of(column_of(_TABLE, "marginal_value"), worth),
    )


def _write_heads(book: Book, sheet: Worksheet, years: tuple[int, ...]) -> None:
    count = len(years)
    detail = label(f"workbook_sheet.{_TABLE}", _TABLE)
    note = text("workbook.heat_note", detail=detail)
    sheet.write_string(_HEAD - 1, 0, note, book.looks(font_color=SOFT_INK, italic=True))
    sheet.set_column(0, 0, _NAMES)
    sheet.set_column(1, count, 10 if count > 1 else 24)
    sheet.set_column(count + 1, count + 1, 2)
    sheet.set_column(count + 2, 2 * count + 1, 12 if count > 1 else 24)
    sheet.set_row_pixels(_HEAD, 30 if count > 2 else 64)  # noqa: PLR2004  (a narrow block breaks its heading)
    left = book.looks.header(align="left")
    write_wide(sheet, _HEAD, Part("", 0, 0), text("workbook.line"), left)
    write_wide(sheet, _HEAD + 1, Part("", 0, 0), text("workbook.stage"), left)
    heads = (text("workbook.heat_utilisation"), text("workbook.heat_value", currency=book.currency))
    for first, head in zip((1, count + 2), heads, strict=True):
        write_wide(sheet, _HEAD, Part("", first, first + count - 1), head, left)
        for across, year in enumerate(years, first):
            sheet.write_number(_HEAD + 1, across, year, book.looks.header(align="center", num_format="0"))


def _write_stage(book: Book, sheet: Worksheet, row: int, heat: HeatMap, key: tuple[str, str]) -> None:
    line, stage = key
    name = book.name_of("stage", stage, line)
    set_lines(sheet, row, lines_in(name, _NAMES - 2.5))
    write_cell(sheet, row, 0, name, book.looks.ruled(align="left", indent=1, text_wrap=True))
    use = shape_of(column_of(_TABLE, "utilisation"))
    unmarked = book.looks.ruled(num_format=use, align="right")
    dot = quiet_zero(plain(use), text("workbook.heat_mark"))
    marked = book.looks(num_format=dot, bold=True, align="right", border=1)
    money = book.looks.ruled(num_format=heat.money, align="right")
    for across, year in enumerate(heat.years, 1):
        used, worth, mark = heat.cells.get((line, stage, year), _NOTHING)
        write_cell(sheet, row, across, used, marked if mark else unmarked)
        write_cell(sheet, row, across + len(heat.years) + 1, worth, money)
