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


def reasons(inputs: Inputs, capacity: Capacity, program: Program, bent: pd.DataFrame) -> tuple[str, ...]:
    """One sentence a limit that had to bend, the largest of equal ones first.

    Args:
        inputs, capacity, program: The case without a plan.
        bent: family, number, amount, unit of the limits that bend in the cheapest elastic answer.
    """
    words = LimitWords(program, capacity.output, reader_names(inputs))
    rows = bent.assign(limit=[words.limit(r.family, r.number) for r in bent.itertuples()])
    sums = rows.groupby(["limit", "unit"], sort=False)["amount"].sum().reset_index()
    return tuple(
        text("no_plan.reason", limit=row.limit, amount=f"{row.amount:,.6g}", unit=text(f"unit.{row.unit}"))
        for row in sums.itertuples()
    )
