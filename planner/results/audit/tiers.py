"""Line hours of the copies by tier: regular, overtime once hired, one more shift from its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.results.audit.days import ONE, dates
from planner.results.audit.finding import where
from planner.results.audit.frames import day, names, numbers, records
from planner.results.audit.frames import table as by_key

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

SHIFT, PLANNED = "shift", "planned"


def tier_hours(
    inputs: Inputs, copy: LineCopy, start_of_shift: np.datetime64 | None, time: Horizon
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Line hours of a copy by tier and segment, and the same times the premium.

    Hours of a range spread evenly over its days, and only days on stream count, on which the tier is worked.

    Args:
        inputs: The case.
        copy: The copy.
        start_of_shift: First day of one more shift of its line; None where it has none.
        time: Periods.
    """
    table = inputs["calendars"]
    rows = table.loc[(table["calendar"] == copy.calendar) & ((table["tier"] != SHIFT) | (start_of_shift is not None))]
    start, end = dates(rows["from"]), dates(rows["to"])
    worked = np.array(
        [
            start_of_shift if tier == SHIFT else _hired(inputs.case.hires_from, months)
            for tier, months in zip(rows["tier"], rows["hiring_months"], strict=True)
        ],
        dtype="datetime64[D]",
    )
    shared = time.segment_days(np.maximum(np.maximum(start, worked), copy.on_stream), end)
    each = shared * (numbers(rows["hours"]) / (end - start + ONE).astype(float))[:, None]
    paid = each * numbers(rows["premium"])[:, None]
    tiers = np.array(names(rows["tier"]))
    kinds = sorted(set(tiers.tolist()))
    hours, premium = ({t: v[tiers == t].sum(axis=0) for t in kinds} for v in (each, paid))
    return hours, premium


def shift_starts(inputs: Inputs) -> dict[str, np.datetime64]:
    """First day of one more shift by line."""
    rows = inputs["decisions"]
    return {row.object: day(row.date) for row in records(rows.loc[rows["action"] == SHIFT])}


def check_shifts(sheet: Sheet, inputs: Inputs) -> None:
    """A shift that the planner decided is one of its line's calendar, and its crew could be hired."""
    calendar, table = by_key(inputs["lines"], "line", "calendar"), inputs["calendars"]
    rows = inputs["decisions"]
    for row in records(rows.loc[(rows["action"] == SHIFT) & (rows["status"] == PLANNED)]):
        own = table.loc[(table["calendar"] == calendar[row.object]) & (table["tier"] == SHIFT)]
        hired = max((_hired(inputs.case.plan_date, months) for months in own["hiring_months"]), default=None)
        if hired is None or day(row.date) < hired:
            allowed = "" if hired is None else str(hired)
            sheet.add("shift_hired", where("of_line", line=row.object), "", str(day(row.date)), allowed, "d")


def _hired(since: dt.date, months: int) -> np.datetime64:
    """First day on which hours can be worked whose crew takes so many months to hire; 0: any."""
    return day(pd.Timestamp(since) + pd.DateOffset(months=int(months)) if months else pd.Timestamp(1, 1, 1))
