"""Values as a spreadsheet holds them <-> the text of a cell as a CSV file of the case has it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planner.tables.cells import FaultError, parser
from planner.tables.mangled import mangled_date, mangled_number

if TYPE_CHECKING:
    from planner.tables.dictionary import Column

Value = str | float | dt.date | None
FIRST_DAY = dt.date(1900, 3, 1)
"""Spreadsheets disagree about the days before it."""
DIGITS = 15
"""Significant digits of a number that every spreadsheet keeps."""
_MEANT = {"number_form", "number_percent", "date_form"}
"""What was done to a number or a date where only one reading is left."""


def text_of(value: object) -> str:
    """The text of a spreadsheet's value: numbers by the digits it shows, days in ISO form, no space around."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return shortest(float(f"{value:.{DIGITS}g}"))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def shortest(number: float) -> str:
    """The shortest text that reads back as the same number, without a point where it is whole."""
    return repr(number).removesuffix(".0")


def meant(text: str, column: Column) -> str:
    """The text, or what it means in a column of numbers or days where signs between digits leave one reading."""
    try:
        parser(column)(text)
    except FaultError as fault:
        if fault.check not in _MEANT:
            return text
        mangled = mangled_date if column.type == "date" else lambda cell: mangled_number(cell, comma=False)
        return mangled(text)[1]["wanted"]
    return text


def value_of(text: str, column: Column, *, comma: bool = False) -> Value:
    """The text of a cell as a spreadsheet should hold it: a number, a day, or text where it gives the value back."""
    if not text:
        return None
    if column.type not in ("date", "number", "integer"):
        return text
    try:
        value = parser(column, comma=comma)(text)
    except FaultError:
        return text
    if isinstance(value, dt.date):
        return value if value >= FIRST_DAY else text
    number = float(str(value))
    return number if float(f"{number:.{DIGITS}g}") == number else text


def same(text: str, column: Column, *, comma: bool = False) -> str:
    """A text that is the same for all texts of one value: how a workbook gives a cell back."""
    value = value_of(text, column, comma=comma)
    return text_of(value) if value is not None else ""
