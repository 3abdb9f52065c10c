"""Investments as a Gantt: stacked bars on days, the first of them unseen, drawn from the cells of the investments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.exports.tables import as_days, as_texts
from planner.exports.workbook.cells import TOP, Cells
from planner.exports.workbook.drawing import SMALL, dressed, value_axis
from planner.exports.workbook.fields import DATE_SHAPE
from planner.exports.workbook.grid import write_live
from planner.exports.workbook.style import NAVY, SERIES, SOFT_INK
from planner.messages import text

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

    Day = dt.date | None

_TABLE = "investments"
_DAYS = ("decide_by", "order", "on_stream", "mature")
_PARTS = ("approval", "building", "ramp", "full")
_COLOURS = (SERIES[6], SERIES[1], SERIES[3], SERIES[0])
_HEADS = ("copy", *_DAYS, "until", *_PARTS)
_WIDTH, _BAR, _FRAME, _ROW = 1120, 30, 130, 20
_ZERO = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_YEAR = 365.25


def write_gantt(book: Book) -> None:
    """Add the sheet with the chart and the days behind it; none where nothing is ordered."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None or frame["order"].isna().all():
        return
    bought = [at for at, order in enumerate(_days(frame, "order")) if order is not None]
    sheet = book.sheet("roadmap")
    height = _FRAME + _BAR * len(bought)
    top = TOP + height // _ROW + 2
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(_HEADS) - 1, 12)
    sheet.write_string(top, 0, text("workbook.behind"), book.looks(bold=True, font_size=12, font_color=NAVY))
    until = _until(book, frame)
    _write_days(book, sheet, top + 1, frame, bought, until)
    _draw(book, sheet, top + 1, len(bought), height, (_first(frame), until))


def _days(frame: pd.DataFrame, name: str) -> list[Day]:
    return [None if str(day) == "NaT" else day.item() for day in as_days(frame[name])]


def _first(frame: pd.DataFrame) -> dt.date:
    return min(day for name in ("decide_by", "order") for day in _days(frame, name) if day is not None)


def _until(book: Book, frame: pd.DataFrame) -> dt.date:
    """Bars at full rate end with the plan, or with the last copy that comes to its full rate."""
    known = (day for name in ("on_stream", "mature") for day in _days(frame, name))
    return max(book.plan.case.end, *(day for day in known if day is not None))


def _write_days(book: Book, sheet: Worksheet, row: int, frame: pd.DataFrame, bought: list[int], until: dt.date) -> None:
    """A row a copy: its name and days from the sheet of investments, and how long each part takes."""
    sheet.set_row_pixels(row, 56)
    for across, head in enumerate(_HEADS):
        words, look = text(f"workbook_roadmap.{head}"), book.looks.header(align="center" if across else "left")
        told = text("workbook.header_unit", header=words, unit=text("workbook_unit.d")) if head in _PARTS else words
        sheet.write_string(row, across, told, look)
    investments = Cells(_TABLE, len(frame))
    days = {name: _days(frame, name) for name in _DAYS}
    lines, copies = as_texts(frame["line"]), frame["copy"].tolist()
    day = book.looks.ruled(num_format=DATE_SHAPE, align="center")
    length = book.looks.ruled(num_format="#,##0", align="center")
    for down, at in enumerate(bought, row + 1):
        name = f"{book.name_of('line', lines[at])} {copies[at]}"
        formula = f'={investments.at("line", at)}&" "&{investments.at("copy", at)}'
        write_live(sheet, (down, 0), formula, name, book.looks.ruled(align="left"))
        own = [days[column][at] for column in _DAYS]
        for across, column in enumerate(_DAYS, 1):
            cell = investments.at(column, at)
            write_live(sheet, (down, across), f'=IF({cell}="","",{cell})', serial(own[across - 1]), day)
        sheet.write_datetime(down, len(_DAYS) + 1, dt.datetime.combine(until, dt.time()), day)
        cells = [str(xl_rowcol_to_cell(down, across)) for across in range(1, len(_DAYS) + 2)]
        parts = zip(lengths(cells), durations(own, until), strict=True)
        for across, (made, number) in enumerate(parts, len(_DAYS) + 2):
            write_live(sheet, (down, across), made, number, length)


def serial(day: Day) -> int | None:
    """A day as a spreadsheet counts it."""
    return None if day is None else (day - _ZERO).days


def durations(days: list[Day], until: dt.date) -> list[int]:
    """Days from decision to order, to on stream, to full rate, and from there on.

    A copy that never comes to its full rate ramps to the end; without a day of decision that of the order counts.
    """
    decide, order, on_stream, mature = days
    marks = [day or until for day in (decide or order, order, on_stream, mature)]
    return [(later - earlier).days for earlier, later in zip(marks, [*marks[1:], until], strict=True)]


def lengths(cells: list[str]) -> list[str]:
    """The same as formulas of the cells of the four days and of the end."""
    decide, order, on_stream, mature, until = cells
    full = f"IF(N({mature})=0,{until},{mature})"
    return [
        f"={order}-IF(N({decide})=0,{order},{decide})",
        f"={on_stream}-{order}",
        f"={full}-{on_stream}",
        f"={until}-{full}",
    ]


def _draw(book: Book, sheet: Worksheet, row: int, count: int, height: int, span: tuple[dt.date, dt.date]) -> None:
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    name = sheet.get_name()
    unseen: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
    shown = [{"fill": {"color": colour}, "border": {"none": True}} for colour in _COLOURS]
    columns = (1, *range(len(_DAYS) + 2, len(_HEADS)))
    for across, head, look in zip(columns, (_DAYS[0], *_PARTS), [unseen, *shown], strict=True):
        chart.add_series(
            {
                "name": text(f"workbook_roadmap.{head}") if head in _PARTS else " ",
                "categories": [name, row + 1, 0, row + count, 0],
                "values": [name, row + 1, across, row + count, across],
                "gap": 40,
                **look,
            }
        )
    # Bars lie: the first copy is to stand on top, and the scale below the last one.
    axis = {"num_font": SMALL, "line": {"color": SOFT_INK}, "major_tick_mark": "none"}
    chart.set_y_axis({"reverse": True, **axis, "major_gridlines": {"visible": False}})
    # Years differ in length: a day after New Year's, every mark of a mean year is in the year that it names.
    first, last = dt.date(span[0].year, 1, 1), dt.date(span[1].year + 1, 1, 1)
    ends = {"min": (serial(first) or 0) + 1, "max": (serial(last) or 0) + 1, "major_unit": _YEAR}
    chart.set_x_axis(value_axis(text("workbook.axis_year"), "yyyy") | ends | {"label_position": "high"})
    # The unseen series has no name: programs do not agree on which entry of lying bars is the first.
    chart.set_legend({"position": "bottom", "font": SMALL})
    dressed(chart, text("workbook.chart_roadmap"), _WIDTH, height)
    sheet.insert_chart(TOP, 0, chart, {"object_position": 3})
