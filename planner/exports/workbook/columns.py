"""A native chart of columns beside each other, a colour a series."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from planner.exports.workbook.drawing import SMALL, across_axis, dressed, value_axis
from planner.exports.workbook.style import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    Cells = Mapping[str, Sequence[object] | str]

SIZE = (760, 400)


def columns(
    file: Workbook,
    series: Iterable[Cells],
    title: str,
    axes: tuple[str, str],
    size: tuple[int, int] = SIZE,
) -> Chart:
    """The chart.

    Args:
        file: The workbook.
        series: Cells of name, categories and values of each.
        title: Title of the chart.
        axes: Titles of the horizontal and the vertical axis.
        size: Width and height in pixels.
    """
    chart = file.add_chart({"type": "column"})
    for cells, colour in zip(series, cycle(SERIES), strict=False):
        chart.add_series({**cells, "fill": {"color": colour}, "border": {"none": True}, "gap": 60, "overlap": 0})
    chart.set_x_axis(across_axis(axes[0]))
    chart.set_y_axis(value_axis(axes[1], "#,##0"))
    chart.set_legend({"position": "bottom", "font": SMALL})
    return dressed(chart, title, *size)


def one_series(file: Workbook, series: Cells, title: str, unit: str, size: tuple[int, int] = SIZE) -> Chart:
    """A chart of one series, which needs no legend; arguments as of `columns`."""
    chart = columns(file, [series], title, ("", unit), size)
    chart.set_legend({"none": True})
    return chart
