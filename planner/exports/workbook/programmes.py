"""The programmes side by side: when each starts, and its numbers by year below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.exports.tables import as_days, as_texts
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.fields import DATE_SHAPE, header_of, words_of
from planner.exports.workbook.grid import set_lines, write_cell, write_heading
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.pivots import LABELS, column_of, pivoted, write_pivot
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

_BLOCKS = ("production_installs", "cumulative_production", "target", "demand", "shortfall", "pilot_installs", "gwh")
_WIDTH = 15


def write_programmes(book: Book) -> None:
    """Add the sheet; none where there are no programmes."""
    frame = book.plan.tables.get("yearly_plan")
    if frame is None or frame.empty:
        return
    sheet = book.sheet("programmes")
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, max(frame["year"].nunique(), 4), _WIDTH)
    row = _write_starts(book, sheet, TOP)
    for name in _BLOCKS:
        if frame[name].notna().any():
            row = write_heading(book, sheet, row, header_of(book, column_of("yearly_plan", name)).replace("\n", " "))
            pivot = pivoted(book, frame, "yearly_plan", "programme", name)
            write_pivot(book, sheet, pivot, text("workbook.programme"), row)
            row += len(pivot.labels) + 2


def _write_starts(book: Book, sheet: Worksheet, row: int) -> int:
    """Start of production, last gate and its slack by programme; gives the first row after them."""
    gates = book.plan.tables.get("gates")
    if gates is None or gates.empty:
        return row
    row = write_heading(book, sheet, row, text("workbook.starts"))
    heads = [text("workbook.programme"), words_of(column_of("gates", "sop"))]
    heads += [text(f"workbook.{name}") for name in ("last_passed", "last_gate", "least_slack")]
    for across, head in enumerate(heads):
        sheet.write_string(row, across, head, book.looks.header(align="center" if across else "left"))
    set_lines(sheet, row, 2)
    day = book.looks.ruled(num_format=DATE_SHAPE, align="center")
    middle, plain = book.looks.ruled(num_format="0", align="center"), book.looks.ruled(text_wrap=True)
    order = list(dict.fromkeys(as_texts(book.plan["yearly_plan"]["programme"])))
    for down, programme in enumerate(order, row + 1):
        own = gates.loc[gates["programme"] == programme].sort_values("passed", ascending=False, kind="stable")
        name = book.name_of("programme", programme)
        sheet.write_string(down, 0, name, plain)
        if own.empty:
            continue
        last = own.to_dict("records")[0]
        set_lines(sheet, down, max(lines_in(name, LABELS - 1), lines_in(str(last["name"]), _WIDTH - 1)))
        for across, at in enumerate(("sop", "passed"), 1):
            write_cell(sheet, down, across, _day(last[at]), day)
        sheet.write_string(down, 3, str(last["name"]), plain)
        slack = own["slack_months"].min()
        write_cell(sheet, down, 4, None if pd.isna(slack) else float(slack), middle)
    return row + len(order) + 2


def _day(value: object) -> object:
    (day,) = as_days(pd.Series([value]))
    return None if str(day) == "NaT" else day.item()
