"""Mixed-integer programs for tests: small ones to enumerate, and hard ones that no solver finishes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.model.algebra import Columns, Cost, Rows, coef, numbered
from planner.model.assemble import Program, assemble
from planner.solve import Options

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

DOORS = [
    pytest.param(Options(door="pulp"), id="pulp-HiGHS"),
    pytest.param(Options(door="pulp", solver="PULP_CBC_CMD"), id="pulp-CBC"),
    pytest.param(Options(door="highs"), id="highs"),
]


def whole(
    weights: ArrayLike, limits: ArrayLike, costs: ArrayLike, most: ArrayLike, constant: float = 0.0, sense: str = "<="
) -> Program:
    """Whole variables between 0 and `most`: cost is least while `weights` times them keep `limits`."""
    table, cost = np.asarray(weights, dtype=float), np.asarray(costs, dtype=float)
    height, width = table.shape
    x = Columns("x", "unit", pd.DataFrame({"k": np.arange(width)}), np.ones(width))
    term = coef(x, np.repeat(np.arange(height), width), table.ravel(), column=np.tile(np.arange(width), height))
    row = Rows("limit", sense, "unit", pd.DataFrame({"r": np.arange(height)}), np.asarray(limits, dtype=float), (term,))  # type: ignore[arg-type]
    program = assemble([x], [row], [Cost("c", x, cost), Cost("k", None, np.empty(0), constant)])
    return replace(program, upper=np.asarray(most, dtype=float), integer=np.ones(width, dtype=bool))


def copies() -> Program:
    """How many copies (whole, at most 5) and how much to make, with its arithmetic.

    A copy costs 10 and makes at most 4; a unit earns 5, and 10 are asked for. Made without whole copies: 10 units on 2.5
    copies, 50 - 25 = 25. With 2 copies: 8 units, 40 - 20 = 20; with 3: 10 units, 50 - 30 = 20; so 2 or 3 earn 20. A
    licence of 0.5 a copy beyond cost makes 2 copies the better: 40 - 21 = 19 against 50 - 31.5 = 18.5.
    """
    one = pd.DataFrame({"k": [0]})
    copy, make = numbered(
        (Columns("copy", "copy", one, np.array([1.0])), Columns("make", "unit", one, np.array([100.0])))
    )
    rows = [
        Rows("output", "<=", "unit", one, np.zeros(1), (coef(make, [0]), coef(copy, [0], -4.0, "unit/copy"))),
        Rows("asked", "<=", "unit", one, np.array([10.0]), (coef(make, [0]),)),
    ]
    program = assemble(
        [copy, make], rows, [Cost("copies", copy, np.array([10.5])), Cost("sales", make, np.array([-5.0]))]
    )
    return replace(program, upper=np.array([5.0, np.inf]), integer=np.array([True, False]))


def split(rows: int = 6, width: int = 60, seed: int = 0) -> Program:
    """A market split: halve each of several markets by the same customers, a unit off costs 1.

    Any choice is a plan; its bound stays near zero for hours, and with it the gap near 100 %.
    """
    share = np.random.default_rng(seed).integers(0, 100, (rows, width)).astype(float)
    off = 2 * rows
    customer, miss = numbered(
        (
            Columns("customer", "unit", pd.DataFrame({"k": np.arange(width)}), np.ones(width)),
            Columns("miss", "unit", pd.DataFrame({"k": np.arange(off)}), np.ones(off)),
        )
    )
    terms = (
        coef(customer, np.repeat(np.arange(rows), width), share.ravel(), column=np.tile(np.arange(width), rows)),
        coef(miss, np.repeat(np.arange(rows), 2), np.tile([1.0, -1.0], rows)),
    )
    half = Rows("half", "=", "unit", pd.DataFrame({"r": np.arange(rows)}), np.floor(share.sum(1) / 2), terms)
    program = assemble([customer, miss], [half], [Cost("miss", miss, np.ones(off)), Cost("k", None, np.empty(0), 5.0)])
    chosen = np.arange(width + off) < width
    return replace(program, upper=np.where(chosen, 1.0, np.inf), integer=chosen)


def nobody(program: Program) -> np.ndarray:
    """The plan of a market split that chooses no customer: every market is off by its half."""
    rows = program.shape[0]
    half = program.row_lower * program.row_scale
    return np.concatenate([np.zeros(program.shape[1] - 2 * rows), np.stack([half, np.zeros(rows)], axis=1).ravel()])
