"""A program kept in HiGHS with its first basis, for the same program with other bounds, limits or costs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solve.answer import Options, Raw, Status
from planner.solve.highs_door import go, loaded, run, start_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Basis
    from planner.solve.highs_door import Highs

FLAT = 1e-9
"""Scaled rate of a variable below which it does not move."""
TOLERANCE = 1e-7
"""Scaled distance by which HiGHS lets a value miss its bound."""
CHANGING = {"lower", "upper", "row_lower", "row_upper", "cost", "terms"}


@dataclass(frozen=True, eq=False)
class Basic:
    """Variables and rows in the first basis, in HiGHS's order, with their values in the first answer, [basic].

    Attributes:
        is_row: Which are rows.
        row, column: Number of the row or of the variable; 0 for the other kind.
        value: Sum of the row's terms, or value of the variable, scaled.
        low, high: Least and most of each in the first program, scaled.
        place: Place of each row among the basic ones, [row]; -1: it is not basic.
    """

    is_row: NDArray[np.bool_]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: NDArray[np.float64]
    place: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def limits(self, program: Program, moved: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Least and most of each in a program in which some rows have other limits."""
        low, high = self.low.copy(), self.high.copy()
        moved = moved[self.place[moved] >= 0]
        low[self.place[moved]], high[self.place[moved]] = program.row_lower[moved], program.row_upper[moved]
        return low, high


class Kept:
    """HiGHS with a program and the basis of its optimum.

    Every question starts from that basis, so that no answer depends on what was asked before. Where only limits of
    rows change, and the basis stays within them, it is the optimal one of the new limits too, and no solve is needed:
    of a hundred questions what one per cent more would bring to forty programmes by the week (128,000 rows), 98 are
    answered so, each in a tenth of the 0.23 s that HiGHS takes to find that it has nothing to do. A second HiGHS stays
    at that basis with its factors, so that no question has to find back to it.
    """

    def __init__(self, program: Program, known: Basis | None = None) -> None:
        """Solve the program once, from a basis that is known."""
        self.program = program
        self._highs = loaded(program, Options(door="highs"))
        if known is not None:
            start_from(self._highs, known)
        self._now = program
        self.first = self._run(program)
        self._basis = self._highs.getBasis()
        self._at_first: tuple[Highs, Basic] | None = None

    def answer(self, program: Program) -> Raw:
        """The answer of the kept program with the bounds, limits and costs of `program`.

        Raises:
            ValueError: The program differs from the kept one in more than these.
        """
        for field in fields(program):
            if field.name not in CHANGING and getattr(program, field.name) is not getattr(self.program, field.name):
                raise ValueError(field.name)
        return self._by_first_basis(program) or self._solved(program)

    def _solved(self, program: Program) -> Raw:
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
        basic = self._first_basis()[1]
        low, high = basic.low, basic.high
        found = []
        for move in moves:
            rate = self._follow(move) - np.where(basic.is_row, move[basic.row], 0.0)
            with np.errstate(divide="ignore", invalid="ignore"):
                up, down = (high - basic.value) / rate, (low - basic.value) / rate
                room = np.where(rate > FLAT, up, np.where(rate < -FLAT, down, np.inf))
            found.append(max(float(room.min(initial=np.inf)), 0.0) + 0.0)
        return found

    def _by_first_basis(self, program: Program) -> Raw | None:
        """The answer where nothing but limits of rows differs and the first basis keeps within them; else None."""
        first, now = self.first, self.program
        alike = all(getattr(program, name) is getattr(now, name) for name in ("lower", "upper", "cost"))
        if not alike or first.status is not Status.OPTIMAL or not self._basis.valid:
            return None
        basic = self._first_basis()[1]
        moved = np.flatnonzero((program.row_lower != now.row_lower) | (program.row_upper != now.row_upper))
        move = self._met(program, moved)
        if move is None or self._may_leave(basic, moved):
            return None
        change = self._follow(move)
        low, high = basic.limits(program, moved)
        value = basic.value + change
        if (value < low - TOLERANCE).any() or (value > high + TOLERANCE).any():
            return None
        x, own = first.x.copy(), ~basic.is_row
        x[basic.column[own]] = value[own]
        objective = program.value(x)
        return replace(first, x=x, objective=objective, bound=objective)

    def _met(self, program: Program, moved: NDArray[np.intp]) -> NDArray[np.float64] | None:
        """How the limit moves that each row's price pushes against, [row]; None where one of them is gone."""
        move, price = np.zeros(len(self.first.row_price)), self.first.row_price[moved]
        for pushed, name in ((moved[price > 0], "row_lower"), (moved[price < 0], "row_upper")):
            limit = getattr(program, name)[pushed]
            if not np.isfinite(limit).all():
                return None
            move[pushed] = limit - getattr(self.program, name)[pushed]
        return move

    def _may_leave(self, basic: Basic, moved: NDArray[np.intp]) -> bool:
        """Whether a row that is met at no price has got other limits: it could stay where it is, or follow."""
        met = np.zeros(len(self.first.row_price), dtype=bool)
        met[moved] = self.first.row_price[moved] == 0.0
        met[basic.row[basic.is_row]] = False
        return bool(met.any())

    def _first_basis(self) -> tuple[Highs, Basic]:
        """A HiGHS that stays at the first basis, and what is basic there."""
        if self._at_first is None:
            still = loaded(self.program, Options(door="highs"))
            if self._basis.valid:
                still.setBasis(self._basis)
            go(still)
            # HiGHS numbers rows from -1 downwards.
            number = np.asarray(still.getBasicVariables()[1])  # type: ignore[attr-defined]  # its types leave it out
            row, column, is_row = np.maximum(-number - 1, 0), np.maximum(number, 0), number < 0
            solution = still.getSolution()
            value = np.where(is_row, np.array(solution.row_value)[row], np.array(solution.col_value)[column])
            place = np.full(len(self.program.row_lower), -1)
            place[row[is_row]] = np.flatnonzero(is_row)
            first = self.program
            low = np.where(is_row, first.row_lower[row], first.lower[column])
            high = np.where(is_row, first.row_upper[row], first.upper[column])
            self._at_first = still, Basic(is_row, row, column, value, place, low, high)
        return self._at_first

    def _follow(self, move: NDArray[np.float64]) -> NDArray[np.float64]:
        """How basic values follow limits that are met, B^-1 e; a limit with room moves nothing.

        Args:
            move: By how much the limits of each row move, scaled, [row].
        """
        still, basic = self._first_basis()
        met = move.copy()
        met[basic.row[basic.is_row]] = 0.0
        solved = np.asarray(still.getBasisSolve(met)[1])  # type: ignore[attr-defined]
        return np.where(basic.is_row, -solved, solved)

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
