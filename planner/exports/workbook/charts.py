"""The sheet of charts: what each shows, and the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from planner.exports.workbook.curve import draw_curve
from planner.exports.workbook.drawing import HEIGHT, LIMIT, SUM, WIDTH, Block, draw
from planner.exports.workbook.pivots import LABELS, joined, pivoted, relabelled, write_pivot
from planner.exports.workbook.style import NAVY, label
from planner.exports.workbook.value import draw_limits, draw_steps, steps_to_value, strongest_limits
from planner.messages import text

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.chart import Chart

    from planner.exports.workbook.book import Book

_TOP, _GAP = 4, 14
_ROW = 20
"""Height of a row in pixels."""


def write_charts(book: Book) -> None:
    """Add the sheet with the charts of the plan and, under them, the figures that they show."""
    made = (_installs(book), _utilisation(book), _cash(book), _capex(book), _material(book))
    blocks = [block for block in made if block is not None]
    if not blocks:
        return
    sheet = book.sheet("charts")
    sheet.fit_to_pages(1, 0)
    name = sheet.get_name()
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 20, 12)
    curve = draw_curve(book)
    bars, limits = steps_to_value(book), strongest_limits(book)
    count = len(blocks) + (curve is not None) + bool(bars) + bool(limits)
    row = below = _TOP + -(-count // 2) * (HEIGHT + _GAP) // _ROW + 2
    sheet.write_string(below, 0, text("workbook.behind"), book.looks(bold=True, font_size=12, font_color=NAVY))
    charts: list[Chart] = []
    for block in blocks:
        charts.append(draw(book, name, block, row + 1))
        write_pivot(book, sheet, block.pivot, block.corner, row + 1)
        row += len(block.pivot.labels) + 2
    if bars:
        charts.append(draw_steps(book, sheet, bars, row + 1))
        row += len(bars) + 2
    if limits:
        charts.append(draw_limits(book, sheet, limits, row + 1))
    if curve is not None:
        charts.insert(1, curve)
    for number, chart in enumerate(charts):
        down, across = divmod(number, 2)
        place = {"x_offset": across * (WIDTH + _GAP), "y_offset": down * (HEIGHT + _GAP), "object_position": 3}
        sheet.insert_chart(_TOP, 0, chart, place)


def _installs(book: Book) -> Block | None:
    """Production installs by programme, stacked; over them those of all programmes since the start, and the target."""
    single, whole = book.plan["yearly_plan"], book.plan.tables.get("yearly_total")
    if single.empty:
        return None
    parts = [pivoted(book, single, "yearly_plan", "programme", "production_installs")]
    lines: list[Literal["sum", "limit"]] = []
    for column, name, line in (
        ("cumulative_production", "series_cumulative", SUM),
        ("target", "series_target", LIMIT),
    ):
        if whole is not None and whole[column].notna().any():
            over = pivoted(book, whole.assign(programme=""), "yearly_total", "programme", column)
            parts.append(relabelled(over, text(f"workbook.{name}")))
            lines.append(line)
    return Block(
        pivot=joined(*parts),
        corner=text("workbook.programme"),
        title=text("workbook.chart_installs" if LIMIT in lines else "workbook.chart_installs_plain"),
        axes=(text("workbook.axis_year"), text("workbook.axis_vehicles")),
        kind="stacked",
        lines=tuple(lines),
    )


def _utilisation(book: Book) -> Block | None:
    frame = book.plan["yearly_lines"]
    if frame.empty:
        return None
    return Block(
        pivot=pivoted(book, frame, "yearly_lines", "line", "utilisation"),
        corner=text("workbook.line"),
        title=text("workbook.chart_utilisation"),
        axes=("", text("workbook.axis_percent")),
        kind="clustered",
    )


def _cash(book: Book) -> Block | None:
    frame = _planned(book)
    if frame.empty:
        return None
    money = text("workbook.axis_money", currency=book.currency)
    alone = frame.assign(line="")
    flow, total = (
        relabelled(pivoted(book, alone, "yearly_finance", "line", column), text(f"workbook.{name}"))
        for column, name in (("cash_flow", "series_cash"), ("cumulative_cash", "series_cumulative_cash"))
    )
    return Block(
        pivot=joined(flow, total),
        corner=money,
        title=text("workbook.chart_cash"),
        axes=(text("workbook.axis_year"), money),
        kind="stacked",
        lines=(SUM,),
    )


def _planned(book: Book) -> pd.DataFrame:
    """Money of the years of the plan."""
    frame = book.plan["yearly_finance"]
    return frame.loc[frame["phase"] == "plan"]


def _capex(book: Book) -> Block | None:
    """Capex against its budget; none where nothing is spent and nothing is set."""
    frame = _planned(book)
    budget = frame["capex_budget"].notna().any()
    if not budget and not frame["capex"].any():
        return None
    money = text("workbook.axis_money", currency=book.currency)
    alone = frame.assign(line="")
    names = ("capex", "capex_budget") if budget else ("capex",)
    parts = (pivoted(book, alone, "yearly_finance", "line", name) for name in names)
    labels = (label(f"workbook_column.{name}", name) for name in names)
    return Block(
        pivot=joined(*(relabelled(part, words) for part, words in zip(parts, labels, strict=True))),
        corner=money,
        title=text("workbook.chart_capex" if budget else "workbook.chart_capex_plain"),
        axes=(text("workbook.axis_year"), money),
        kind="stacked",
        lines=(LIMIT,) if budget else (),
    )


def _material(book: Book) -> Block | None:
    """Only items whose supply has a limit in some year."""
    frame = book.plan["yearly_materials"]
    frame = frame[frame["item"].isin(frame.loc[frame["share_of_most"].notna(), "item"])]
    if frame.empty:
        return None
    return Block(
        pivot=pivoted(book, frame, "yearly_materials", "item", "share_of_most"),
        corner=text("workbook.item"),
        title=text("workbook.chart_material"),
        axes=("", text("workbook.axis_share")),
        kind="clustered",
    )
