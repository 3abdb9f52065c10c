"""Dates of the validation gates: given ones as decided, others as late as the start of production allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import month_number, month_start
from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    Months = dict[str, int]

YEAR = 12
NOBODY: frozenset[str] = frozenset()


def gate_dates(
    gates: pd.DataFrame,
    order: pd.DataFrame,
    programme_gates: pd.DataFrame,
    sop: pd.Series,
    given: Mapping[Any, pd.Timestamp] | None = None,
    free: Collection[str] = NOBODY,
) -> pd.DataFrame:
    """Start and end of every gate that a start of production needs, or that is decided.

    A gate that is decided starts on its day. Any other is dated by a backward pass: it ends before the earliest start
    of production of its programmes and before the start of every gate that waits for it; it starts on the first of a
    month, takes whole months, all of them in its season, as late as that allows.

    Args:
        gates: Input table: length in months and season of each gate.
        order: Input table `gate_order`: which gate waits for which.
        programme_gates: Input table: the gates that each programme needs.
        sop: Starts of production that are to come, by programme.
        given: First day of the gates that are decided.
        free: Gates that are yet to be decided: they have no dates.

    Returns:
        gate, start, end (half open), waits (the date that waits for it; NaT: none), in table order.
    """
    starts, deadline = scheduled(gates, order, programme_gates, sop, months_of(given or {}), free)
    rows = [
        (
            gate,
            month_start(starts[gate]),
            month_start(starts[gate] + int(months)),
            month_start(deadline[gate]) if gate in deadline else pd.NaT,
        )
        for gate, months in zip(gates["gate"], gates["months"], strict=True)
        if gate in starts
    ]
    frame = pd.DataFrame(rows, columns=["gate", "start", "end", "waits"])
    return frame.astype({"gate": "str", **dict.fromkeys(("start", "end", "waits"), "datetime64[s]")})


def scheduled(
    gates: pd.DataFrame,
    order: pd.DataFrame,
    programme_gates: pd.DataFrame,
    sop: pd.Series,
    given: Mapping[str, int],
    free: Collection[str] = NOBODY,
) -> tuple[Months, Months]:
    """First month of each gate, and the month that waits for it; arguments as of `gate_dates`, `given` in months."""
    deadline = _deadlines(programme_gates, sop)
    info = {str(row["gate"]): row for row in gates.to_dict("records")}
    waiting: dict[str, list[str]] = {gate: [] for gate in info}
    for gate, after in zip(order["gate"], order["after"], strict=True):
        waiting[after].append(gate)
    starts: Months = {}
    for gate in _last_first(waiting):
        limits = [starts[other] for other in waiting[gate] if other in starts]
        limits += [deadline[gate]] if gate in deadline else []
        if limits:
            deadline[gate] = min(limits)
        if gate in given:
            starts[gate] = given[gate]
        elif limits and gate not in free:
            starts[gate] = latest_start(info[gate], deadline[gate])
    return starts, deadline


@remembered()
def needed(programme_gates: pd.DataFrame, order: pd.DataFrame) -> pd.DataFrame:
    """Gates of every programme, named by it or waited for by one of its gates: programme, gate."""
    rows = programme_gates[["programme", "gate"]]
    size = -1
    while size != len(rows):
        size = len(rows)
        earlier = rows.merge(order[["gate", "after"]], on="gate")[["programme", "after"]].set_axis(rows.columns, axis=1)
        rows = pd.concat([rows, earlier]).drop_duplicates()
    return rows.reset_index(drop=True)


def months_of(dates: Mapping[Any, pd.Timestamp]) -> Months:
    """Days as months since year 0."""
    months = month_number(pd.Series(list(dates.values()), dtype="datetime64[s]"))
    return {str(key): int(month) for key, month in zip(dates, months, strict=True)}


def fits(gate: Mapping[Any, Any], start: int) -> bool:
    """Whether all months of a gate that starts in a month lie in its season."""
    if pd.isna(gate["season_from"]):
        return True
    first = int(gate["season_from"]) - 1
    season = (int(gate["season_to"]) - int(gate["season_from"])) % YEAR + 1
    return (start % YEAR - first) % YEAR + int(gate["months"]) <= season


def latest_start(gate: Mapping[Any, Any], deadline: int) -> int:
    """Latest month in which the gate can start so that it has passed when the month `deadline` begins."""
    latest = deadline - int(gate["months"])
    return next((start for start in range(latest, latest - YEAR, -1) if fits(gate, start)), latest - YEAR)


def earliest_start(gate: Mapping[Any, Any], first: int) -> int:
    """Earliest month from `first` on in which the gate can start."""
    return next((start for start in range(first, first + YEAR) if fits(gate, start)), first + YEAR)


def first_first(order: pd.DataFrame, gates: Collection[str]) -> list[str]:
    """Gates so that each comes after all that it waits for."""
    former: dict[str, list[str]] = {gate: [] for gate in gates}
    for gate, after in zip(order["gate"], order["after"], strict=True):
        if gate in former and after in former:
            former[gate].append(after)
    return _last_first(former)


def _deadlines(programme_gates: pd.DataFrame, sop: pd.Series) -> Months:
    """First month in which a gate must have passed: that of the earliest start of production that needs it."""
    dates = programme_gates.assign(sop=sop.reindex(programme_gates["programme"]).to_numpy()).dropna(subset="sop")
    dates["month"] = month_number(dates["sop"])
    return {str(gate): int(month) for gate, month in dates.groupby("gate")["month"].min().items()}


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
