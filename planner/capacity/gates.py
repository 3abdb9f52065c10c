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
    as that allows. Of a programme whose production has started by `earliest` all gates have passed.

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
    problems = too_early(gates, order, programme_gates, sop, earliest)
    if problems:
        raise InputError(problems)
    starts, deadline = _scheduled(gates, order, programme_gates, sop[sop > earliest])
    rows = [
        (
            gate,
            month_start(starts[gate]),
            month_start(starts[gate] + int(months)),
            month_start(deadline[gate]),
        )
        for gate, months in zip(gates["gate"], gates["months"], strict=True)
        if gate in starts
    ]
    frame = pd.DataFrame(rows, columns=["gate", "start", "end", "waits"])
    return frame.astype(dict.fromkeys(("start", "end", "waits"), "datetime64[s]"))


def too_early(
    gates: pd.DataFrame,
    order: pd.DataFrame,
    programme_gates: pd.DataFrame,
    sop: pd.Series,
    earliest: pd.Timestamp,
) -> list[Problem]:
    """The gates that would have to start before `earliest`, each with the first programme that asks for that.

    Args as of `gate_dates`; the index of `gates` holds the lines of its file.
    """
    coming = sop[sop > earliest]
    starts, _ = _scheduled(gates, order, programme_gates, coming)
    row_of = dict(zip(gates["gate"], gates.index, strict=True))
    late = {gate: start for gate, start in starts.items() if month_start(start) < earliest}
    problems: dict[str, Problem] = {}
    for programme in coming.index if late else ():
        own, _ = _scheduled(gates, order, programme_gates, coming[[programme]])
        mine = [gate for gate in late if own.get(gate) == late[gate] and gate not in problems]
        if mine:
            possible = _possible(gates, order, programme_gates, coming[[programme]], earliest)
            problems |= {gate: _problem(gate, row_of[gate], late[gate], coming[[programme]], possible) for gate in mine}
    return [problems[gate] for gate in gates["gate"] if gate in problems]


def _scheduled(
    gates: pd.DataFrame, order: pd.DataFrame, programme_gates: pd.DataFrame, sop: pd.Series
) -> tuple[dict[str, int], dict[str, int]]:
    """First month of each gate that these starts of production need, and the month that waits for it."""
    deadline = _deadlines(programme_gates, sop)
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
    return starts, deadline


def _possible(
    gates: pd.DataFrame,
    order: pd.DataFrame,
    programme_gates: pd.DataFrame,
    sop: pd.Series,
    earliest: pd.Timestamp,
) -> pd.Timestamp:
    """The first month in which one programme could start so that none of its gates starts before `earliest`."""
    month = int(month_number(sop)[0])
    while True:
        month += 1
        later = pd.Series([month_start(month)], index=sop.index, dtype=sop.dtype)
        starts, _ = _scheduled(gates, order, programme_gates, later)
        if all(month_start(start) >= earliest for start in starts.values()):
            return month_start(month)


def _deadlines(programme_gates: pd.DataFrame, sop: pd.Series) -> dict[str, int]:
    """First month in which a gate must have passed: that of the earliest start of production that needs it."""
    dates = programme_gates.assign(sop=sop.reindex(programme_gates["programme"]).to_numpy()).dropna(subset="sop")
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


def _problem(gate: str, row: int, start: int, sop: pd.Series, possible: pd.Timestamp) -> Problem:
    words = {"gate": gate, "programme": sop.index[0], "sop": f"{sop.iloc[0]:%Y-%m-%d}"}
    words |= {"start": f"{month_start(start):%Y-%m}", "possible": f"{possible:%Y-%m-%d}"}
    return Problem(
        check="gate_too_late",
        message=text("capacity.gate_too_late", **words),
        advice=text("capacity.gate_too_late_advice", **words),
        file="gates.csv",
        row=int(row),
        column="gate",
        value=gate,
    )
