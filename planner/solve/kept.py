"""A program kept in HiGHS with its first basis, for the same program with other bounds, limits or costs."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from planner.solve.answer import Options, Raw
from planner.solve.highs_door import loaded, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.model.assemble import Program

FLAT = 1e-9
"""Scaled rate of a variable below which it does not move."""
CHANGING = {"lower", "upper", "row_lower", "row_upper", "cost", "terms"}


class Kept:
    """HiGHS with a program and the basis of its optimum.

    Every question starts from that basis, so that no answer depends on what was asked before.
    """

    def __init__(self, program: Program) -> None:
        """Solve the program once."""
        self.program = program
        self._highs = loaded(program, Options(door="highs"))
        self._now = program
        self.first = self._run(program)
        self._basis = self._highs.getBasis()

    def answer(self, program: Program) -> Raw:
        """The answer of the kept program with the bounds, limits and costs of `program`.

        Raises:
            ValueError: The program differs from the kept one in more than these.
        """
        for field in fields(program):
            if field.name not in CHANGING and getattr(program, field.name) is not getattr(self.program, field.name):
                raise ValueError(field.name)
        self._set(program)
        # A basis alone is not enough: weights and factors of the last question would choose another vertex.
        self._highs.clearSolver()
        if self._basis.valid:
            self._highs.setBasis(self._basis)
        return self._run(program)

    def reach(self, moves: Sequence[NDArray[np.float64]]) -> list[float]:
        r"""How far limits can move together before another basis is optimal: how often each move can be made.

        The basic variables follow the limits: with B the basis, d_B = B^-1 e, where e is the move of the limits that
        are met; the first that runs into a bound of its own ends it, at min (bound - x_B) / d_B. Of one limit alone
        that is HiGHS's ranging of its right-hand side.

        Args:
            moves: By how much the limits of each row move in one step, scaled, [row].
        """
        self.answer(self.program)
        # HiGHS numbers rows from -1 downwards.
        basic = np.asarray(self._highs.getBasicVariables()[1])  # type: ignore[attr-defined]  # its types leave it out
        row, column, is_row = np.maximum(-basic - 1, 0), np.maximum(basic, 0), basic < 0
        now = self.program
        low = np.where(is_row, now.row_lower[row], now.lower[column])
        high = np.where(is_row, now.row_upper[row], now.upper[column])
        solution = self._highs.getSolution()
        value = np.where(is_row, np.array(solution.row_value)[row], np.array(solution.col_value)[column])
        found = []
        for move in moves:
            met = move.copy()
            met[row[is_row]] = 0.0  # a limit with room moves no variable: it comes nearer, or goes
            solved = np.asarray(self._highs.getBasisSolve(met)[1])  # type: ignore[attr-defined]
            rate = np.where(is_row, -solved - move[row], solved)
            with np.errstate(divide="ignore", invalid="ignore"):
                room = np.where(
                    rate > FLAT, (high - value) / rate, np.where(rate < -FLAT, (low - value) / rate, np.inf)
                )
            found.append(max(float(room.min(initial=np.inf)), 0.0) + 0.0)
        return found

    def _run(self, program: Program) -> Raw:
        return run(self._highs, program, Options(door="highs").solver_name)

    def _set(self, program: Program) -> None:
        """Hand over what differs from the last question."""
        highs, now = self._highs, self._now
        rows = (now.row_lower != program.row_lower) | (now.row_upper != program.row_upper)
        for row in np.flatnonzero(rows).tolist():
            highs.changeRowBounds(row, program.row_lower[row], program.row_upper[row])
        which = _numbers((now.lower != program.lower) | (now.upper != program.upper))
        highs.changeColsBounds(len(which), which, program.lower[which], program.upper[which])
        which = _numbers(now.cost != program.cost)
        highs.changeColsCost(len(which), which, program.cost[which])
        self._now = program


def _numbers(changed: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.flatnonzero(changed).astype(np.int32)
