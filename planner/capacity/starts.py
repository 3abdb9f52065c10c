"""Starts of production and gates: what is given, and on which days the others may start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import month_number
from planner.capacity.demand import NEVER, starts_of_production
from planner.capacity.gate_faults import gate_faults
from planner.capacity.gate_options import gate_options
from planner.capacity.gates import gate_dates, months_of, needed
from planner.capacity.held import of_action
from planner.errors import InputError
from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.calendar import Timeline
    from planner.errors import Problem
    from planner.tables.inputs import Case

    Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Starts:
    """When programmes and gates start.

    Attributes:
        sop: Start of production by programme; NaT: no restriction, or yet to be decided; `NEVER`: none.
        coming: Starts of production that are given and still to come, by programme.
        left_open: Programmes whose start of production is yet to be decided.
        free: Gates that are yet to be decided.
        sop_options: Days on which production that is yet to be decided may start: programme, start, period.
        gate_dates: gate, start, end, waits: of gates that are decided or follow from a start of production.
        gate_options: Months in which gates that are yet to be decided may start: gate, start, end.
    """

    sop: pd.Series
    coming: pd.Series
    left_open: list[str]
    free: set[str]
    sop_options: pd.DataFrame
    gate_dates: pd.DataFrame
    gate_options: pd.DataFrame


def starts(tables: Tables, decisions: pd.DataFrame, case: Case, time: Timeline) -> Starts:
    """Dates and options of every start of production and gate.

    A programme whose start of production is left to the planner starts on the first day of a period, or never. Its
    gates are left to the planner as well unless they are decided: no backward pass can date them.

    Args:
        tables: Input tables.
        decisions: Rows of `decisions` that hold.
        case: Settings.
        time: Periods.

    Raises:
        InputError: A gate that is not left open cannot have a date.
    """
    sop, open_, free, decided, coming = _left_open(tables, decisions, case)
    problems = gate_faults(tables, coming, decided, pd.Timestamp(case.start), free)
    if problems:
        raise InputError(problems)
    given = of_action(decided, "gate").to_dict()
    dates = gate_dates(tables["gates"], tables["gate_order"], tables["programme_gates"], coming, given, free)
    possible = sop_options(tables["programmes"], open_, case, time)
    pairs = needed(tables["programme_gates"], tables["gate_order"])
    until = _last_use(tables, pairs, pd.concat([possible.groupby("programme")["start"].max(), coming]), dates)
    gates, passed = gate_options(tables, free, dates, until, case, time)
    waiting = pairs.loc[pairs["programme"].isin(open_)].groupby("programme")["gate"]
    ready = {programme: max(passed[gate] for gate in own) for programme, own in waiting}
    first = [ready.get(programme, -np.inf) for programme in possible["programme"]]
    possible = possible.loc[month_number(possible["start"]) >= np.array(first)].reset_index(drop=True)
    return Starts(sop, coming, open_, free, possible, dates, gates)


def dating_problems(tables: Tables, decisions: pd.DataFrame, case: Case) -> list[Problem]:
    """What `starts` would refuse, for the checks; `decisions` are the rows that hold."""
    _, _, free, decided, coming = _left_open(tables, decisions, case)
    return gate_faults(tables, coming, decided, pd.Timestamp(case.start), free)


@remembered()
def sop_options(programmes: pd.DataFrame, open_: list[str], case: Case, time: Timeline) -> pd.DataFrame:
    """First days of periods from the first day of decisions to the plan's end, between a programme's own limits."""
    days = time.periods.loc[
        (time.periods["start"] >= pd.Timestamp(case.decides_from)) & (time.periods["start"] <= pd.Timestamp(case.end)),
        ["start"],
    ].reset_index(names="period")
    rows = programmes.loc[programmes["programme"].isin(open_), ["programme", "sop_earliest", "sop_latest"]]
    rows = rows.merge(days, how="cross")
    inside = (rows["sop_earliest"].isna() | (rows["start"] >= rows["sop_earliest"])) & (
        rows["sop_latest"].isna() | (rows["start"] <= rows["sop_latest"])
    )
    return rows.loc[inside, ["programme", "start", "period"]].reset_index(drop=True)


def _last_use(tables: Tables, pairs: pd.DataFrame, sop: pd.Series, dates: pd.DataFrame) -> dict[str, int]:
    """Month by which a gate must have passed to be of any use, to a start of production or to a gate with a date."""
    own = needed(dates[["gate"]].assign(programme=dates["gate"]), tables["gate_order"])
    begins = [months_of(sop.to_dict()), months_of(dict(zip(dates["gate"], dates["start"], strict=True)))]
    last: dict[str, int] = {}
    for rows, months in zip([pairs, own], begins, strict=True):
        for waits, gate in zip(rows["programme"], rows["gate"], strict=True):
            if waits in months:
                last[gate] = max(last.get(gate, months[waits]), months[waits])
    return last


def _left_open(
    tables: Tables, decisions: pd.DataFrame, case: Case
) -> tuple[pd.Series, list[str], set[str], pd.DataFrame, pd.Series]:
    """Starts of production, programmes and gates left open, decided gates, and starts that are given and to come."""
    sop = starts_of_production(tables["programmes"], decisions)
    taken = decisions.loc[decisions["action"].isin(["sop", "never"]), "object"]
    open_ = [p for p in sop.index if "sop" in case.decide and p not in set(taken)]
    sop = sop.mask(sop.index.isin(open_))
    coming = sop[(sop > pd.Timestamp(case.start)) & (sop < NEVER)]
    decided = decisions.loc[decisions["action"] == "gate"]
    asking = [*open_, *(coming.index if "gates" in case.decide else ())]
    pairs = needed(tables["programme_gates"], tables["gate_order"])
    free = set(pairs.loc[pairs["programme"].isin(asking), "gate"])
    if "gates" in case.decide:
        former = decided[["object"]].set_axis(["gate"], axis=1).assign(programme="")
        free |= set(needed(former, tables["gate_order"])["gate"])
    return sop, open_, free - set(decided["object"]), decided, coming
