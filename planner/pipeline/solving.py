"""Inputs -> coefficients, program and the answer that is best by the objectives of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import NoPlanError, StoppedError
from planner.messages import text
from planner.pipeline.phases import Phases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.capacity import Capacity
    from planner.errors import Problem
    from planner.model.assemble import Program
    from planner.solve import Answer, Options
    from planner.solve.targets import Aimed
    from planner.tables import Inputs


def build(inputs: Inputs, phases: Phases | None = None) -> tuple[Capacity, Program]:
    """Coefficients and program of a case."""
    from planner.capacity import capacity  # noqa: PLC0415 - validate and --help do without it
    from planner.model.catalogue import program  # noqa: PLC0415

    phases = phases or Phases()
    with phases.phase("capacity"):
        coefficients = capacity(inputs)
    with phases.phase("assemble"):
        return coefficients, program(inputs, coefficients)


def best(
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


def require_plan(
    inputs: Inputs, capacity: Capacity, program: Program, answer: Answer, warnings: Sequence[Problem] = ()
) -> None:
    """Nothing where an answer is a plan.

    Raises:
        NoPlanError: There is none within all limits, or the program has no end; the reasons name the limits.
        StoppedError: The solver stopped before it had one.
    """
    from planner.solve import Status  # noqa: PLC0415

    if answer.status.has_plan:
        return
    if answer.status is Status.UNBOUNDED:
        raise NoPlanError(text("no_plan.unbounded"), (), warnings)
    if answer.status is Status.STOPPED:
        raise StoppedError(text("no_plan.stopped", seconds=answer.seconds))
    from planner.results.reasons import reasons  # noqa: PLC0415 - only where there is no plan

    raise NoPlanError(text("no_plan.infeasible"), reasons(inputs, capacity, program), warnings)
