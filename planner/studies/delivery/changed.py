"""The cells that differ between the files of a case and those that are to take their place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.scenarios.keys import toml
from planner.scenarios.rule import CASE
from planner.studies.compare.contents import cells_in
from planner.studies.compare.filed import differing
from planner.tables.dictionary import dictionary
from planner.tables.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from planner.studies.compare.contents import Cells


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else, or a whole row that is new or gone (without a column).

    Attributes:
        table: The table; "case" for case.toml.
        row: The row's key, as conditions of a rule write it; empty for case.toml.
        column: The column, or the key of case.toml.
        unit: Unit of the column; empty where there is none.
        old, new: The cell, or the row, before and after; empty for none.
    """

    table: str
    row: str
    column: str
    unit: str
    old: str
    new: str


def changes(folder: Path, files: Mapping[str, bytes]) -> Iterator[CellChange]:
    """What files change in a folder, in the dictionary's order, case.toml first."""
    for name in [FILE, *(table.file for table in dictionary())]:
        if name in files:
            old = folder / name
            yield from _of_file(name, old.read_bytes() if old.is_file() else b"", files[name])


def _of_file(file: str, old: bytes, new: bytes) -> Iterator[CellChange]:
    table = CASE if file == FILE else file.removesuffix(".csv")
    mine, yours = _cells(file, old), _cells(file, new)
    for row, column, was, says in differing(table, mine, yours):
        yield CellChange(table, row, column, _unit(table, column), was, says)


def _cells(file: str, content: bytes) -> Cells:
    if file != FILE:
        return cells_in(file, content) or {}
    return {("", key): toml(value) for key, value in _keys(tomllib.loads(content.decode("utf-8", "replace")))}


def _keys(settings: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Keys of case.toml down to single values: owners.demand.date."""
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _unit(table: str, column: str) -> str:
    known = dictionary()[table].columns.get(column) if table in dictionary() else None
    return known.unit if known and known.unit != "1" else ""
