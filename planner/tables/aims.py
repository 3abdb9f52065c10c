"""What a plan is made for: objectives by name and order, a target, and decisions that are held by option."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from planner.errors import UsageError
from planner.messages import text
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tables.inputs import Inputs
    from planner.tables.target import Target

Hold = Literal["approved", "proposed"]
HOLDS: tuple[Hold, ...] = get_args(Hold)
"""Statuses of decisions that hold by option where their kind is left to the planner."""
Objective = Literal["npv", "volume", "cost", "earliest", "capex"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective, and the share of its best value that later ones may give up."""

    objective: Objective = "npv"
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run asks of a case beside what the case says.

    Attributes:
        objective: Objectives in their order as `aims` reads them; empty: as the case says.
        hold: Statuses of decisions that hold although their kind is left to the planner.
        target: What is to be reached first.
    """

    objective: str = ""
    hold: tuple[str, ...] = ()
    target: Target | None = None

    def of(self, inputs: Inputs) -> Inputs:
        """The case with what is wanted in its settings.

        Raises:
            UsageError: Something that is wanted is not known.
        """
        if self.target is not None:
            self.target.fits(inputs)
        case = replace(inputs.case, hold=held_statuses(self.hold), target=self.target)
        return inputs.replace(case=replace(case, objective=aims(self.objective)) if self.objective else case)


def aims(told: str) -> tuple[Aim, ...]:
    """Objectives in their order, each with its tolerance: "volume:0.01,npv".

    Raises:
        UsageError: An objective is not known or named twice, or a tolerance is no share.
    """
    found: list[Aim] = []
    for part in told.split(","):
        name, _, share = part.strip().partition(":")
        known = next((objective for objective in OBJECTIVES if objective == name), None)
        if known is None:
            names = ", ".join(OBJECTIVES)
            raise UsageError(text("aims.unknown_objective", name=name, names=names, hint=hint(name, OBJECTIVES)))
        if any(aim.objective == known for aim in found):
            raise UsageError(text("aims.twice", name=name))
        found.append(Aim(known, _share(name, share)))
    return tuple(found)


def in_order(named: Sequence[Aim]) -> tuple[Aim, ...]:
    """The objectives as they are solved.

    Money comes last where it does not already, so that prices are money and nothing indifferent is left wild. Earliest
    means nothing without a volume: it follows the greatest one where none is named before it.
    """
    order = list(named)
    names = [aim.objective for aim in order]
    if "earliest" in names and "volume" not in names[: names.index("earliest")]:
        order = [aim for aim in order if aim.objective != "volume"]
        order.insert(order.index(next(aim for aim in order if aim.objective == "earliest")), Aim("volume"))
    return tuple(order if order[-1].objective == "npv" else [*order, Aim()])


def held_statuses(names: Sequence[str]) -> tuple[Hold, ...]:
    """The statuses named, each once.

    Raises:
        UsageError: Another status is named (committed and done ones always hold).
    """
    for name in names:
        if name not in HOLDS:
            raise UsageError(text("aims.unknown_hold", name=name, names=", ".join(HOLDS), hint=hint(name, HOLDS)))
    return tuple(status for status in HOLDS if status in names)


def _share(name: str, told: str) -> float:
    """A tolerance as a number; none is 0."""
    try:
        share = float(told or 0.0)
    except ValueError:
        share = math.nan
    if not 0.0 <= share <= 1.0:
        raise UsageError(text("aims.bad_tolerance", name=name, value=told))
    return share
