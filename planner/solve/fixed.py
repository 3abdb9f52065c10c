"""Programs made from an answer: whole variables fixed for prices and vertices, chosen variables held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Answer


def fixed(program: Program, answer: Answer) -> Program:
    """The linear program that is left when the whole variables stay as they are in an answer, rounded.

    Its optimum is a vertex with prices, which hold for these decisions. (No half-open copy leaks output: what the
    solver's tolerance left between two whole numbers is gone.)
    """
    whole = np.flatnonzero(program.integer)
    rounded = np.round(answer.x[whole] / program.column_scale[whole]) * program.column_scale[whole]
    return replace(held(program, whole, rounded), integer=np.zeros_like(program.integer))


def held(program: Program, columns: NDArray[np.intp], values: ArrayLike) -> Program:
    """The program with some variables held at values in natural units."""
    return bounded(program, columns, values, values)


def bounded(program: Program, columns: NDArray[np.intp], lower: ArrayLike, upper: ArrayLike) -> Program:
    """The program with other bounds of some variables, in natural units."""
    low, high, scale = program.lower.copy(), program.upper.copy(), program.column_scale[columns]
    low[columns], high[columns] = np.asarray(lower) / scale, np.asarray(upper) / scale
    return replace(program, lower=low, upper=high)


def relaxed(program: Program) -> Program:
    """The linear program whose whole variables may be any number: its optimum is a bound, and quick."""
    return replace(program, integer=np.zeros_like(program.integer))
