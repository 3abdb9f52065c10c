"""The chart of a comparison: production installs by year, or the value of many plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.compared.figures import FIRST, YEAR
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.columns import columns, one_series
from planner.exports.workbook.style import SERIES
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Compared, Line
    from planner.exports.workbook.pages import Pages

SHOWN, VALUE = "production_installs", "npv"


def insert_chart(pages: Pages, sheet: Worksheet, figures: Worksheet, compared: Compared, row: int) -> None:
    """Put the chart into `sheet` at `row`; it shows cells of the sheet of figures.

    Installs by year; for more plans than there are colours, the value of each. None where no plan has such a figure.
    """
    made = _values if len(compared.plans) > len(SERIES) else _installs
    chart = made(pages, figures.get_name(), compared)
    if chart is not None:
        sheet.insert_chart(row, 0, chart, {"object_position": 3})


def _installs(pages: Pages, name: str, compared: Compared) -> Chart | None:
    """Production installs by year, a column a plan."""
    found = [row for row, line in _rows(compared, SHOWN) if line.year is not None]
    if not found:
        return None
    first, last = found[0], found[-1]
    series = (
        {
            "name": [name, TOP, column],
            "categories": [name, first, YEAR, last, YEAR],
            "values": [name, first, column, last, column],
        }
        for column, _ in enumerate(compared.plans, FIRST)
    )
    axes = text("compare.axis_year"), text("compare.axis_installs")
    return columns(pages.file, series, text("compare.chart"), axes)


def _values(pages: Pages, name: str, compared: Compared) -> Chart | None:
    """Net present value by plan."""
    found = next((row for row, _ in _rows(compared, VALUE)), None)
    if found is None:
        return None
    last = FIRST + len(compared.plans) - 1
    title = text("compare_measure.npv")
    series = {"name": title, "categories": [name, TOP, FIRST, TOP, last], "values": [name, found, FIRST, found, last]}
    return one_series(pages.file, series, title, text("compare.money", currency=compared.currency))


def _rows(compared: Compared, measure: str) -> list[tuple[int, Line]]:
    """Rows of a figure of the whole plan."""
    lines = enumerate(compared.lines, TOP + 1)
    return [(row, line) for row, line in lines if line.measure == measure and not line.object]
