"""One report as a comparison reads it: manifest, key figures and yearly tables, whole and of this version."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import Problem
from planner.exports.compared import KIND
from planner.exports.dictionary import dictionary
from planner.exports.folder import MARK
from planner.exports.manifest import KPIS, fingerprint
from planner.exports.sources import combined, sha256_of
from planner.exports.tables import unsafe
from planner.messages import LANGUAGES, text
from planner.studies.compare.figured import Figured

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from planner.exports.dictionary import Column

TABLES = ("yearly_total", "yearly_plan", "yearly_lines", "yearly_finance", "investments", "objective_levels")
"""Tables that every report has."""
OVERRIDES = "overrides"
"""The table that only the report of a changed case has."""
FIGURES = ("npv_million", "objective_million", "total_production_installs")
"""Numbers without which a file of key figures is not ours."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Report(Figured):
    """The report of a plan.

    Attributes:
        folder: Where it lies.
        sha256: Fingerprint of the manifest but for its times: the same plan made again has the same.
        altered: Files that are no longer as the manifest says.
    """

    folder: Path
    sha256: str
    altered: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        """That files are no longer as it was written."""
        return (
            text("compare.altered", plan=self.name, files=text("compare.comma").join(self.altered))
            if self.altered
            else ""
        )

    @property
    def language(self) -> str:
        """Language of the words in its tables; reports of before there was a choice are in English."""
        told = self.facts.get("language")
        return told if told in LANGUAGES else LANGUAGES[0]

    @property
    def files(self) -> Mapping[str, str]:
        """Fingerprints of the input files by name."""
        return dict(self.facts["inputs"])


class NoReportError(ValueError):
    """A folder that is no report of this version; its text says why."""


_SHAPES = {
    "case": str,
    "scenario": str,
    "planner": str,
    "currency": str,
    "libraries": dict,
    "inputs": dict,
    "solve": dict,
    "objective": list,
    "files": dict,
}
"""What a manifest holds."""


def problem(folder: Path, error: NoReportError) -> Problem:
    """A folder that cannot be compared as a problem."""
    return Problem("no_report", str(error), text("compare.no_report_advice"), str(folder))


def read(folder: Path, more: Iterable[str] = ()) -> Report:
    """The report in a folder, called as its scenario.

    Args:
        folder: Where it lies.
        more: Tables that are read as well where the report has them.

    Raises:
        NoReportError: It holds none, or one of another version of the tables.
    """
    mark = folder / MARK
    if not mark.is_file():
        raise NoReportError(text("compare.no_manifest", file=MARK))
    facts = _object(mark)
    if KIND in facts:
        raise NoReportError(text("compare.is_comparison"))
    for name, kind in _SHAPES.items():
        if not isinstance(facts.get(name), kind):
            raise NoReportError(text("compare.no_fact", file=MARK, name=name))
    kpis = _object(folder / KPIS)
    for name in FIGURES:
        if not isinstance(kpis.get(name), int | float):
            raise NoReportError(text("compare.no_fact", file=KPIS, name=name))
    there = [name for name in (OVERRIDES, *more) if (folder / f"{name}.csv").is_file()]
    names = dict.fromkeys([*TABLES, *there])
    tables = {name: rows_of(folder / f"{name}.csv", dictionary()[name]) for name in names}
    files = {name: sha256_of(folder / name) for name in (KPIS, *(f"{name}.csv" for name in names))}
    return Report(
        name=str(facts["scenario"]),
        facts=facts,
        kpis=kpis,
        tables=tables,
        figures_sha256=figures_sha256(files),
        folder=folder,
        sha256=fingerprint(facts),
        altered=tuple(name for name, sha in files.items() if facts["files"].get(name) != sha),
    )


def figures_sha256(files: Mapping[str, str]) -> str:
    """Fingerprint of key figures and of the tables that every report has, from those of its files by name."""
    return combined({name: files[name] for name in (KPIS, *(f"{table}.csv" for table in TABLES))})


def _object(path: Path) -> dict[str, Any]:
    """A JSON object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoReportError(text("compare.no_file", file=path.name)) from error
    except ValueError as error:
        raise NoReportError(text("compare.not_readable", file=path.name, why=error)) from error
    if not isinstance(found, dict):
        raise NoReportError(text("compare.not_readable", file=path.name, why=text("compare.no_object")))
    return found


def rows_of(path: Path, columns: tuple[Column, ...]) -> list[Row]:
    """The rows of a result table, whose header has to be that of this version.

    Raises:
        NoReportError: It is not there, or no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return rows_in(path.name, file, columns)
    except FileNotFoundError as error:
        raise NoReportError(text("compare.no_file", file=path.name)) from error


def rows_in(name: str, file: Iterable[str], columns: tuple[Column, ...]) -> list[Row]:
    """The rows of a result table from the lines of its file.

    Raises:
        NoReportError: It is no such table.
    """
    try:
        header, *rows = [*csv.reader(file)] or [[]]
    except (ValueError, csv.Error) as error:
        raise NoReportError(text("compare.not_readable", file=name, why=error)) from error
    if header != [column.name for column in columns]:
        raise NoReportError(text("compare.other_version", file=name))
    return [_row(name, number, columns, cells) for number, cells in enumerate(rows, 2)]


def _row(file: str, number: int, columns: tuple[Column, ...], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise NoReportError(text("compare.bad_row", file=file, row=number))
    return {column.name: _cell(file, number, column, cell) for column, cell in zip(columns, cells, strict=True)}


def _cell(file: str, number: int, column: Column, cell: str) -> float | str | None:
    if not column.is_number:
        return unsafe(cell)
    if not cell and not column.key:
        return None
    try:
        return float(cell)
    except ValueError as error:
        words = {"file": file, "row": number, "column": column.name, "cell": cell}
        raise NoReportError(text("compare.bad_number", **words)) from error
