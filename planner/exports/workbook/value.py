"""Two charts of value: from sales to the net present value, and what a step of the strongest limits is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.exports.workbook.drawing import HEIGHT, WIDTH, Lying, dressed, lying
from planner.exports.workbook.grid import set_lines, write_cell, write_live
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.pivots import LABELS
from planner.exports.workbook.style import ACCENT, SERIES, label
from planner.exports.workbook.waterfall import Bar, chart_of, write_pieces
from planner.messages import text
from planner.results.finance import COSTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

    Limit = tuple[str, float | None, float | None]
    """The limit in words, what a step more brings, what a step less costs; None where that is not known."""

ORDER = ("sales", "fallback_margin", *COSTS, "tax", "capex", "residual")
"""Terms that are money, as they follow each other in the statement; the others are penalties."""
_LEAST = 0.0005
_LIMITS, _CLIFF = 8, 10.0


def steps_to_value(book: Book) -> list[Bar]:
    """The terms of the objective one after the other, and the net present value that they come to."""
    frame = book.plan.tables.get("objective_terms")
    if frame is None or frame.empty:
        return []
    worth = dict(zip(frame["term"], frame["million"].astype(float), strict=True))
    bars, level = [], 0.0
    for term in ORDER:
        million = worth.get(term, 0.0)
        if abs(million) >= _LEAST:
            bars.append(Bar(label(f"workbook_term.{term}", term), level, level + million, whole=False))
            level += million
    npv = book.plan.kpis.get("npv_million")
    return [*bars, Bar(text("workbook_worth.npv"), 0.0, float(npv), whole=True)] if bars and npv is not None else bars


def draw_steps(book: Book, sheet: Worksheet, bars: Sequence[Bar], row: int) -> Chart:
    """Write what the waterfall is drawn from, with headers in `row`, and draw it."""
    write_pieces(book, sheet, bars, row)
    chart = chart_of(book, sheet.get_name(), bars, row, text("workbook.axis_present", currency=book.currency))
    return dressed(chart, text("workbook.chart_value"), WIDTH, HEIGHT)


def strongest_limits(book: Book) -> list[Limit]:
    """Limits of which a step brings most, the strongest first, each in its strongest year.

    Where a step less costs many times what a step more brings (a whole machine fewer, say), its bar would hide all
    others: such limits are left to the sheet of prices.
    """
    frame = book.plan.tables.get("prices")
    if frame is None or frame.empty:
        return []
    cliff = frame["loss_million"] > _CLIFF * frame["gain_million"]
    rows = frame.loc[~cliff & (frame["gain_million"] >= _LEAST)].sort_values("rank_plan", kind="stable")
    rows = rows.drop_duplicates("limit").head(_LIMITS)
    worth = zip(rows["gain_million"], rows["loss_million"], strict=True)
    names = (
        text("workbook.limit_in", limit=limit, year=year, step=f"{step:,.0f}", unit=unit)
        for limit, year, step, unit in zip(rows["limit"], rows["year"], rows["step"], rows["unit"], strict=True)
    )
    return [(name, _known(gain), _known(loss)) for name, (gain, loss) in zip(names, worth, strict=True)]


def _known(value: float) -> float | None:
    return round(float(value), 3) if math.isfinite(value) else None


def draw_limits(book: Book, sheet: Worksheet, limits: Sequence[Limit], row: int) -> Chart:
    """Write what a step more brings and a step less costs, with headers in `row`, and draw it as a tornado."""
    heads = ("limit", "gain_million", "loss_million")
    for across, head in enumerate((*(text(f"workbook_column.{head}") for head in heads), text("workbook.drawn"))):
        sheet.write_string(row, across, head, book.looks.header(align="center" if across else "left"))
    set_lines(sheet, row, 3)
    look = book.looks.ruled(num_format="#,##0.0", align="right")
    for down, (name, gain, loss) in enumerate(limits, row + 1):
        set_lines(sheet, down, lines_in(name, LABELS - 1))
        sheet.write_string(down, 0, name, book.looks.ruled(text_wrap=True))
        write_cell(sheet, down, 1, gain, look)
        write_cell(sheet, down, 2, loss, look)
        cell = xl_rowcol_to_cell(down, 2)
        write_live(sheet, (down, 3), f'=IF({cell}="","",-{cell})', None if loss is None else -loss, look)
    return _tornado(book, sheet.get_name(), limits, row)


def _tornado(book: Book, here: str, limits: Sequence[Limit], row: int) -> Chart:
    drawn = ((1, "gain_million", SERIES[2]), (3, "loss_million", ACCENT))
    series = [Lying(column, text(f"workbook_column.{name}"), colour) for column, name, colour in drawn]
    greatest = max(abs(value) for _, *pair in limits for value in pair if value is not None)
    axis = text("workbook.axis_present", currency=book.currency), greatest
    chart = lying(book.file, here, (row + 1, row + len(limits)), series, axis)
    return dressed(chart, text("workbook.chart_limits"), WIDTH, HEIGHT)
