"""The S-curve: production installs since the horizon's start by day, against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.exports.dictionary import dictionary
from planner.exports.workbook.book import MOST_ROWS
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.drawing import HEIGHT, SMALL, WIDTH, across_axis, axis_shape, dressed, value_axis
from planner.exports.workbook.style import ACCENT, NAVY, label
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from planner.exports.workbook.book import Book

_TABLE = "period_total"
_STEPS: tuple[tuple[int, dict[str, Any]], ...] = (
    (1000, {"num_format": "yyyy", "major_unit": 1, "major_unit_type": "years"}),
    (300, {"num_format": "yyyy-mm", "major_unit": 3, "major_unit_type": "months"}),
    (60, {"num_format": "yyyy-mm", "major_unit": 1, "major_unit_type": "months"}),
    (0, {"num_format": "yyyy-mm-dd", "major_unit": 7, "major_unit_type": "days"}),
)
"""Marks of the axis by the days that it spans at least."""


def draw_curve(book: Book) -> Chart | None:
    """The chart, which refers to the sheet of the table; none where that has no or too many rows."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None:
        return None
    frame = frame.loc[frame["end"] <= pd.Timestamp(book.plan.case.end)]  # its rows stand first, in order
    if not 1 < len(frame) <= MOST_ROWS:
        return None
    chart = book.file.add_chart({"type": "line"})
    line = {"line": {"color": NAVY, "width": 2.25}, "marker": {"type": "none"}}
    chart.add_series(_series("cumulative_production", "series_cumulative", len(frame)) | line)
    if frame["target"].notna().any():
        point = {"type": "diamond", "size": 9, "fill": {"color": ACCENT}, "border": {"color": ACCENT}}
        target = _series("target", "series_target", len(frame))
        chart.add_series(target | {"line": {"none": True}, "marker": point})
    # Periods differ in length: by date, the slope is the rate.
    days = (frame["end"].max() - frame["end"].min()).days
    step = next(step for least, step in _STEPS if days >= least)
    chart.set_x_axis(across_axis(text("workbook.axis_day")) | {"date_axis": True} | step)
    greatest = float(frame["cumulative_production"].max())
    chart.set_y_axis(value_axis(text("workbook.axis_vehicles"), axis_shape(greatest)) | {"min": 0})
    chart.set_legend({"position": "bottom", "font": SMALL})
    return dressed(chart, text("workbook.chart_curve"), WIDTH, HEIGHT)


def _series(column: str, name: str, rows: int) -> dict[str, Any]:
    sheet = label(f"workbook_sheet.{_TABLE}", _TABLE)
    names = [column.name for column in dictionary()[_TABLE]]
    values, days = names.index(column), names.index("end")
    return {
        "name": text(f"workbook.{name}"),
        "categories": [sheet, TOP + 1, days, TOP + rows, days],
        "values": [sheet, TOP + 1, values, TOP + rows, values],
    }
