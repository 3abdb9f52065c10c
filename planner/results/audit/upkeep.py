"""Maintenance: what each job takes from the copies of its line, and that it is done in its window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.copies import DAY_HOURS, LineCopy, days_on, ramp
from planner.results.audit.days import ONE
from planner.results.audit.finding import where
from planner.results.audit.frames import day, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.plant import Plant
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

PLANNED = "planned"


@dataclass(frozen=True)
class Job:
    """A job: machines of a stage stand still from the first to the last day.

    Attributes:
        name, line, stage: What it is, and where.
        machines: How many stand still.
        first, last: Its days.
        since, until: The window in which it must lie.
        status: That of the decision; empty: nobody decided it, and it is done at the start of its window.
    """

    name: str
    line: str
    stage: str
    machines: float
    first: np.datetime64
    last: np.datetime64
    since: np.datetime64
    until: np.datetime64
    status: str


def jobs(inputs: Inputs) -> list[Job]:
    """Every job of the case, in the order of its table."""
    rows = inputs["decisions"]
    decided = {row.object: row for row in records(rows.loc[rows["action"] == "maintain"])}
    table, found = inputs["maintenance"], []
    for row, since, until in zip(records(table), table["from"], table["to"], strict=True):
        own = decided.get(row.job)
        first = day(since if own is None else own.date)
        last = first + (int(row.days) - 1) * ONE
        status = "" if own is None else own.status
        found.append(Job(row.job, row.line, row.stage, row.machines, first, last, day(since), day(until), status))
    return found


def lost_hours(
    inputs: Inputs, copy: LineCopy, work: Sequence[Job], plant: Plant, regular: Floats, time: Horizon
) -> Floats:
    """Machine hours in regular shifts that jobs take from a copy, [N, P].

    Args:
        inputs: The case.
        copy: The copy.
        work: Jobs of the whole case.
        plant: Its line.
        regular: Its line hours in regular shifts, [S].
        time: Periods and segments.
    """
    lost = np.zeros((len(plant.stages), len(regular)))
    on, (uptime, _) = days_on(copy, time), ramp(inputs, copy, time)
    for job in work:
        if job.line == copy.line:
            row = plant.stages.index(job.stage)
            since = np.array([max(job.first, copy.on_stream)])
            there = time.segment_days(since, np.array([job.last]))[0]
            part = np.divide(there, on, out=np.zeros_like(on), where=on > 0)
            hours = DAY_HOURS * there if plant.around[row] else regular * part
            lost[row] += job.machines * plant.uptime[row] * uptime * hours
    return time.by_period(lost)


def check_jobs(sheet: Sheet, inputs: Inputs, table: pd.DataFrame) -> None:
    """Jobs lie in their windows, those that the planner decided not before the plan date; all are listed."""
    listed = {str(row["job"]): row for _, row in table.iterrows()}
    for job in jobs(inputs):
        place = where("of_job", job=job.name)
        if job.first < job.since or job.last > job.until:
            sheet.add("job_window", place, "", str(job.first), f"{job.since} .. {job.until}", "d")
        if job.status == PLANNED and job.first < day(inputs.case.plan_date):
            sheet.add("job_planned", place, "", str(job.first), str(inputs.case.plan_date), "d")
        row = listed.pop(job.name, None)
        if row is None:
            sheet.add("missing_row", place, "", "", "")
        elif (day(row["start"]), day(row["end"])) != (job.first, job.last):
            sheet.add("job_listed", place, "", str(day(row["start"])), str(job.first), "d", "start")
    for name in listed:
        sheet.add("unknown_key", where("of_job", job=name), "", "", "")
