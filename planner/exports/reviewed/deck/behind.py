"""The workbook behind a native chart, from which its numbers are edited."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from planner.exports.reviewed.deck.packed import EPOCH

if TYPE_CHECKING:
    from collections.abc import Sequence

Label = str | dt.date
Column = tuple[str, "Sequence[float | None]"]
_SHEET = "Sheet1"


def workbook(labels: Sequence[Label], columns: Sequence[Column], number_format: str) -> bytes:
    """Categories down the first column, a series a further column: the cells that the chart names.

    Texts are written as texts, so that none of them becomes a formula.
    """
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": EPOCH})
        sheet = book.add_worksheet(_SHEET)
        day, number = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": number_format})
        for row, label in enumerate(labels, start=1):
            if isinstance(label, str):
                sheet.write_string(row, 0, label)
            else:
                sheet.write_datetime(row, 0, label, day)
        for place, (name, values) in enumerate(columns, start=1):
            sheet.write_string(0, place, name)
            for row, value in enumerate(values, start=1):
                if value is not None:
                    sheet.write_number(row, place, value, number)
    return made.getvalue()
