"""Targets: the earliest period for so many vehicles, the least capex for a date, the most vehicles for a capex."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import NoPlanError
from planner.messages import text
from planner.model.objectives import Goal, Promise, promised
from planner.model.reform import with_cost
from planner.solve.answer import Status
from planner.solve.doors import solve
from planner.solve.fixed import relaxed
from planner.solve.levels import Level, levels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.model.objectives import Weigh
    from planner.solve.answer import Answer
    from planner.solve.levels import Clock
    from planner.tables.target import Target

    Floats = NDArray[np.float64]

EARLIEST = "earliest_for"
TRIES = 4
"""Parts of a time limit that a search for the earliest period is reckoned as, each try one of what is left."""


@dataclass(frozen=True, eq=False)
class Aimed:
    """What a case came to by its target and its objectives.

    Attributes:
        answer: That of the last objective; without a plan, that of the first which has none.
        levels: What each came to, the target first.
        promised: What the target promises.
    """

    answer: Answer
    levels: list[Level]
    promised: tuple[Promise, ...] = ()

    @property
    def promises(self) -> list[Promise]:
        """Everything that the plan keeps."""
        return [*self.promised, *(promise for level in self.levels for promise in level.promises)]

    def apart(self, term: str) -> Aimed:
        """The same with a term of the objective taken out of its money: what weighs on decisions and is not paid.

        Its bound is then that of all plans to which the term does not add more than to this one.
        """
        answer = self.answer
        if not answer.status.has_plan or term not in answer.program.terms:
            return self
        paid = float(answer.program.terms[term] @ answer.x) + answer.program.constants.get(term, 0.0)
        bound = None if answer.bound is None else answer.bound - paid
        last = self.levels[-1]
        better = None if last.bound is None else last.bound + paid
        last = replace(last, value=last.value + paid, bound=better)
        return replace(
            self,
            answer=replace(answer, objective=answer.objective - paid, bound=bound),
            levels=[*self.levels[:-1], last],
        )


@dataclass(frozen=True)
class Aimer:
    """A program, and how it is aimed.

    Attributes:
        program: The program.
        quantity_of: The quantity of a goal in a program with its variables.
        ends: Months from the horizon's start to the end of each period of the plan.
        clock: How to solve, and what is left of the time.
        start: A first incumbent, as `solve` takes it.
    """

    program: Program
    quantity_of: Weigh
    ends: Floats
    clock: Clock
    start: Floats | None = None

    def aimed(self, target: Target | None, last: int, goals: Sequence[Goal]) -> Aimed:
        """The plan that is best by the goals in their order among those that reach the target.

        Args:
            target: What is aimed at; None: nothing but the goals.
            last: The period that holds the target's date.
            goals: In their order, the last of them `npv`.

        Raises:
            NoPlanError: The target cannot be reached; the error tells what can.
        """
        if target is None:
            return self._levels((), goals)
        if target.kind == "earliest_for":
            return self._earliest(target, goals)
        volume = Goal("volume", programme=target.programme, last=None if target.by is None else last)
        if target.kind == "least_capex":
            first, promise = Goal("capex"), Promise("reach", volume, target.vehicles)
        else:
            first, promise = volume, Promise("capex_most", Goal("capex"), target.capex)
        others = [goal for goal in goals if goal.objective != first.objective]
        found = self._levels((promise,), [first, *others])
        if found.answer.status is Status.INFEASIBLE and not found.levels:
            return Aimed(self._refused(promise, target), [])
        return found

    def _levels(self, promises: tuple[Promise, ...], goals: Sequence[Goal], start: Floats | None = None) -> Aimed:
        begin = self.start if start is None else start
        answer, found = levels(self.program, goals, self.quantity_of, self.clock, promises, begin)
        return Aimed(answer, found, promises)

    def _earliest(self, target: Target, goals: Sequence[Goal]) -> Aimed:
        """Bisection over the periods: of the relaxation for a bound, then of the program itself from there."""
        last = len(self.ends) - 1

        def promise(at: int) -> Promise:
            return Promise("reach", Goal("volume", programme=target.programme, last=at), target.vehicles)

        def tried(program: Program) -> Callable[[int], Answer]:
            return lambda at: self._possible(program, promise(at), len(goals) + TRIES)

        search = bisected(0, last, tried(relaxed(self.program)))
        if search.answer is not None and self.program.integer.any():
            search = bisected(search.disproved, last, tried(self.program))
        if search.answer is None:
            if search.disproved > last:
                return Aimed(self._refused(promise(last), target), [])
            return Aimed(search.tried, [])
        goal = Goal(EARLIEST, programme=target.programme, last=search.first)
        value, bound = float(self.ends[search.first]), float(self.ends[search.disproved])
        status = Status.OPTIMAL if search.first == search.disproved else Status.FEASIBLE
        level = Level(goal, "month", value, bound, (value - bound) / value, status)
        found = self._levels((promise(search.first),), goals, search.answer.x)
        return replace(found, levels=[level, *found.levels])

    def _possible(self, program: Program, promise: Promise, parts: int) -> Answer:
        """An answer of a program that keeps a promise, whatever it costs."""
        within = promised(program, [promise], self.quantity_of)
        return solve(with_cost(within, np.zeros(program.shape[1])), self.clock.part(parts))

    def _refused(self, promise: Promise, target: Target) -> Answer:
        """Tell the best that there is of what could not be promised.

        Returns:
            The answer of a case that has no plan whatever is promised.

        Raises:
            NoPlanError: It has one; the error tells how far it comes.
        """
        quantity = self.quantity_of(promise.goal, self.program)
        cost, constant = quantity.sign * quantity.weight, quantity.sign * quantity.constant
        answer = solve(with_cost(self.program, cost, constant), self.clock.part())
        if not answer.status.has_plan:
            return answer
        best, bound = quantity.of(answer.x), None if answer.bound is None else quantity.sign * answer.bound
        unproven = answer.status is not Status.OPTIMAL and bound is not None
        proof = text("target.bound", bound=f"{bound:,.6g}") if unproven else ""
        of = text("target.of", programme=target.programme) if target.programme else ""
        words = {"vehicles": f"{target.vehicles:,.6g}", "capex": f"{target.capex:,.6g}", "best": f"{best:,.6g}"}
        by = "" if target.by is None else text("target.by", by=target.by)
        raise NoPlanError(text(f"target.never_{target.kind}", **words, proof=proof, of=of, by=by))


@dataclass(frozen=True, eq=False)
class Search:
    """How a search for the first number ended.

    Attributes:
        first: The least number found to be possible.
        disproved: All numbers below this one are impossible.
        answer: The answer of `first`; None where none was found.
        tried: The last answer.
    """

    first: int
    disproved: int
    answer: Answer | None
    tried: Answer


def bisected(low: int, last: int, possible: Callable[[int], Answer]) -> Search:
    """The least number from `low` to `last` that is possible, if what is possible stays so for all above.

    First `low` is tried, which a good bound makes the answer, then `last`, then the middle of what is left. A try that
    ends without a plan and without a proof counts as impossible, but disproves nothing.
    """
    answer, first, disproved, at = None, last + 1, low, low
    while True:
        tried = possible(at)
        if tried.status.has_plan:
            answer, first = tried, at
        else:
            low = at + 1
            if tried.status is Status.INFEASIBLE:
                disproved = at + 1
        if low >= first:
            return Search(first, disproved, answer, tried)
        at = last if answer is None else (low + first) // 2
