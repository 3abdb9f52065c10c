"""The plan of a case with its result tables, audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import AuditError
from planner.messages import text
from planner.pipeline.deciding import decide, published
from planner.pipeline.phases import Phases
from planner.pipeline.solving import best, build, require_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.capacity import Capacity
    from planner.errors import Problem
    from planner.model.assemble import Program
    from planner.results.ahead import Ahead
    from planner.results.plan import Plan
    from planner.solve import Answer, Options
    from planner.tables import Inputs


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
    from planner.results.ahead import solves_again  # noqa: PLC0415
    from planner.results.build import plan as results  # noqa: PLC0415

    phases = phases or Phases()
    undecided = inputs
    if inputs.case.decide:
        decided = decide(inputs, options, phases, warnings)
        inputs, choice, found = decided.inputs, decided.aimed.answer, decided.aimed.levels
        capacity, answer = published(decided, options, phases, warnings)
    else:
        choice = None
        capacity, program = build(inputs, phases)
        with phases.phase("solve"):
            aimed = best(inputs, capacity, program, options, warnings)
        answer, found = aimed.answer, aimed.levels
        require_plan(inputs, capacity, program, answer, warnings)
    with phases.phase("results"):
        if solves_again(ahead, missed=missed):
            phases.tell("questions")
        tables = results(inputs, capacity, answer, found, choice, undecided, ahead, options, missed=missed)
    if audited:
        with phases.phase("audit"):
            _audit(inputs, tables)
    return Planned(inputs, capacity, answer.program, answer, tables, tuple(warnings), choice)


def _audit(inputs: Inputs, tables: Plan) -> None:
    from planner.results.audit import audit  # noqa: PLC0415

    findings = audit(inputs, tables.tables, tables.kpis, tables.solve.objective)
    if findings:
        raise AuditError(text("audit.failed", count=len(findings)), [f.message for f in findings])
