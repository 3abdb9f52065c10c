"""Why there is no plan, in words: the limits that would have to bend, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.results.names import reader_names
from planner.results.words import LimitWords

if TYPE_CHECKING:
    import pandas as pd

    from planner.capacity import Capacity
    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs


MOST = 5


def reasons(
    inputs: Inputs, capacity: Capacity, program: Program, bent: pd.DataFrame, held: pd.DataFrame
) -> tuple[str, ...]:
    """One sentence a limit that had to bend, then one with the limits that hold against them.

    Args:
        inputs: The case without a plan.
        capacity: Its coefficients.
        program: Its program.
        bent: family, number, amount, unit of the limits that bend in the cheapest elastic answer.
        held: family, number of the limits that hold against them, the strongest first.
    """
    words = LimitWords(program, capacity, reader_names(inputs))
    rows = bent.assign(limit=_limits(words, bent))
    sums = rows.groupby(["limit", "unit"], sort=False)["amount"].sum().reset_index()
    sentences = [
        text("no_plan.reason", limit=limit, amount=f"{amount:,.6g}", unit=text(f"unit.{unit}"))
        for limit, amount, unit in zip(sums["limit"], sums["amount"], sums["unit"], strict=True)
    ]
    against = list(dict.fromkeys(_limits(words, held)))
    if against:
        sentences.append(text("no_plan.held", limits=text("limits.then").join(against[:MOST])))
    return tuple(sentences)


def _limits(words: LimitWords, rows: pd.DataFrame) -> list[str]:
    """Each row of family and number in words."""
    return [words.limit(family, number) for family, number in zip(rows["family"], rows["number"], strict=True)]
