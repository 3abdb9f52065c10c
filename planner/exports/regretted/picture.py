"""The chart of a study of regret: regret by scenario, a column a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.workbook.columns import columns
from planner.exports.workbook.drawing import along
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.regretted.matrix import Block
    from planner.exports.workbook.pages import Pages


def insert_chart(pages: Pages, sheet: Worksheet, matrix: Worksheet, block: Block, row: int, currency: str) -> None:
    """Put the chart into `sheet` at `row`; it shows the cells of `block` in the sheet of the matrix."""
    name, last = matrix.get_name(), block.columns - 1  # without the largest
    series = (along(name, block.head, line, last) for line in range(block.head + 1, block.head + block.rows + 1))
    axes = text("regret_book.axis_scenario"), text("regret_book.axis_regret", currency=currency)
    chart = columns(pages.file, series, text("regret_book.chart"), axes)
    sheet.insert_chart(row, 0, chart, {"object_position": 3})
