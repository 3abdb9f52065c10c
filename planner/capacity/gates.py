"""Dates of the validation gates: as late as the start of production allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import month_number, month_start
from planner.errors import InputError, Problem
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = 12


def gate_dates(
    gates: pd.DataFrame,
    order: pd.DataFrame,
    programme_gates: pd.DataFrame,
    sop: pd.Series,
    earliest: pd.Timestamp,
) -> pd.DataFrame:
    """Start and end of every gate that a programme with a coming start of production needs.

    Backward pass: a gate ends before the earliest start of production of its programmes and before the start of every
    gate that waits for it; it starts on the first of a month, takes whole months, all of them in its season, as late
    as that allows.

    Args:
        gates: Input table: length in months and season of each gate.
        order: Input table `gate_order`: which gate waits for which.
        programme_gates: Input table: the gates that each programme needs.
        sop: Start of production by programme.
        earliest: Start of the horizon; no gate starts before it.

    Returns:
        gate, start, end (half open), waits (the date that waits for it), in table order.

    Raises:
        InputError: A gate would have to start before `earliest`.
    """
    # What a programme that is in production waited for has passed.
    deadline = _deadlines(programme_gates, sop.where(sop > earliest))
    _inherit(deadline, order)
    info = dict(zip(gates["gate"], (row for _, row in gates.iterrows()), strict=True))
    waiting: dict[str, list[str]] = {gate: [] for gate in info}
    for gate, after in zip(order["gate"], order["after"], strict=True):
        waiting[after].append(gate)
    starts: dict[str, int] = {}
    for gate in _last_first(waiting):
        if gate in deadline:
            limits = [deadline[gate], *(starts[g] for g in waiting[gate] if g in starts)]
            deadline[gate] = min(limits)
            starts[gate] = _latest_start(info[gate], deadline[gate])
    problems = [_too_early(gate, start) for gate, start in starts.items() if month_start(start) < earliest]
    if problems:
        raise InputError(problems)
    rows = [
        (
            gate,
            month_start(starts[gate]),
            month_start(starts[gate] + int(row["months"])),
            month_start(deadline[gate]),
        )
        for gate, row in info.items()
        if gate in starts
    ]
    frame = pd.DataFrame(rows, columns=["gate", "start", "end", "waits"])
    return frame.astype(dict.fromkeys(("start", "end", "waits"), "datetime64[s]"))


def _deadlines(programme_gates: pd.DataFrame, sop: pd.Series) -> dict[str, int]:
    """First month in which a gate must have passed: that of the earliest start of production that needs it."""
    dates = programme_gates.assign(sop=programme_gates["programme"].map(sop)).dropna(subset="sop")
    dates["month"] = month_number(dates["sop"])
    return {str(gate): int(month) for gate, month in dates.groupby("gate")["month"].min().items()}


def _inherit(deadline: dict[str, int], order: pd.DataFrame) -> None:
    """A gate that no programme names, but that one of its gates waits for, must pass as well."""
    for _ in range(len(order)):
        for gate, after in zip(order["gate"], order["after"], strict=True):
            if gate in deadline:
                deadline[after] = min(deadline.get(after, deadline[gate]), deadline[gate])


def _last_first(waiting: Mapping[str, list[str]]) -> list[str]:
    """Gates so that each comes after all that wait for it; the checks have shown that there is no loop."""
    done: list[str] = []

    def visit(gate: str) -> None:
        if gate not in done:
            for other in waiting[gate]:
                visit(other)
            done.append(gate)

    for gate in waiting:
        visit(gate)
    return done


def _latest_start(gate: pd.Series, deadline: int) -> int:
    """Latest month in which the gate can start so that it has passed when the month `deadline` begins."""
    length = int(gate["months"])
    latest = deadline - length
    if pd.isna(gate["season_from"]):
        return latest
    first = int(gate["season_from"]) - 1
    season = (int(gate["season_to"]) - int(gate["season_from"])) % YEAR + 1
    for start in range(latest, latest - YEAR, -1):
        if (start % YEAR - first) % YEAR + length <= season:
            return start
    return latest - YEAR


def _too_early(gate: str, start: int) -> Problem:
    return Problem(
        check="gate_too_late",
        message=text("capacity.gate_too_late", gate=gate, start=f"{month_start(start):%Y-%m}"),
        advice=text("capacity.gate_too_late_advice"),
        file="gates.csv",
        column="gate",
        value=gate,
    )
