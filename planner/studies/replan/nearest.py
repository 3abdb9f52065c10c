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

    from planner.model.assemble import Program

    Floats = NDArray[np.float64]

FIRM, LOOSE = 1000.0, 1.0
"""What it weighs to miss what was counted, and what was planned."""


@dataclass(frozen=True, eq=False)
class Wish:
    """A sum of variables that should be a value.

    Attributes:
        column: Numbers of the variables.
        sign: 1 or -1 for each.
        value: What their sum should be, natural units.
        weight: What it weighs to miss it by its own size.
    """

    column: NDArray[np.intp]
    sign: Floats
    value: float
    weight: float


def nearest(program: Program, wishes: Sequence[Wish]) -> Floats | None:
    r"""Values of the variables that keep every limit and miss the wishes least; None where nothing keeps the limits.

    .. math:: \min \sum_g w_g \frac{under_g + over_g}{\max(v_g, 1)}, \qquad
        \sum_{c \in g} \pm x_c + under_g - over_g = v_g

    so that rounded or mistaken counts never leave a plan without a past: what cannot have been is told, not refused.
    Decisions that are left open may be taken in part here: they only come later.

    Args:
        program: The program of the case, with all decisions that were taken.
        wishes: What should be.
    """
    width, count = program.shape[1], len(wishes)
    keys = pd.DataFrame({"wish": np.arange(count)})
    value = np.array([wish.value for wish in wishes], dtype=float)
    size = np.maximum(value, 1.0)
    slacks = tuple(
        Columns(name, "unit", keys, size, width + place * count) for place, name in enumerate(("under", "over"))
    )
    weight = np.array([wish.weight for wish in wishes], dtype=float)
    wider = replace(
        relaxed(program),
        columns=(*program.columns, *slacks),
        lower=np.append(program.lower, np.zeros(2 * count)),
        upper=np.append(program.upper, np.full(2 * count, np.inf)),
        cost=np.concatenate([np.zeros(width), weight, weight]),
        terms={},
        constants={},
        column_scale=np.concatenate([program.column_scale, size, size]),
        money_scale=1.0,
        integer=np.zeros(width + 2 * count, dtype=bool),
    )
    answer = solve(with_rows(wider, [_kept(program, wishes, keys, value, slacks)]), Options(door="highs"))
    return answer.x[:width] if answer.status.has_plan else None


def _kept(
    program: Program, wishes: Sequence[Wish], keys: pd.DataFrame, value: Floats, slacks: tuple[Columns, ...]
) -> Rows:
    """A row a wish."""
    row = np.repeat(np.arange(len(wishes)), [len(wish.column) for wish in wishes])
    column = np.concatenate([wish.column for wish in wishes]) if wishes else np.empty(0, dtype=np.intp)
    sign = np.concatenate([wish.sign for wish in wishes]) if wishes else np.empty(0)
    under, over = slacks
    terms = [coef(under, keys["wish"]), coef(over, keys["wish"], -1.0)]
    for family in program.columns:
        own = (column >= family.start) & (column < family.start + len(family))
        if own.any():
            terms.append(coef(family, row[own], sign[own], f"unit/{family.unit}", column[own] - family.start))
    return Rows("past", "=", "unit", keys, value, tuple(terms))
