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
from planner.exports.sources import sha256_of
from planner.exports.tables import unsafe
from planner.messages import LANGUAGES, text

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
class Report:
    """The report of a plan.

    Attributes:
        folder: Where it lies.
        name: What the plan is called among those that it is compared with.
        facts: What its manifest says.
        kpis: Key figures by name.
        tables: Rows by table; numbers are floats, years ints, missing ones None, text is str.
        sha256: Fingerprint of the manifest but for its times: the same plan made again has the same.
        altered: Files that are no longer as the manifest says.
    """

    folder: Path
    name: str
    facts: Mapping[str, Any]
    kpis: Mapping[str, Any]
    tables: Mapping[str, list[Row]]
    sha256: str
    altered: tuple[str, ...] = ()

    @property
    def case(self) -> str:
        """Name of the case."""
        return str(self.facts["case"])

    @property
    def scenario(self) -> str:
        """Name of the scenario."""
        return str(self.facts["scenario"])

    @property
    def planner(self) -> str:
        """Version that wrote it."""
        return str(self.facts["planner"])

    @property
    def currency(self) -> str:
        """Money of the case."""
        return str(self.facts["currency"])

    @property
    def language(self) -> str:
        """Language of the words in its tables; reports of before there was a choice are in English."""
        told = self.facts.get("language")
        return told if told in LANGUAGES else LANGUAGES[0]

    @property
    def files(self) -> Mapping[str, str]:
        """Fingerprints of the input files by name."""
        return dict(self.facts["inputs"])

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return tuple(int(row["year"]) for row in self.tables["yearly_total"])


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
    read_files = [KPIS, *(f"{name}.csv" for name in names)]
    altered = tuple(name for name in read_files if facts["files"].get(name) != sha256_of(folder / name))
    return Report(folder, str(facts["scenario"]), facts, kpis, tables, fingerprint(facts), altered)


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
            header, *rows = [*csv.reader(file)] or [[]]
    except FileNotFoundError as error:
        raise NoReportError(text("compare.no_file", file=path.name)) from error
    except (ValueError, csv.Error) as error:
        raise NoReportError(text("compare.not_readable", file=path.name, why=error)) from error
    if header != [column.name for column in columns]:
        raise NoReportError(text("compare.other_version", file=path.name))
    return [_row(path.name, number, columns, cells) for number, cells in enumerate(rows, 2)]


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
