"""Text of cells -> typed columns; what a spreadsheet has mangled is told as such.

Each distinct text of a column is read once, so that long tables cost what their different values cost.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.tables.mangled import mangled_date, mangled_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.tables.dictionary import Column

pd.set_option("mode.string_storage", "python")
"""Text is kept the same way whether pyarrow is installed or not; for tables of this size its own way is slower."""

DATES = "datetime64[us]"
FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST = 1e15
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPREADSHEET_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE)


class FaultError(ValueError):
    """A cell that cannot be read: `check` names why, `words` fill in its text."""

    def __init__(self, check: str, **words: str) -> None:
        """Keep what the problem's text needs."""
        self.check = check
        self.words = words
        super().__init__(check)


def typed(column: Column, cells: Sequence[str], *, comma: bool = False) -> tuple[pd.Series, dict[str, FaultError]]:
    """A column's cells as they are typed in `Inputs`, and a fault for each text that cannot be read.

    Cells at fault become empty; empty cells take the column's default. With `comma` numbers have decimal
    commas.
    """
    parse = parser(column, comma=comma)
    empty = parse(column.default) if column.default else None
    values: dict[str, object] = {"": empty}
    faults: dict[str, FaultError] = {}
    for cell in dict.fromkeys(cells):
        if cell:
            try:
                values[cell] = parse(cell)
            except FaultError as fault:
                values[cell], faults[cell] = None, fault
    place = {cell: number for number, cell in enumerate(values)}
    places = np.fromiter((place[cell] for cell in cells), dtype=np.intp, count=len(cells))
    texts = series(column, list(values.values())).take(places)
    return _whole_where_full(column, texts.reset_index(drop=True)), faults


def series(column: Column, values: Sequence[object]) -> pd.Series:
    """Parsed values (None for empty) as the column's type; whole numbers as floats where any is empty."""
    if column.type == "date":
        return pd.Series(np.array(values, dtype=DATES), dtype=DATES)
    if not column.numeric:
        return pd.Series(["" if value is None else value for value in values], dtype="str")
    return _whole_where_full(column, pd.Series(np.array(values, dtype=np.float64)))


def _whole_where_full(column: Column, cells: pd.Series) -> pd.Series:
    return cells.astype(np.int64) if column.whole and not cells.isna().any() else cells


def parser(column: Column, *, comma: bool = False) -> Callable[[str], object]:
    """What reads a cell of a column that is not empty: a float, a date or a text; raises FaultError."""
    if column.type == "date":
        return _date
    if column.type == "integer":
        return lambda cell: _whole(cell, comma=comma)
    if column.type == "number":
        return lambda cell: _number(cell, comma=comma)
    return _text if column.type == "text" else _name


def _text(cell: str) -> str:
    if _SPREADSHEET_ERROR.fullmatch(cell):
        raise FaultError("spreadsheet_error")
    return cell


def _name(cell: str) -> str:
    if len(cell.splitlines()) > 1:
        raise FaultError("line_break")
    return _text(cell)


def _number(cell: str, *, comma: bool) -> float:
    text = cell.replace(",", ".") if comma and cell.count(",") == 1 and "." not in cell else cell
    if not _NUMBER.fullmatch(text):
        _text(cell)
        check, words = mangled_number(cell, comma=comma)
        raise FaultError(check, **words)
    number = float(text)
    if abs(number) > LARGEST or not math.isfinite(number):
        raise FaultError("number_too_large")
    return number


def _whole(cell: str, *, comma: bool) -> float:
    number = _number(cell, comma=comma)
    if number != round(number):
        raise FaultError("not_whole")
    return number


def _date(cell: str) -> dt.date:
    if not _DATE.fullmatch(cell):
        _text(cell)
        check, words = mangled_date(cell)
        raise FaultError(check, **words)
    try:
        day = dt.date.fromisoformat(cell)
    except ValueError:
        raise FaultError("date_not_real") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FaultError("date_far", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return day
