"""What a plan is made for: objectives by name and order, targets, and decisions that are held by option."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from planner.errors import UsageError
from planner.messages import text
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tables.inputs import Inputs

Hold = Literal["approved", "proposed"]
HOLDS: tuple[Hold, ...] = get_args(Hold)
"""Statuses of decisions that hold by option where their kind is left to the planner."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run asks of a case beside what the case says.

    Attributes:
        hold: Statuses of decisions that hold although their kind is left to the planner.
    """

    hold: tuple[str, ...] = ()

    def of(self, inputs: Inputs) -> Inputs:
        """The case with what is wanted in its settings.

        Raises:
            UsageError: Something that is wanted is not known.
        """
        return inputs.replace(case=replace(inputs.case, hold=held_statuses(self.hold)))


def held_statuses(names: Sequence[str]) -> tuple[Hold, ...]:
    """The statuses named, each once.

    Raises:
        UsageError: Another status is named (committed and done ones always hold).
    """
    for name in names:
        if name not in HOLDS:
            raise UsageError(text("aims.unknown_hold", name=name, names=", ".join(HOLDS), hint=hint(name, HOLDS)))
    return tuple(status for status in HOLDS if status in names)
