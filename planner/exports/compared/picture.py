"""The chart of a comparison: production installs by year, a column a plan."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Protocol

from planner.exports.compared.figures import FIRST, YEAR
from planner.exports.workbook.drawing import SMALL, across_axis, dressed, value_axis
from planner.exports.workbook.grid import TOP
from planner.exports.workbook.style import SERIES
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Compared

SHOWN = "production_installs"
_WIDTH, _HEIGHT = 760, 400


class HasFile(Protocol):
    """A workbook while it is written."""

    @property
    def file(self) -> Workbook:
        """XlsxWriter's workbook."""


def insert_chart(pages: HasFile, sheet: Worksheet, figures: Worksheet, compared: Compared, row: int) -> None:
    """Put the chart into `sheet` at `row`; it shows cells of the sheet of figures. None where no plan has a year."""
    found = [
        number
        for number, line in enumerate(compared.lines, TOP + 1)
        if line.measure == SHOWN and not line.object and line.year is not None
    ]
    if not found:
        return
    name, first, last = figures.get_name(), found[0], found[-1]
    chart = pages.file.add_chart({"type": "column"})
    for column, (_, colour) in enumerate(zip(compared.plans, cycle(SERIES), strict=False), FIRST):
        chart.add_series(
            {
                "name": [name, TOP, column],
                "categories": [name, first, YEAR, last, YEAR],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 60,
                "overlap": 0,
            }
        )
    chart.set_x_axis(across_axis(text("compare.axis_year")))
    chart.set_y_axis(value_axis(text("compare.axis_installs"), "#,##0"))
    chart.set_legend({"position": "bottom", "font": SMALL})
    sheet.insert_chart(row, 0, dressed(chart, text("compare.chart"), _WIDTH, _HEIGHT), {"object_position": 3})
