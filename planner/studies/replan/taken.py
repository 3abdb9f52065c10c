"""Decisions of a plan on a later day: those that have been taken stay, the others are suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import month_number
from planner.capacity.shifts import SHIFT
from planner.capacity.vintages import shifted
from planner.tables.checks.actuals import ON_STREAM

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

SUGGESTED, TAKEN, DONE = "proposed", "committed", "done"
OWN = ("planned", "proposed", "approved")
"""Statuses of what can still be decided otherwise until it is taken."""


def carried_over(inputs: Inputs, actuals: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The rows of `decisions` that a plan of a later day starts from.

    A decision is taken before the day if its last day lies before it: of a copy the order less the approval, of
    machines the order, of a shift the first day of hiring, of anything else its own day; a programme that never starts
    is never final. What was taken is committed, on the day on which it really came on stream where that is told. What
    the planner had decided and nobody has begun is suggested: it holds no longer, and a change has its price.

    Args:
        inputs: The case with the decisions of the plan.
        actuals: Input table.
        as_of: The later day.
    """
    rows = inputs["decisions"].reset_index(drop=True)
    came = came_on_stream(rows, actuals)
    reported = came.notna()
    taken = ((last_day(rows, inputs) < as_of) & (rows["action"] != "never")) | reported
    status = rows["status"].mask(taken & rows["status"].isin(OWN), TAKEN)
    status = status.mask(~taken & (status == "planned"), SUGGESTED)
    status = status.mask(reported & (came <= as_of), DONE)
    return rows.assign(date=came.fillna(rows["date"]), status=status)


def came_on_stream(decisions: pd.DataFrame, actuals: pd.DataFrame) -> pd.Series:
    """Of each decision the day on which its copy really came on stream, as far as it is told."""
    told = actuals.loc[actuals["measure"] == ON_STREAM, ["object", "copy", "from"]]
    rows = decisions[["action", "object", "copy"]].merge(told.assign(action=ON_STREAM), how="left")
    days: pd.Series = rows["from"].astype("datetime64[us]").set_axis(decisions.index)
    return days


def last_day(decisions: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """The last day on which each decision can be taken so that it takes effect on its day."""
    lines = inputs["lines"].set_index("line")
    lead, approval = lines["lead_months"].to_dict(), lines["approval_months"].to_dict()
    leads = inputs["machines"].set_index(["line", "stage"])["lead_months"].to_dict()
    shifts = inputs["calendars"].loc[inputs["calendars"]["tier"] == SHIFT]
    hiring = lines["calendar"].map(shifts.groupby("calendar")["hiring_months"].max()).to_dict()
    days = []
    for row in decisions.to_dict("records"):
        date, name = row["date"], row["object"]
        if row["action"] == ON_STREAM:
            date = _ordered(date, lead[name]) - pd.DateOffset(months=int(approval[name]))
        elif row["action"] == "machines":
            date = _ordered(date, leads[name, row["stage"]])
        elif row["action"] == SHIFT:
            date -= pd.DateOffset(months=int(hiring[name]))
        days.append(date)
    return pd.Series(days, index=decisions.index, dtype="datetime64[us]")


def _ordered(date: pd.Timestamp, lead_months: float) -> pd.Timestamp:
    """The day of the order of what is on stream on a day."""
    day: pd.Timestamp = shifted(month_number(pd.Series([date])) - int(lead_months)).iloc[0]
    return day
