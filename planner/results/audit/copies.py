"""Line copies: since when each runs, its hours, its machines and how far it has ramped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, Horizon, first_of, month_number
from planner.results.audit.frames import day, numbers, records

if TYPE_CHECKING:
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
        share: Part of a copy that there is (divisible lines).
        lead, release: Months from order to on stream, and from on stream to sold vehicles.
    """

    line: str
    copy: int
    on_stream: np.datetime64
    decided: bool
    curve: str
    site: str
    calendar: str
    share: float
    lead: int
    release: int

    @property
    def key(self) -> Key:
        """Line, copy and on-stream date as the plan's tables name them."""
        return self.line, str(self.copy), str(self.on_stream)

    @property
    def order_month(self) -> int:
        """Month of its order, since year 0."""
        return month_number(self.on_stream) - self.lead

    @property
    def released(self) -> np.datetime64:
        """First day from which what it makes may go into sold vehicles: the same day of a later month."""
        start = month_number(self.on_stream)
        past = self.on_stream - first_of(start)
        until = first_of(start + self.release)
        return min(until + past, first_of(start + self.release + 1) - ONE)


def line_copies(inputs: Inputs) -> list[LineCopy]:
    """Every copy that is or comes on stream, in the order of the lines and decisions."""
    decisions = inputs["decisions"]
    decided = records(decisions.loc[decisions["action"] == "on_stream"])
    found = []
    for row in records(inputs["lines"]):
        existing = row.status == "existing"
        if existing:
            since = [(number, row.on_stream, 1.0) for number in range(1, row.copies + 1)]
        else:
            since = sorted((d.copy, d.date, d.share) for d in decided if d.object == row.line)
        second = row.ramp_second or row.ramp_first
        later = row.ramp_later or second
        for number, start, share in since:
            by_number = row.ramp_first if number < SECOND else second if number == SECOND else later
            found.append(
                LineCopy(
                    line=row.line,
                    copy=number,
                    on_stream=day(start),
                    decided=not existing,
                    curve=row.ramp_first if existing else by_number,
                    site=row.site,
                    calendar=row.calendar,
                    share=share,
                    lead=row.lead_months,
                    release=row.release_months,
                )
            )
    return found


def days_on(copy: LineCopy, time: Horizon) -> Floats:
    """Days of each segment on which the copy is on stream."""
    on_stream = np.array([copy.on_stream])
    return np.asarray(time.segment_days(on_stream, time.last[-1:])[0], dtype=float)


def ramp(inputs: Inputs, copy: LineCopy, time: Horizon) -> tuple[Floats, Floats]:
    """Uptime and yield factors of a copy by segment, at its age in whole months."""
    age = time.month - month_number(copy.on_stream)
    uptime, yields = curve(inputs, copy.curve)
    at = np.clip(age, 0, len(uptime) - 1)
    return uptime[at], yields[at]


def curve(inputs: Inputs, name: str) -> tuple[Floats, Floats]:
    """Uptime and yield factors of a curve from month 0 to its last row."""
    if not name:
        return np.ones(1), np.ones(1)
    rows = inputs["ramps"].loc[inputs["ramps"]["curve"] == name].sort_values("month")
    return numbers(rows["uptime_factor"]), numbers(rows["yield_factor"])


def mature_month(inputs: Inputs, copy: LineCopy) -> int | None:
    """First month (since year 0) at which both ramp factors are 1; None where the curve never gets there."""
    uptime, yields = curve(inputs, copy.curve)
    ready = np.flatnonzero((uptime == 1.0) & (yields == 1.0))
    return int(month_number(copy.on_stream) + ready[0]) if len(ready) else None
