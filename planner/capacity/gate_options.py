"""Options of gates: the months in which a gate that is yet to be decided may start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import last_period, month_number, month_start
from planner.capacity.gates import earliest_start, first_first, fits

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from planner.calendar import Timeline
    from planner.tables.inputs import Case

    Tables = Mapping[str, pd.DataFrame]


def gate_options(
    tables: Tables,
    free: Collection[str],
    dates: pd.DataFrame,
    until: Mapping[str, int],
    case: Case,
    time: Timeline,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Months in which each free gate may start, and the first month by which each gate can have passed.

    A gate starts on the plan date and after the horizon's start at the earliest, after its predecessors can have
    passed, in a month from which all its months lie in its season, and so that it can have passed by the last start of
    production that needs it. One that needs pilots starts after the first period: they are built in whole periods.

    Args:
        tables: Input tables, of which `gates`, `gate_order` and `gate_needs` are read.
        free: Gates that are yet to be decided.
        dates: Gates that have dates: gate, start, end.
        until: Month, since year 0, by which each gate must have passed to be of any use.
        case: Settings.
        time: Periods.

    Returns:
        gate, start, end (half open), in table order; and months since year 0 by gate, infinite where never.
    """
    gates, order = tables["gates"], tables["gate_order"]
    info = {str(row["gate"]): row for row in gates.to_dict("records")}
    passed: dict[str, float] = dict(zip(dates["gate"], month_number(dates["end"]).astype(float), strict=True))
    ends = {gate: [int(month)] for gate, month in passed.items()}
    counted, ordered = set(tables["gate_needs"]["gate"]), _ordered_fleets(tables["gate_needs"])
    first = int(np.ceil(_position(max(case.decides_from, case.start))))
    rows = []
    for gate in (g for g in first_first(order, info) if g in free):
        former, length = order.loc[order["gate"] == gate, "after"], int(info[gate]["months"])
        begin = max([float(first), *(passed[other] for other in former)])
        possible = _with_periods(info[gate], begin, until.get(gate, 0) - length, time)
        if gate in counted:
            possible = [(month, period) for month, period in possible if period >= 0]
        if gate not in ordered:
            possible = _earliest(possible, [end for other in former for end in ends[other]])
        ends[gate] = [month + length for month, _ in possible]
        passed[gate] = min(ends[gate], default=np.inf)
        rows += [(gate, month_start(month), month_start(month + length)) for month, _ in possible]
    frame = pd.DataFrame(rows, columns=["gate", "start", "end"])
    frame = frame.astype({"gate": "str", "start": "datetime64[s]", "end": "datetime64[s]"})
    place = pd.Series(range(len(gates)), index=gates["gate"])
    return frame.sort_values("gate", key=lambda g: g.map(place), kind="stable", ignore_index=True), passed


def _with_periods(gate: Mapping[Any, Any], begin: float, last: int, time: Timeline) -> list[tuple[int, int]]:
    """Months in season from one to another, each with the last period that ends before it."""
    if begin > last:
        return []
    months = [month for month in range(earliest_start(gate, int(begin)), last + 1) if fits(gate, month)]
    periods = last_period(pd.Series([month_start(month) for month in months], dtype="datetime64[s]"), time)
    return list(zip(months, periods.tolist(), strict=True))


def _earliest(months: Sequence[tuple[int, int]], passes: Sequence[int]) -> list[tuple[int, int]]:
    """Of the months that ask for pilots of the same periods, the first, and the first after each predecessor's end.

    No other is better: what waits for the gate can only gain from a sooner start, and its fleet is due by the same
    period. It holds for gates whose order of start says nothing about what their fleets must hold.
    """
    kept = []
    for place, (month, period) in enumerate(months):
        before = months[place - 1] if place else None
        opens = before is None or before[1] != period
        if opens or any(before is not None and before[0] < end <= month for end in passes):
            kept.append((month, period))
    return kept


def _ordered_fleets(needs: pd.DataFrame) -> set[str]:
    """Gates of fleets that one uses up and another needs and leaves: there the order of the starts counts."""
    own = needs.groupby(["fleet", "item"])["used_up"]
    ordered = (own.transform("max") > 0) & (own.transform("min") < 1) & (own.transform("size") > 1)
    return set(needs.loc[ordered, "gate"])


def _position(day: object) -> float:
    """Months since year 0 of a day, with its part of a month."""
    stamp = pd.Timestamp(str(day))
    return stamp.year * 12 + stamp.month - 1 + (stamp.day - 1) / stamp.days_in_month
