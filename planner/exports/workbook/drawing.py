"""Native charts in one dress: a quiet grid, axis titles with units, colours that all can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Literal

from planner.exports.workbook.shapes import plain
from planner.exports.workbook.style import ACCENT, FONT, INK, NAVY, RULE, SERIES, SOFT_INK, WHITE, YEAR_BLUES
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book
    from planner.exports.workbook.pivots import Pivot

WIDTH, HEIGHT = 640, 380
SMALL = {"name": FONT, "size": 9, "bold": False, "color": SOFT_INK}
_AXIS_SHAPES = ((1.0, "0.00"), (10.0, "0.0"))
_HEAD = {"name": FONT, "size": 12, "bold": True, "color": INK}
_GRID = {"visible": True, "line": {"color": RULE, "width": 0.75}}
SUM: Literal["sum"] = "sum"
LIMIT: Literal["limit"] = "limit"
_LINES = {SUM: (NAVY, "solid"), LIMIT: (ACCENT, "dash")}
"""What a line over columns says: what adds up, or what was set."""


@dataclass(frozen=True, slots=True)
class Block:
    """A chart and the figures behind it.

    Attributes:
        pivot: The figures, one label a row.
        corner: What the labels are.
        title: Title of the chart.
        axes: Titles of the horizontal and the vertical axis, with units.
        kind: "stacked": labels over each other by year; "clustered": years beside each other by label.
        lines: What each of the last labels, which are drawn as lines, says (stacked only).
    """

    pivot: Pivot
    corner: str
    title: str
    axes: tuple[str, str]
    kind: Literal["stacked", "clustered"]
    lines: tuple[Literal["sum", "limit"], ...] = ()

    @property
    def share(self) -> bool:
        """Whether it shows shares."""
        return plain(self.pivot.shape).endswith("%")

    @property
    def greatest(self) -> float:
        """The greatest figure."""
        return max((value for row in self.pivot.cells for value in row if value is not None), default=0.0)


def draw(book: Book, sheet: str, block: Block, row: int) -> Chart:
    """The chart of a block whose header stands in `row` of `sheet`."""
    drawn = _stacked if block.kind == "stacked" else _clustered
    chart = drawn(book, sheet, block, row)
    across, up = block.axes
    chart.set_x_axis(across_axis(across))
    chart.set_y_axis(value_axis(up, "0%" if block.share else axis_shape(block.greatest)) | _ends(block))
    chart.set_legend({"position": "bottom", "font": SMALL})
    return dressed(chart, block.title, WIDTH, HEIGHT)


def _ends(block: Block) -> dict[str, Any]:
    """Shares go up to the whole, unless one goes beyond it."""
    return {"min": 0, "max": 1} if block.share and block.greatest <= 1 else {}


def axis_shape(greatest: float) -> str:
    """Number format of an axis up to this number."""
    return next((shape for limit, shape in _AXIS_SHAPES if greatest < limit), "#,##0")


def across_axis(name: str) -> dict[str, Any]:
    """A horizontal axis of years or names."""
    return {
        "name": name or None,
        "name_font": SMALL,
        "num_font": SMALL,
        "line": {"color": SOFT_INK},
        "label_position": "low",
        "major_tick_mark": "none",
    }


def value_axis(name: str, shape: str) -> dict[str, Any]:
    """An axis of numbers."""
    return {
        "name": name,
        "name_font": SMALL,
        "num_font": SMALL,
        "num_format": shape,
        "line": {"none": True},
        "major_gridlines": _GRID,
    }


def dressed(chart: Chart, title: str, width: int, height: int) -> Chart:
    """The chart with its title, frame and size."""
    chart.set_title({"name": title, "name_font": _HEAD, "overlay": False})
    chart.set_chartarea({"border": {"color": RULE}, "fill": {"color": WHITE}})
    chart.set_size({"width": width, "height": height})
    chart.show_blanks_as("gap")
    return chart


@dataclass(frozen=True, slots=True)
class Lying:
    """A series of lying bars: the column of its numbers, its name and its colour."""

    column: int
    name: str
    colour: str


def lying(file: Workbook, here: str, rows: tuple[int, int], series: Sequence[Lying], axis: tuple[str, float]) -> Chart:
    """Bars over each other that lie beside the names in the first column of a sheet, for numbers of both signs.

    Args:
        file: The workbook.
        here: The sheet.
        rows: The first and the last row of the numbers.
        series: What is drawn.
        axis: Title of the axis of numbers, with its unit, and how far it goes.
    """
    chart = file.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = rows
    for one in series:
        chart.add_series(
            {
                "name": one.name,
                "categories": [here, first, 0, last, 0],
                "values": [here, first, one.column, last, one.column],
                "fill": {"color": one.colour},
                "border": {"none": True},
                "gap": 40,
            }
        )
    chart.set_legend({"position": "bottom", "font": SMALL})
    return laid(chart, *axis)


def laid(chart: Chart, money: str, greatest: float) -> Chart:
    """Bars lie: the first is to stand on top, and the scale below the last one."""
    chart.set_y_axis({**across_axis(""), "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis(value_axis(money, axis_shape(greatest)) | {"label_position": "high"})
    return chart


def _stacked(book: Book, sheet: str, block: Block, row: int) -> Chart:
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    bars = len(block.pivot.labels) - len(block.lines)
    for number, colour in enumerate(islice(cycle(SERIES), bars)):
        fill = {"fill": {"color": colour}, "border": {"none": True}, "gap": 60}
        chart.add_series(_over_years(sheet, block.pivot, row, number) | fill)
    if block.lines:
        over = book.file.add_chart({"type": "line"})
        for number, (colour, dash) in enumerate((_LINES[line] for line in block.lines), bars):
            point = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
            stroke = {"line": {"color": colour, "width": 2.25, "dash_type": dash}, "marker": point}
            over.add_series(_over_years(sheet, block.pivot, row, number) | stroke)
        chart.combine(over)
    return chart


def _over_years(sheet: str, pivot: Pivot, row: int, number: int) -> dict[str, Any]:
    """A series of one label over the years."""
    return along(sheet, row, row + 1 + number, len(pivot.years))


def along(sheet: str, head: int, row: int, last: int) -> dict[str, Any]:
    """A series along a row, named by its first column, over the heads from the second column to `last`."""
    return {
        "name": [sheet, row, 0],
        "categories": [sheet, head, 1, head, last],
        "values": [sheet, row, 1, row, last],
    }


def _clustered(book: Book, sheet: str, block: Block, row: int) -> Chart:
    """Columns by label, one a year, darker from year to year."""
    chart = book.file.add_chart({"type": "column"})
    last = row + len(block.pivot.labels)
    for number in range(len(block.pivot.years)):
        chart.add_series(
            {
                "name": [sheet, row, number + 1],
                "categories": [sheet, row + 1, 0, last, 0],
                "values": [sheet, row + 1, number + 1, last, number + 1],
                "fill": {"color": YEAR_BLUES[min(number, len(YEAR_BLUES) - 1)]},
                "border": {"none": True},
                "gap": 60,
                "overlap": 0,
            }
        )
    return chart


def draw_terms(book: Book, sheet: Worksheet, rows: int, top: int) -> None:
    """Put the terms of the objective as bars beside their table, whose header is in row `top`."""
    chart = book.file.add_chart({"type": "bar"})
    name = sheet.get_name()
    greatest = float(book.plan["objective_terms"]["million"].abs().max())
    chart.add_series(
        {
            "categories": [name, top + 1, 0, top + rows, 0],
            "values": [name, top + 1, 1, top + rows, 1],
            "fill": {"color": SERIES[0]},
            "border": {"none": True},
            "gap": 40,
            "invert_if_negative": True,
            "invert_if_negative_color": SERIES[1],
        }
    )
    laid(chart, text("workbook.axis_present", currency=book.currency), greatest)
    chart.set_legend({"none": True})
    dressed(chart, text("workbook.chart_objective"), 640, max(240, 34 * rows + 110))
    sheet.insert_chart(top, 3, chart, {"object_position": 3})
