"""Several goals in their order: each is made as good as it can be, then held while the next is."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.model.objectives import Promise, promised
from planner.model.reform import with_cost
from planner.solve.answer import Options, Status
from planner.solve.doors import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.model.objectives import Goal, Measure, Weigh
    from planner.solve.answer import Answer

    Floats = NDArray[np.float64]

KEPT = 1e-7
"""Share of a value by which a level may be missed: what a solver's own tolerance leaves of it."""

ROUNDED = 2e-6
"""The same in a plan made of whole variables that were rounded since: what their tolerance leaves."""


class Clock:
    """How to solve, and the seconds that are left of the time limit for all solves together."""

    def __init__(self, options: Options | None = None) -> None:
        """Start."""
        self.options = options or Options()
        self._begun = time.monotonic()

    def part(self, parts: int = 1) -> Options:
        """The options with an equal part of the time that is left, where there is a limit."""
        limit = self.options.time_limit
        if limit is None:
            return self.options
        left = max(0.0, limit - (time.monotonic() - self._begun))
        return replace(self.options, time_limit=left / parts)


@dataclass(frozen=True, eq=False)
class Level:
    """What a goal came to.

    Attributes:
        goal: The goal.
        unit: Unit of the numbers.
        value: Its best value found.
        bound: No plan that keeps the levels before is better; None where the solver tells none.
        gap: Distance of value and bound as a share of the value; None where there is no bound.
        status: How its solve ended.
        limit: What later goals keep it to; None where they need not.
        seconds: Time in the solver.
    """

    goal: Goal
    unit: str
    value: float
    bound: float | None
    gap: float | None
    status: Status
    limit: float | None = None
    seconds: float = 0.0

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What is kept of it."""
        return () if self.limit is None else (Promise(f"level_{self.goal.objective}", self.goal, self.limit),)


def levels(
    program: Program,
    goals: Sequence[Goal],
    quantity_of: Weigh,
    clock: Clock,
    promises: Sequence[Promise] = (),
    start: Floats | None = None,
) -> tuple[Answer, list[Level]]:
    """Solve a program for one goal after the other; the last is the program's own objective, money.

    A level is held at its best value found, less the larger of its tolerance and of the gap that was asked for (never
    more of a gap: what a time limit left unproven is not given away). Each next solve begins from the plan of the one
    before. A time limit is shared among the levels; what one does not need is left to the others.

    Args:
        program: The program.
        goals: In their order, the last of them `npv`.
        quantity_of: The quantity of a goal in a program with these variables.
        clock: How to solve, and what is left of the time.
        promises: What every level keeps.
        start: A first incumbent, as `solve` takes it.

    Returns:
        The answer of the last level, in a program with the rows of the promises and of the levels before, and what each
        came to. Where a level has no plan: its answer, and the levels before.
    """
    found: list[Level] = []
    whole = bool(program.integer.any())
    for number, goal in enumerate(goals):
        last = number == len(goals) - 1
        quantity = quantity_of(goal, program)
        kept = [*promises, *(promise for level in found for promise in level.promises)]
        within = promised(program, kept, quantity_of)
        if not last:
            within = with_cost(within, quantity.sign * quantity.weight, quantity.sign * quantity.constant)
        answer = solve(within, clock.part(len(goals) - number), start if whole else None)
        if not answer.status.has_plan:
            break
        found.append(level_of(quantity, answer, None if last else clock.options.gap))
        start = answer.x
    return answer, found


def level_of(quantity: Measure, answer: Answer, gap: float | None = None) -> Level:
    """What a goal came to, and what later goals keep it to: nothing where `gap` is None."""
    value, bound = quantity.of(answer.x), None if answer.bound is None else quantity.sign * answer.bound
    limit = None
    if gap is not None:
        given = max(quantity.goal.tolerance, min(gap, answer.gap or 0.0)) + KEPT
        limit = value + quantity.sign * given * abs(value)
    return Level(quantity.goal, quantity.unit, value, bound, answer.gap, answer.status, limit, answer.seconds)
