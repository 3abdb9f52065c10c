"""The yearly finance table in the form of a statement: lines down, years across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.fields import numbers, words_of
from planner.exports.workbook.pivots import write_row
from planner.exports.workbook.shapes import shape_of
from planner.exports.workbook.style import NAVY, PALE, SOFT_INK
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.exports.workbook.book import Book

_TABLE = "yearly_finance"
_TOP = 4
_FIRST = ("sales", "fallback_margin")
_HEAD = {"year", "phase"}
_BESIDE = ("capex_budget", "stock_value", "stock_change", "committed_unpaid", "exit_cost")
"""What stands beside the statement: it is not part of the cash."""
_RESULTS = {"operating_cash", "profit_after_tax", "cash_flow", "cumulative_cash", "present_value"}


def order_of(columns: Iterable[str]) -> list[str]:
    """Columns of the table as the statement has them from top to bottom."""
    between = (name for name in columns if name not in {*_HEAD, *_FIRST, *_BESIDE})
    return [*_FIRST, *between, *_BESIDE]


def write_finance(book: Book) -> None:
    """Add the statement; none where there are no years."""
    frame = book.plan.tables.get(_TABLE)
    if frame is None or frame.empty:
        return
    columns = {column.name: column for column in dictionary()[_TABLE] if column.name not in _HEAD}
    order = order_of(columns)
    sheet = book.sheet(_TABLE, len(order))
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, len(frame), 15)
    sheet.set_row_pixels(_TOP, 28)
    head = text("workbook.statement", currency=book.currency)
    sheet.write_string(_TOP, 0, head, book.looks.header(align="left"))
    for across, year in enumerate(frame["year"].tolist(), 1):
        sheet.write_number(_TOP, across, year, book.looks.header(align="right", num_format="0"))
    phases = as_texts(frame["phase"])
    if len(set(phases)) > 1:
        for across, phase in enumerate(phases, 1):
            words = text(f"workbook_status.{phase}")
            sheet.write_string(_TOP - 1, across, words, book.looks(align="right", font_color=SOFT_INK))
    cells = {name: numbers(rounded(frame[name], columns[name])) for name in order}
    # One number of decimals for the whole statement.
    shape = shape_of(columns[order[0]], [value for row in cells.values() for value in row])
    for row, name in enumerate(order, _TOP + 1):
        # Results stand out with a line above, what leads to them is set in.
        strong = {"bold": True, "bg_color": PALE, "top": 1, "top_color": NAVY} if name in _RESULTS else {}
        look = book.looks.ruled(num_format=shape, align="right", **strong)
        sheet.write_string(
            row,
            0,
            words_of(columns[name]),
            book.looks.ruled(align="left", indent=0 if strong else 1, **strong),
        )
        write_row(sheet, row, 1, cells[name], look)
    sheet.freeze_panes(_TOP + 1, 1)
    sheet.repeat_rows(_TOP)
