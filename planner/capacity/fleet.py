"""Hours, machines and ramp factors of the copies of one line, by segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import Timeline, days, days_from, month_number, overlap_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HOURS_A_DAY = 24.0


@dataclass(frozen=True)
class Fleet:
    """The copies of one line over the segments.

    Attributes:
        vintage: Number of each copy, [copy].
        days_on: Days on stream, [copy, segment].
        regular: Line hours in regular shifts, [copy, segment] h.
        overtime: Line hours that each other tier could add, [copy, segment] h by tier.
        open_tiers: Those of them that are yet to be decided.
        uptime_factor, yield_factor: Ramp factors, [copy, segment].
        machine_hours: In regular shifts, [copy, stage, segment] h.
        per_overtime: Machine hours that one line hour of overtime adds, [copy, stage, segment].
    """

    vintage: NDArray[np.int64]
    days_on: Floats
    regular: Floats
    overtime: Mapping[str, Floats]
    open_tiers: frozenset[str]
    uptime_factor: Floats
    yield_factor: Floats
    machine_hours: Floats
    per_overtime: Floats

    @property
    def overtime_hours(self) -> Floats:
        """Line hours of all other tiers together, [copy, segment] h."""
        return sum(self.overtime.values(), np.zeros_like(self.regular))

    @property
    def sure_hours(self) -> Floats:
        """The same of the tiers that are not yet to be decided."""
        sure = [hours for tier, hours in self.overtime.items() if tier not in self.open_tiers]
        return sum(sure, np.zeros_like(self.regular))


def fleet(copies: pd.DataFrame, stages: pd.DataFrame, tables: Mapping[str, pd.DataFrame], time: Timeline) -> Fleet:
    """Hours and ramp of the copies of one line.

    Args:
        copies: Rows of `vintages` of the line (index: vintage).
        stages: One row a stage of the line: stage, machines, uptime, clock.
        tables: Input tables, of which ramps and availability are read, and `line_hours` from `shifts.line_hours`.
        time: Periods and segments.
    """
    segments = time.segments
    days_on = days_from(copies["on_stream"], segments)
    calendars = tables["line_hours"].loc[tables["line_hours"]["line"] == copies["line"].iloc[0]]
    hours = {tier: _hours(rows, copies["on_stream"], segments) for tier, rows in calendars.groupby("tier", sort=True)}
    regular = hours.pop("regular", np.zeros_like(days_on))
    uptime_factor, yield_factor = factors(copies, tables["ramps"], segments)
    machines = _machines(stages, tables["availability"], copies["line"].iloc[0], segments)
    running = (machines * stages["uptime"].to_numpy()[:, None])[None] * uptime_factor[:, None, :]
    around = (stages["clock"] == "all").to_numpy()[None, :, None]
    stage_hours = np.where(around, HOURS_A_DAY * days_on[:, None, :], regular[:, None, :])
    return Fleet(
        vintage=copies.index.to_numpy(),
        days_on=days_on,
        regular=regular,
        overtime={str(tier): array for tier, array in hours.items()},
        open_tiers=frozenset(calendars.loc[calendars["open"], "tier"]),
        uptime_factor=uptime_factor,
        yield_factor=yield_factor,
        machine_hours=running * stage_hours,
        per_overtime=np.where(around, 0.0, running),
    )


def _hours(calendar: pd.DataFrame, on_stream: pd.Series, segments: pd.DataFrame) -> Floats:
    """Hours of one tier from each copy's on-stream day and the tier's first day on, [copy, segment]."""
    found = [
        _range_hours(rows, on_stream if pd.isna(since) else on_stream.where(on_stream > since, since), segments)
        for since, rows in calendar.groupby("since", dropna=False)
    ]
    return np.asarray(sum(found), dtype=float)


def _range_hours(calendar: pd.DataFrame, on_stream: pd.Series, segments: pd.DataFrame) -> Floats:
    """Hours of ranges from each copy's day on, [copy, segment]: a range spreads evenly over its days."""
    a_day = calendar["hours"].to_numpy() / ((calendar["to"] - calendar["from"]).dt.days.to_numpy() + 1)
    whole = a_day @ overlap_days(calendar, segments)
    rows = np.where(days_from(on_stream, segments) > 0, whole, 0.0)
    # A copy that comes on stream within a segment works what is left of it.
    day, start, end = days(on_stream), days(segments["start"]), days(segments["end"])
    holding = np.searchsorted(start, day, side="right") - 1
    within = np.flatnonzero((holding >= 0) & (start[holding] < day) & (end[holding] > day))
    left = {"start": day[within], "end": end[holding[within]]}
    rows[within, holding[within]] = a_day @ overlap_days(calendar, left)
    return np.asarray(rows, dtype=float)


def factors(copies: pd.DataFrame, ramps: pd.DataFrame, segments: pd.DataFrame) -> tuple[Floats, Floats]:
    """Uptime and yield factors by age; after its last row a curve holds, and without a curve they are 1."""
    age = np.maximum(segments["month"].to_numpy()[None, :] - month_number(copies["on_stream"])[:, None], 0)
    uptime, yields = np.ones(age.shape), np.ones(age.shape)
    for row, curve in enumerate(copies["ramp"]):
        if curve:
            steps = ramps.loc[ramps["curve"] == curve].sort_values("month")
            month = np.minimum(age[row], len(steps) - 1)
            uptime[row] = steps["uptime_factor"].to_numpy()[month]
            yields[row] = steps["yield_factor"].to_numpy()[month]
    return uptime, yields


def _machines(stages: pd.DataFrame, availability: pd.DataFrame, line: str, segments: pd.DataFrame) -> Floats:
    """Machines by stage and segment with their dated changes, averaged by days and never below zero."""
    machines = np.repeat(stages["machines"].to_numpy(dtype=float)[:, None], len(segments), axis=1)
    changes = availability.loc[availability["line"] == line]
    share = overlap_days(changes, segments) / segments["days"].to_numpy()
    position = {stage: row for row, stage in enumerate(stages["stage"])}
    for row, (stage, change) in enumerate(zip(changes["stage"], changes["machines"], strict=True)):
        machines[position[stage]] += change * share[row]
    left: Floats = np.maximum(machines, 0.0)
    return left
