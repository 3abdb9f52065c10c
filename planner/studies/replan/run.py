"""One re-planning: from a plan and what happened to the next plan, its report, and what changed and why."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from planner import pipeline
from planner.errors import InputError, UsageError
from planner.exports import export
from planner.exports.manifest import facts_of, fingerprint
from planner.messages import text
from planner.scenarios import Variant
from planner.studies.check.filed import filed
from planner.studies.reopen import reopened
from planner.studies.replan.case import with_actuals, with_table, write
from planner.studies.replan.changes import changed_decisions
from planner.studies.replan.measured import plan_vs_actual
from planner.studies.replan.past import past
from planner.studies.replan.taken import carried_over
from planner.studies.replan.words import explained
from planner.tables.reading import typed_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from planner.asked import Asked
    from planner.errors import Problem
    from planner.exports import Exported
    from planner.pipeline import Phases, Planned
    from planner.results.explained import Explained
    from planner.studies.check.filed import Filed
    from planner.studies.reopen import Reopened
    from planner.tables.inputs import Inputs
    from planner.tables.raw import Raw


@dataclass(frozen=True)
class Asking:
    """What a re-planning is asked for.

    Attributes:
        as_of: The new plan date: what lies before it is known.
        actuals: The table `actuals` in a file of its own; None: that of the case.
        stability: Price of every change against the plan, million money.
        name: Name of the new plan and of its folder; empty: replan-<day>.
    """

    as_of: dt.date
    actuals: Path | None = None
    stability: float = 0.0
    name: str = ""


@dataclass(frozen=True, eq=False)
class Replanned:
    """What a re-planning came to.

    Attributes:
        again: The last plan.
        planned: The next plan.
        exported: Its report.
        explained: What changed and why.
    """

    again: Reopened
    planned: Planned
    exported: Exported
    explained: Explained


def replan(folder: Path, cases: Sequence[Path], asking: Asking, out: Path, phases: Phases | None = None) -> Replanned:
    """Make the next plan after a published one, and write its report to `out/<case>/<name>`.

    The report keeps the case that it was made from (plan date, decisions and past of the new day), so that it can be
    checked, published and planned again as any other.

    Args:
        folder: The report of the last plan.
        cases: Folders of a case, or of several, among which is its own.
        asking: What is asked for.
        out: Folder of the reports.
        phases: Whom to tell of each phase.

    Raises:
        UsageError: The report, its case or the day does not fit.
        InputError: Something is wrong with what happened, or with the case as of the day.
        NoPlanError, StoppedError, AuditError: As `pipeline.plan`.
    """
    phases = phases or pipeline.Phases()
    with phases.phase("read"):
        again, told = reopened(folder, cases), filed(folder)
    _require(again, told, asking)
    day = pd.Timestamp(asking.as_of)
    asked = replace(again.asked, variant=Variant(called=asking.name or f"replan-{asking.as_of}"))
    with phases.phase("past"):
        files, actuals = with_actuals(again, asking.as_of, asking.actuals, asking.stability)
        files = with_table(files, "decisions", carried_over(again.inputs, actuals, day))
        inputs, warnings = _checked(files, asked)
        given = past(inputs, told.tables, day)
        # Where no past fits all limits, the plan without one tells which limits those are.
        if given is not None:
            files = with_table(files, "past", given)
            inputs = inputs.replace(past=typed_table("past", files))
    named = replace(inputs.case, name=again.report.case)
    planned = pipeline.plan(inputs.replace(case=named), asked.options, phases, warnings, asked.ahead)
    with phases.phase("export"):
        exported = _exported(planned, files, asked, out, phases)
    periods = planned.capacity.time.periods
    compared = plan_vs_actual(planned.inputs["actuals"], again.inputs, told.tables, planned.plan.tables, periods)
    with phases.phase("changes"):
        changes = changed_decisions(again.inputs["decisions"], planned, planned.inputs["actuals"], asked.options)
    report = fingerprint(facts_of(exported.folder) or {})
    return Replanned(again, planned, exported, explained(again, planned, compared, changes, report))


def _require(again: Reopened, told: Filed, asking: Asking) -> None:
    case = again.undecided.case
    if not case.plan_date <= asking.as_of <= case.end:
        raise UsageError(text("replan.day", day=asking.as_of, first=case.plan_date, last=case.end))
    if told.altered:
        raise UsageError(text("replan.altered", folder=again.report.folder, files=", ".join(told.altered)))
    if "period_make" not in told.tables:
        raise UsageError(text("replan.no_tables", folder=again.report.folder))


def _checked(files: Raw, asked: Asked) -> tuple[Inputs, tuple[Problem, ...]]:
    """The case as of the day, with what was wanted of the last plan, and its warnings.

    Raises:
        InputError: Something is wrong with it.
    """
    inputs, problems = pipeline.examined(files, variant=asked.variant)
    if inputs is None:
        raise InputError(problems)
    return asked.wanted.of(inputs), tuple(problems)


def _exported(planned: Planned, files: Raw, asked: Asked, out: Path, phases: Phases) -> Exported:
    """The report, with the case that it was made from."""
    target = out / planned.plan.case.name / planned.plan.scenario
    with tempfile.TemporaryDirectory() as place:
        write(files, Path(place))
        return export(planned.plan, Path(place), target, phases.seconds, asked=asked.plain(), keep=True)
