"""Checks of maintenance: its stage and machines, its window, the day that is decided for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import day, listing
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

_CLOSE = 1e-9


@case_check(maintenance="line stage", stages="line stage")
def job_stage(maintenance: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """A job is done at a stage of its line."""
    for row, line, stage in maintenance.itertuples(name=None):
        own = stages.loc[stages["line"] == line, "stage"]
        if stage not in set(own):
            yield Found("maintenance", int(row), "stage", stage, {"line": line, "hint": hint(stage, own)})


@row_check(maintenance="job days from to")
def job_window(maintenance: pd.DataFrame) -> Iterator[Found]:
    """A job fits its window."""
    window = (maintenance["to"] - maintenance["from"]).dt.days + 1
    bad = maintenance.assign(window=window)[window < maintenance["days"]]
    yield from each("maintenance", bad, "days", "job", "window", "from", "to")


@row_check(maintenance="job from to")
def job_outside(case: Case, maintenance: pd.DataFrame) -> Iterator[Found]:
    """A job's window lies in the horizon."""
    start, last = day(case.start), day(case.last)
    bad = maintenance[(maintenance["from"] < start) | (maintenance["to"] > last)]
    yield from each("maintenance", bad.assign(start=case.start, end=case.last), "from", "job", "to", "start", "end")


@case_check(
    maintenance="job line stage machines from to",
    stages="line stage machines",
    availability="line stage from to machines",
)
def job_machines(maintenance: pd.DataFrame, stages: pd.DataFrame, availability: pd.DataFrame) -> Iterator[Found]:
    """The stage has the machines of all jobs whose windows meet, also where dated changes take some of them."""
    jobs = listing(maintenance).merge(stages.rename(columns={"machines": "has"}), on=["line", "stage"])
    fewer = availability[availability["machines"] < 0].assign(machines=lambda t: -t["machines"])
    taken = pd.concat([maintenance, fewer])[["line", "stage", "from", "to", "machines"]]
    both = jobs.merge(taken, on=["line", "stage"], suffixes=("", "_other"))
    meet = (both["from"] <= both["to_other"]) & (both["from_other"] <= both["to"])
    total = both[meet].groupby("row")["machines_other"].sum()
    jobs["total"] = jobs["row"].map(total)
    bad = jobs[jobs["total"] > jobs["has"] + _CLOSE]
    yield from each("maintenance", bad, "machines", "job", "line", "stage", "has", "total")


@case_check(decisions="action object", maintenance="job")
def job_unknown(decisions: pd.DataFrame, maintenance: pd.DataFrame) -> Iterator[Found]:
    """What is decided of maintenance is a job."""
    rows = decisions[(decisions["action"] == "maintain") & ~decisions["object"].isin(maintenance["job"])]
    for row, name in rows["object"].items():
        yield Found("decisions", int(str(row)), "object", name, {"hint": hint(name, maintenance["job"])})


@case_check(decisions="action object date", maintenance="job days from to")
def job_day(decisions: pd.DataFrame, maintenance: pd.DataFrame) -> Iterator[Found]:
    """A job that is decided lies in its window."""
    rows = listing(decisions[decisions["action"] == "maintain"])
    told = rows.merge(maintenance, left_on="object", right_on="job")
    latest = told["to"] - pd.to_timedelta(told["days"] - 1, unit="D")
    bad = told.assign(latest=latest)[(told["date"] < told["from"]) | (told["date"] > latest)]
    yield from each("decisions", bad, "date", "object", "from", "latest")
