"""Days, periods and segments, counted from the settings of the case alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.frames import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from planner.tables.inputs import Case, Inputs, StepName

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Dates = NDArray[np.datetime64]

ONE = np.timedelta64(1, "D")
YEAR = 12


@dataclass(frozen=True)
class Horizon:
    """The periods (P of them), and the segments (S) into which months cut them.

    Attributes:
        labels: Names of the periods.
        first, last: First and last day of each period.
        year, days, months, mid, factor: Of each period: year, days, length in months (days over days of their
            month), months from the horizon's start to mid-period, present value of one unit of money.
        segment_first, segment_last: First and last day of each segment.
        period_of: Period of each segment.
        month, share: Of each segment: months since year 0, and its part of that month.
        planned: Number of the periods of the plan; those of the evaluation follow them.
    """

    labels: list[str]
    first: Dates
    last: Dates
    year: Ints
    days: Floats
    months: Floats
    mid: Floats
    factor: Floats
    segment_first: Dates
    segment_last: Dates
    period_of: Ints
    month: Ints
    share: Floats
    planned: int

    @cached_property
    def years(self) -> list[str]:
        """The years of the plan."""
        return [str(y) for y in np.unique(self.year[: self.planned])]

    @cached_property
    def every_year(self) -> list[str]:
        """The years of the plan and of the evaluation after it."""
        return [str(y) for y in np.unique(self.year)]

    def by_period(self, values: Floats) -> Floats:
        """Sums over the segments of each period, on the last axis."""
        cuts = np.searchsorted(self.period_of, np.arange(len(self.labels)))
        return np.asarray(np.add.reduceat(values, cuts, axis=-1), dtype=float)

    def by_year(self, values: Floats) -> Floats:
        """Sums over the periods of each year of the plan."""
        return self.by_every_year(values)[: len(self.years)]

    def by_every_year(self, values: Floats) -> Floats:
        """Sums over the periods of each year of the plan and of the evaluation."""
        return np.asarray(np.bincount(self._year_number, weights=values), dtype=float)

    @cached_property
    def _year_number(self) -> Ints:
        return np.unique(self.year, return_inverse=True)[1]

    def segment_days(self, start: Dates, end: Dates) -> Floats:
        """Days of every segment that lie in each range (inclusive), an array [range, segment]."""
        return _shared(start, end, self.segment_first, self.segment_last)

    def period_days(self, start: Dates, end: Dates) -> Floats:
        """Days of every period that lie in each range (inclusive), an array [range, period]."""
        return _shared(start, end, self.first, self.last)

    def holding(self, day: np.datetime64) -> int:
        """Period that holds a day; days beyond the horizon belong to its first or last period."""
        return int(np.clip(np.searchsorted(self.first, day, side="right") - 1, 0, len(self.labels) - 1))


def horizon(inputs: Inputs, labels: list[str]) -> Horizon:
    """Cut the horizon of the case into periods and segments.

    Args:
        inputs: The case.
        labels: Names of the periods that its steps cut, in order (a table `periods` has its own).
    """
    given, later = inputs["periods"], _evaluation(inputs.case)
    if len(given):
        labels = [*(str(name) for name in given["period"]), *(str(day)[:4] for day in later[:, 0])]
        cuts = np.stack([dates(given["start"]), dates(given["end"])], axis=1)
    else:
        cuts = np.array(list(_cuts(inputs.case)), dtype="datetime64[D]").reshape(-1, 2)
    planned = len(cuts)
    first, last = np.concatenate([cuts, later]).T
    zero = months_at(np.array([inputs.case.start], dtype="datetime64[D]"))[0]
    begin, until = months_at(first) - zero, months_at(last + ONE) - zero
    factor = discount(inputs.case, (begin + until) / 2)
    if len(given):
        own = np.concatenate([numbers(given["discount_factor"]), np.full(len(later), np.nan)])
        factor = np.where(np.isnan(own), factor, own)
    pieces = list(_pieces(first, last))
    month = np.array([m for _, m, _, _ in pieces])
    piece_first, piece_last = (np.array([p[k] for p in pieces], dtype="datetime64[D]") for k in (2, 3))
    length = (piece_last - piece_first + ONE).astype(float)
    return Horizon(
        labels=labels,
        first=first,
        last=last,
        year=first.astype("datetime64[Y]").astype(int) + 1970,
        days=(last - first + ONE).astype(float),
        months=until - begin,
        mid=(begin + until) / 2,
        factor=factor,
        segment_first=piece_first,
        segment_last=piece_last,
        period_of=np.array([p for p, _, _, _ in pieces]),
        month=month,
        share=length / _month_days(piece_first),
        planned=planned,
    )


def dates(column: pd.Series) -> Dates:
    """A column of dates as days."""
    return np.asarray(column.to_numpy(), dtype="datetime64[D]")


def month_of(days: Dates) -> Ints:
    """Months since year 0 in which the days lie."""
    return np.asarray(days.astype("datetime64[M]").astype(int) + 1970 * YEAR, dtype=np.int64)


def month_number(date: np.datetime64) -> int:
    """Months since year 0 in which a day lies."""
    return int(month_of(np.array([date]))[0])


def first_of(month: int) -> np.datetime64:
    """First day of a month counted since year 0."""
    first: np.datetime64 = np.datetime64(month - 1970 * YEAR, "M").astype("datetime64[D]")
    return first


def months_at(days: Dates) -> Floats:
    """Months since year 0, growing evenly by days within each month."""
    past = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(float)
    return np.asarray(month_of(days) + past / _month_days(days), dtype=float)


def discount(case: Case, months: Floats) -> Floats:
    """Present value of one unit of money so many months after the horizon's start."""
    return np.asarray((1.0 + case.discount_rate) ** (-months / YEAR), dtype=float)


