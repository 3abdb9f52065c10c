"""The past as the inputs allow it: the amounts nearest to what was counted and, where nobody counted, to the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Columns, Rows, coef
from planner.model.reform import with_rows
from planner.solve import Options, solve
from planner.solve.fixed import relaxed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.model.algebra import Term
    from planner.model.assemble import Program

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Wish:
    """A sum of variables that should be a value.

    Attributes:
        column: Numbers of the variables.
        sign: 1 or -1 for each.
        value: What their sum should be, natural units.
        size: What counts as much of it, natural units.
    """

    column: NDArray[np.intp]
    sign: Floats
    value: float
    size: float


def nearest(program: Program, counted: Sequence[Wish], planned: Sequence[Wish]) -> Floats | None:
    r"""Values of the variables that keep every limit and miss the wishes least; None where nothing keeps the limits.

    .. math:: \min \sum_g \frac{under_g + over_g}{size_g}, \qquad \sum_{c \in g} \pm x_c + under_g - over_g = v_g

    First over what was counted, then, with these sums held, over what was planned. So rounded or mistaken counts never
    leave a plan without a past: what cannot have been is told, not refused. Decisions that are left open may be taken
    in part here: they only come later.

    Args:
        program: The program of the case, with all decisions that were taken.
        counted: What was counted.
        planned: What was planned.
    """
    found = _fitted(program, (), counted)
    if found is None:
        return None
    held = [replace(wish, value=float(wish.sign @ found[wish.column])) for wish in counted]
    return _fitted(program, held, planned)


def _fitted(program: Program, held: Sequence[Wish], wishes: Sequence[Wish]) -> Floats | None:
    """Values that miss wishes least and hold others."""
    every = [*held, *wishes]
    width, count = program.shape[1], len(every)
    keys = pd.DataFrame({"wish": np.arange(count)})
    size = np.array([wish.size for wish in every], dtype=float)
    most = np.where(np.arange(count) < len(held), 0.0, np.inf)
    names = enumerate(("under", "over"))
    slacks = tuple(Columns(name, "unit", keys, size, width + place * count) for place, name in names)
    wider = replace(
        relaxed(program),
        columns=(*program.columns, *slacks),
        lower=np.append(program.lower, np.zeros(2 * count)),
        upper=np.concatenate([program.upper, most, most]),
        cost=np.append(np.zeros(width), np.ones(2 * count)),
        terms={},
        constants={},
        column_scale=np.concatenate([program.column_scale, size, size]),
        money_scale=1.0,
        integer=np.zeros(width + 2 * count, dtype=bool),
    )
    rows = [_kept(program, every, keys, slacks)] if every else []
    answer = solve(with_rows(wider, rows), Options(door="highs"))
    return answer.x[:width] if answer.status.has_plan else None


def _kept(program: Program, wishes: Sequence[Wish], keys: pd.DataFrame, slacks: tuple[Columns, ...]) -> Rows:
    """A row a wish."""
    row = np.repeat(np.arange(len(wishes)), [len(wish.column) for wish in wishes])
    column = np.concatenate([wish.column for wish in wishes])
    sign = np.concatenate([wish.sign for wish in wishes])
    under, over = slacks
    terms: list[Term] = [coef(under, keys["wish"]), coef(over, keys["wish"], -1.0)]
    for family in program.columns:
        own = (column >= family.start) & (column < family.start + len(family))
        if own.any():
            terms.append(coef(family, row[own], sign[own], f"unit/{family.unit}", column[own] - family.start))
    return Rows("past", "=", "unit", keys, np.array([wish.value for wish in wishes], dtype=float), tuple(terms))
