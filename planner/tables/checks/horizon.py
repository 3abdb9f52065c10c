"""Checks of case.toml and of the periods that it, or the table `periods`, cuts the horizon into."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import DAY, day
from planner.tables.dictionary import dictionary
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.tables.inputs import Case, Steps

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_ONE = dt.timedelta(days=1)


@row_check()
def horizon_order(case: Case) -> Iterator[Found]:
    """The horizon ends after it starts."""
    if case.end < case.start:
        yield Found("case", None, "end", case.end, {"start": case.start})


@row_check()
def evaluation_order(case: Case) -> Iterator[Found]:
    """The evaluation ends no earlier than the plan."""
    if case.evaluate_until and case.evaluate_until < case.end:
        yield Found("case", None, "evaluate_until", case.evaluate_until, {"end": case.end})


@row_check()
def evaluation_mid_year(case: Case) -> Iterator[Found]:
    """The evaluation is made of calendar years, so that every year is either planned or evaluated."""
    if case.last > case.end and not _opens(case.end + _ONE, _MONTHS["year"]):
        yield Found("case", None, "end", case.end, {"last": case.last})


@row_check(periods="period")
def evaluation_label(case: Case, periods: pd.DataFrame) -> Iterator[Found]:
    """No period of the case's own is named as a year of the evaluation."""
    years = [str(year) for year in range(case.end.year + 1, case.last.year + 1)]
    bad = periods[periods["period"].isin(years)]
    yield from each("periods", bad.assign(last=case.last), "period", "last")


@row_check()
def plan_date_late(case: Case) -> Iterator[Found]:
    """A plan is made before its horizon is over."""
    if case.plan_date > case.end:
        yield Found("case", None, "plan_date", case.plan_date, {"end": case.end})


@row_check(Severity.WARNING)
def pilot_phase_outside(case: Case) -> Iterator[Found]:
    """The pilot phase ends inside the horizon (the day before it: there is none)."""
    if not case.start - _ONE <= case.pilot_until <= case.end:
        yield Found("case", None, "pilot_until", case.pilot_until, {"start": case.start, "end": case.end})


@row_check()
def unknown_owned_table(case: Case) -> Iterator[Found]:
    """Owners are told of tables that there are."""
    names = [table.name for table in dictionary()]
    for table in case.owners:
        if table not in names:
            yield Found("case", None, f"owners.{table}", table, {"hint": hint(table, names)})


@row_check(Severity.WARNING)
def delivered_late(case: Case) -> Iterator[Found]:
    """No table was delivered after the plan was made."""
    for table, kept in case.owners.items():
        if kept.date and kept.date > case.plan_date:
            yield Found("case", None, f"owners.{table}.date", kept.date, {"plan_date": case.plan_date})


@case_check(periods="period")
def steps_missing(case: Case, periods: pd.DataFrame) -> Iterator[Found]:
    """Something cuts the horizon into periods."""
    if not case.steps and periods.empty:
        yield Found("case", None, "steps", "", {"end": case.end})


@case_check(Severity.WARNING, periods="period")
def steps_unused(case: Case, periods: pd.DataFrame) -> Iterator[Found]:
    """Either steps or the table `periods` cut the horizon."""
    if case.steps and not periods.empty:
        yield Found("case", None, "steps", "")


@row_check()
def steps_order(case: Case) -> Iterator[Found]:
    """Each step ends after the one before it."""
    former = case.start - _ONE
    for number, step in enumerate(case.steps, 1):
        if step.until <= former:
            yield Found("case", None, f"steps.{number}.until", step.until, {"former": former})
        former = max(former, step.until)


@row_check()
def steps_end(case: Case) -> Iterator[Found]:
    """The last step reaches the end of the horizon and no further."""
    if case.steps and case.steps[-1].until != case.end:
        yield Found("case", None, f"steps.{len(case.steps)}.until", case.steps[-1].until, {"end": case.end})


def _stretches(case: Case) -> Iterator[tuple[int, dt.date, Steps]]:
    """Number, first day and step of each stretch that has any day."""
    first = case.start
    for number, step in enumerate(case.steps, 1):
        if step.until >= first:
            yield number, first, step
            first = step.until + _ONE


def _opens(date: dt.date, months: int) -> bool:
    """Whether a month, quarter or year begins on this day."""
    return date.day == 1 and (date.month - 1) % months == 0


@row_check()
def steps_cross_year(case: Case) -> Iterator[Found]:
    """Months, quarters and years start with one; weeks break at the end of a year and of their stretch anyway."""
    for number, first, step in _stretches(case):
        if step.step in _MONTHS and not _opens(first, _MONTHS[step.step]):
            yield Found("case", None, f"steps.{number}.step", step.step, {"first": first})


@row_check()
def steps_alignment(case: Case) -> Iterator[Found]:
    """A stretch of steps ends where one of its periods ends."""
    for number, _, step in _stretches(case):
        if step.step in _MONTHS and not _opens(step.until + _ONE, _MONTHS[step.step]):
            yield Found("case", None, f"steps.{number}.until", step.until, {"step": step.step})


@case_check(periods="period start end")
def periods_gap(case: Case, periods: pd.DataFrame) -> Iterator[Found]:
    """Each period starts the day after the one before it, the first with the horizon."""
    wanted = (periods["end"].shift() + DAY).fillna(day(case.start))
    yield from each("periods", periods.assign(wanted=wanted)[periods["start"] != wanted], "start", "period", "wanted")


@case_check(periods="period end")
def periods_end(case: Case, periods: pd.DataFrame) -> Iterator[Found]:
    """The last period ends with the horizon."""
    last = periods.tail(1)
    yield from each("periods", last[last["end"] != day(case.end)].assign(wanted=case.end), "end", "period", "wanted")


@row_check(periods="period start end")
def period_crosses_year(periods: pd.DataFrame) -> Iterator[Found]:
    """Every period lies in one year."""
    start, end = periods["start"], periods["end"]
    bad = start.notna() & end.notna() & (start.dt.year != end.dt.year)
    yield from each("periods", periods[bad], "end", "period", "start")
