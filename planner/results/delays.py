"""Decisions taken later, or not at all, as rows of `decisions`: what each move forces moves with it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.gates import gate_dates

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

A_YEAR = 12
LONGEST = 10 * A_YEAR
"""More months than lie between the start of a gate and that of production."""
PLANNED = "planned"


def without_copy(decisions: pd.DataFrame, line: str, copy: int) -> pd.DataFrame:
    """The decisions without a copy and those of its line that come after it."""
    gone = (decisions["action"] == "on_stream") & (decisions["object"] == line) & (decisions["copy"] >= copy)
    return decisions.loc[~gone]


def later_copy(decisions: pd.DataFrame, line: str, copy: int, months: int, gap: int, starts: pd.Series) -> pd.DataFrame:
    """The decisions with a copy on stream so many months later: on the first day that a copy may come on stream then.

    Later copies of the line move as far as their order and gap force them. A copy for which the horizon has no such day
    is not bought, nor are those after it.

    Args:
        decisions: All that holds.
        line: Whose copy waits.
        copy: Which one.
        months: How long.
        gap: Months between two copies of the line.
        starts: Days on which copies may come on stream, ascending.
    """
    own = (decisions["action"] == "on_stream") & (decisions["object"] == line) & (decisions["copy"] >= copy)
    moved, former = {}, None
    for row, date in decisions.loc[own].sort_values("copy")["date"].items():
        wanted = date + pd.DateOffset(months=months) if former is None else max(date, former)
        if wanted > date:
            possible = starts.loc[starts >= wanted]
            if possible.empty:
                break
            wanted = possible.iloc[0]
        moved[row] = wanted
        former = wanted + pd.DateOffset(months=gap)
    rows = decisions.loc[~own | decisions.index.isin(list(moved))].copy()
    rows.loc[list(moved), "date"] = pd.Series(moved, dtype=rows["date"].dtype)
    return rows


def with_date(decisions: pd.DataFrame, action: str, name: str, copy: int, date: pd.Timestamp) -> pd.DataFrame:
    """The decisions with another date of one of them; one that is not among them is added as planned."""
    own = (decisions["action"] == action) & (decisions["object"] == name) & (decisions["copy"] == copy)
    if own.any():
        return decisions.assign(date=decisions["date"].mask(own, date))
    row: dict[str, object] = {str(column): "" if decisions[column].dtype == "str" else np.nan for column in decisions}
    row |= {"action": action, "object": name, "copy": copy, "date": date, "status": PLANNED}
    added = pd.DataFrame([row]).astype(decisions.dtypes.to_dict())
    return pd.concat([decisions, added], ignore_index=True)


class GateStarts:
    """When the gates begin that a start of production of one programme waits for, as if there were no other."""

    def __init__(self, inputs: Inputs) -> None:
        """Of a case."""
        self._inputs = inputs
        self._known: dict[tuple[str, pd.Timestamp], dict[str, pd.Timestamp]] = {}

    def of(self, programme: str, sop: pd.Timestamp) -> dict[str, pd.Timestamp]:
        """Start of each gate."""
        key = (programme, sop)
        if key not in self._known:
            coming = pd.Series({programme: sop}, dtype="datetime64[s]")
            gates, order, named = (self._inputs[name] for name in ("gates", "gate_order", "programme_gates"))
            dates = gate_dates(gates, order, named, coming, pd.Timestamp(self._inputs.case.start))
            self._known[key] = dict(zip(dates["gate"], dates["start"], strict=True))
        return self._known[key]

    def sop_for(self, programme: str, sop: pd.Timestamp, gate: str, wanted: pd.Timestamp) -> pd.Timestamp:
        """The first start of production, whole months after `sop`, for which a gate begins no sooner than wanted."""
        apart = (wanted.year - sop.year) * A_YEAR + wanted.month - sop.month
        # A gate begins before its start of production, and not sooner for a later one.
        span = range(apart + LONGEST)

        def begins(months: int) -> bool:
            return self.of(programme, sop + pd.DateOffset(months=months))[gate] >= wanted

        return sop + pd.DateOffset(months=bisect_left(span, x=True, key=begins))


def later_gate(decisions: pd.DataFrame, gate: str, months: int, sops: pd.Series, starts: GateStarts) -> pd.DataFrame:
    """The decisions with a gate so many months later: each programme that needs it starts production when it can.

    That is as much later as its slack leaves, or for the next season of the gate.

    Args:
        decisions: All that holds.
        gate: Which one waits.
        months: How long.
        sops: Start of production by programme.
        starts: Of the gates.
    """
    needing = {str(p): sop for p, sop in sops.dropna().items() if gate in starts.of(str(p), sop)}
    begins = min(starts.of(programme, sop)[gate] for programme, sop in needing.items())
    wanted = begins + pd.DateOffset(months=months)
    for programme, sop in needing.items():
        date = starts.sop_for(programme, sop, gate, wanted)
        decisions = decisions if date == sop else with_date(decisions, "sop", programme, 1, date)
    return decisions
