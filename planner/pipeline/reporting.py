"""From a folder of tables to the report of its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.pipeline.phases import Phases
from planner.pipeline.planning import plan
from planner.pipeline.reading import BASE, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from planner.asked import Asked
    from planner.exports import Exported
    from planner.exports.compared.compared import SideBySide
    from planner.pipeline.planning import Planned
    from planner.results.ahead import Ahead
    from planner.scenarios import Variant
    from planner.solve import Options
    from planner.tables import Inputs
    from planner.tables.aims import Wanted


def run(
    folder: Path,
    out: Path,
    options: Options | None = None,
    formats: Sequence[str] = ("csv", "xlsx"),
    phases: Phases | None = None,
    variant: Variant = BASE,
    wanted: Wanted | None = None,
    ahead: Ahead | None = None,
) -> tuple[Planned, Exported]:
    """Plan a case, or a scenario of it, and write the report to `out/<case>/<scenario>`.

    Raises:
        InputError, NoPlanError, StoppedError, AuditError: As `load` and `plan`.
        UsageError: Something that is wanted is not known.
    """
    from planner.asked import Asked  # noqa: PLC0415
    from planner.results.ahead import Ahead  # noqa: PLC0415
    from planner.solve import Options  # noqa: PLC0415
    from planner.tables.aims import Wanted  # noqa: PLC0415

    phases = phases or Phases()
    asked = Asked(variant, wanted or Wanted(), options or Options(), ahead or Ahead())
    planned = made(folder, asked, phases)
    return planned, write(planned, folder, out, asked, phases, formats)


def made(
    folder: Path, asked: Asked, phases: Phases | None = None, before: Callable[[Inputs], None] = lambda _: None
) -> Planned:
    """The plan of a case as it is asked for.

    Args:
        folder: The case.
        asked: Scenario and rules, objectives, how to solve, how far to look ahead.
        phases: Whom to tell.
        before: Is shown the case before anything is planned.

    Raises:
        InputError, UsageError, NoPlanError, StoppedError, AuditError: As `load` and `plan`.
    """
    inputs, warnings = load(folder, phases, asked.variant)
    before(inputs)
    return plan(asked.wanted.of(inputs), asked.options, phases, warnings, asked.ahead)


def write(
    planned: Planned,
    folder: Path,
    out: Path,
    asked: Asked,
    phases: Phases,
    formats: Sequence[str] = ("csv", "xlsx"),
    beside: SideBySide | None = None,
) -> Exported:
    """Write the report of a plan to `out/<case>/<scenario>`.

    Args:
        planned: The plan.
        folder: The case that it was made of.
        out: Folder of the reports.
        asked: What was asked for.
        phases: How long each phase took.
        formats: What is written.
        beside: The plan and others side by side, for the workbook.

    Raises:
        UsageError: There is no such format.
        OSError: The report cannot be written.
    """
    from planner.exports import export  # noqa: PLC0415

    with phases.phase("export"):
        target = place(out, planned.inputs)
        return export(planned.plan, folder, target, phases.seconds, formats, asked.plain(), beside=beside)


def place(out: Path, inputs: Inputs) -> Path:
    """Where the report of a case, or of a scenario of it, is written."""
    return out / inputs.case.name / inputs.scenario
