"""Line copies: since when each runs, its hours, its machines and how far it has ramped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, Horizon, dates, first_of, month_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

DAY_HOURS = 24.0
SECOND = 2


@dataclass(frozen=True)
class LineCopy:
    """One copy of a line.

    Attributes:
        line: Name of the line.
        copy: Number of the copy.
        on_stream: First day on stream.
        decided: False for a copy of an existing line, which is paid for.
        curve: Ramp curve ("" where it is mature from the first day).
        site, calendar: Where it stands and when it works.
        lead, release: Months from order to on stream, and from on stream to sold vehicles.
    """

    line: str
    copy: int
    on_stream: np.datetime64
    decided: bool
    curve: str
    site: str
    calendar: str
    lead: int
    release: int

    @property
    def key(self) -> Key:
        """Line, copy and on-stream date as the plan's tables name them."""
        return self.line, str(self.copy), str(self.on_stream)

    @property
    def order_month(self) -> int:
        """Month of its order, since year 0."""
        return int(month_of(np.array([self.on_stream]))[0]) - self.lead

    @property
    def released(self) -> np.datetime64:
        """First day from which what it makes may go into sold vehicles: the same day of a later month."""
        start = month_of(np.array([self.on_stream]))[0]
        past = self.on_stream - first_of(int(start))
        until = first_of(int(start) + self.release)
        return min(until + past, first_of(int(start) + self.release + 1) - ONE)


def line_copies(inputs: Inputs) -> list[LineCopy]:
    """Every copy that is or comes on stream, in the order of the lines and decisions."""
    decided = inputs["decisions"].loc[inputs["decisions"]["action"] == "on_stream"]
    found = []
    for row in inputs["lines"].itertuples():
        if row.status == "existing":
            since = [(n, row.on_stream) for n in range(1, int(row.copies) + 1)]
        else:
            own = decided.loc[decided["object"] == row.line]
            since = sorted((int(n), day) for n, day in zip(own["copy"], own["date"], strict=True))
        second = row.ramp_second or row.ramp_first
        later = row.ramp_later or second
        for number, day in since:
            by_number = row.ramp_first if number < SECOND else second if number == SECOND else later
            found.append(
                LineCopy(
                    line=str(row.line),
                    copy=number,
                    on_stream=np.datetime64(day, "D"),
                    decided=row.status != "existing",
                    curve=str(row.ramp_first if row.status == "existing" else by_number),
                    site=str(row.site),
                    calendar=str(row.calendar),
                    lead=int(row.lead_months),
                    release=int(row.release_months),
                )
            )
    return found


def tier_hours(inputs: Inputs, copy: LineCopy, time: Horizon, worth: str = "") -> dict[str, Floats]:
    """Line hours of a copy by tier and segment; with `worth`, times that column of `calendars`.

    Hours of a range spread evenly over its days, and only days on stream count.
    """
    table = inputs["calendars"]
    rows = table.loc[table["calendar"] == copy.calendar]
    start, end = dates(rows["from"]), dates(rows["to"])
    shared = time.segment_days(np.maximum(start, copy.on_stream), end)
    each = rows["hours"].to_numpy(dtype=float) / (end - start + ONE).astype(float)
    if worth:
        each = each * rows[worth].to_numpy(dtype=float)
    tiers = rows["tier"].to_numpy()
    nothing = np.zeros(len(time.month))
    hours = {str(t): each[tiers == t] @ shared[tiers == t] for t in sorted(set(tiers))}
    return {"regular": nothing, **hours}


def days_on(copy: LineCopy, time: Horizon) -> Floats:
    """Days of each segment on which the copy is on stream."""
    on_stream = np.array([copy.on_stream])
    return np.asarray(time.segment_days(on_stream, time.last[-1:])[0], dtype=float)


def ramp(inputs: Inputs, copy: LineCopy, time: Horizon) -> tuple[Floats, Floats]:
    """Uptime and yield factors of a copy by segment, at its age in whole months."""
    age = time.month - month_of(np.array([copy.on_stream]))[0]
    uptime, yields = curve(inputs, copy.curve)
    at = np.clip(age, 0, len(uptime) - 1)
    return uptime[at], yields[at]


def curve(inputs: Inputs, name: str) -> tuple[Floats, Floats]:
    """Uptime and yield factors of a curve from month 0 to its last row."""
    if not name:
        return np.ones(1), np.ones(1)
    rows = inputs["ramps"].loc[inputs["ramps"]["curve"] == name].sort_values("month")
    return rows["uptime_factor"].to_numpy(dtype=float), rows["yield_factor"].to_numpy(dtype=float)


def machines(inputs: Inputs, line: str, stages: pd.DataFrame, time: Horizon) -> Iterator[Floats]:
    """Machines of each stage by segment: dated changes count for their days, and none are below zero."""
    changes = inputs["availability"].loc[inputs["availability"]["line"] == line]
    length = (time.segment_last - time.segment_first + ONE).astype(float)
    for stage, number in zip(stages["stage"], stages["machines"], strict=True):
        own = changes.loc[changes["stage"] == stage]
        part = time.segment_days(dates(own["from"]), dates(own["to"])) / length
        yield np.maximum(number + own["machines"].to_numpy(dtype=float) @ part, 0.0)


def mature_month(inputs: Inputs, copy: LineCopy) -> int | None:
    """First month (since year 0) at which both ramp factors are 1; None where the curve never gets there."""
    uptime, yields = curve(inputs, copy.curve)
    ready = np.flatnonzero((uptime == 1.0) & (yields == 1.0))
    return int(month_of(np.array([copy.on_stream]))[0] + ready[0]) if len(ready) else None
