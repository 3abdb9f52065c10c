"""What the copies of a line have and draw while they run: machine hours, overtime, base power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.calendar import overlap_days
from planner.capacity.shifts import SHIFT
from planner.capacity.vintages import OPTION
from planner.keys import height, joined, picked, where

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.capacity.fleet import Fleet
    from planner.keys import Arrays

    Floats = NDArray[np.float64]


def stage_hours(
    group: Fleet, added: tuple[Floats, Floats], lost: Arrays, stages: pd.DataFrame, time: Timeline
) -> Arrays:
    """Rows of `Output.hours`.

    Args:
        group: The copies of a line.
        added: From `machines.added_hours`.
        lost: From `maintenance.lost_hours`.
        stages: Stages of the line.
        time: Periods and segments.
    """
    regular, most = (time.sums(group.machine_hours + hours) for hours in added)
    surely, perhaps = _taken(lost, group, stages, time)
    tiers = time.sums(group.overtime_hours)[:, None, :]
    worked = time.sums(group.per_overtime * group.overtime_hours[:, None, :])
    each = np.divide(worked, tiers, out=np.zeros_like(worked), where=tiers > 0)
    copy, period = np.nonzero(time.sums(group.days_on) > 0)
    rows = np.arange(len(stages))
    return {
        "vintage": np.tile(group.vintage[copy], len(rows)),
        "line": np.full(len(copy) * len(rows), stages["line"].iloc[0], dtype=object),
        "stage": np.repeat(stages["stage"].to_numpy(), len(copy)),
        "period": np.tile(period, len(rows)),
        "machine_hours": (regular - surely)[copy, rows[:, None], period].ravel(),
        "hours_open": (most - surely)[copy, rows[:, None], period].ravel(),
        "hours_least": np.maximum(regular - surely - perhaps, 0.0)[copy, rows[:, None], period].ravel(),
        "whole": (surely + perhaps == 0)[copy, rows[:, None], period].ravel(),
        "per_overtime": each[copy, rows[:, None], period].ravel(),
    }


def _taken(lost: Arrays, group: Fleet, stages: pd.DataFrame, time: Timeline) -> tuple[Floats, Floats]:
    """Machine hours that maintenance takes, [copy, stage, period]: decided jobs, and at most the others."""
    size = (len(group.vintage), len(stages), time.size)
    surely, perhaps = np.zeros(size), np.zeros(size)
    names = stages["stage"].tolist()
    for into, rows in ((surely, where(lost, ~lost["open"])), (perhaps, where(lost, lost["open"]))) if lost else ():
        copy = rows["vintage"] - group.vintage[0]
        stage = np.array([names.index(name) for name in rows["stage"]], dtype=np.intp)
        np.add.at(into, (copy, stage, rows["period"]), rows["hours"])
    return surely, perhaps


def open_machines(machines: pd.DataFrame, each: Floats, time: Timeline) -> Arrays:
    """Rows of `Output.machine_hours`; `each` is from `machines.machine_hours`."""
    hours = time.sums(each)
    hours[(machines["status"] != OPTION).to_numpy()] = 0.0
    row, period = np.nonzero(hours > 0)
    number, vintage = machines.index.to_numpy()[row], machines["vintage"].to_numpy()[row]
    return {"machine": number, "vintage": vintage, "period": period, "hours": hours[row, period]}


def overtime(group: Fleet, copies: pd.DataFrame, time: Timeline) -> Arrays:
    """Rows of `Output.overtime`: the hours that each tier could add; no columns where there is no tier."""
    found = []
    for tier, by_segment in group.overtime.items():
        hours = time.sums(by_segment)
        copy, period = np.nonzero(hours > 0)
        rows = picked(copies, ["line", "copy", "on_stream", "site"], copy)
        tiers = np.full(len(copy), tier, dtype=object)
        own = {"vintage": group.vintage[copy], "tier": tiers, "period": period, "most": hours[copy, period]}
        found.append({**rows, **own})
    return joined(found)


def overtime_usage(
    rows: Arrays, line: pd.Series, operators: float, calendars: pd.DataFrame, time: Timeline
) -> Iterator[Arrays]:
    """Rows of `Output.overtime_usage`: what an hour takes besides what is made in it, crew premium and base power.

    Args:
        rows: From `overtime`.
        line: The line's row of the input table.
        operators: Operators of all its stages.
        calendars: Hours of the line, from `shifts.line_hours`.
        time: Periods.
    """
    for tier in dict.fromkeys(rows["tier"]) if rows else ():
        own = np.flatnonzero(rows["tier"] == tier)
        # The premium of a shift is paid for all its hours, in `shift_crew`, not for those that are worked.
        premium = np.zeros(len(own)) if tier == SHIFT else _premium(calendars, tier, time)[rows["period"][own]]
        base_power = np.full(len(own), line["base_power_kw"])
        for item, quantity in ((line["crew_item"], premium * operators), (line["energy_item"], base_power)):
            if quantity.any():
                yield {"overtime": own, "item": np.full(len(own), item, dtype=object), "quantity": quantity}


def _premium(calendars: pd.DataFrame, tier: Hashable, time: Timeline) -> Floats:
    """Premium by period: of several ranges that meet in a period, their mean by hours."""
    rows = calendars.loc[calendars["tier"] == tier]
    a_day = rows["hours"].to_numpy() / ((rows["to"] - rows["from"]).dt.days.to_numpy() + 1)
    hours = a_day[:, None] * overlap_days(rows, time.periods)
    total = hours.sum(axis=0)
    paid: Floats = rows["premium"].to_numpy() @ hours
    mean: Floats = np.divide(paid, total, out=np.zeros_like(total), where=total > 0)
    return mean


def shift_crew(extra: Arrays, line: pd.Series, operators: float, calendars: pd.DataFrame, time: Timeline) -> Arrays:
    """Rows of `Output.shift_crew`: crew of the shift of each copy, paid whether it makes anything or not.

    No columns where there is no shift.

    Args:
        extra: From `overtime`.
        line: The line's row of the input table.
        operators: Operators of all its stages.
        calendars: Hours of the line, from `shifts.line_hours`.
        time: Periods.
    """
    rows = where(extra, extra["tier"] == SHIFT) if operators and extra else {}
    if not rows or not height(rows):
        return {}
    wage = rows["most"] * operators
    premium = wage * _premium(calendars, SHIFT, time)[rows["period"]]
    is_open = bool(calendars.loc[calendars["tier"] == SHIFT, "open"].any())
    crew = np.full(len(wage), line["crew_item"], dtype=object)
    paid = {"hours": rows["most"], "wage": wage, "premium": premium, "open": np.full(len(wage), is_open)}
    return {**rows, "item": crew, **paid}


def base_use(group: Fleet, line: pd.Series, time: Timeline) -> Arrays:
    """Rows of `Output.base_use`: base power in all regular hours of each copy on stream."""
    quantity = line["base_power_kw"] * time.sums(group.regular)
    copy, period = np.nonzero(quantity > 0)
    item, site = (np.full(len(copy), line[name], dtype=object) for name in ("energy_item", "site"))
    rows = {"vintage": group.vintage[copy], "period": period, "quantity": quantity[copy, period]}
    return {**rows, "item": item, "site": site}
