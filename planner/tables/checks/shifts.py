"""Checks of one more shift: that its calendar has one, and that its crew can be hired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.tables.checks.registry import Found, case_check, each
from planner.tables.checks.shared import day, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

_FAR = 1200  # months: further than any horizon, and still a date


@case_check(decisions="action object", lines="line calendar", calendars="calendar tier")
def shift_unknown(decisions: pd.DataFrame, lines: pd.DataFrame, calendars: pd.DataFrame) -> Iterator[Found]:
    """A shift that is decided stands in the calendar of its line."""
    told = _shifts(decisions, lines)
    have = calendars.loc[calendars["tier"] == "shift", "calendar"]
    yield from each("decisions", told[~told["calendar"].isin(have)], "object", "calendar")


@case_check(decisions="action object date status", lines="line calendar", calendars="calendar tier hiring_months")
def shift_hiring(case: Case, decisions: pd.DataFrame, lines: pd.DataFrame, calendars: pd.DataFrame) -> Iterator[Found]:
    """A shift that is not yet committed starts when its crew is hired."""
    hiring = calendars[calendars["tier"] == "shift"].groupby("calendar")["hiring_months"].max().reset_index()
    told = _shifts(decisions, lines).merge(hiring, on="calendar")
    ready = [day(case.plan_date) + pd.DateOffset(months=int(min(months, _FAR))) for months in told["hiring_months"]]
    earliest = pd.Series(ready, index=told.index, dtype="datetime64[s]")
    bad = told["status"].isin(["proposed", "approved"]) & (told["date"] < earliest)
    told = told.assign(earliest=earliest, plan_date=case.plan_date)[bad]
    yield from each("decisions", told, "date", "object", "status", "hiring_months", "plan_date", "earliest")


def _shifts(decisions: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Decided shifts beside their lines."""
    return listing(decisions[decisions["action"] == "shift"]).merge(lines, left_on="object", right_on="line")
