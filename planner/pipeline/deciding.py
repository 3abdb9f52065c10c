"""What is left to the planner becomes rows of `decisions`: a mixed-integer program decides, a linear one plans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.pipeline.phases import Phases
from planner.pipeline.solving import best, build, require_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.capacity import Capacity
    from planner.errors import Problem
    from planner.model.assemble import Program
    from planner.solve import Answer, Options
    from planner.solve.targets import Aimed
    from planner.tables import Inputs


@dataclass(frozen=True, eq=False)
class Decided:
    """A case with all that was left to the planner decided.

    Attributes:
        inputs: The case with its decisions.
        aimed: The answer that decided, what each objective came to, and what is promised.
    """

    inputs: Inputs
    aimed: Aimed


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
        aimed = best(inputs, capacity, program, options, warnings)
    require_plan(inputs, capacity, program, aimed.answer, warnings)
    return Decided(decided(inputs, aimed.answer), aimed)


def published(
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
    require_plan(decided.inputs, capacity, program, answer, warnings)
    return capacity, answer
