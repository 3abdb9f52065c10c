"""A case without a plan as everything below asks of it: inputs, coefficients, program, words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner import pipeline
from planner.results.names import reader_names
from planner.results.stands import stand
from planner.results.words import LimitWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from planner.capacity import Capacity
    from planner.model.assemble import Program
    from planner.results.stands import Stand
    from planner.tables.inputs import Inputs

QUIET = ("item_balance", "stock_use")
"""Families that hold the others together and are told only where nothing else is."""
STATES = (
    "copy_state",
    "copy_part",
    "copy_day",
    "sop_state",
    "gate_state",
    "shift_state",
    "shift_copies",
    "shift_hours",
)


@dataclass(frozen=True, eq=False)
class Question:
    """A case and its program.

    Attributes:
        inputs: The case.
        capacity: Its coefficients.
        program: Its program, with what is asked for besides.
    """

    inputs: Inputs
    capacity: Capacity
    program: Program

    @cached_property
    def words(self) -> LimitWords:
        """Words for the rows of the program."""
        return LimitWords(self.program, self.capacity, reader_names(self.inputs))

    def of_rows(self, rows: NDArray[np.intp]) -> list[tuple[str, int]]:
        """Family and number of rows of the program."""
        at = np.searchsorted(self.program.row_start, rows, side="right") - 1
        return [
            (self.program.rows[family].name, int(row - self.program.row_start[family]))
            for family, row in zip(at, rows, strict=True)
        ]

    def stand(self, family: str, number: int) -> Stand:
        """Where a limit stands in the tables."""
        return stand(self.inputs, self.words, family, number)

    def told(self, limits: Iterable[tuple[str, int]]) -> dict[str, list[tuple[str, int]]]:
        """Limits by their words, in their order; balances only where nothing else is left."""
        every = list(limits)
        for quiet in ((*QUIET, *STATES), QUIET, ()):
            left = [limit for limit in every if limit[0] not in quiet]
            if left:
                break
        found: dict[str, list[tuple[str, int]]] = {}
        for limit in left:
            found.setdefault(self.words.limit(*limit), []).append(limit)
        return found


def asked(inputs: Inputs) -> Question:
    """A case as it stands.

    Raises:
        InputError: The gates cannot be dated.
    """
    return Question(inputs, *pipeline.build(inputs))
