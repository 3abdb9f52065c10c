"""Rows of text -> typed frames, as far as they can be read, and what keeps them from being read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

import pandas as pd

from planner.tables.cells import series, typed
from planner.tables.dictionary import Table, dictionary
from planner.tables.known import Known
from planner.tables.limits import limits
from planner.tables.raw import Raw, raw
from planner.tables.settings import understood
from planner.tables.tell import hint, listed, nearest, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from planner.errors import Problem
    from planner.tables.decode import Sheet
    from planner.tables.inputs import Case

_HEADER = 30  # names of a header that are listed


@dataclass(frozen=True)
class Reading:
    """A case as far as it could be read.

    Attributes:
        folder: Where it was read from.
        case: What case.toml says; None where it could not be read.
        tables: Every table of the dictionary, typed as in `Inputs`; cells that could not be read are empty (a
            column of whole numbers is float64 while one is), tables that could not be read have no rows.
        problems: What kept cells from being read, and warnings on how files were read.
        broken: The columns, as "table.column", in which not every cell could be read.
    """

    folder: Path
    case: Case | None
    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    broken: frozenset[str]

    @property
    def sound(self) -> frozenset[str]:
        """Names of the tables whose columns could all be read."""
        unsound = {place.partition(".")[0] for place in self.broken}
        return frozenset(self.tables) - unsound


def read(folder: Path) -> Reading:
    """Read case.toml and every table of a folder; never raises for what the files hold."""
    return typed_tables(raw(folder))


def typed_tables(files: Raw, known: Known | None = None) -> Reading:
    """Understand every cell of the files of a case, changed by a scenario or not; columns that are known stay so."""
    case, problems = understood(files.folder, files.settings, files.content)
    frames: dict[str, pd.DataFrame] = {}
    broken: set[str] = set()
    for table in dictionary():
        frames[table.name], found, at_fault = _table(table, files, known)
        problems += found
        broken |= at_fault
    return Reading(files.folder, case, frames, (*files.problems, *problems), frozenset(broken))


def typed_table(name: str, files: Raw) -> pd.DataFrame:
    """One table of the files of a case, as far as it can be understood."""
    return _table(dictionary()[name], files)[0]


def blank(table: Table) -> pd.DataFrame:
    """A table without rows, typed."""
    return _blank(table.name).copy(deep=False)


@cache
def _blank(name: str) -> pd.DataFrame:
    frame = pd.DataFrame({name: series(column, []) for name, column in dictionary()[name].columns.items()})
    return frame.set_axis(pd.Index([], dtype="int64"))


def _columns(tables: Iterable[Table]) -> frozenset[str]:
    return frozenset(column.place for table in tables for column in table.columns.values())


def _table(table: Table, files: Raw, known: Known | None = None) -> tuple[pd.DataFrame, list[Problem], frozenset[str]]:
    """A table's frame, its problems, and its columns that are not to be relied on."""
    nothing = _columns([table])
    grid = files.sheets.get(table.name)
    if grid is None:
        return blank(table), [], nothing if table.name in files.unread else frozenset()
    if table.required and not grid.rows and grid.whole:
        return blank(table), [problem("no_rows", table.file)], nothing
    problems, at_fault = _header(table, grid)
    frame, faults, unread = _frame(table, grid, known or Known())
    return frame, [*problems, *faults], (at_fault | unread) if grid.whole else nothing


def _header(table: Table, grid: Sheet) -> tuple[list[Problem], frozenset[str]]:
    """Problems of the header, and the columns they leave in doubt."""
    problems: list[Problem] = []
    meant: set[str] = set()
    absent = [name for name in table.columns if name not in grid.header]
    for place, name in enumerate(grid.header, 1):
        words: dict[str, object] = {"place": place}
        if not name:
            problems.append(problem("nameless_column", table.file, grid.line, words=words))
        elif name in grid.header[: place - 1]:
            problems.append(problem("double_column", table.file, grid.line, name, name, words=words))
        elif name not in table.columns:
            near = nearest(name, absent)
            meant |= set(near[:1])
            words = {"hint": hint(name, near or table.columns)}
            problems.append(problem("unknown_column", table.file, grid.line, name, name, words=words))
    missing = {name for name in absent if table.columns[name].required}
    words = {"have": listed(grid.header, _HEADER)}
    # Where an unknown column is a slip of a missing one, that was told already.
    told = (name for name in absent if name in missing - meant)
    problems += [problem("missing_column", table.file, grid.line, name, words=words) for name in told]
    return problems, frozenset(table.columns[name].place for name in missing | meant)


def _frame(table: Table, grid: Sheet, known: Known) -> tuple[pd.DataFrame, list[Problem], frozenset[str]]:
    columns: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    broken: set[str] = set()
    by_column = list(zip(*grid.rows, strict=True)) if grid.rows else [()] * len(grid.header)
    for name, column in table.columns.items():
        cells = by_column[grid.header.index(name)] if name in grid.header else ("",) * len(grid.rows)
        key = ("typed", column.place, cells, grid.decimal_comma)
        columns[name], faults = known.of(key, partial(typed, column, cells, comma=grid.decimal_comma))
        if faults:
            broken.add(column.place)
            problems += [
                problem(fault.check, table.file, line, name, cell, words={"allowed": limits(column)} | fault.words)
                for line, cell in zip(grid.lines, cells, strict=True)
                for fault in [faults.get(cell)]
                if fault
            ]
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(grid.lines, dtype="int64")
    return frame, problems, frozenset(broken)
