"""Native charts, and the blocks of figures that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.tables import as_texts
from planner.exports.workbook.book import TOTAL
from planner.exports.workbook.pivots import joined, pivoted, relabelled, write_pivot
from planner.exports.workbook.style import ACCENT, FONT, INK, NAVY, RULE, SERIES, SOFT_INK, YEAR_BLUES
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book
    from planner.exports.workbook.pivots import Pivot

WIDTH, HEIGHT = 640, 345
TOP = 4
BELOW = 41
"""First row under the charts."""


def write_charts(book: Book) -> None:
    """Add the sheet with the four charts of the plan and the figures behind them."""
    blocks = [block for block in (_installs(book), _utilisation(book), _cash(book), _material(book)) if block]
    if not blocks:
        return
    sheet = book.sheet("charts")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 20, 12)
    row = BELOW + 1
    sheet.write_string(BELOW - 1, 0, text("workbook.behind"), book.looks(bold=True, font_size=12, font_color=NAVY))
    for number, (pivot, corner, draw) in enumerate(blocks):
        write_pivot(book, sheet, pivot, corner, row)
        chart = draw(book, sheet.get_name(), pivot, row)
        place = {
            "x_offset": (number % 2) * (WIDTH + 14),
            "y_offset": (number // 2) * (HEIGHT + 14),
            "object_position": 3,
        }
        sheet.insert_chart(TOP, 0, chart, place)
        row += len(pivot.labels) + 2


def _installs(book: Book) -> tuple[Pivot, str, Any] | None:
    frame = book.plan["yearly_plan"]
    if frame.empty:
        return None
    keys = as_texts(frame["programme"])
    single = frame[[key != TOTAL for key in keys]]
    whole = frame[[key == TOTAL for key in keys]]
    parts = [pivoted(book, single, "yearly_plan", "programme", "production_installs")]
    for column, name in (("cumulative_installs", "series_cumulative"), ("target", "series_target")):
        if not whole.empty and whole[column].notna().any():
            line = pivoted(book, whole, "yearly_plan", "programme", column)
            parts.append(relabelled(line, text(f"workbook.{name}")))
    lines = len(parts) - 1

    def draw(book: Book, sheet: str, pivot: Pivot, row: int) -> Chart:
        chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
        bars = len(pivot.labels) - lines
        for number in range(bars):
            chart.add_series(_by_year(sheet, pivot, row, number, fill=SERIES[number % len(SERIES)]) | {"gap": 60})
        if lines:
            over = book.file.add_chart({"type": "line"})
            for number, (colour, dash) in zip(
                range(bars, len(pivot.labels)), ((NAVY, "solid"), (ACCENT, "dash")), strict=False
            ):
                over.add_series(_line_series(sheet, pivot, row, number, colour, dash))
            chart.combine(over)
        title = "chart_installs" if lines else "chart_installs_plain"
        return dressed(
            chart,
            text(f"workbook.{title}"),
            text("workbook.axis_year"),
            text("workbook.axis_vehicles"),
            "#,##0",
        )

    return joined(*parts), text("workbook.programme"), draw


def _utilisation(book: Book) -> tuple[Pivot, str, Any] | None:
    frame = book.plan["yearly_lines"]
    if frame.empty:
        return None
    pivot = pivoted(book, frame, "yearly_lines", "line", "utilisation")

    def draw(book: Book, sheet: str, pivot: Pivot, row: int) -> Chart:
        chart = _clusters(book, sheet, pivot, row)
        return dressed(chart, text("workbook.chart_utilisation"), "", text("workbook.axis_percent"), "0%")

    return pivot, text("workbook.line"), draw


def _cash(book: Book) -> tuple[Pivot, str, Any] | None:
    frame = book.plan["yearly_finance"]
    if frame.empty:
        return None
    frame = frame.assign(line="")
    parts = [
        relabelled(pivoted(book, frame, "yearly_finance", "line", column), text(f"workbook.{name}"))
        for column, name in (("cash_flow", "series_cash"), ("cumulative_cash", "series_cumulative_cash"))
    ]
    money = text("workbook.axis_money", currency=book.currency)

    def draw(book: Book, sheet: str, pivot: Pivot, row: int) -> Chart:
        chart = book.file.add_chart({"type": "column"})
        chart.add_series(_by_year(sheet, pivot, row, 0, fill=SERIES[0]) | {"gap": 80})
        over = book.file.add_chart({"type": "line"})
        over.add_series(_line_series(sheet, pivot, row, 1, ACCENT, "solid"))
        chart.combine(over)
        return dressed(chart, text("workbook.chart_cash"), text("workbook.axis_year"), money, "#,##0")

    return joined(*parts), money, draw


def _material(book: Book) -> tuple[Pivot, str, Any] | None:
    frame = book.plan["yearly_materials"]
    frame = frame[frame["item"].isin(frame.loc[frame["share_of_most"].notna(), "item"])]
    if frame.empty:
        return None
    pivot = pivoted(book, frame, "yearly_materials", "item", "share_of_most")

    def draw(book: Book, sheet: str, pivot: Pivot, row: int) -> Chart:
        chart = _clusters(book, sheet, pivot, row)
        return dressed(chart, text("workbook.chart_material"), "", text("workbook.axis_share"), "0%")

    return pivot, text("workbook.item"), draw


def _by_year(sheet: str, pivot: Pivot, row: int, number: int, fill: str) -> dict[str, Any]:
    """A series of one label over the years."""
    last = len(pivot.years)
    return {
        "name": [sheet, row + 1 + number, 0],
        "categories": [sheet, row, 1, row, last],
        "values": [sheet, row + 1 + number, 1, row + 1 + number, last],
        "fill": {"color": fill},
        "border": {"none": True},
    }


def _line_series(sheet: str, pivot: Pivot, row: int, number: int, colour: str, dash: str) -> dict[str, Any]:
    series = _by_year(sheet, pivot, row, number, colour)
    marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    return {name: series[name] for name in ("name", "categories", "values")} | {
        "line": {"color": colour, "width": 2.25, "dash_type": dash},
        "marker": marker,
    }


def _clusters(book: Book, sheet: str, pivot: Pivot, row: int) -> Chart:
    """Columns by label, one a year, darker from year to year."""
    chart = book.file.add_chart({"type": "column"})
    last = len(pivot.labels)
    for number in range(len(pivot.years)):
        chart.add_series(
            {
                "name": [sheet, row, number + 1],
                "categories": [sheet, row + 1, 0, row + last, 0],
                "values": [sheet, row + 1, number + 1, row + last, number + 1],
                "fill": {"color": YEAR_BLUES[min(number, len(YEAR_BLUES) - 1)]},
                "border": {"none": True},
                "gap": 60,
                "overlap": 0,
            }
        )
    return chart


def dressed(chart: Chart, title: str, x: str, y: str, shape: str) -> Chart:
    """The common dress: title at the left, quiet grid, axis titles, legend below."""
    small = {"name": FONT, "size": 9, "color": SOFT_INK}
    head = {"name": FONT, "size": 12, "bold": True, "color": INK}
    axis_head = {"name": FONT, "size": 9, "bold": False, "color": SOFT_INK}
    chart.set_title({"name": title, "name_font": head, "overlay": False})
    chart.set_x_axis(
        {
            "name": x or None,
            "name_font": axis_head,
            "num_font": small,
            "line": {"color": SOFT_INK},
            "label_position": "low",
            "major_tick_mark": "none",
        }
    )
    chart.set_y_axis(
        {
            "name": y,
            "name_font": axis_head,
            "num_font": small,
            "num_format": shape,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.75}},
        }
    )
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"color": RULE}, "fill": {"color": "#FFFFFF"}})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.show_blanks_as("gap")
    return chart


def write_objective_chart(book: Book, sheet: Worksheet, rows: int, top: int) -> None:
    """Put the terms of the objective as bars beside their table, whose header is in row `top`."""
    chart = book.file.add_chart({"type": "bar"})
    name = sheet.get_name()
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
    money = text("workbook.axis_present", currency=book.currency)
    dressed(chart, text("workbook.chart_objective"), "", money, "#,##0")
    small = {"name": FONT, "size": 9, "color": SOFT_INK}
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": small,
            "label_position": "low",
            "line": {"color": SOFT_INK},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_x_axis(
        {
            "name": money,
            "name_font": {"name": FONT, "size": 9, "bold": False, "color": SOFT_INK},
            "num_font": small,
            "num_format": "#,##0",
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.75}},
        }
    )
    chart.set_legend({"none": True})
    chart.set_size({"width": 620, "height": max(240, 34 * rows + 110)})
    sheet.insert_chart(top, 3, chart, {"object_position": 3})
