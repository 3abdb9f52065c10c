"""The same program solved again and again with small changes, from the basis that HiGHS keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solve.answer import answered
from planner.solve.fixed import bounded
from planner.solve.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Answer, Basis


class Again:
    """Answers of a linear program under changed limits, bounds and costs; each question starts from the first answer.

    Changes can be combined: `solve` takes any program that differs from the kept one in these only, as `held` or
    `replace` make it.
    """

    def __init__(self, program: Program, known: Basis | None = None) -> None:
        """Keep the program in HiGHS, solved.

        Args:
            program: A linear program.
            known: The basis of its optimum, where somebody has solved it before.

        Raises:
            ValueError: The program has whole variables (`fixed` makes a linear program of an answer).
        """
        if program.integer.any():
            raise ValueError("integer")
        self._program, self._kept = program, Kept(program, known)

    @property
    def first(self) -> Answer:
        """The answer of the program as it is."""
        return answered(self._program, self._kept.first, "highs")

    def solve(self, program: Program) -> Answer:
        """The answer of the program with the bounds, limits and costs of another.

        Raises:
            ValueError: The other program differs in more than these.
        """
        return answered(program, self._kept.answer(program), "highs")

    def loosened(self, rows: NDArray[np.intp], share: float) -> Answer:
        """The answer with some rows' limits moved outwards by a share of their size."""
        lower, upper = self._program.row_lower.copy(), self._program.row_upper.copy()
        lower[rows] -= share * np.abs(lower[rows])
        upper[rows] += share * np.abs(upper[rows])
        return self.solve(replace(self._program, row_lower=lower, row_upper=upper))

    def moved(self, rows: NDArray[np.intp], by: ArrayLike) -> Answer:
        """The answer with the limits of some rows moved by amounts in the rows' natural units."""
        lower, upper = self._program.row_lower.copy(), self._program.row_upper.copy()
        scaled = np.asarray(by, dtype=float) / self._program.row_scale[rows]
        lower[rows] += scaled
        upper[rows] += scaled
        return self.solve(replace(self._program, row_lower=lower, row_upper=upper))

    def reach(self, moves: Sequence[tuple[NDArray[np.intp], ArrayLike]]) -> list[float]:
        """How often each move of limits can be made before prices change; infinite where they never do.

        Args:
            moves: Rows, and by how much the limit of each moves in one step, in its natural unit.
        """
        program, scaled = self._program, []
        for rows, by in moves:
            scaled.append(np.zeros(program.shape[0]))
            scaled[-1][rows] = np.asarray(by, dtype=float) / program.row_scale[rows]
        return self._kept.reach(scaled)

    def with_limits(self, rows: NDArray[np.intp], lower: ArrayLike, upper: ArrayLike) -> Answer:
        """The answer with other limits of some rows, in the rows' natural units."""
        program = self._program
        low, high, scale = program.row_lower.copy(), program.row_upper.copy(), program.row_scale[rows]
        low[rows], high[rows] = np.asarray(lower) / scale, np.asarray(upper) / scale
        return self.solve(replace(program, row_lower=low, row_upper=high))

    def with_bounds(self, columns: NDArray[np.intp], lower: ArrayLike, upper: ArrayLike) -> Answer:
        """The answer with other bounds of some variables, in natural units."""
        return self.solve(bounded(self._program, columns, lower, upper))

    def with_costs(self, columns: NDArray[np.intp], cost: ArrayLike) -> Answer:
        """The answer with other costs of some variables, in million money a natural unit.

        The difference stands in the program's terms as `changed`.
        """
        program = self._program
        costs = program.cost.copy()
        costs[columns] = np.asarray(cost, dtype=float) * program.column_scale[columns] / program.money_scale
        changed = np.asarray((costs - program.cost) * program.money_scale / program.column_scale)
        return self.solve(replace(program, cost=costs, terms={**program.terms, "changed": changed}))
