"""A folder of tables, or a workbook -> the inputs of a case, or everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InputError, Problem, Severity
from planner.pipeline.phases import Phases
from planner.scenarios import Variant, apply, marked
from planner.tables import Inputs, check, raw, typed_tables
from planner.tables.loading import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tables.known import Known
    from planner.tables.raw import Raw
    from planner.tables.reading import Reading

DATING = {"case.toml", *(f"{t}.csv" for t in ("programmes", "decisions", "gates", "gate_order", "programme_gates"))}
"""Files from which the dates of the gates follow."""
BASE = Variant()
"""The case as it stands."""


def validate(
    folder: Path, phases: Phases | None = None, variant: Variant = BASE
) -> tuple[Inputs | None, list[Problem]]:
    """Every problem of a case or of a scenario of it, worst first, and the inputs where no problem is an error.

    Raises:
        UsageError: A rule of the command line is none.
    """
    phases = phases or Phases()
    with phases.phase("read"):
        files = raw(folder)
    return examined(files, phases, variant)


def examined(
    files: Raw, phases: Phases | None = None, variant: Variant = BASE, known: Known | None = None
) -> tuple[Inputs | None, list[Problem]]:
    """As `validate`, of files that have been read: many scenarios of a case read them once.

    Args:
        files: The case.
        phases: Whom to tell.
        variant: The case as it stands, or a scenario of it.
        known: What an earlier reading of the case has shown.

    Raises:
        UsageError: A rule of the command line is none.
    """
    from planner.line import check as check_graph  # noqa: PLC0415 - commands without lines do without it

    phases = phases or Phases()
    with phases.phase("read"):
        applied = apply(files, variant)
        reading = typed_tables(applied.files, known)
    with phases.phase("check"):
        problems = [*reading.problems, *check(reading, known)]
        if {"stages", "flows", "line_items"} <= reading.sound:
            tables = reading.tables
            problems += check_graph(tables["stages"], tables["flows"], tables["line_items"])
        problems += _gates_too_early(reading, problems)
    problems = files.placed(ordered([*applied.problems, *marked(problems, applied.changes)]))
    if reading.case is None or any(p.severity is Severity.ERROR for p in problems):
        return None, problems
    return Inputs(reading.case, reading.tables, files.folder, variant.name, applied.changes), problems


def _gates_too_early(reading: Reading, problems: Sequence[Problem]) -> list[Problem]:
    """Gates that cannot pass in time, where what their dates follow from is right."""
    wrong = {p.file for p in problems if p.severity is Severity.ERROR}
    tables = reading.tables
    if reading.case is None or wrong & DATING or tables["gates"].empty:
        return []
    from planner.capacity.held import held  # noqa: PLC0415 - cases without gates do without it
    from planner.capacity.starts import dating_problems  # noqa: PLC0415

    return dating_problems(tables, held(tables["decisions"], reading.case), reading.case)


def load(
    folder: Path | str, phases: Phases | None = None, variant: Variant = BASE
) -> tuple[Inputs, tuple[Problem, ...]]:
    """The inputs of a case, or of a scenario of it, and its warnings.

    Raises:
        InputError: Anything is wrong with the case or the scenario; the error holds everything that is.
        UsageError: A rule of the command line is none.
    """
    inputs, problems = validate(Path(folder), phases, variant)
    if inputs is None:
        raise InputError(problems)
    return inputs, tuple(problems)
