"""The chart of a comparison: production installs by year, a column a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.compared.figures import FIRST, YEAR
from planner.exports.workbook.grid import TOP
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Compared
    from planner.exports.workbook.pages import Pages

SHOWN = "production_installs"


def insert_chart(pages: Pages, sheet: Worksheet, figures: Worksheet, compared: Compared, row: int) -> None:
    """Put the chart into `sheet` at `row`; it shows cells of the sheet of figures. None where no plan has a year."""
    found = [
        number
        for number, line in enumerate(compared.lines, TOP + 1)
        if line.measure == SHOWN and not line.object and line.year is not None
    ]
    if not found:
        return
    name, first, last = figures.get_name(), found[0], found[-1]
    series = (
        {
            "name": [name, TOP, column],
            "categories": [name, first, YEAR, last, YEAR],
            "values": [name, first, column, last, column],
        }
        for column, _ in enumerate(compared.plans, FIRST)
    )
    axes = text("compare.axis_year"), text("compare.axis_installs")
    sheet.insert_chart(row, 0, pages.columns(series, text("compare.chart"), axes), {"object_position": 3})
