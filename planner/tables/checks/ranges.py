"""Checks of dates: ranges that run backwards, overlap, leave gaps, or lie where nothing uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.memory import remembered
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import DAY, day, first_open, listing, merged, reachable
from planner.tables.dictionary import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.tables.inputs import Case

_OF_RANGE = ["calendars", "demand", "prices", "supply"]  # of one key at most one row may hold on a day
_KEYS = {table: [key for key in dictionary()[table].keys if key != "from"] for table in _OF_RANGE}
_READ = {table: " ".join([*_KEYS[table], "from", "to"]) for table in _OF_RANGE}
_RANGES = {"availability": "from to", "contracts": "from to", **dict.fromkeys(_OF_RANGE, "from to")}


def _outside(case: Case, start: pd.Series, end: pd.Series) -> pd.Series:
    """Whether a range has no day in the horizon (and is a range at all)."""
    return (end >= start) & ((start > day(case.last)) | (end < day(case.start)))


@row_check(periods="start end", **_RANGES)
def range_order(**tables: pd.DataFrame) -> Iterator[Found]:
    """A range ends on or after its first day."""
    for table, frame in tables.items():
        start, end = ("start", "end") if table == "periods" else ("from", "to")
        bad = frame[frame[end] < frame[start]]
        yield from each(table, bad.assign(first=bad[start]), end, "first")


@row_check(Severity.WARNING, **_RANGES)
def range_outside(case: Case, **tables: pd.DataFrame) -> Iterator[Found]:
    """A range has a day in the horizon, else nothing ever uses it."""
    for table, frame in tables.items():
        bad = frame[_outside(case, frame["from"], frame["to"])]
        words = bad.assign(last=bad["to"], start=case.start, end=case.last)
        yield from each(table, words, "from", "last", "start", "end")


@row_check(Severity.WARNING, demand="from to", supply="from to", contracts="from to")
def range_over_edge(case: Case, **tables: pd.DataFrame) -> Iterator[Found]:
    """Quantities of a range are meant for days of the horizon: all of them fall on those."""
    for table, frame in tables.items():
        out = (frame["from"] < day(case.start)) | (frame["to"] > day(case.last))
        bad = frame[out & (frame["to"] >= frame["from"]) & ~_outside(case, frame["from"], frame["to"])]
        words = bad.assign(last=bad["to"], start=case.start, end=case.last)
        yield from each(table, words, "from", "last", "start", "end")


@row_check(Severity.WARNING, pilots="by", targets="date kind", decisions="date")
def date_outside(case: Case, pilots: pd.DataFrame, targets: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[Found]:
    """Pilots and targets are asked for inside the horizon; decisions take effect before it ends."""
    soft = targets[targets["kind"] != "hard"]
    for table, frame, column, first in (
        ("pilots", pilots, "by", case.start),
        ("targets", soft, "date", case.start),
        ("decisions", decisions, "date", None),
    ):
        bad = frame[column] > day(case.last)
        if first:
            bad |= frame[column] < day(first)
        yield from each(table, frame[bad].assign(start=case.start, end=case.last), column, "start", "end")


@row_check(targets="date kind")
def hard_target_outside(case: Case, targets: pd.DataFrame) -> Iterator[Found]:
    """A hard target can only hold on a day of the horizon."""
    bad = (targets["date"] > day(case.last)) | (targets["date"] < day(case.start))
    words = targets[bad & (targets["kind"] == "hard")].assign(start=case.start, end=case.last)
    yield from each("targets", words, "date", "start", "end")


@row_check(Severity.WARNING, budgets="year")
def budget_outside(case: Case, budgets: pd.DataFrame) -> Iterator[Found]:
    """A budget is for a year of the horizon."""
    bad = budgets[(budgets["year"] < case.start.year) | (budgets["year"] > case.last.year)]
    yield from each("budgets", bad.assign(start=case.start, end=case.last), "year", "start", "end")


@case_check(**_READ)
def range_overlap(**tables: pd.DataFrame) -> Iterator[Found]:
    """On one day at most one row of a key holds."""
    for table, frame in tables.items():
        ranges = listing(frame[frame["to"] >= frame["from"]]).sort_values("from", kind="stable")
        groups = ranges.groupby(_KEYS[table], sort=False)
        # The row that reaches furthest so far, and the day up to which it does.
        furthest = groups["to"].cummax()
        reaching = ranges.assign(until=furthest, former=ranges["row"].where(ranges["to"] == furthest))
        reaching["former"] = reaching.groupby(_KEYS[table], sort=False)["former"].ffill()
        reach = reaching.groupby(_KEYS[table], sort=False)[["until", "former"]].shift()
        bad = ranges.assign(**reach)[ranges["from"] <= reach["until"]]
        yield from each(table, bad.sort_values("row"), "from", "former", "until")


@case_check(demand="programme market from to base", prices="programme market from to")
def price_gap(case: Case, demand: pd.DataFrame, prices: pd.DataFrame) -> Iterator[Found]:
    """Wherever there is demand there is a price."""
    priced = merged(prices, ["programme", "market"])
    start, end = day(case.start), day(case.last)
    asked = demand[(demand["to"] >= demand["from"]) & (demand["base"] > 0)]
    for row, programme, market, first, last in asked[["programme", "market", "from", "to"]].itertuples(name=None):
        missing = first_open(max(first, start), min(last, end), priced.get((programme, market), []))
        if missing is not None:
            words = {"programme": programme, "market": market, "missing": missing}
            yield Found("demand", row, "from", first, words)


@case_check(Severity.WARNING, demand="programme market from to", supply="item site from to")
def evaluation_gap(case: Case, demand: pd.DataFrame, supply: pd.DataFrame) -> Iterator[Found]:
    """What is asked for or can be bought as the plan ends is told for the evaluation too."""
    end, last = day(case.end), day(case.last)
    for table, frame, keys in (("demand", demand, ["programme", "market"]), ("supply", supply, ["item", "site"])):
        holding = frame[(frame["from"] <= end) & (frame["to"] >= end)]
        rows = listing(holding).drop_duplicates(keys)
        ranges = merged(frame, keys)
        for row, until, *key in rows[["row", "to", *keys]].itertuples(index=False, name=None):
            missing = first_open(end + DAY, last, ranges.get(tuple(key), []))
            if missing is not None:
                words = {"what": ", ".join(key), "missing": missing, "last": case.last}
                yield Found(table, row, "to", until, words)


@row_check(calendars="from to hours")
def hours_beyond_clock(calendars: pd.DataFrame) -> Iterator[Found]:
    """A range has no more hours than its days have."""
    most = ((calendars["to"] - calendars["from"]).dt.days + 1) * 24.0
    bad = calendars.assign(most=most)[(calendars["hours"] > most) & (most > 0)]
    yield from each("calendars", bad, "hours", "most")


_RUN = {"lines": "line calendar status on_stream lead_months", "decisions": "action object copy date"}


def _regular(calendars: pd.DataFrame) -> pd.DataFrame:
    return calendars[(calendars["tier"] == "regular") & (calendars["hours"] > 0)]


@remembered()
def _since(case: Case, lines: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """First day in the horizon of each line that runs in it: line, calendar, first, row."""
    first = reachable(case, lines, decisions).groupby("line")["on_stream"].min()
    first = first.where(first > day(case.start), day(case.start))
    told = listing(lines).merge(first.rename("first"), left_on="line", right_index=True)
    return told[told["first"] <= day(case.last)]


@case_check(calendars="calendar tier from to hours", **_RUN)
def line_without_hours(
    case: Case, calendars: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame
) -> Iterator[Found]:
    """A line that runs has regular hours on some day on which it runs."""
    hours = merged(_regular(calendars), ["calendar"])
    for row, calendar, line, first in _since(case, lines, decisions)[["row", "calendar", "line", "first"]].itertuples(
        index=False, name=None
    ):
        ranges = hours.get((calendar,), [])
        if not any(end >= first and start <= day(case.last) for start, end in ranges):
            yield Found("lines", row, "calendar", calendar, {"line": line, "first": first, "end": case.last})


@case_check(Severity.WARNING, calendars="calendar tier from to hours", **_RUN)
def calendar_gap(case: Case, calendars: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[Found]:
    """The calendar of a line that runs has a range for every day until the horizon's end."""
    ranges = merged(calendars[calendars["tier"] == "regular"], ["calendar"])
    worked = merged(_regular(calendars), ["calendar"])
    for row, calendar, line, first in _since(case, lines, decisions)[["row", "calendar", "line", "first"]].itertuples(
        index=False, name=None
    ):
        missing = first_open(first, day(case.last), ranges.get((calendar,), []))
        if missing is not None and any(end >= first for _, end in worked.get((calendar,), [])):
            yield Found("lines", row, "calendar", calendar, {"line": line, "missing": missing})
