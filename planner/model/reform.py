"""Other programs from a program: more rows, another objective."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Cost, Rows, coef
from planner.model.assemble import assemble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.model.algebra import Sense
    from planner.model.assemble import Program

    Floats = NDArray[np.float64]


def with_rows(program: Program, rows: Sequence[Rows]) -> Program:
    """The program with more families of rows over its variables, after those that it has.

    Raises:
        ModelError: As `assemble`.
    """
    more = assemble(program.columns, rows, ())
    return replace(
        program,
        rows=(*program.rows, *rows),
        row_start=np.concatenate([program.row_start, program.shape[0] + more.row_start]),
        indptr=np.concatenate([program.indptr, program.indptr[-1] + more.indptr[1:]]).astype(np.int32),
        indices=np.concatenate([program.indices, more.indices]),
        data=np.concatenate([program.data, more.data]),
        row_lower=np.concatenate([program.row_lower, more.row_lower]),
        row_upper=np.concatenate([program.row_upper, more.row_upper]),
        row_scale=np.concatenate([program.row_scale, more.row_scale]),
    )


def row(program: Program, name: str, weight: Floats, sense: Sense, rhs: float, unit: str) -> Rows:
    """A family of one row over all variables.

    Args:
        program: Whose variables.
        name: Name of the family.
        weight: Units of the row in a natural unit of each variable, [column].
        sense: "<=", ">=" or "=".
        rhs: Right-hand side.
        unit: Unit of the row.
    """
    terms = []
    for family in program.columns:
        own = weight[family.start : family.start + len(family)]
        which = np.flatnonzero(own)
        if len(which):
            terms.append(coef(family, np.zeros(len(which)), own[which], f"{unit}/{family.unit}", which))
    return Rows(name, sense, unit, pd.DataFrame({"row": [name]}), np.array([rhs], dtype=float), tuple(terms))


def natural_cost(program: Program) -> Floats:
    """Million money in a natural unit of each variable, [column]."""
    return np.asarray(program.cost * program.money_scale / program.column_scale)


def level(program: Program, name: str, most: float) -> Rows:
    """The row that keeps the program's objective, with its constants, from rising above a value.

    Written in units of the objective's own size: a limit far above the costs of single variables would fall below the
    solver's tolerance.
    """
    return row(program, name, natural_cost(program), "<=", most - program.constant, "million")


def with_cost(program: Program, cost: Floats, constant: float = 0.0, name: str = "objective") -> Program:
    """The program with another objective, to be minimised as well.

    Args:
        program: The program.
        cost: Units of the objective in a natural unit of each variable, [column]; negative to maximise.
        constant: What no decision changes.
        name: Name of the only term of the objective.

    Raises:
        ModelError: A cost is not finite.
    """
    costs = [Cost(name, family, cost[family.start : family.start + len(family)]) for family in program.columns]
    other = assemble(program.columns, (), [*costs, Cost(name, None, np.empty(0), constant)])
    return replace(
        program, cost=other.cost, terms=other.terms, constants=other.constants, money_scale=other.money_scale
    )
