"""The steps from a folder of tables to a report, in order, each timed."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import AuditError, InputError, NoPlanError, Problem, Severity, StoppedError
from planner.messages import text
from planner.scenarios import Variant, apply, marked
from planner.tables import Inputs, check, raw, typed_tables
from planner.tables.loading import ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.asked import Asked
    from planner.capacity import Capacity
    from planner.exports import Exported
    from planner.exports.compared.compared import SideBySide
    from planner.model.assemble import Program
    from planner.results.ahead import Ahead
    from planner.results.plan import Plan
    from planner.solve import Answer, Options
    from planner.solve.targets import Aimed
    from planner.tables.aims import Wanted
    from planner.tables.known import Known
    from planner.tables.raw import Raw
    from planner.tables.reading import Reading


DATING = {"case.toml", *(f"{t}.csv" for t in ("programmes", "decisions", "gates", "gate_order", "programme_gates"))}
"""Files from which the dates of the gates follow."""
BASE = Variant()
"""The case as it stands."""


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
class Decided:
    """A case with all that was left to the planner decided.

    Attributes:
        inputs: The case with its decisions.
        aimed: The answer that decided, what each objective came to, and what is promised.
    """

    inputs: Inputs
    aimed: Aimed


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
    phases: Phases | None = None,
    warnings: Sequence[Problem] = (),
    ahead: Ahead | None = None,
    *,
    missed: bool = True,
    audited: bool = True,
) -> Planned:
    """The plan of a case, audited.

    Args:
        inputs: The case, from `load`.
        options: How to solve.
        phases: Whom to tell of each phase.
        warnings: What the checks noticed.
        ahead: How far to look ahead at decisions.
        missed: Whether it is told what missed gates, waits and absent copies cost: a solve for each.
        audited: Whether the plan is audited; only studies of many plans may leave it out, of some of them.

    Raises:
        NoPlanError: There is no plan within all limits; its reasons name the limits that would have to bend.
        StoppedError: The solver stopped before it had a plan.
        AuditError: The plan does not hold against the inputs: a fault of the planner.
    """
    from planner.results.build import plan as results  # noqa: PLC0415

    phases = phases or Phases()
    undecided = inputs
    if inputs.case.decide:
        decided = decide(inputs, options, phases, warnings)
        inputs, choice, found = decided.inputs, decided.aimed.answer, decided.aimed.levels
        capacity, answer = _published(decided, options, phases, warnings)
    else:
        choice = None
        capacity, program = build(inputs, phases)
        with phases.phase("solve"):
            aimed = _aimed(inputs, capacity, program, options, warnings)
        answer, found = aimed.answer, aimed.levels
        _require_plan(inputs, capacity, program, answer, warnings)
    with phases.phase("results"):
        tables = results(inputs, capacity, answer, found, choice, undecided, ahead, options, missed=missed)
    if audited:
        with phases.phase("audit"):
            _audit(inputs, tables)
    return Planned(inputs, capacity, answer.program, answer, tables, tuple(warnings), choice)


def decide(
    inputs: Inputs,
    options: Options | None = None,
    phases: Phases | None = None,
    warnings: Sequence[Problem] = (),
    forced: Callable[[Program], Program] | None = None,
) -> Decided:
    """The case with all that is left to the planner decided, and the answer that says so.

    The decisions become rows of the table `decisions`: the plan is then made of a case in which everything is given, so
    that no half-open copy leaks output, and prices are those of a linear program.

    Args:
        inputs: The case, from `load`.
        options: How to solve.
        phases: Whom to tell of each phase.
        warnings: What the checks noticed.
        forced: What the decisions must keep besides, from the program; None: nothing.

    Raises:
        NoPlanError, StoppedError: As `plan`.
    """
    from planner.results.decided import decided  # noqa: PLC0415

    phases = phases or Phases()
    capacity, program = build(inputs, phases)
    program = forced(program) if forced else program
    with phases.phase("decide"):
        aimed = _aimed(inputs, capacity, program, options, warnings)
    _require_plan(inputs, capacity, program, aimed.answer, warnings)
    return Decided(decided(inputs, aimed.answer), aimed)


def _published(
    decided: Decided, options: Options | None, phases: Phases, warnings: Sequence[Problem]
) -> tuple[Capacity, Answer]:
    """The plan of a case in which all is decided, with what its objectives have promised."""
    from planner.model.objectives import promised, weigh  # noqa: PLC0415
    from planner.solve import solve  # noqa: PLC0415
    from planner.solve.levels import ROUNDED  # noqa: PLC0415

    capacity, program = build(decided.inputs, phases)
    program = promised(program, decided.aimed.promises, weigh(decided.inputs, capacity), ROUNDED)
    # What was decided by the time limit is not lost in the small solve after it.
    options = replace(options, time_limit=None) if options else None
    with phases.phase("solve"):
        answer = solve(program, options)
    _require_plan(decided.inputs, capacity, program, answer, warnings)
    return capacity, answer


def _aimed(
    inputs: Inputs, capacity: Capacity, program: Program, options: Options | None, warnings: Sequence[Problem]
) -> Aimed:
    """The plan that is best by the target and the objectives of the case, in their order."""
    from planner.model.objectives import Goal, weigh  # noqa: PLC0415
    from planner.model.stability import STABILITY  # noqa: PLC0415
    from planner.model.suggested import suggested  # noqa: PLC0415
    from planner.solve.levels import Clock  # noqa: PLC0415
    from planner.solve.targets import Aimer  # noqa: PLC0415
    from planner.tables.aims import in_order  # noqa: PLC0415

    goals = [Goal(aim.objective, aim.tolerance) for aim in in_order(inputs.case.objective)]
    start = suggested(program, inputs["decisions"], inputs.case)
    time, target = capacity.time, inputs.case.target
    aimer = Aimer(program, weigh(inputs, capacity), time.plan_ends(), Clock(options), start)
    last = time.holding(target.by) if target and target.by else -1
    try:
        return aimer.aimed(target, last, goals).apart(STABILITY)
    except NoPlanError as error:
        raise NoPlanError(str(error), error.reasons, warnings) from error


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
    inputs, warnings = load(folder, phases, variant)
    planned = plan(asked.wanted.of(inputs), options, phases=phases, warnings=warnings, ahead=ahead)
    return planned, write(planned, folder, out, asked, phases, formats)


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


def _require_plan(
    inputs: Inputs, capacity: Capacity, program: Program, answer: Answer, warnings: Sequence[Problem] = ()
) -> None:
    from planner.solve import Status  # noqa: PLC0415

    if answer.status.has_plan:
        return
    if answer.status is Status.UNBOUNDED:
        raise NoPlanError(text("no_plan.unbounded"), (), warnings)
    if answer.status is Status.STOPPED:
        raise StoppedError(text("no_plan.stopped", seconds=answer.seconds))
    from planner.results.reasons import reasons  # noqa: PLC0415 - only where there is no plan

    raise NoPlanError(text("no_plan.infeasible"), reasons(inputs, capacity, program), warnings)


def _audit(inputs: Inputs, tables: Plan) -> None:
    from planner.results.audit import audit  # noqa: PLC0415

    findings = audit(inputs, tables.tables, tables.kpis, tables.solve.objective)
    if findings:
        raise AuditError(text("audit.failed", count=len(findings)), [f.message for f in findings])
