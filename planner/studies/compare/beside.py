"""Plans beside one that was just made, for its workbook, and the run that makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner import pipeline
from planner.errors import UsageError
from planner.messages import text
from planner.studies.compare.figures import figures
from planner.studies.compare.made import figured
from planner.studies.compare.places import reports, require_one_money
from planner.studies.compare.side import together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.asked import Asked
    from planner.exports import Exported
    from planner.exports.compared.compared import SideBySide
    from planner.pipeline import Phases, Planned
    from planner.studies.compare.figured import Figured
    from planner.studies.compare.report import Report
    from planner.tables.inputs import Inputs

SHOWN_IN = "xlsx"
"""The format that shows plans side by side."""


def planned_beside(
    case: Path, out: Path, asked: Asked, formats: Sequence[str], phases: Phases, beside: Sequence[Path]
) -> tuple[Planned, Exported, tuple[str, ...]]:
    """Plan a case, or a scenario of it, and write its report, whose workbook shows other plans beside it.

    Args:
        case: The case.
        out: Folder of the reports.
        asked: What is asked for.
        formats: What is written.
        phases: Whom to tell of each phase.
        beside: Reports, or folders of several; the report that is written anew is not among those of a folder.

    Returns:
        The plan, its report, and what a reader should know of the other ones.

    Raises:
        InputError, NoPlanError, StoppedError, AuditError: As `pipeline.run`; or a folder is no report.
        UsageError: As `pipeline.run`; or there is no plan to show, its money is another, or no workbook is written.
    """
    if SHOWN_IN not in formats:
        raise UsageError(text("compare.beside_format", format=SHOWN_IN))
    plans: list[Report] = []

    def read(inputs: Inputs) -> None:
        plans.extend(reports(beside, least=1, but=pipeline.place(out, inputs)))
        require_one_money([inputs.case.currency, *(plan.currency for plan in plans)])

    planned = pipeline.made(case, asked, phases, read)
    side = side_by_side(figured(planned.plan), plans)
    return planned, pipeline.write(planned, case, out, asked, phases, formats, side), side.warnings


def side_by_side(made: Figured, others: Sequence[Figured]) -> SideBySide:
    """The figures of a plan that is about to be written, called `this plan`, and of others, with differences to it.

    Raises:
        UsageError: Their money differs.
    """
    require_one_money(plan.currency for plan in (made, *others))
    first = replace(made, name=text("compare.this_plan", plan=made.scenario))
    plans = [first, *others]
    sources = ({**plan.origin, "figures_sha256": plan.figures_sha256} for plan in others)
    return together(plans, [figures(plan) for plan in plans], sources)
