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
    *("item_balance", "demand_limit", "copy_state", "copy_order", "copy_part", "copy_day", "group_route"),
    *("sop_state", "gate_state"),
    *("shift_state", "shift_copies", "shift_crew", "maintenance_done", "maintenance_copies"),
)
PHYSICS = {"copy_output": 1e3, "stage_hours": 1e3, "overtime_limit": 1e2, "lane_limit": 1e2, "stock_most": 1e2}
BENT = 1e-6
AIMS = (
    *("demand_least", "target", "capex_budget", "floor_cap", "yearly_cap", "growth", "install_limit"),
    *("group_most", "group_least", "group_exclusive", "stock_least", "stock_days", "stock_most", "wish"),
)
"""Families of limits that people set for themselves: they can take them back."""
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
    height, width = program.shape
    names = families(program)
    rows = np.flatnonzero(~np.isin(names, RIGID) if bending is None else bending)
    sign = np.where(np.isinf(program.row_upper[rows]), 1.0, -1.0)
    slack = width + np.arange(len(rows))
    row = np.concatenate([np.repeat(np.arange(height), np.diff(program.indptr)), rows])
    column = np.concatenate([program.indices, slack])
    value = np.concatenate([program.data, sign])
    indptr, indices, data = compressed(row, column.astype(np.intp), value, height, width + len(rows))
    weight = pd.Series(names[rows]).map(weights).fillna(1.0).to_numpy()
    # A slack counts relative to its limit, so that a kilogram and a car weigh alike.
    size = np.maximum(np.where(np.isinf(program.row_upper), program.row_lower, program.row_upper)[rows], 1.0)
    bend = Columns("bend", "1", pd.DataFrame({"row": rows}), program.row_scale[rows], width)
    return replace(
        program,
        columns=(*program.columns, bend),
        indptr=indptr,
        indices=indices,
        data=data,
        lower=np.append(program.lower, np.zeros(len(rows))),
        upper=np.append(program.upper, np.full(len(rows), np.inf)),
        cost=np.append(np.zeros(width), weight / size),
        terms={},
        constants={},
        column_scale=np.append(program.column_scale, program.row_scale[rows]),
        money_scale=1.0,
        integer=np.append(program.integer & whole, np.zeros(len(rows), dtype=bool)),
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
    height, width = program.shape
    sign = np.where(np.isinf(program.row_upper[rows]), 1.0, -1.0)
    row = np.concatenate([np.repeat(np.arange(height), np.diff(program.indptr)), rows])
    column = np.concatenate([program.indices, np.full(len(rows), width)]).astype(np.intp)
    scale = float(program.row_scale[rows[0]])
    value = np.concatenate([program.data, sign * per * scale / program.row_scale[rows]])
    indptr, indices, data = compressed(row, column, value, height, width + 1)
    slack = Columns("bend", "1", pd.DataFrame({"row": rows[:1]}), np.array([scale]), width)
    return replace(
        program,
        columns=(*program.columns, slack),
        indptr=indptr,
        indices=indices,
        data=data,
        lower=np.append(program.lower, 0.0),
        upper=np.append(program.upper, np.inf),
        cost=np.append(np.zeros(width), 1.0),
        terms={},
        constants={},
        column_scale=np.append(program.column_scale, scale),
        money_scale=1.0,
        integer=np.append(program.integer, False),
    )


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
