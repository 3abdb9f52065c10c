"""Maintenance: machines that stand still for some days within a window, when is decided or left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import overlap_days
from planner.capacity.fleet import HOURS_A_DAY
from planner.capacity.vintages import OPTION
from planner.keys import joined
from planner.memory import remembered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.capacity.fleet import Fleet
    from planner.keys import Arrays
    from planner.tables.inputs import Case

    Floats = NDArray[np.float64]

COLUMNS = {
    "job": "str",
    "line": "str",
    "stage": "str",
    "machines": "float64",
    "days": "int64",
    "date": "datetime64[s]",
    "status": "str",
}
WINDOW = "window"
"""Status of a job that nobody decided: it is done at the start of its window."""


@remembered()
def jobs(maintenance: pd.DataFrame, decisions: pd.DataFrame, case: Case, periods: pd.DataFrame) -> pd.DataFrame:
    """One row a job whose first day is decided, and one a job and day on which it may start.

    A job that is left to the planner starts on the first day in its window of some period, from the plan date on; one
    without such a day, or that nobody decided, at the start of its window.

    Args:
        maintenance: Input table.
        decisions: Rows of `decisions` that hold.
        case: Settings.
        periods: Periods.

    Returns:
        Frame with a RangeIndex (the number of the row): job, line, stage, machines, days, date, status (that of the
        decision, "window" or "option").
    """
    rows = decisions.loc[decisions["action"] == "maintain"].set_index("object")[["date", "status"]]
    starts = periods.loc[periods["start"] <= pd.Timestamp(case.end), ["start", "end"]]
    found = []
    for job in maintenance.to_dict("records"):
        open_days = (
            _open_days(job["from"], job["to"], job["days"], case, starts) if "maintenance" in case.decide else []
        )
        if job["job"] in rows.index:
            dated = [tuple(rows.loc[job["job"]])]
        else:
            dated = [(day, OPTION) for day in open_days] or [(job["from"], WINDOW)]
        found += [{**job, "date": day, "status": status} for day, status in dated]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _open_days(
    first: pd.Timestamp, last: pd.Timestamp, days: int, case: Case, starts: pd.DataFrame
) -> list[pd.Timestamp]:
    """First day in the window of each period in which a job of so many days may start."""
    latest = last - pd.Timedelta(days=days - 1)
    soonest = max(first, pd.Timestamp(case.plan_date))
    inside = starts.loc[(starts["end"] > soonest) & (starts["start"] <= latest), "start"]
    return [max(start, soonest) for start in inside if max(start, soonest) <= latest]


def lost_hours(rows: pd.DataFrame, group: Fleet, stages: pd.DataFrame, time: Timeline) -> Arrays:
    r"""Machine hours in regular shifts that each job takes from each copy of its line.

    .. math:: L_m = machines \cdot uptime_s \cdot u(a_m) \cdot hours
              \cdot \frac{days\ of\ the\ job}{days\ of\ the\ copy}

    The hours are lost to the period: what a stage has to spare in it makes up for them. Overtime and extra machines go
    on as ever.

    Args:
        rows: Rows of `jobs` of one line.
        group: Its copies.
        stages: Its stages.
        time: Periods and segments.

    Returns:
        job (number of the row), vintage, stage, period, hours, open (yet to be decided); nothing without any job.
    """
    first = rows["date"]
    ranges = pd.DataFrame({"from": first, "to": first + pd.to_timedelta(rows["days"] - 1, unit="D")})
    stage = stages["stage"].tolist()
    found = []
    for number, machines, name, status, days in zip(
        rows.index, rows["machines"], rows["stage"], rows["status"], overlap_days(ranges, time.segments), strict=True
    ):
        of = stage.index(name)
        on = np.minimum(days[None, :], group.days_on)
        share = np.divide(on, group.days_on, out=np.zeros_like(on), where=group.days_on > 0)
        hours = HOURS_A_DAY * on if stages["clock"].iloc[of] == "all" else group.regular * share
        lost = time.sums(machines * stages["uptime"].iloc[of] * group.uptime_factor * hours)
        copy, period = np.nonzero(lost > 0)
        found.append(
            {
                "job": np.full(len(copy), number),
                "vintage": group.vintage[copy],
                "stage": np.full(len(copy), name, dtype=object),
                "period": period,
                "hours": lost[copy, period],
                "open": np.full(len(copy), status == OPTION),
            }
        )
    return joined(found)
