"""Dates of the validation gates: as decided, else backwards from SOP, as late as can be; and what missing one does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.days import YEAR, Horizon, month_number
from planner.results.audit.frames import day, records
from planner.results.audit.market import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tables.inputs import Inputs


@dataclass(frozen=True)
class Gate:
    """When a gate runs, in months since year 0.

    Attributes:
        start: First month.
        until: Month after its last.
        deadline: Month that waits for it: of the SOP or of another gate; None: nothing does.
    """

    start: int
    until: int
    deadline: int | None


def gate_months(inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon) -> dict[str, Gate]:
    """Every gate that is decided or that a coming SOP waits for; of a programme in production all have passed."""
    decisions = inputs["decisions"]
    decided = records(decisions.loc[decisions["action"] == "gate"])
    given = {row.object: month_number(day(row.date)) for row in decided}
    info = {row.gate: row for row in records(inputs["gates"])}
    order = records(inputs["gate_order"])
    coming: dict[str, list[int]] = {gate: [] for gate in info}
    for row in records(inputs["programme_gates"]):
        start = sop[row.programme]
        if not np.isnat(start) and time.first[0] < start < NEVER:
            coming[row.gate].append(month_number(start))
    dated: dict[str, Gate | None] = {}

    def date(gate: str) -> Gate | None:
        if gate not in dated:
            waiting = [date(row.gate) for row in order if row.after == gate]
            months = coming[gate] + [other.start for other in waiting if other is not None]
            deadline = min(months, default=None)
            if gate in given:
                dated[gate] = Gate(given[gate], given[gate] + int(info[gate].months), deadline)
            else:
                dated[gate] = None if deadline is None else _latest(info[gate], deadline)
        return dated[gate]

    return {gate: found for gate in info if (found := date(gate)) is not None}


def _latest(gate: Any, deadline: int) -> Gate:  # noqa: ANN401 - a row of the table
    """Go back month by month until the whole gate lies in one season."""
    length = int(gate.months)
    start = next(month for month in count(deadline - length, -1) if in_season(gate, month))
    return Gate(start, start + length, deadline)


def in_season(gate: Any, start: int) -> bool:  # noqa: ANN401 - a row of the table
    """Whether every month of a gate lies in its season, and no end of the season between two of them."""
    if np.isnan(gate.season_from):
        return True
    month, last = start % YEAR + 1, int(gate.season_to)
    for _ in range(int(gate.months) - 1):
        if month == last:
            return False
        month = month % YEAR + 1
    begin = int(gate.season_from)
    inside = [(begin + ahead - 1) % YEAR + 1 for ahead in range((last - begin) % YEAR + 1)]
    return start % YEAR + 1 in inside and month in inside
