"""Gates whose dates cannot be: too early for the horizon, or decided too late for what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import month_number, month_start
from planner.capacity.gates import NOBODY, months_of, scheduled
from planner.errors import Problem
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    Tables = Mapping[str, pd.DataFrame]


def gate_faults(
    tables: Tables,
    sop: pd.Series,
    decided: pd.DataFrame,
    earliest: pd.Timestamp,
    free: Collection[str] = NOBODY,
) -> list[Problem]:
    """Every gate that would have to start before `earliest`, or is decided too late for what waits for it.

    Args:
        tables: Input tables, of which `gates`, `gate_order` and `programme_gates` are read.
        sop: Starts of production that are to come, by programme.
        decided: Rows of `decisions` that give gates their dates (index: line of the file).
        earliest: No gate starts before it.
        free: Gates that are yet to be decided.
    """
    given = months_of(dict(zip(decided["object"], decided["date"], strict=True)))
    starts, deadline = _scheduled(tables, sop, given, free)
    return [
        *_too_early(tables, sop, given, starts, earliest),
        *_too_late(tables, decided, starts, deadline, sop),
    ]


def _scheduled(
    tables: Tables, sop: pd.Series, given: Mapping[str, int], free: Collection[str] = NOBODY
) -> tuple[dict[str, int], dict[str, int]]:
    return scheduled(tables["gates"], tables["gate_order"], tables["programme_gates"], sop, given, free)


def _too_early(
    tables: Tables, sop: pd.Series, given: Mapping[str, int], starts: Mapping[str, int], earliest: pd.Timestamp
) -> list[Problem]:
    """Gates without a date of their own that would have to start before `earliest`, each with the first cause."""
    gates = tables["gates"]
    row_of = dict(zip(gates["gate"], gates.index, strict=True))
    late = {gate: s for gate, s in starts.items() if gate not in given and month_start(s) < earliest}
    problems: dict[str, Problem] = {}
    for programme in sop.index if late else ():
        asks = sop[[programme]]
        own, _ = _scheduled(tables, asks, {})
        mine = [gate for gate in late if own.get(gate) == late[gate] and gate not in problems]
        if mine:
            possible = _possible(tables, asks, earliest)
            words = {"programme": programme, "sop": f"{asks.iloc[0]:%Y-%m-%d}", "possible": f"{possible:%Y-%m-%d}"}
            problems |= {gate: _early("gate_too_late", gate, row_of[gate], late[gate], words) for gate in mine}
    for gate, start in late.items():
        if gate not in problems:
            problems[gate] = _early("gate_before_decided", gate, row_of[gate], start, {})
    return [problems[gate] for gate in gates["gate"] if gate in problems]


def _possible(tables: Tables, sop: pd.Series, earliest: pd.Timestamp) -> pd.Timestamp:
    """The first month in which one programme could start so that none of its gates starts before `earliest`."""
    month = int(month_number(sop)[0])
    while True:
        month += 1
        later = pd.Series([month_start(month)], index=sop.index, dtype=sop.dtype)
        starts, _ = _scheduled(tables, later, {})
        if all(month_start(start) >= earliest for start in starts.values()):
            return month_start(month)


def _early(check: str, gate: str, row: int, start: int, words: dict[str, str]) -> Problem:
    words = {"gate": gate, "start": f"{month_start(start):%Y-%m}", **words}
    return Problem(
        check=check,
        message=text(f"capacity.{check}", **words),
        advice=text(f"capacity.{check}_advice", **words),
        file="gates.csv",
        row=int(row),
        column="gate",
        value=gate,
    )


def _too_late(
    tables: Tables,
    decided: pd.DataFrame,
    starts: Mapping[str, int],
    deadline: Mapping[str, int],
    sop: pd.Series,
) -> list[Problem]:
    """Decided gates that have not passed when a gate or a start of production that waits for them begins."""
    months = tables["gates"].set_index("gate")["months"]
    problems = []
    for row, gate, date in zip(decided.index, decided["object"], decided["date"], strict=True):
        passed = starts[gate] + int(months[gate])
        if gate in deadline and passed > deadline[gate]:
            waits = _waits(tables, gate, deadline[gate], starts, sop)
            words = {"gate": gate, "waits": waits, "date": f"{month_start(deadline[gate]):%Y-%m}"}
            words["passed"] = f"{month_start(passed) - pd.Timedelta(days=1):%Y-%m-%d}"
            problems.append(
                Problem(
                    check="gate_after_waiting",
                    message=text("capacity.gate_after_waiting", **words),
                    advice=text("capacity.gate_after_waiting_advice", **words),
                    file="decisions.csv",
                    row=int(row),
                    column="date",
                    value=f"{date:%Y-%m-%d}",
                )
            )
    return problems


def _waits(tables: Tables, gate: str, month: int, starts: Mapping[str, int], sop: pd.Series) -> str:
    """What begins in the month that waits for a gate: a gate, else the production of a programme."""
    order, named = tables["gate_order"], tables["programme_gates"]
    for other in order.loc[order["after"] == gate, "gate"]:
        if starts.get(other) == month:
            return text("capacity.waits_gate", gate=other)
    begins = pd.Series(month_number(sop), index=sop.index)
    programmes = named.loc[named["gate"] == gate, "programme"]
    first = next(p for p in programmes if p in begins.index and begins[p] == month)
    return text("capacity.waits_sop", programme=first)
