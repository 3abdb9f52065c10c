"""Decisions with something a month shorter: what waited for it comes sooner, all else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.calendar import month_start
from planner.capacity.gates import earliest_start, first_first, months_of, needed

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from planner.results.view import View


def sooner_copies(view: View, line: Mapping[Hashable, Any]) -> pd.DataFrame | None:
    """The decisions with the copies of a line on stream a month sooner, ordered as before; None where none can be.

    Args:
        view: The plan.
        line: Row of the input table `lines`.
    """
    decisions = view.inputs["decisions"]
    own = (decisions["action"] == "on_stream") & (decisions["object"] == line["line"])
    sooner = decisions["date"] - pd.DateOffset(months=1)
    able = own & (sooner > pd.Timestamp(view.inputs.case.plan_date))
    if pd.notna(line["earliest"]):
        able &= sooner >= line["earliest"]
    return decisions.assign(date=decisions["date"].mask(able, sooner)) if able.any() else None


def last_gates(view: View) -> dict[str, list[str]]:
    """By programme: the gates that pass last, when its production starts; none where it waits for no gate."""
    dates = view.capacity.rollout.gate_dates.set_index("gate")["end"]
    pairs = needed(view.inputs["programme_gates"], view.inputs["gate_order"])
    found = {}
    for programme, sop in view.capacity.rollout.coming.items():
        own = [gate for gate in pairs.loc[pairs["programme"] == programme, "gate"] if gate in dates.index]
        found[str(programme)] = [gate for gate in own if dates[gate] == sop]
    return found


def sooner_gates(view: View, gates: Collection[str]) -> pd.DataFrame | None:
    """The decisions when some gates take a month less; None where no production comes sooner for it.

    A gate that starts as soon as those before it have passed and its season allows does so again; production that
    starts when its gates have passed does so too. What does not wait for them keeps its date. Gates that have begun, or
    that take one month, stay as they are.
    """
    inputs, decisions = view.inputs, view.inputs["decisions"]
    info: dict[str, Any] = {row["gate"]: row for row in inputs["gates"].to_dict("records")}
    dates = view.capacity.rollout.gate_dates
    before = months_of(dict(zip(dates["gate"], dates["start"], strict=True)))
    passed = {name: month + int(info[name]["months"]) for name, month in before.items()}
    begun = pd.Timestamp(inputs.case.plan_date)
    able = [g for g in gates if g in before and info[g]["months"] > 1 and month_start(before[g]) >= begun]
    starts, now = dict(before), {**passed, **{gate: passed[gate] - 1 for gate in able}}
    order = inputs["gate_order"]
    for other in first_first(order, starts):
        former = order.loc[(order["gate"] == other) & order["after"].isin(starts), "after"]
        if len(former) and earliest_start(info[other], max(passed[a] for a in former)) == before[other]:
            starts[other] = earliest_start(info[other], max(now[a] for a in former))
            now[other] -= before[other] - starts[other]
    sops = _production(view, passed, now)
    given = decisions["action"] == "gate"
    moved = {name: month_start(month) for name, month in starts.items() if month < before[name]}
    if not sops:
        return None
    kind = decisions["date"].dtype
    rows = decisions["date"].mask(given & decisions["object"].isin(moved), decisions["object"].map(moved).astype(kind))
    hit = (decisions["action"] == "sop") & decisions["object"].isin(sops)
    return decisions.assign(date=rows.mask(hit, decisions["object"].map(sops).astype(kind)))


def _production(view: View, passed: Mapping[str, int], now: Mapping[str, int]) -> dict[str, pd.Timestamp]:
    """Starts of production that waited for their gates and can come sooner."""
    pairs = needed(view.inputs["programme_gates"], view.inputs["gate_order"])
    found = {}
    for programme, month in months_of(view.capacity.rollout.coming.to_dict()).items():
        own = [gate for gate in pairs.loc[pairs["programme"] == programme, "gate"] if gate in passed]
        if own and max(passed[gate] for gate in own) == month and max(now[gate] for gate in own) < month:
            found[programme] = month_start(max(now[gate] for gate in own))
    return found
