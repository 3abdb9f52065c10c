"""Why there is no plan: the same program with every limit allowed to bend at a price."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Columns
from planner.model.assemble import compressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Answer

RIGID = (
    *("item_balance", "stock_use", "demand_limit", "copy_state", "copy_order", "copy_part", "copy_day", "group_route"),
    *("sop_state", "gate_state"),
    *("shift_state", "shift_copies", "shift_crew", "maintenance_done", "maintenance_copies"),
)
PHYSICS = {"copy_output": 1e3, "stage_hours": 1e3, "overtime_limit": 1e2, "lane_limit": 1e2, "stock_most": 1e2}
BENT = 1e-6
AIMS = (
    *("demand_least", "target", "capex_budget", "floor_cap", "yearly_cap", "growth", "install_limit"),
    *("group_most", "group_least", "group_exclusive", "stock_least", "stock_days", "wish"),
)
"""Families of limits that people set for themselves: they can take them back. Room is none of them: it is built."""
AGREED = ("supply_limit", "contract_most", "lane_limit")
"""Families of limits that hold by word of others: they can be negotiated, and are asked for last."""
NEGOTIABLE = {**dict.fromkeys(AIMS, 1.0), **dict.fromkeys(AGREED, 1e2)}
"""What may bend where machines, recipes, tests and goods may not, by family; the price of bending it."""


def elastic(
    program: Program,
    weights: Mapping[str, float] = PHYSICS,
    *,
    whole: bool = False,
    bending: NDArray[np.bool_] | None = None,
) -> Program:
    """The program with a slack on every row that may bend, minimising the weighted sum of the slacks.

    What people set (fleets, targets, supply, caps) bends before what machines can do (`weights`; 1 for families that it
    does not name). The slacks are the last variables, in the order of the rows. Whole variables stay so if `whole` says
    it; else the answer is that of the relaxation, and has prices.

    Args:
        program: A program without a plan.
        weights: Price of bending a family by the size of its limit.
        whole: Whether whole variables stay so.
        bending: Which rows may bend, [row]; None: all but balances.
    """
    names = families(program)
    rows = np.flatnonzero(~np.isin(names, RIGID) if bending is None else bending)
    weight = pd.Series(names[rows]).map(weights).fillna(1.0).to_numpy()
    # A slack counts relative to its limit, so that a kilogram and a car weigh alike.
    size = np.maximum(np.where(np.isinf(program.row_upper), program.row_lower, program.row_upper)[rows], 1.0)
    bend = Columns("bend", "1", pd.DataFrame({"row": rows}), program.row_scale[rows], program.shape[1])
    return _with_slacks(program, bend, rows, np.arange(len(rows)), np.ones(len(rows)), weight / size, whole=whole)


def _with_slacks(
    program: Program,
    bend: Columns,
    rows: NDArray[np.intp],
    slack: NDArray[np.intp],
    by: NDArray[np.float64],
    cost: NDArray[np.float64],
    *,
    whole: bool,
) -> Program:
    """The program with more variables that loosen rows, and nothing but their sum to be made small.

    Args:
        program: The program.
        bend: The slacks, its last variables.
        rows: The rows that are loosened.
        slack: Which of the slacks loosens each of them.
        by: By how much a unit of it does, in scaled units.
        cost: What a unit of each slack costs.
        whole: Whether whole variables stay so.
    """
    (height, width), more = program.shape, len(bend)
    sign = np.where(np.isinf(program.row_upper[rows]), 1.0, -1.0)
    row = np.concatenate([np.repeat(np.arange(height), np.diff(program.indptr)), rows])
    column = np.concatenate([program.indices, width + slack]).astype(np.intp)
    value = np.concatenate([program.data, sign * by])
    indptr, indices, data = compressed(row, column, value, height, width + more)
    return replace(
        program,
        columns=(*program.columns, bend),
        indptr=indptr,
        indices=indices,
        data=data,
        lower=np.append(program.lower, np.zeros(more)),
        upper=np.append(program.upper, np.full(more, np.inf)),
        cost=np.append(np.zeros(width), cost),
        terms={},
        constants={},
        column_scale=np.append(program.column_scale, bend.scale),
        money_scale=1.0,
        integer=np.append(program.integer & whole, np.zeros(more, dtype=bool)),
    )


def negotiable(program: Program) -> NDArray[np.bool_]:
    """Which rows people have set or agreed upon, [row]."""
    return np.isin(families(program), list(NEGOTIABLE))


def families(program: Program) -> NDArray[np.str_]:
    """The family of each row, [row]."""
    return np.repeat(np.array([r.name for r in program.rows], dtype=str), [len(r) for r in program.rows])


def loosened(program: Program, rows: NDArray[np.intp], per: NDArray[np.float64]) -> Program:
    """The program with one slack that loosens some rows together, to be made as small as can be.

    Args:
        program: A program without a plan.
        rows: The rows.
        per: Natural units by which one unit of the slack loosens each of them.
    """
    scale = float(program.row_scale[rows[0]])
    slack = Columns("bend", "1", pd.DataFrame({"row": rows[:1]}), np.array([scale]), program.shape[1])
    one = np.zeros(len(rows), dtype=np.intp)
    return _with_slacks(program, slack, rows, one, per * scale / program.row_scale[rows], np.ones(1), whole=True)


def bent(answer: Answer) -> pd.DataFrame:
    """Limits that had to bend: family, number (of the row within it), amount in the family's unit, unit."""
    slacks = answer.values("bend")
    slacks = slacks.loc[slacks["value"] > BENT * answer.program.row_scale[slacks["row"]]]
    starts = answer.program.row_start
    family = np.searchsorted(starts, slacks["row"], side="right") - 1
    rows = [answer.program.rows[f] for f in family]
    return pd.DataFrame(
        {
            "family": [r.name for r in rows],
            "number": slacks["row"].to_numpy() - starts[family],
            "amount": slacks["value"].to_numpy(),
            "unit": [r.unit for r in rows],
        }
    )


def holding(answer: Answer) -> pd.DataFrame:
    """Limits that hold against those that bend: those with a price in the elastic answer; family, number.

    Their prices and those of the bent limits prove together that no plan keeps all of them (a Farkas certificate).
    """
    slacks = answer.values("bend")
    bends = slacks.loc[slacks["value"] > BENT * answer.program.row_scale[slacks["row"]], "row"]
    return binding(answer, bends.to_numpy(dtype=np.intp))


def binding(answer: Answer, without: NDArray[np.intp] | None = None) -> pd.DataFrame:
    """Limits with a price in an answer, balances left out, the one with the largest share of it first.

    Args:
        answer: The answer of a linear program.
        without: Rows that are left out besides.

    Returns:
        family, number.
    """
    program = answer.program
    price = np.abs(answer.price / answer.program.money_scale * program.row_scale)
    price[np.empty(0, dtype=np.intp) if without is None else without] = 0.0
    family = np.repeat(np.arange(len(program.rows)), [len(r) for r in program.rows])
    limits = np.abs(np.where(np.isinf(program.row_upper), program.row_lower, program.row_upper))
    rigid = np.isin([r.name for r in program.rows], RIGID)[family]
    rows = np.flatnonzero((price > BENT) & ~rigid)
    rows = rows[np.argsort(-(price[rows] * limits[rows]), kind="stable")]
    return pd.DataFrame(
        {
            "family": [program.rows[f].name for f in family[rows]],
            "number": rows - program.row_start[family[rows]],
        }
    )
