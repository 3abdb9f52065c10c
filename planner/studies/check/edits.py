"""The tables of a workbook put in the place of those of its report, and every cell that was edited."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, Problem
from planner.exports.dictionary import dictionary
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.shown import LYING, sheet_of, shown
from planner.messages import text
from planner.studies.check.alike import as_written, follows, same, shown_cell
from planner.studies.check.cells import framed, from_sheet, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planner.exports.workbook.shown import Names, Shown
    from planner.studies.check.cells import Value
    from planner.studies.check.pages import Pages

Key = tuple[object, ...]
Row = dict[str, "Value"]


@dataclass(frozen=True)
class Edit:
    """A cell that was changed by hand; `column` "" and one of the texts "" for a whole row.

    Attributes:
        table: Result table.
        row: Its key in words.
        column: Column.
        before, after: The cell as it was and as it is, as readers see it.
        key: Its key by column; none of a row that was added.
    """

    table: str
    row: str
    column: str
    before: str
    after: str
    key: Mapping[str, Value] = field(default_factory=dict)


def edited(
    pages: Pages, tables: Mapping[str, pd.DataFrame], names: Names, file: str
) -> tuple[dict[str, pd.DataFrame], list[Edit]]:
    """The tables that the workbook holds, as it has them, and what differs in them.

    A cell that shows what its table holds keeps its full precision; a table, or a column, that the workbook does not
    hold stays as it is.

    Args:
        pages: The sheets of the workbook.
        tables: The tables of the report that it belongs to.
        names: Names for readers.
        file: Name of the workbook, for problems.

    Raises:
        InputError: Cells that cannot be read; the error holds all of them.
    """
    found: dict[str, pd.DataFrame] = {}
    edits: list[Edit] = []
    problems: list[Problem] = []
    for table, frame in tables.items():
        rows = pages.get(sheet_of(table, frame))
        if rows is not None:
            merge = _Merge(table, frame, shown(names, table, frame), file)
            found[table] = merge.rows(_named(rows, table, merge.headers))
            edits += merge.edits
            problems += merge.problems
    if problems:
        raise InputError(problems)
    return found, edits


def _named(rows: Sequence[Sequence[Any]], table: str, headers: set[str]) -> list[dict[str, Any]]:
    """Cells by header of the rows below the headers that have any; a lying table is set up first."""
    grid = [list(row) for row in rows[TOP:]]
    width = max((len(row) for row in grid), default=0)
    grid = [row + [""] * (width - len(row)) for row in grid]
    if table == LYING:
        total = text("workbook.statement_total")
        grid = [list(column) for column in zip(*grid, strict=True) if column[0] != total]
        grid[:1] = [[text("workbook_column.year"), *grid[0][1:]]] if grid else []
    if not grid:
        return []
    header = [str(cell).strip().replace("\r", "") for cell in grid[0]]
    named = (dict(zip(header, row, strict=True)) for row in grid[1:])
    return [row for row in named if any(row.get(name, "") not in {"", None} for name in headers)]


class _Merge:
    """A table while the rows of its sheet are put in."""

    def __init__(self, table: str, frame: pd.DataFrame, columns: Sequence[Shown], file: str) -> None:
        self.edits: list[Edit] = []
        self.problems: list[Problem] = []
        self._table, self._file, self._columns = table, file, columns
        self._frame = frame
        self._keys = [one for one in columns if one.column.key]
        self._names = [one.column.name for one in self._keys]
        self.headers = {one.header for one in columns}

    def rows(self, named: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """The table with these rows: each known by its key, the others new."""
        known: dict[Key, deque[int]] = defaultdict(deque)
        for at in range(len(self._frame)):
            known[self._key([one.cells[at] for one in self._keys])].append(at)
        values: list[Row] = self._values()
        kept: dict[int, Row] = {}
        added: list[Row] = []
        for number, row in enumerate(named, TOP + 2):
            places = known.get(self._key([row.get(one.header, "") for one in self._keys]))
            if places:
                at = places.popleft()
                kept[at] = values[at] | self._changed(at, number, row, values[at])
            else:
                added.append(self._added(number, row))
        for at in sorted(set(range(len(values))) - set(kept)):
            whole = ", ".join(written(one.cells[at]) for one in self._columns)
            self.edits.append(Edit(self._table, self._words(at), "", whole, ""))
        return framed(dictionary()[self._table], [*(kept[at] for at in sorted(kept)), *added])

    def _values(self) -> list[Row]:
        """The rows of the table as they are."""
        cells: dict[str, list[Value]] = {}
        for column in dictionary()[self._table]:
            values = self._frame[column.name].tolist()
            cells[column.name] = [_plain(value) for value in values]
        return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]

    def _changed(self, at: int, number: int, row: Mapping[str, Any], values: Row) -> Row:
        """Columns of a row whose cell no longer shows what it showed."""
        found: Row = {}
        for one in self._columns:
            cell, before = row.get(one.header, one.cells[at]), one.cells[at]
            if not (same(cell, before) or follows(one, cell, before)):
                found |= self._read(one, number, cell)
                words, column = self._words(at), one.column
                key = {name: values[name] for name in self._names}
                change = (shown_cell(before), shown_cell(as_written(one, cell)), key)
                self.edits.append(Edit(self._table, words, column.name, *change))
        return found

    def _added(self, number: int, row: Mapping[str, Any]) -> Row:
        found: Row = dict.fromkeys((column.name for column in dictionary()[self._table]), None)
        found |= {column.name: "" for column in dictionary()[self._table] if column.is_text}
        for one in self._columns:
            found |= self._read(one, number, row.get(one.header, ""))
        words = ", ".join(shown_cell(row.get(one.header, "")) for one in self._keys)
        whole = ", ".join(shown_cell(row.get(one.header, "")) for one in self._columns)
        self.edits.append(Edit(self._table, words, "", "", whole))
        return found

    def _read(self, one: Shown, number: int, cell: object) -> Row:
        """The value of a cell by its column; a problem where it is none."""
        try:
            return {one.column.name: from_sheet(one.column, cell, one.keys)}
        except ValueError:
            words = {"value": shown_cell(cell), "type": text(f"check_type.{one.column.type}")}
            message, header = text("check_problem.cell", **words), one.header.replace("\n", " ")
            place = f"{self._file}, {sheet_of(self._table, self._frame)}"
            self.problems.append(
                Problem("cell", message, text("check.advice"), place, number, header, shown_cell(cell))
            )
            return {}

    def _key(self, cells: Sequence[object]) -> Key:
        return tuple(shown_cell(cell) for cell in cells)

    def _words(self, at: int) -> str:
        return ", ".join(shown_cell(one.cells[at]) for one in self._keys)


def _plain(value: Any) -> Value:  # noqa: ANN401 - a cell of any column
    """A value of a frame as the columns are made from; missing ones as None."""
    if isinstance(value, dt.datetime):
        return value.date() if value == value else None  # noqa: PLR0124 - of no day
    missing = isinstance(value, float) and math.isnan(value)
    return None if missing else value
