"""One tidy CSV a result table: full precision by period, the dictionary's decimals elsewhere."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np
import pandas as pd

from planner.exports.dictionary import dictionary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

    from planner.exports.dictionary import Column
    from planner.results.plan import Plan

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SAVED = re.compile(r"''*[=+\-@\t\r]")
_FLAGS = {True: "true", False: "false"}


def write_tables(plan: Plan, folder: Path) -> None:
    """Write `<table>.csv` for every result table of the plan, with the dictionary's columns in its order.

    UTF-8, LF, ISO dates, empty for a missing value. Text that a spreadsheet would take for a formula gets an
    apostrophe in front. A table without rows is its header.

    Raises:
        KeyError: A table lacks a column of the dictionary.
    """
    for table in dictionary():
        if table in plan.tables:
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                _write_table(plan, table, file)


def table_text(plan: Plan, table: str) -> str:
    """What `write_tables` writes of a result table.

    Raises:
        KeyError: The plan has no such table, or it lacks a column of the dictionary.
    """
    file = io.StringIO(newline="")
    _write_table(plan, table, file)
    return file.getvalue()


def _write_table(plan: Plan, table: str, file: TextIO) -> None:
    columns, frame = dictionary()[table], plan[table]
    cells = [csv_cells(frame[column.name], column, full=table.startswith("period_")) for column in columns]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*cells, strict=True))


def csv_cells(values: pd.Series, column: Column, *, full: bool) -> list[str]:
    """The cells of a column as text; `full` keeps every digit of a number."""
    if column.type == "integer":
        return _integers(values)
    if column.type == "number":
        numbers = as_floats(values) + 0.0 if full else rounded(values, column)
        return [_shortest(number) for number in numbers.tolist()]
    if column.type == "date":
        return _once(values, lambda day: np.datetime_as_string(as_days(pd.Series([day])))[0])
    if column.type == "flag":
        return [_FLAGS.get(value, "") for value in values.tolist()]
    return _once(values, lambda value: safe(str(value)))


def as_floats(values: pd.Series) -> npt.NDArray[np.float64]:
    """Numbers as floats, missing ones as NaN."""
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def as_days(values: pd.Series) -> npt.NDArray[np.datetime64]:
    """Dates as days, missing ones as NaT."""
    return pd.to_datetime(values).to_numpy().astype("datetime64[D]")


def as_texts(values: pd.Series) -> list[str]:
    """Texts, missing ones as ""."""
    return _once(values, str)


def _once(values: pd.Series, told: Callable[[Any], str]) -> list[str]:
    """Each different value told once, missing ones as "": keys and days come again and again."""
    codes, different = pd.factorize(values)
    texts = np.array([*(told(value) for value in different), ""], dtype=object)
    cells: list[str] = texts[codes].tolist()
    return cells


def rounded(values: pd.Series, column: Column) -> npt.NDArray[np.float64]:
    """Numbers at the column's decimals, never a negative zero."""
    return np.round(as_floats(values), column.decimals) + 0.0


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run.

    One apostrophe more is put before a text that looks as if it had one already, so that taking one away
    always gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unsafe(text: str) -> str:
    """The text from which `safe` made this one."""
    return text[1:] if _SAVED.match(text) else text


def _integers(values: pd.Series) -> list[str]:
    if values.dtype.kind in "iu" and not values.hasnans:
        return [str(value) for value in values.tolist()]
    return ["" if number != number else str(round(number)) for number in as_floats(values).tolist()]  # noqa: PLR0124


def _shortest(number: float) -> str:
    """The shortest text that reads back as the same number; "" for NaN."""
    if number != number:  # noqa: PLR0124
        return ""
    return repr(number).removesuffix(".0")
