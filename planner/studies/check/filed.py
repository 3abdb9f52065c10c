"""The tables of a report, read back from its files with every problem in one pass."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, Problem, UsageError
from planner.exports.dictionary import dictionary
from planner.exports.folder import MARK
from planner.exports.manifest import KPIS
from planner.exports.sources import sha256_of
from planner.messages import text
from planner.studies.check.cells import framed, from_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from planner.exports.dictionary import Column
    from planner.studies.check.cells import Value


@dataclass(frozen=True, eq=False)
class Filed:
    """A report as its files have it.

    Attributes:
        tables: Result tables by name.
        kpis: Key figures by name.
        altered: Files that are no longer as the manifest says.
    """

    tables: Mapping[str, pd.DataFrame]
    kpis: Mapping[str, Any]
    altered: tuple[str, ...]


def filed(folder: Path) -> Filed:
    """The tables of a report.

    Raises:
        UsageError: The folder holds no report.
        InputError: Cells or files that cannot be read; the error holds all of them.
    """
    prints = _prints(folder)
    tables, problems = {}, []
    for name, columns in dictionary().items():
        if f"{name}.csv" in prints:
            frame, found = _table(folder / f"{name}.csv", columns)
            problems += found
            tables[name] = frame
    kpis, found = _kpis(folder / KPIS)
    problems += found
    if problems:
        raise InputError(problems)
    altered = [name for name, sha in prints.items() if not _same(folder / name, sha)]
    return Filed(tables, kpis, tuple(altered))


def _same(path: Path, sha: str) -> bool:
    return path.is_file() and sha256_of(path) == sha


def _prints(folder: Path) -> dict[str, str]:
    """Fingerprints of the files of a report as its manifest has them."""
    try:
        facts = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return {str(name): str(sha) for name, sha in facts["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(text("check.no_report", folder=folder)) from error


def _kpis(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    return (found, []) if isinstance(found, dict) else ({}, [_problem("unreadable", path.name)])


def _table(path: Path, columns: Sequence[Column]) -> tuple[pd.DataFrame, list[Problem]]:
    """A table, empty where it cannot be read, and what is wrong with its cells."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = [*csv.reader(file)] or [[]]
    except (OSError, ValueError, csv.Error):
        return framed(columns, []), [_problem("unreadable", path.name)]
    wanted = [column.name for column in columns]
    if header != wanted:
        return framed(columns, []), [_problem("other_header", path.name, value=", ".join(wanted))]
    rows: list[dict[str, Value]] = []
    problems: list[Problem] = []
    for number, cells in enumerate(lines, 2):
        if len(cells) != len(columns):
            problems.append(_problem("cells", path.name, row=number, value=str(len(cells))))
            continue
        rows.append(_row(path.name, number, columns, cells, problems))
    return framed(columns, [] if problems else rows), problems


def _row(
    file: str, number: int, columns: Sequence[Column], cells: Sequence[str], problems: list[Problem]
) -> dict[str, Value]:
    row: dict[str, Value] = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            row[column.name] = from_text(column, cell)
        except ValueError:
            problems.append(_problem("cell", file, number, column.name, cell, type=text(f"check_type.{column.type}")))
    return row


def _problem(
    check: str, file: str, row: int | None = None, column: str = "", value: str = "", **words: object
) -> Problem:
    message = text(f"check_problem.{check}", value=value, **words)
    return Problem(check, message, text("check.advice"), file, row, column, value)
