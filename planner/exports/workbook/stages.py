"""The heat map: how full each stage is in each year, line by line, and what one more machine hour is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.grid import numbers, write_cell
from planner.exports.workbook.pivots import column_of, shape_of
from planner.exports.workbook.style import AMBER, PALE, SOFT_INK, WHITE, label
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

_TABLE = "yearly_stages"
_TOP = 6

Cells = dict[tuple[str, str, int], tuple[float | None, float | None, bool]]


def write_stages(book: Book) -> None:
    """Add the heat map; none where there are no stages."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None or frame.empty:
        return
    cells = _cells(book)
    years = sorted({year for _, _, year in cells})
    keys = list(dict.fromkeys((line, stage) for line, stage, _ in cells))
    sheet = book.sheet("stages", len(keys))
    _write_heads(book, sheet, years)
    row, current = _TOP, None
    for line, stage in keys:
        if line != current:
            _write_line(book, sheet, row, line, 2 * len(years) + 1)
            row, current = row + 1, line
        _write_stage(book, sheet, row, (line, stage), years, cells)
        row += 1
    scale = {
        "type": "2_color_scale",
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 1,
        "min_color": WHITE,
        "max_color": AMBER,
    }
    sheet.conditional_format(_TOP, 1, row - 1, len(years), scale)
    sheet.freeze_panes(_TOP, 1)
    sheet.repeat_rows(_TOP - 2, _TOP - 1)


def _cells(book: Book) -> Cells:
    """Utilisation, marginal value and whether it is the bottleneck, by line, stage and year."""
    frame = book.plan[_TABLE]
    keys = zip(as_texts(frame["line"]), as_texts(frame["stage"]), frame["year"].tolist(), strict=True)
    shown = [numbers(rounded(frame[name], column_of(_TABLE, name))) for name in ("utilisation", "marginal_value")]
    marks = [mark is True for mark in frame["bottleneck"].tolist()]
    return {key: values for key, values in zip(keys, zip(*shown, marks, strict=True), strict=True)}


def _write_heads(book: Book, sheet: Worksheet, years: list[int]) -> None:
    count = len(years)
    detail = label(f"workbook_sheet.{_TABLE}", _TABLE)
    sheet.write_string(3, 0, text("workbook.heat_note", detail=detail), book.looks(font_color=SOFT_INK, italic=True))
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, count, 10)
    sheet.set_column(count + 1, count + 1, 2)
    sheet.set_column(count + 2, 2 * count + 1, 12)
    sheet.write_string(_TOP - 2, 0, text("workbook.line"), book.looks.header(align="left"))
    sheet.write_string(_TOP - 1, 0, text("workbook.stage"), book.looks.header(align="left"))
    heads = (text("workbook.heat_utilisation"), text("workbook.heat_value", currency=book.currency))
    sheet.set_row_pixels(_TOP - 2, 36)
    for first, head in zip((1, count + 2), heads, strict=True):
        _write_across(sheet, first, count, head, book.looks.header(align="left"))
        for across, year in enumerate(years, first):
            sheet.write_number(_TOP - 1, across, year, book.looks.header(align="center", num_format="0"))


def _write_across(sheet: Worksheet, first: int, count: int, head: str, look: Any) -> None:  # noqa: ANN401
    """A heading over `count` columns (one cell cannot be merged)."""
    if count > 1:
        sheet.merge_range(_TOP - 2, first, _TOP - 2, first + count - 1, "", look)
    sheet.write_string(_TOP - 2, first, head, look)


def _write_line(book: Book, sheet: Worksheet, row: int, line: str, count: int) -> None:
    look = book.looks(bold=True, bg_color=PALE)
    sheet.write_string(row, 0, book.name_of("line", line), look)
    for across in range(1, count + 1):
        sheet.write_blank(row, across, None, look)


def _write_stage(book: Book, sheet: Worksheet, row: int, key: tuple[str, str], years: list[int], cells: Cells) -> None:
    line, stage = key
    sheet.write_string(row, 0, book.name_of("stage", stage, line), book.looks.ruled(indent=1))
    use, value = (shape_of(column_of(_TABLE, name)) for name in ("utilisation", "marginal_value"))
    for across, year in enumerate(years, 1):
        used, worth, mark = cells.get((line, stage, year), (None, None, False))
        dot = f'"{text("workbook.heat_mark")} "{use}'
        look = (
            book.looks(num_format=dot, bold=True, align="right", border=1)
            if mark
            else book.looks.ruled(num_format=use, align="right")
        )
        write_cell(sheet, row, across, used, look)
        write_cell(sheet, row, across + len(years) + 1, worth, book.looks.ruled(num_format=value, align="right"))
