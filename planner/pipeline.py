"""The steps from a folder of tables to a report, in order, each timed."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import AuditError, InputError, NoPlanError, Problem, Severity, StoppedError
from planner.messages import text
from planner.tables import Inputs, check, read
from planner.tables.loading import ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.capacity import Capacity
    from planner.exports import Exported
    from planner.model.assemble import Program
    from planner.results.ahead import Ahead
    from planner.results.plan import Plan
    from planner.solve import Answer, Options
    from planner.tables.reading import Reading


DATING = {"case.toml", *(f"{t}.csv" for t in ("programmes", "decisions", "gates", "gate_order", "programme_gates"))}
"""Files from which the dates of the gates follow."""

WHOLE_LIMIT = 60.0
"""Seconds for the reasons why whole copies have no plan where copies in part would have one."""


@dataclass
class Phases:
    """Seconds of each phase, and whom to tell when one begins."""

    tell: Callable[[str], None] = lambda _: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a phase."""
        self.tell(name)
        begun = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan with what it was made from.

    Attributes:
        inputs, capacity, program, answer: What each room gave, with everything decided.
        plan: The result tables.
        warnings: What the checks noticed that did not stop the run.
        choice: The answer that decided what was left to the planner; None where nothing was.
    """

    inputs: Inputs
    capacity: Capacity
    program: Program
    answer: Answer
    plan: Plan
    warnings: tuple[Problem, ...]
    choice: Answer | None = None


def validate(folder: Path, phases: Phases | None = None) -> tuple[Inputs | None, list[Problem]]:
    """Every problem of a case, worst first, and the inputs where no problem is an error."""
    from planner.line import check as check_graph  # noqa: PLC0415 - commands without lines do without it

    phases = phases or Phases()
    with phases.phase("read"):
        reading = read(folder)
    with phases.phase("check"):
        problems = [*reading.problems, *check(reading)]
        if {"stages", "flows", "line_items"} <= reading.sound:
            tables = reading.tables
            problems += check_graph(tables["stages"], tables["flows"], tables["line_items"])
        problems += _gates_too_early(reading, problems)
    problems = ordered(problems)
    if reading.case is None or any(p.severity is Severity.ERROR for p in problems):
        return None, problems
    return Inputs(reading.case, reading.tables, folder), problems


def _gates_too_early(reading: Reading, problems: Sequence[Problem]) -> list[Problem]:
    """Gates that cannot pass in time, where what their dates follow from is right."""
    wrong = {p.file for p in problems if p.severity is Severity.ERROR}
    tables = reading.tables
    if reading.case is None or wrong & DATING or tables["programme_gates"].empty:
        return []
    from planner.capacity.demand import starts_of_production  # noqa: PLC0415 - cases without gates do without it
    from planner.capacity.gates import too_early  # noqa: PLC0415

    sop = starts_of_production(tables["programmes"], tables["decisions"])
    start = pd.Timestamp(reading.case.start)
    return too_early(tables["gates"], tables["gate_order"], tables["programme_gates"], sop, start)


def load(folder: Path | str, phases: Phases | None = None) -> tuple[Inputs, tuple[Problem, ...]]:
    """The inputs of a case and its warnings.

    Raises:
        InputError: Anything is wrong with the case; the error holds everything that is.
    """
    inputs, problems = validate(Path(folder), phases)
    if inputs is None:
        raise InputError(problems)
    return inputs, tuple(problems)


def build(inputs: Inputs, phases: Phases | None = None) -> tuple[Capacity, Program]:
    """Coefficients and program of a case."""
    from planner.capacity import capacity  # noqa: PLC0415 - validate and --help do without it
    from planner.model.catalogue import program  # noqa: PLC0415

    phases = phases or Phases()
    with phases.phase("capacity"):
        coefficients = capacity(inputs)
    with phases.phase("assemble"):
        return coefficients, program(inputs, coefficients)


def plan(
    inputs: Inputs,
    options: Options | None = None,
    scenario: str = "base",
    phases: Phases | None = None,
    warnings: Sequence[Problem] = (),
    ahead: Ahead | None = None,
) -> Planned:
    """The plan of a case, audited.

    Args:
        inputs: The case.
        options: How to solve.
        scenario: Its name.
        phases: Whom to tell of each phase.
        warnings: What the checks noticed.
        ahead: How far to look ahead at decisions.

    Raises:
        NoPlanError: There is no plan within all limits; its reasons name the limits that would have to bend.
        StoppedError: The solver stopped before it had a plan.
        AuditError: The plan does not hold against the inputs: a fault of the planner.
    """
    from planner.results.ahead import Ahead  # noqa: PLC0415
    from planner.results.build import plan as results  # noqa: PLC0415
    from planner.solve import solve  # noqa: PLC0415

    phases = phases or Phases()
    choice, undecided = None, inputs
    if inputs.case.decide:
        inputs, choice = decide(inputs, options, phases, warnings)
    capacity, program = build(inputs, phases)
    with phases.phase("solve"):
        answer = solve(program, options)
    _require_plan(inputs, capacity, program, answer, warnings)
    with phases.phase("results"):
        tables = results(inputs, capacity, answer, scenario, choice, undecided, ahead or Ahead(), options)
    with phases.phase("audit"):
        _audit(inputs, tables)
    return Planned(inputs, capacity, program, answer, tables, tuple(warnings), choice)


def decide(
    inputs: Inputs,
    options: Options | None = None,
    phases: Phases | None = None,
    warnings: Sequence[Problem] = (),
) -> tuple[Inputs, Answer]:
    """The case with all that is left to the planner decided, and the answer that says so.

    The decisions become rows of the table `decisions`: the plan is then made of a case in which everything is given, so
    that no half-open copy leaks output, and prices are those of a linear program.

    Raises:
        NoPlanError, StoppedError: As `plan`.
    """
    from planner.results.decided import decided  # noqa: PLC0415
    from planner.solve import solve  # noqa: PLC0415

    phases = phases or Phases()
    capacity, program = build(inputs, phases)
    with phases.phase("decide"):
        answer = solve(program, options)
    _require_plan(inputs, capacity, program, answer, warnings)
    return decided(inputs, answer), answer


def run(
    folder: Path,
    out: Path,
    options: Options | None = None,
    formats: Sequence[str] = ("csv", "xlsx"),
    phases: Phases | None = None,
    ahead: Ahead | None = None,
) -> tuple[Planned, Exported]:
    """Plan a case and write its report to `out/<case>/<scenario>`.

    Raises:
        InputError, NoPlanError, StoppedError, AuditError: As `load` and `plan`.
    """
    from planner.exports import export  # noqa: PLC0415

    phases = phases or Phases()
    inputs, warnings = load(folder, phases)
    planned = plan(inputs, options, phases=phases, warnings=warnings, ahead=ahead)
    with phases.phase("export"):
        target = out / inputs.case.name / planned.plan.scenario
        exported = export(planned.plan, folder, target, phases.seconds, formats)
    return planned, exported


def _require_plan(
    inputs: Inputs, capacity: Capacity, program: Program, answer: Answer, warnings: Sequence[Problem] = ()
) -> None:
    from planner.solve import Options, Status, solve  # noqa: PLC0415

    if answer.status.has_plan:
        return
    if answer.status is Status.UNBOUNDED:
        raise NoPlanError(text("no_plan.unbounded"), (), warnings)
    if answer.status is Status.STOPPED:
        raise StoppedError(text("no_plan.stopped", seconds=answer.seconds))
    from planner.results.reasons import reasons  # noqa: PLC0415 - only where there is no plan
    from planner.solve.elastic import bent, elastic, holding  # noqa: PLC0415

    relaxed = solve(elastic(program), Options(door="highs"))
    if program.integer.any() and relaxed.status.has_plan and bent(relaxed).empty:
        # Copies in part would do: only whole ones conflict.
        relaxed = solve(elastic(program, whole=True), Options(door="highs", time_limit=WHOLE_LIMIT))
    found = reasons(inputs, capacity, program, bent(relaxed), holding(relaxed)) if relaxed.status.has_plan else ()
    raise NoPlanError(text("no_plan.infeasible"), found, warnings)


def _audit(inputs: Inputs, tables: Plan) -> None:
    from planner.results.audit import audit  # noqa: PLC0415

    findings = audit(inputs, tables.tables, tables.kpis, tables.solve.objective)
    if findings:
        raise AuditError(text("audit.failed", count=len(findings)), [f.message for f in findings])
