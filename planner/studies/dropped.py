"""A workbook alone: which of its scenarios are planned, what is wrong with it, and all that is written beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner import pipeline
from planner.asked import Asked
from planner.errors import AuditError, NoPlanError, PlannerError, StoppedError, UsageError
from planner.exports.compared.sheets import write_book
from planner.exports.folder import report_folder
from planner.exports.manifest import write_mark
from planner.exports.reviewed import write_deck, write_page
from planner.exports.sources import sha256_of
from planner.messages import text
from planner.pipeline import Phases
from planner.scenarios import Variant
from planner.scenarios.chain import BASE
from planner.studies.compare import compare
from planner.studies.compare.beside import side_by_side
from planner.studies.compare.made import figured
from planner.studies.review import review
from planner.tables.known import Known
from planner.tables.loading import ordered
from planner.tables.raw import raw
from planner.tables.reading import typed_table
from planner.tables.tell import hint, problem
from planner.tables.workbook.naming import at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from planner.errors import Problem
    from planner.pipeline import Planned
    from planner.studies.compare.figured import Figured

REPORTS = "reports"
"""Folder of the reports of all plans, as `planner run` writes them."""
_PLAN = "plan.xlsx"
_KIND = "dropped"


@dataclass(frozen=True)
class Looked:
    """A workbook that has been looked at.

    Attributes:
        scenarios: What is to be planned: the base plan, and the scenarios ticked.
        problems: What is wrong, worst first; those of several scenarios once.
        refused: Whether it could not be read as a workbook.
    """

    scenarios: tuple[str, ...]
    problems: tuple[Problem, ...]
    refused: bool


@dataclass(frozen=True, eq=False)
class _Run:
    """A plan that is still to be written."""

    scenario: str
    asked: Asked
    planned: Planned
    figures: Figured
    phases: Phases


@dataclass
class Written:
    """What has been written beside a workbook.

    Attributes:
        folder: Where all of it is.
        plans: The plans by scenario, and the names of their workbooks in the folder.
        files: The comparison and the files of the review, by name.
        failed: Why there is no plan, by scenario.
        lacking: Why a part of the review could not be written.
    """

    folder: Path
    plans: dict[str, tuple[Planned, str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    failed: dict[str, PlannerError] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)


def look(workbook: Path) -> Looked:
    """What a workbook asks for, and what is wrong with it in any of its plans.

    Raises:
        UsageError: It is a folder.
    """
    if workbook.is_dir():
        raise UsageError(text("drop.folder_given", folder=workbook))
    files = raw(workbook)
    if files.book is None or files.book.refused:
        return Looked((BASE,), files.problems, refused=True)
    ticks = files.book.ticks
    names = list(dict.fromkeys(typed_table("scenarios", files)["scenario"]))
    unknown = [name for name in ticks if name not in (BASE, *names)]
    found = [
        at(problem("workbook_ticked_unknown", value=name, words={"hint": hint(name, names)}), ticks[name])
        for name in unknown
    ]
    scenarios = tuple(dict.fromkeys((BASE, *(name for name in ticks if name not in unknown))))
    known = Known()
    for name in scenarios:
        found += pipeline.examined(files, variant=Variant(name), known=known)[1]
    return Looked(scenarios, tuple(ordered(_once(found))), refused=False)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that a later plan has in a cell that was told already."""
    found: dict[tuple[str, ...], Problem] = {}
    for told in problems:
        found.setdefault((told.check, told.cell, "" if told.row is not None else told.message), told)
    return list(found.values())


def write(workbook: Path, scenarios: tuple[str, ...], phases: Phases | None = None) -> Written:
    """Plan the scenarios and write their reports and the review into a folder beside the workbook, in one move.

    A scenario without a plan does not keep the others from theirs.

    All are planned before any is written, since each shows the others beside itself: so long all are held in memory.

    Args:
        workbook: A workbook without errors.
        scenarios: What to plan; the first one is what the others are compared with.
        phases: Whom to tell of each phase.

    Raises:
        NoPlanError, StoppedError, AuditError: None of them has a plan; a former folder is left as it is.
        OSError: The folder cannot be written.
    """
    with report_folder(workbook.with_name(f"{workbook.stem}-report")) as report:
        written = Written(report.folder)
        tell = phases.tell if phases else Phases().tell
        made = [run for name in scenarios if (run := _plan(workbook, name, written, Phases(tell)))]
        if not made:
            raise next(iter(written.failed.values()))
        folders = [_write(workbook, run, made, written) for run in made]
        if len(folders) > 1:
            written.files.append(write_book(compare(folders), report.folder).name)
        _review(workbook, folders, written)
        write_mark(report.folder, {_KIND: {"workbook": workbook.name, "sha256": sha256_of(workbook)}})
    written.folder = report.final
    return written


def _plan(workbook: Path, scenario: str, written: Written, phases: Phases) -> _Run | None:
    """One of the plans; None where there is none."""
    asked = Asked(Variant(scenario))
    try:
        planned = pipeline.made(workbook, asked, phases)
    except (NoPlanError, StoppedError, AuditError) as error:
        written.failed[scenario] = error
        return None
    return _Run(scenario, asked, planned, figured(planned.plan), phases)


def _write(workbook: Path, run: _Run, made: list[_Run], written: Written) -> Path:
    """The report of a plan with the others beside it, its workbook beside theirs; gives the folder of the report."""
    others = [other.figures for other in made if other is not run]
    side = side_by_side(run.figures, others) if others else None
    out = written.folder / REPORTS
    exported = pipeline.write(run.planned, workbook, out, run.asked, run.phases, beside=side)
    name = _PLAN if run.scenario == BASE else f"plan-{run.scenario}.xlsx"
    shutil.copyfile(exported.folder / _PLAN, written.folder / name)
    written.plans[run.scenario] = (run.planned, name)
    return exported.folder


def _review(workbook: Path, folders: list[Path], written: Written) -> None:
    """The page and the slides, each as far as its libraries are installed."""
    content, _ = review(folders, [workbook])
    for write_part in (write_page, write_deck):
        try:
            written.files.append(write_part(content, written.folder).name)
        except UsageError as error:
            written.lacking.append(str(error))
