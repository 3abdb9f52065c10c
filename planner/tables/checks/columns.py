"""Checks that the data dictionary alone decides: empty cells, ranges, choices, double keys, unknown names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from planner.messages import text
from planner.tables.dictionary import Column, Table, dictionary
from planner.tables.limits import limits
from planner.tables.tell import hint, listed, problem, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.errors import Problem
    from planner.tables.reading import Reading

_COUNTED = ("", "1", "unit")  # units that need not be told
HINTS = 20  # names to offer are looked for at most so many times a column: it is slow


AskColumn = Callable[[Column, Callable[[], list["Problem"]]], list["Problem"]]
"""Gives what is wrong with a column, by looking at it or because it is known."""


def column_problems(reading: Reading, ask: AskColumn = lambda _column, make: make()) -> Iterator[Problem]:
    """Every problem that the dictionary's description of the columns tells by itself.

    Args:
        reading: The case.
        ask: Gives what the column, its header and the names that it may hold tell.
    """
    told = {(known.file, known.row, known.column) for known in reading.problems}
    for table in dictionary():
        frame = reading.tables[table.name]
        if frame.empty:
            continue
        for column in table.columns.values():
            every = ask(column, partial(_column, reading, table, column))
            yield from (found for found in every if (found.file, found.row, found.column) not in told)
        unread = {row for file, row, column in told if file == table.file and column in table.keys}
        yield from _double_row(table, frame[~frame.index.isin(unread)])


def _column(reading: Reading, table: Table, column: Column) -> list[Problem]:
    return list(_of_column(reading, table, column))


def _of_column(reading: Reading, table: Table, column: Column) -> Iterator[Problem]:
    cells = reading.tables[table.name][column.name]
    # A whole column that is missing was told for the header.
    if column.required and (column.place not in reading.broken or _filled(cells).any()):
        yield from _empty_required(table, column, cells)
    if column.numeric:
        yield from _out_of_range(table, column, cells)
    if column.allowed:
        yield from _unknown_choice(table, column, cells)
    if column.reference and f"{column.reference[0]}.{column.reference[1]}" not in reading.broken:
        yield from _unknown_name(table, column, cells, reading.tables[column.reference[0]][column.reference[1]])


def _filled(cells: pd.Series) -> np.ndarray:
    filled: np.ndarray = cells.notna().to_numpy() & (cells.to_numpy() != "")
    return filled


def _empty_required(table: Table, column: Column, cells: pd.Series) -> Iterator[Problem]:
    for row in cells.index[~_filled(cells)]:
        yield problem("empty_cell", table.file, int(row), column.name, words={"meaning": column.meaning})


def _out_of_range(table: Table, column: Column, cells: pd.Series) -> Iterator[Problem]:
    numbers = cells.to_numpy()
    bad = np.zeros(len(numbers), dtype=bool)
    if column.above is not None:
        bad |= numbers <= column.above
    if column.minimum is not None:
        bad |= numbers < column.minimum
    if column.maximum is not None:
        bad |= numbers > column.maximum
    for row, value in cells[bad].items():
        unit = text("problem_words.in_unit", unit=column.unit) if column.unit not in _COUNTED else ""
        words = {"allowed": limits(column), "unit": unit, "meaning": column.meaning}
        yield problem("out_of_range", table.file, int(str(row)), column.name, value, words=words)


def _unknown_choice(table: Table, column: Column, cells: pd.Series) -> Iterator[Problem]:
    bad = cells[_filled(cells) & ~cells.isin(column.allowed)]
    for row, value in bad.items():
        words = {"allowed": ", ".join(column.allowed), "hint": hint(value, column.allowed)}
        yield problem("unknown_choice", table.file, int(str(row)), column.name, value, words=words)


def _unknown_name(table: Table, column: Column, cells: pd.Series, names: pd.Series) -> Iterator[Problem]:
    """Names that the table they come from does not have; a name in many rows is told once."""
    bad = cells[_filled(cells) & ~cells.isin(names).to_numpy()]
    if bad.empty:
        return
    there, name_column = column.reference or ("", "")
    known = list(names)
    for place, (value, rows) in enumerate(bad.groupby(bad, sort=False)):
        words = {
            "there": f"{there}.csv",
            "there_column": name_column,
            "hint": hint(str(value), known if place < HINTS else known[:HINTS]),
            "more": also(rows.index[1:]),
        }
        yield problem("unknown_name", table.file, int(rows.index[0]), column.name, value, words=words)


def also(rows: pd.Index) -> str:
    """The other rows of the same slip, as the end of a sentence; empty where there are none."""
    if rows.empty:
        return ""
    return " " + text("problem_words.also", rows=listed(str(row) for row in rows))


def _double_row(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    keys = table.keys
    if not keys:
        return
    double = frame[frame.duplicated(keys, keep=False)]
    if double.empty:
        return
    complete = double[[name for name in keys if table.columns[name].required]]
    double = double[(complete.notna() & (complete != "")).all(axis=1)]
    groups = double.assign(row=double.index).groupby(keys, dropna=False)
    double = double.assign(former=groups["row"].transform("min"))
    double = double[double["former"] != double.index]
    for row, former, *cells in double[["former", *keys]].itertuples(name=None):
        values = ", ".join(f"{key} {say(cell)}".strip() for key, cell in zip(keys, cells, strict=True))
        words = {"keys": ", ".join(keys), "values": values, "former": former}
        yield problem("double_row", table.file, row, keys[-1], cells[-1], words=words)
