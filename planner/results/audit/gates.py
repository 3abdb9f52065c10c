"""Dates of the validation gates: backwards from SOP, as late as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.days import YEAR, Horizon, month_number
from planner.results.audit.frames import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tables.inputs import Inputs


@dataclass(frozen=True)
class Gate:
    """When a gate runs, in months since year 0.

    Attributes:
        start: First month.
        until: Month after its last.
        deadline: Month that waits for it: of the SOP or of another gate.
    """

    start: int
    until: int
    deadline: int


def gate_months(inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon) -> dict[str, Gate]:
    """Every gate that a coming SOP waits for; of a programme that is in production all have passed."""
    info = {row.gate: row for row in records(inputs["gates"])}
    order = records(inputs["gate_order"])
    coming: dict[str, list[int]] = {gate: [] for gate in info}
    for row in records(inputs["programme_gates"]):
        start = sop[row.programme]
        if not np.isnat(start) and start > time.first[0]:
            coming[row.gate].append(month_number(start))
    dated: dict[str, Gate | None] = {}

    def date(gate: str) -> Gate | None:
        if gate not in dated:
            waiting = [date(row.gate) for row in order if row.after == gate]
            months = coming[gate] + [other.start for other in waiting if other is not None]
            dated[gate] = _latest(info[gate], min(months)) if months else None
        return dated[gate]

    return {gate: found for gate in info if (found := date(gate)) is not None}


def _latest(gate: Any, deadline: int) -> Gate:  # noqa: ANN401 - a row of the table
    """Go back month by month until the whole gate lies in one season."""
    length = int(gate.months)
    start = deadline - length
    if not np.isnan(gate.season_from):
        first = int(gate.season_from) - 1
        season = (int(gate.season_to) - int(gate.season_from)) % YEAR + 1
        for earlier in range(start, start - YEAR, -1):
            if (earlier - first) % YEAR + length <= season:
                start = earlier
                break
    return Gate(start, start + length, deadline)
