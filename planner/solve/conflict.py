"""Limits that cannot hold together: an irreducible set of rows, of the relaxation or of the whole program.

Of a linear program, and of a mixed-integer one whose relaxation has no plan, HiGHS finds the set. Where only whole
numbers conflict it knows none: there rows are taken out, family by family and then in halves, as long as what is left
has no plan by proof. Nothing is measured by a clock: a proof has so many nodes, and without one a row stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solve.answer import Options, Status, answered
from planner.solve.fixed import relaxed
from planner.solve.highs_door import loaded, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Answer

    Rows = NDArray[np.intp]

FROM_LP, IRREDUCIBLE = 2, 4
"""Ways of HiGHS to find the set: from an elastic program, then row by row."""
NODES = 500
"""Nodes of a search for a plan of whole numbers."""
TESTS = 150
"""Proofs that a search for the set may take."""
DIRECT = Options(door="highs")


@dataclass(frozen=True, eq=False)
class Conflict:
    """Rows that no plan keeps together.

    Attributes:
        rows: Their numbers in the program, in its order.
        whole: Whether only whole numbers conflict: parts of copies, machines or starts would do.
        least: Whether it is proved that each of them is needed.
    """

    rows: Rows
    whole: bool
    least: bool


def within(program: Program, nodes: int = NODES) -> Answer:
    """The answer that so many nodes give: ended by them it is as reproducible as any other."""
    highs = loaded(program, DIRECT)
    highs.setOptionValue("mip_max_nodes", nodes)
    return answered(program, run(highs, program, DIRECT.solver_name), DIRECT.door)


def has_plan(program: Program, nodes: int = NODES) -> bool | None:
    """Whether a program has any plan, whatever it costs; None where so many nodes did not tell."""
    status = within(replace(program, cost=np.zeros_like(program.cost), terms={}, constants={}), nodes).status
    if status.has_plan or status is Status.UNBOUNDED:
        return True
    return False if status is Status.INFEASIBLE else None


def conflict(program: Program) -> Conflict | None:
    """Rows that cannot hold together, as few as can be; None where the program has a plan or none was disproved."""
    linear = relaxed(program)
    if has_plan(linear) is False:
        return _of_relaxation(linear)
    if not program.integer.any() or has_plan(program) is not False:
        return None
    return _filtered(program)


def _of_relaxation(program: Program) -> Conflict:
    highs = loaded(program, DIRECT)
    highs.setOptionValue("iis_strategy", FROM_LP + IRREDUCIBLE)
    _, found = highs.getIis()
    rows = np.sort(np.array(found.row_index_, dtype=np.intp))
    if found.valid_ and len(rows) and has_plan(only(program, rows)) is False:
        return Conflict(rows, whole=False, least=True)
    # The set that HiGHS tells is checked; where it does not hold, all rows are filtered by hand.
    return _filtered(program)


def _filtered(program: Program) -> Conflict:
    """Rows without which there is a plan, by taking out what can be: families first, then halves of them."""
    kept = np.ones(program.shape[0], dtype=bool)
    left, least = TESTS, True
    stack = list(_families(program))[::-1]
    while stack:
        rows = stack.pop()
        if left == 0:
            return Conflict(np.flatnonzero(kept), bool(program.integer.any()), least=False)
        left -= 1
        without = kept.copy()
        without[rows] = False
        found = has_plan(only(program, np.flatnonzero(without)))
        if found is False:
            kept = without
        elif len(rows) > 1:
            middle = len(rows) // 2
            stack += [rows[middle:], rows[:middle]]
        else:
            least = least and found is True
    return Conflict(np.flatnonzero(kept), bool(program.integer.any()), least)


def _families(program: Program) -> Iterator[Rows]:
    """Rows by family; what can make the smallest set, balances and states, comes last."""
    for start, family in zip(program.row_start, program.rows, strict=True):
        if len(family):
            yield np.arange(start, start + len(family), dtype=np.intp)


def only(program: Program, rows: Rows) -> Program:
    """The program in which no other rows hold."""
    lower, upper = np.full(program.shape[0], -np.inf), np.full(program.shape[0], np.inf)
    lower[rows], upper[rows] = program.row_lower[rows], program.row_upper[rows]
    return replace(program, row_lower=lower, row_upper=upper)
