"""Decisions of a reference plan that hold in every run, while what they meet differs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import month_start
from planner.capacity.gates import earliest_start, first_first, months_of, needed

if TYPE_CHECKING:
    from typing import Any

    from planner.tables.inputs import Inputs

PLANNED, INVESTMENTS, NONE = "planned", "investments", "none"
HOLDS = (PLANNED, INVESTMENTS, NONE)
STARTS = ("sop", "gates")
"""Kinds of decisions that `investments` leaves open: no money has been spent for them."""
_ACTIONS = ("sop", "never", "gate")


def held(inputs: Inputs, hold: str, decisions: pd.DataFrame | None) -> Inputs:
    """A case whose decisions are those of a reference plan.

    Args:
        inputs: A case, or a scenario of it.
        hold: "planned": all of them, but that gates which now take longer start and pass later, and with them what
            waits for them, each as soon as it can and no sooner than planned; "investments": all but starts of
            production and gates; "none": the case decides by itself.
        decisions: Rows of `decisions` of the reference plan.
    """
    if hold == NONE or decisions is None:
        return inputs
    # What is held is paid for, whatever it costs: a budget decides nothing any more.
    inputs = inputs.replace(budgets=inputs["budgets"].loc[inputs["budgets"]["measure"] != "capex"])
    if hold == INVESTMENTS:
        kept = decisions.loc[~decisions["action"].isin(_ACTIONS)]
        starts = inputs["decisions"].loc[inputs["decisions"]["action"].isin(_ACTIONS)]
        rows = pd.concat([kept, starts], ignore_index=True).astype(decisions.dtypes.to_dict())
        left = tuple(kind for kind in inputs.case.decide if kind in STARTS)
        return inputs.replace(case=replace(inputs.case, decide=left), decisions=rows)
    case = replace(inputs.case, decide=(), hold=())
    return inputs.replace(case=case, decisions=slipped(inputs, decisions))


def slipped(inputs: Inputs, decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions with every start that can no longer be kept moved to the first month in which it can.

    A gate starts when the gates that it waits for have passed and its season allows; production when its gates have.
    A start later than the programme allows is none at all.
    """
    info: dict[str, Any] = {row["gate"]: row for row in inputs["gates"].to_dict("records")}
    given = decisions.loc[decisions["action"] == "gate"]
    planned = months_of(dict(zip(given["object"], given["date"], strict=True)))
    starts, order = dict(planned), inputs["gate_order"]
    for gate in first_first(order, starts):
        former = order.loc[(order["gate"] == gate) & order["after"].isin(starts), "after"]
        ready = max((starts[other] + int(info[other]["months"]) for other in former), default=starts[gate])
        starts[gate] = earliest_start(info[gate], max(starts[gate], ready))
    moved = {gate: month_start(month) for gate, month in starts.items() if month > planned[gate]}
    rows = decisions.copy()
    rows["date"] = rows["date"].where(
        ~((rows["action"] == "gate") & rows["object"].isin(moved)), rows["object"].map(moved).astype(rows["date"].dtype)
    )
    return _production(inputs, rows, {gate: month + int(info[gate]["months"]) for gate, month in starts.items()})


def _production(inputs: Inputs, rows: pd.DataFrame, passed: dict[str, int]) -> pd.DataFrame:
    """The decisions with starts of production that wait for gates that pass in these months."""
    pairs = needed(inputs["programme_gates"], inputs["gate_order"])
    latest = inputs["programmes"].set_index("programme")["sop_latest"]
    given = rows.loc[rows["action"] == "sop"]
    planned = months_of(dict(zip(given["object"], given["date"], strict=True)))
    for line, programme in zip(given.index, given["object"], strict=True):
        own = pairs.loc[(pairs["programme"] == programme) & pairs["gate"].isin(passed), "gate"]
        ready = max((passed[gate] for gate in own), default=planned[programme])
        if ready > planned[programme]:
            never = month_start(ready) > latest[programme]
            rows.loc[line, "action"] = "never" if never else "sop"
            rows.loc[line, "date"] = pd.Timestamp(inputs.case.plan_date) if never else month_start(ready)
    return rows
