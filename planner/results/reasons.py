"""Why there is no plan, in words: the limits that would have to bend, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.results.names import reader_names
from planner.results.words import LimitWords
from planner.solve import Options, solve
from planner.solve.elastic import NEGOTIABLE, PHYSICS, bent, elastic, holding, negotiable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from planner.capacity import Capacity
    from planner.model.assemble import Program
    from planner.solve import Answer
    from planner.tables.inputs import Inputs


MOST = 5
WHOLE_LIMIT = 60.0
"""Seconds for the reasons why whole copies have no plan where copies in part would have one."""


def reasons(inputs: Inputs, capacity: Capacity, program: Program) -> tuple[str, ...]:
    """One sentence a limit that had to bend, then one with the limits that hold against them.

    What people set or agreed upon bends; machines, recipes and tests bend only where nothing else would help, and then
    that is said first.

    Args:
        inputs: The case without a plan.
        capacity: Its coefficients.
        program: Its program.
    """
    physics, answer = False, _bending(program, NEGOTIABLE, negotiable(program))
    if not answer.status.has_plan:
        physics, answer = True, _bending(program, PHYSICS, None)
    if not answer.status.has_plan:
        return ()
    words = LimitWords(program, capacity, reader_names(inputs))
    rows = bent(answer)
    rows = rows.assign(limit=_limits(words, rows))
    sums = rows.groupby(["limit", "unit"], sort=False)["amount"].sum().reset_index()
    sentences = [text("infeasible.physics_short")] if physics else []
    sentences += [
        text("infeasible.bend", limit=limit, amount=f"{amount:,.6g}", unit=text(f"unit.{unit}"))
        for limit, amount, unit in zip(sums["limit"], sums["amount"], sums["unit"], strict=True)
    ]
    against = list(dict.fromkeys(_limits(words, holding(answer))))
    if against:
        sentences.append(text("no_plan.held", limits=text("limits.then").join(against[:MOST])))
    return tuple(sentences)


def _bending(program: Program, weights: Mapping[str, float], may: NDArray[np.bool_] | None) -> Answer:
    """The cheapest elastic answer: of the relaxation, or of whole numbers where only these conflict."""
    answer = solve(elastic(program, weights, bending=may), Options(door="highs"))
    if program.integer.any() and answer.status.has_plan and bent(answer).empty:
        # Copies in part would do: only whole ones conflict.
        options = Options(door="highs", time_limit=WHOLE_LIMIT)
        return solve(elastic(program, weights, whole=True, bending=may), options)
    return answer


def _limits(words: LimitWords, rows: pd.DataFrame) -> list[str]:
    """Each row of family and number in words."""
    return [words.limit(family, number) for family, number in zip(rows["family"], rows["number"], strict=True)]
