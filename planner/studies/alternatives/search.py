r"""The plan within a share of a plan's value that has the least, or the most, of a choice.

With the value :math:`v \ge v^* - \Delta` kept as a row, no plan worth more than :math:`\bar v`, and a choice :math:`c`
told apart by steps of :math:`s` (one; a hundredth of a divisible copy),

.. math:: \min \pm c - \tfrac{s}{2} (v - v^* + \Delta) / (\bar v - v^* + \Delta)

is the plan with the least (most) of it and, among those, about the best: the second term is at most half a step.
After Brill's modelling to generate alternatives (Brill, Chang, Hopkins: Management Science 28, 1982).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner.model.objectives import Goal, Promise, promised
from planner.model.reform import with_cost
from planner.solve import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.model.objectives import Weigh
    from planner.solve import Answer, Options

    Floats = NDArray[np.float64]

Side = Literal["least", "most"]
SIDES: tuple[Side, ...] = ("least", "most")
HALF = 0.5
STEP = 0.25
"""Steps by which a plan may miss the extreme: half of what one step of a choice is worth at least."""
ROOM = 1e-6
"""Share of the best value below which no room is left for another plan: a solver's own tolerance."""


@dataclass(frozen=True, eq=False)
class Near:
    """A program whose plans are nearly the best.

    Attributes:
        program: It, with the row that keeps the value.
        value: Million money of value in a natural unit of each variable, [column], and the constant.
        best, slack: The value of the plan and what may be given up of it, in million money.
        reach: What lies between the least value that is good enough and what no plan exceeds.
        start: The best plan, a first incumbent.
    """

    program: Program
    value: tuple[Floats, float]
    best: float
    slack: float
    reach: float
    start: Floats | None

    def extreme(self, weight: Floats, greatest: float, step: float, side: Side, options: Options) -> Answer:
        """The plan with the least or the most of what `weight` counts, and about the best of these.

        Args:
            weight: Units of the choice in a natural unit of each variable, [column].
            greatest: No plan has more units of it, below zero or above.
            step: Units by which it is told apart.
            side: Which end.
            options: How to solve; the gap is that below which no step of the choice can hide.
        """
        sign = 1.0 if side == "least" else -1.0
        of_value, constant = self.value
        share, above = HALF * step / self.reach, greatest + 1.0
        cost = sign * weight - share * of_value
        # A constant keeps the objective above zero and below twice `above`: a relative gap is then an absolute one.
        within = with_cost(self.program, cost, above + share * (self.best - self.slack - constant))
        return solve(within, replace(options, gap=STEP * step / (2.0 * above)), self.start)


def near(program: Program, quantity_of: Weigh, values: tuple[float, float], share: float, start: Floats | None) -> Near:
    """The program with the row that keeps the value within a share of a plan's.

    Args:
        program: The program that decides.
        quantity_of: The quantity of a goal in a program.
        values: What the plan is worth, net present value less penalties, and what no plan exceeds, in million money.
        share: What may be given up.
        start: A first incumbent.
    """
    best, most = values
    slack = max(share, ROOM) * max(abs(best), 1.0)
    goal = Goal("npv")
    kept = promised(program, [Promise("near_optimal", goal, best - slack)], quantity_of)
    measure = quantity_of(goal, kept)
    reach = slack + max(0.0, most - best)
    return Near(kept, (np.asarray(measure.weight), measure.constant), best, slack, reach, start)
