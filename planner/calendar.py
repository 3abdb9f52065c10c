"""Time: periods, their cut by calendar months into segments, and overlaps with date ranges.

Dates of input tables are inclusive; inside the planner a range is half open, [start, end).
A **segment** is a period cut by calendar months: the atom in which ramps, seasons and calendars are constant.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pandas as pd

from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    Pieces = pd.DataFrame | Mapping[str, NDArray[np.datetime64]]

StepName = Literal["week", "month", "quarter", "year"]
MONTHS_A_STEP = {"month": 1, "quarter": 3, "year": 12}
PLAN, EVALUATION = "plan", "evaluation"
DAY = np.timedelta64(1, "D")
EPOCH = 1970
"""Year from which numpy counts."""


class Stretch(Protocol):
    """Periods of one length up to and including a day."""

    @property
    def until(self) -> dt.date:
        """Last day."""

    @property
    def step(self) -> StepName:
        """Length of a period."""


class Horizon(Protocol):
    """What the periods are cut from."""

    @property
    def start(self) -> dt.date:
        """First day."""

    @property
    def end(self) -> dt.date:
        """Last day of the plan."""

    @property
    def last(self) -> dt.date:
        """Last day of the evaluation that follows the plan; without one that of the plan."""

    @property
    def steps(self) -> Iterable[Stretch]:
        """Lengths of the periods, in order."""


@dataclass(frozen=True)
class Timeline:
    """Periods of the horizon and their segments.

    Attributes:
        periods: One row a period, index 0, 1, ...: period (label), start, end (half open), phase (PLAN or EVALUATION),
            year, days, months (length in calendar months), mid (months from the horizon's start to mid-period).
        segments: One row a segment: period (index), start, end (half open), month (months since year 0), days,
            share (part of its calendar month).
    """

    periods: pd.DataFrame
    segments: pd.DataFrame

    @property
    def size(self) -> int:
        """Number of periods."""
        return len(self.periods)

    def sums(self, by_segment: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums over the segments of each period; the last axis runs over segments and becomes periods."""
        total: NDArray[np.float64] = np.add.reduceat(by_segment, self._first_segment, axis=-1)
        return total

    @cached_property
    def _first_segment(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.diff(self.segments["period"].to_numpy(), prepend=-1))

    def plan_ends(self) -> NDArray[np.float64]:
        """Months from the horizon's start to the end of each period of the plan."""
        months = self.periods.loc[self.periods["phase"] == PLAN, "months"].to_numpy(dtype=float)
        ends: NDArray[np.float64] = np.cumsum(months)
        return ends

    def holding(self, day: dt.date) -> int:
        """Number of the period that holds a day."""
        return int(np.searchsorted(days(self.periods["start"]), np.datetime64(day), side="right")) - 1


@remembered()
def timeline(case: Horizon, periods: pd.DataFrame) -> Timeline:
    """The periods of a case: those of its table `periods`, or those that its steps cut, then years of evaluation.

    Args:
        case: Settings, of which start, end, last and steps are read.
        periods: The input table `periods` (may be empty).
    """
    if len(periods):
        named = zip(periods["period"], periods["start"], periods["end"], strict=True)
        cuts = [(str(name), start.date(), end.date()) for name, start, end in named]
    else:
        cuts = list(_steps(case.start, case.end, case.steps))
    years = list(_years(case.end + dt.timedelta(days=1), case.last))
    frame = pd.DataFrame([*cuts, *years], columns=["period", "start", "end"])
    frame["phase"] = [PLAN] * len(cuts) + [EVALUATION] * len(years)
    frame["start"] = pd.to_datetime(frame["start"]).astype("datetime64[s]")
    frame["end"] = pd.to_datetime(frame["end"]).astype("datetime64[s]") + pd.Timedelta(days=1)
    frame["year"] = frame["start"].dt.year
    frame["days"] = (frame["end"] - frame["start"]).dt.days
    begin, until = month_position(frame["start"]), month_position(frame["end"])
    frame["months"] = until - begin
    frame["mid"] = (begin + until) / 2 - month_position(pd.Series([pd.Timestamp(case.start)]))[0]
    return Timeline(frame, _segments(frame))


def month_position(dates: pd.Series) -> NDArray[np.float64]:
    """Months since year 0 as a number: whole at the first of a month, and growing by days within it."""
    stamps = pd.DatetimeIndex(dates)
    whole = stamps.year * 12 + stamps.month - 1
    return np.asarray(whole + (stamps.day - 1) / stamps.days_in_month, dtype=float)


def month_number(dates: pd.Series | NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Whole months since year 0 of the month that each date lies in."""
    return np.asarray(dates).astype("datetime64[M]").astype(np.int64) + 12 * EPOCH


def month_start(month: int) -> pd.Timestamp:
    """First day of a month counted since year 0."""
    return pd.Timestamp(year=month // 12, month=month % 12 + 1, day=1)


def overlap_days(ranges: pd.DataFrame, pieces: Pieces) -> NDArray[np.float64]:
    """Days that each range shares with each piece, an array [ranges, pieces].

    Args:
        ranges: With inclusive columns `from` and `to`.
        pieces: With half-open columns `start` and `end` (periods or segments).
    """
    begin = np.maximum.outer(days(ranges["from"]), days(pieces["start"]))
    until = np.minimum.outer(days(ranges["to"]) + DAY, days(pieces["end"]))
    shared: NDArray[np.float64] = np.maximum((until - begin).astype(float), 0.0)
    return shared


def days_from(dates: pd.Series, pieces: pd.DataFrame) -> NDArray[np.float64]:
    """Days of each piece that lie on or after each date, an array [dates, pieces]; a date NaT leaves every day."""
    first = days(dates.fillna(pd.Timestamp(1, 1, 1)))
    begin = np.maximum.outer(first, days(pieces["start"]))
    left: NDArray[np.float64] = np.maximum((days(pieces["end"])[None, :] - begin).astype(float), 0.0)
    return left


def last_period(dates: pd.Series, time: Timeline) -> NDArray[np.int64]:
    """Number of the last period that ends before each day, -1 where there is none."""
    return np.searchsorted(days(time.periods["end"]) - DAY, days(dates), side="left").astype(np.int64) - 1


def days(dates: pd.Series | NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Dates as whole days."""
    return np.asarray(dates).astype("datetime64[D]")


def _segments(periods: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for number, begin, until in zip(periods.index, periods["start"], periods["end"], strict=True):
        month = begin.year * 12 + begin.month - 1
        while (start := max(begin, month_start(month))) < until:
            rows.append((number, start, min(until, month_start(month + 1)), month))
            month += 1
    frame = pd.DataFrame(rows, columns=["period", "start", "end", "month"])
    for column in ("start", "end"):
        frame[column] = frame[column].astype("datetime64[s]")
    frame["days"] = (frame["end"] - frame["start"]).dt.days
    frame["share"] = frame["days"] / frame["start"].dt.days_in_month
    return frame


def _steps(start: dt.date, end: dt.date, steps: Iterable[Stretch]) -> Iterator[tuple[str, dt.date, dt.date]]:
    for piece in steps:
        while start <= min(piece.until, end):
            last = min(_step_end(start, piece.step), piece.until, end)
            yield _label(start, piece.step), start, last
            start = last + dt.timedelta(days=1)


def _years(start: dt.date, last: dt.date) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Label, first and last day of each calendar year from a day to another."""
    for year in range(start.year, last.year + 1 if start <= last else start.year):
        yield str(year), max(start, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))


def _step_end(start: dt.date, step: StepName) -> dt.date:
    """Last day of the step that holds `start`; weeks end on Sundays and at the turn of the year."""
    if step == "week":
        return min(start + dt.timedelta(days=6 - start.weekday()), dt.date(start.year, 12, 31))
    length = MONTHS_A_STEP[step]
    next_month = start.year * 12 + (start.month - 1) // length * length + length
    return (month_start(next_month) - pd.Timedelta(days=1)).date()


def _label(start: dt.date, step: StepName) -> str:
    if step == "week":
        return f"{start:%G-W%V}" if start.isocalendar()[0] == start.year else f"{start:%Y-W00}"
    if step == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start:%Y}" if step == "year" else f"{start:%Y-%m}"
