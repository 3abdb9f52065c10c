"""A report taken up again: the case that it was made from, as it was asked, with the decisions that it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from planner import pipeline
from planner.asked import Asked, asked_of
from planner.errors import UsageError
from planner.exports.sources import KEPT, sources_of
from planner.exports.tables import unsafe
from planner.messages import text
from planner.results.names import reader_names
from planner.results.plan import Plan, SolveFacts
from planner.solve import Options
from planner.studies.compare.contents import case_folders
from planner.studies.compare.report import NoReportError, read
from planner.studies.reference import as_decisions
from planner.tables.settings import FILE, WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.errors import Problem
    from planner.pipeline import Planned
    from planner.studies.compare.report import Report
    from planner.tables.inputs import Inputs

SHOWN = 8
"""Files that a message names."""


@dataclass(frozen=True, eq=False)
class Reopened:
    """A report and what it was made from.

    Attributes:
        report: The report as it lies on disk.
        case: The folder of its case, or its workbook.
        asked: What was asked for.
        undecided: The case as it was asked for, before anything was decided.
        warnings: What the checks noticed.
    """

    report: Report
    case: Path
    asked: Asked
    undecided: Inputs
    warnings: tuple[Problem, ...]

    @cached_property
    def inputs(self) -> Inputs:
        """The case with the decisions of the report, and nothing left open."""
        path = self.report.folder / "decisions.csv"
        return self.deciding(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8").map(unsafe))

    def deciding(self, rows: pd.DataFrame) -> Inputs:
        """The case with these rows of `decisions`, and nothing left open."""
        known = [name for name in rows if name in self.undecided["decisions"]]
        records = rows[known].replace("", None).to_dict("records")
        decisions = as_decisions([{str(name): cell for name, cell in row.items()} for row in records], self.undecided)
        case = replace(self.undecided.case, decide=(), hold=())
        return self.undecided.replace(case=case, decisions=decisions)

    def planned(self) -> Planned:
        """The plan made again, a linear program, as the decisions of the report have it.

        Raises:
            NoPlanError: With these decisions there is none.
        """
        options = Options(door="highs")
        return pipeline.plan(self.inputs, options, warnings=self.warnings, missed=False, audited=False)

    def showing(self, tables: Mapping[str, pd.DataFrame]) -> Plan:
        """A plan that has these tables under the facts of the report: nothing is solved."""
        told = self.report.facts["solve"]
        names = ("status", "solver", "door", "objective", "bound", "gap", "seconds")
        solve = SolveFacts(**{name: told[name] for name in names})
        known = reader_names(self.undecided)
        return Plan(self.inputs.case, self.report.scenario, dict(tables), self.report.kpis, solve, {}, known)


def reopened(folder: Path, cases: Sequence[Path]) -> Reopened:
    """The report in a folder, with its case.

    Args:
        folder: A report.
        cases: Folders of a case or its workbook, or of several, among which is the one that it was made from; a case
            that is kept with the report goes before them.

    Raises:
        UsageError: It is no report, or no folder holds the files that it was made from.
        InputError: The case can no longer be read.
    """
    try:
        report = read(folder)
        asked = asked_of(report.facts["asked"])
    except NoReportError as error:
        raise UsageError(text("reopen.no_report", folder=folder, why=error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(text("reopen.other_version", folder=folder)) from error
    case = _case_of(report, cases)
    inputs, warnings = pipeline.load(case, variant=asked.variant)
    return Reopened(report, case, asked, asked.wanted.of(inputs), warnings)


def _case_of(report: Report, cases: Sequence[Path]) -> Path:
    """The folder, or the workbook, whose files are those of the report, by their fingerprints."""
    kept = [place / KEPT for place in (report.folder, report.folder.parent)]
    places = case_folders([*kept, *cases])
    books = [folder / name for folder in places for name in report.files if name.lower().endswith(WORKBOOK)]
    folders = [folder for folder in places if (folder / FILE).is_file()]
    folders += [book for book in (*books, *cases) if book.is_file()]
    files = {folder: dict(sources_of(folder).files) for folder in folders}
    for folder, found in files.items():
        if found == report.files:
            return folder
    told = {"folder": report.folder, "places": ", ".join(str(place) for place in cases)}
    if not files:
        raise UsageError(text("reopen.no_case", **told))
    near = min(files, key=lambda folder: len(_different(files[folder], report.files)))
    names = _different(files[near], report.files)
    more = text("reopen.more", count=len(names) - SHOWN) if len(names) > SHOWN else ""
    raise UsageError(text("reopen.changed", **told, near=near, files=", ".join(names[:SHOWN]) + more))


def _different(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
