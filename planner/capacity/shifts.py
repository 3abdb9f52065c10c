"""One more shift of a line: from when it is worked, decided or left open; hours of each line by tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.capacity.vintages import OPTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tables.inputs import Case

SHIFT = "shift"
COLUMNS = {"line": "str", "start": "datetime64[s]", "status": "str"}


def shift_starts(
    tables: Mapping[str, pd.DataFrame], decisions: pd.DataFrame, case: Case, periods: pd.DataFrame
) -> pd.DataFrame:
    """Days from which each line works its calendar's tier `shift` to the end of the tier's ranges.

    A line whose shift is decided has that day; one that is left to the planner the first day of every period of the
    plan from the plan date and the hiring months of its calendar to the last hours of the tier; any other line works no
    shift.

    Args:
        tables: Input tables, of which lines and calendars are read.
        decisions: Rows of `decisions` that hold.
        case: Settings.
        periods: Periods.

    Returns:
        line, start, status (that of the decision or "option").
    """
    rows = decisions.loc[decisions["action"] == "shift", ["object", "date", "status"]]
    taken = rows.set_axis(["line", "start", "status"], axis=1)
    shifts = tables["calendars"].loc[tables["calendars"]["tier"] == SHIFT]
    hiring = shifts.groupby("calendar")["hiring_months"].max()
    # Later than the last hours of the tier there is nothing to start.
    last = shifts.loc[shifts["hours"] > 0].groupby("calendar")["to"].max()
    free = tables["lines"].loc[tables["lines"]["calendar"].isin(last.index), ["line", "calendar"]]
    free = free.loc[~free["line"].isin(taken["line"]) & ("shifts" in case.decide)]
    found = [taken]
    for line, calendar in zip(free["line"], free["calendar"], strict=True):
        ready = pd.Timestamp(case.decides_from) + pd.DateOffset(months=int(hiring[calendar]))
        inside = (periods["start"] >= ready) & (periods["start"] <= min(last[calendar], pd.Timestamp(case.end)))
        found.append(pd.DataFrame({"line": line, "start": periods.loc[inside, "start"], "status": OPTION}))
    return pd.concat(found, ignore_index=True)[list(COLUMNS)].astype(COLUMNS)


def line_hours(tables: Mapping[str, pd.DataFrame], starts: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Ranges of the calendar of each line: line, tier, from, to, hours, premium, since, open.

    `since` is the first day on which hours of the tier can be worked (NaT: any): the start of a shift, the earliest one
    where it is left open, and of other tiers the first plan date and their hiring months. A line has rows of the tier
    `shift` only where it works one or may; `open` tells that it may.
    """
    rows = tables["lines"][["line", "calendar"]].merge(tables["calendars"], on="calendar")
    hired = [
        pd.Timestamp(case.hires_from) + pd.DateOffset(months=int(m)) if m else pd.NaT for m in rows["hiring_months"]
    ]
    earliest = starts.groupby("line")["start"].min()
    is_shift = rows["tier"] == SHIFT
    since = pd.Series(hired, index=rows.index, dtype="datetime64[s]")
    since = since.where(~is_shift, earliest.reindex(rows["line"]).to_numpy())
    free = starts.loc[starts["status"] == OPTION, "line"]
    rows = rows.assign(since=since, open=is_shift & rows["line"].isin(free))
    kept = rows.loc[~is_shift | rows["line"].isin(earliest.index)]
    return kept[["line", "tier", "from", "to", "hours", "premium", "since", "open"]].reset_index(drop=True)
