"""Families of divisible lines: a copy is had in part, and on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.keys import gathered, height, locate, picked
from planner.model.algebra import Rows, coef
from planner.model.investment import COPY

if TYPE_CHECKING:
    from planner.model.algebra import Columns


def copy_part(opened: Columns, dated: Columns) -> Rows:
    r"""A copy of a divisible line is opened in part, on its day and no other.

    .. math:: open_{l,k,u} \le dated_{l,k,u} \qquad \forall\ divisible\ line\ l, k, u

    Reads `Capacity.options`. Row unit: copy. Price: money that a larger part brings.
    """
    keys = picked(dated.arrays, COPY)
    terms = (
        coef(opened, locate(keys, opened.arrays, COPY)),
        coef(dated, np.arange(len(dated)), -1.0, "copy/day"),
    )
    return Rows("copy_part", "<=", "copy", keys, np.zeros(len(dated)), terms)


def copy_day(dated: Columns) -> Rows:
    r"""A copy of a divisible line has one day at most.

    .. math:: \sum_u dated_{l,k,u} \le 1 \qquad \forall\ divisible\ line\ l, k

    Reads `Capacity.options`. Row unit: day. Price: money that a second day brings.
    """
    keys, (row,) = gathered([dated.arrays], ["line", "copy"])
    return Rows("copy_day", "<=", "day", keys, np.ones(height(keys)), (coef(dated, row),))
