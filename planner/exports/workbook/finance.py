"""The yearly finance table in the form of a statement: lines down, years across, sums as live formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.tables import as_floats, as_texts, rounded
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.fields import numbers, words_of
from planner.exports.workbook.grid import write_live
from planner.exports.workbook.shapes import shape_of
from planner.exports.workbook.statement import Statement, order_of, total_of
from planner.exports.workbook.style import NAVY, PALE, SOFT_INK
from planner.exports.workbook.worth import write_ratios, write_worth
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

_TABLE = "yearly_finance"
_RESULTS = {"operating_cash", "profit_after_tax", "cash_flow", "cumulative_cash", "present_value"}


def write_finance(book: Book) -> None:
    """Add the statement, its ratios and what it is worth; none where there are no years."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None or frame.empty:
        return
    columns = {column.name: column for column in dictionary()[_TABLE]}
    order = order_of(columns)
    shown = [value for name in order for value in numbers(rounded(frame[name], columns[name]))]
    phases = as_texts(frame["phase"])
    told = Statement(
        years=tuple(frame["year"].tolist()),
        planned=phases.count("plan"),
        # Every digit, as the planner found it: sums of what is rounded would differ from it.
        cells={name: numbers(as_floats(frame[name]) + 0.0) for name in order},
        # One number of decimals for the whole statement.
        shape=shape_of(columns[order[0]], shown),
        periods=len(book.plan["period_finance"]),
    )
    sheet = book.sheet(_TABLE, len(order))
    _write_heads(book, sheet, told, phases)
    for name in order:
        _write_line(book, sheet, told, name, words_of(columns[name]))
    row = write_ratios(book, sheet, told, TOP + len(order) + 2)
    write_worth(book, sheet, told, row + 1)
    sheet.freeze_panes(TOP + 1, 1)
    sheet.repeat_rows(TOP)


def _write_heads(book: Book, sheet: Worksheet, told: Statement, phases: list[str]) -> None:
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, len(told.years), 13)
    sheet.set_column(len(told.years) + 1, len(told.years) + 1, 14)
    sheet.set_row_pixels(TOP, 36)
    sheet.write_string(TOP, 0, text("workbook.statement", currency=book.currency), book.looks.header(align="left"))
    for across, (year, phase) in enumerate(zip(told.years, phases, strict=True), 1):
        sheet.write_number(TOP, across, year, book.looks.header(align="right", num_format="0"))
        if told.planned < len(phases):
            words = text(f"workbook_status.{phase}")
            sheet.write_string(TOP - 1, across, words, book.looks(align="right", font_color=SOFT_INK))
    head = text("workbook.statement_total")
    sheet.write_string(TOP, len(told.years) + 1, head, book.looks.header(align="right"))


def _write_line(book: Book, sheet: Worksheet, told: Statement, name: str, words: str) -> None:
    """A line of the statement: results stand out with a rule above, what leads to them is set in."""
    strong = {"bold": True, "bg_color": PALE, "top": 1, "top_color": NAVY} if name in _RESULTS else {}
    look = book.looks.ruled(num_format=told.shape, align="right", **strong)
    row = told.row(name)
    sheet.write_string(row, 0, words, book.looks.ruled(align="left", indent=0 if strong else 1, **strong))
    for across, value in enumerate(told.cells[name], 1):
        write_live(sheet, (row, across), told.formula(name, across), value, look)
    column = len(told.years) + 1
    write_live(sheet, (row, column), total_of(told, name), told.total(name), look)
