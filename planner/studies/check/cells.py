"""Cells of a result table as they stand in files, and columns in the types that the audit reads."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import pandas as pd

from planner.exports.tables import unsafe
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.exports.dictionary import Column

Value = float | str | bool | dt.date | None
_FLAGS = {"true": True, "false": False, "": None}


def from_text(column: Column, cell: str) -> Value:
    """The value of a cell of a CSV file.

    Raises:
        ValueError: It is none of the column's type.
    """
    if column.type == "flag":
        if cell not in _FLAGS:
            raise ValueError(cell)
        return _FLAGS[cell]
    if column.is_text:
        return unsafe(cell)
    if not cell:
        _may_be_empty(column)
        return None
    return dt.date.fromisoformat(cell) if column.type == "date" else _number(column, cell)


def from_sheet(column: Column, cell: object, keys: Mapping[str, str]) -> Value:
    """The value of a cell of a workbook, as calamine reads it.

    Args:
        column: Its column.
        cell: What stands there; "" where nothing does.
        keys: Keys by the names that readers know.

    Raises:
        ValueError: It is none of the column's type.
    """
    if column.type == "flag":
        return str(cell).strip() == text("workbook.yes")
    if column.is_text:
        return keys.get(written(cell), written(cell))
    if cell in {"", None}:
        _may_be_empty(column)
        return None
    if column.type == "date":
        return _day(cell)
    if isinstance(cell, str):
        infinite = cell.strip() == text("workbook.infinite")
        return float("inf") if infinite else _number(column, cell.replace(",", ""))
    return _number(column, cell)


def written(cell: object) -> str:
    """A cell as text: a whole number as Excel shows it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def number_in(shown: str) -> float | None:
    """The number that a cell shows; None where it shows none."""
    try:
        number = float(shown.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _number(column: Column, cell: object) -> float:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError(cell)  # noqa: TRY004 - of whatever kind, it is not the column's
    number = float(cell)
    if number != number or (column.key and not number.is_integer()):  # noqa: PLR0124 - not a number
        raise ValueError(cell)
    return number


def _day(cell: object) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    return cell if isinstance(cell, dt.date) else dt.date.fromisoformat(str(cell).strip())


def _may_be_empty(column: Column) -> None:
    """A key that is no text cannot be empty."""
    if column.key:
        raise ValueError(column.name)


def typed(column: Column, values: Sequence[Value]) -> pd.Series:
    """The values of a column in its type: whole numbers as such where all are, days, numbers, texts."""
    if column.type == "date":
        return pd.Series(pd.to_datetime(pd.array(values, dtype=object)))
    if column.is_text:
        return pd.Series(pd.array(values, dtype=str))
    if column.type == "flag":
        return pd.Series(pd.array(values, dtype=object))
    numbers = pd.Series(pd.array(values, dtype=float))
    whole = column.type == "integer" and bool((numbers == numbers.round()).all())
    return numbers.astype("int64") if whole else numbers


def framed(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> pd.DataFrame:
    """A result table of these rows."""
    return pd.DataFrame({column.name: typed(column, [row[column.name] for row in rows]) for column in columns})