def _month_days(days: Dates) -> Floats:
    month = days.astype("datetime64[M]")
    length = (month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")
    return np.asarray(length.astype(float), dtype=float)


def _shared(start: Dates, end: Dates, first: Dates, last: Dates) -> Floats:
    begin = np.maximum(start[:, None], first[None, :])
    until = np.minimum(end[:, None], last[None, :])
    return np.asarray(np.maximum((until - begin + ONE).astype(float), 0.0), dtype=float)


def _cuts(case: Case) -> Iterator[tuple[dt.date, dt.date]]:
    day = case.start
    for steps in case.steps:
        while day <= min(steps.until, case.end):
            last = min(_step_ends(day, steps.step), steps.until, case.end)
            yield day, last
            day = last + dt.timedelta(days=1)


def _evaluation(case: Case) -> Dates:
    """First and last day of each year after the plan, [year, 2]."""
    ends = range(case.end.year + 1, (case.evaluate_until or case.end).year + 1)
    rows = [(dt.date(year, 1, 1), min(dt.date(year, 12, 31), case.evaluate_until or case.end)) for year in ends]
    return np.array(rows, dtype="datetime64[D]").reshape(-1, 2)


def _step_ends(day: dt.date, step: StepName) -> dt.date:
    """Last day of the week (Sunday), month, quarter or year of a day; none runs over a turn of the year."""
    turn = dt.date(day.year, 12, 31)
    if step == "week":
        return min(day + dt.timedelta(days=7 - day.isoweekday()), turn)
    last_month = {"month": day.month, "quarter": -(-day.month // 3) * 3, "year": YEAR}[step]
    return turn if last_month == YEAR else dt.date(day.year, last_month + 1, 1) - dt.timedelta(days=1)


def _pieces(first: Dates, last: Dates) -> Iterator[tuple[int, int, np.datetime64, np.datetime64]]:
    spans = zip(first, last, month_of(first), month_of(last), strict=True)
    for period, (begin, until, month_from, month_to) in enumerate(spans):
        for month in range(int(month_from), int(month_to) + 1):
            yield period, month, max(begin, first_of(month)), min(until, first_of(month + 1) - ONE)
