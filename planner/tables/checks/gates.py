"""Checks of validation gates: seasons, order, needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import day, edges, listing, loop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from planner.tables.inputs import Case


@case_check(gates="gate season_from season_to")
def season_half(gates: pd.DataFrame) -> Iterator[Found]:
    """A season has a first and a last month."""
    for column, other in (("season_from", "season_to"), ("season_to", "season_from")):
        bad = gates[gates[column].isna() & gates[other].notna()]
        yield from each("gates", bad.assign(other=other, given=bad[other]), column, "gate", "other", "given")


@case_check(gates="gate months season_from season_to")
def gate_too_long(gates: pd.DataFrame) -> Iterator[Found]:
    """A gate fits into its season."""
    length = (gates["season_to"] - gates["season_from"]) % 12 + 1
    bad = gates.assign(length=length)[gates["months"] > length]
    yield from each("gates", bad, "months", "gate", "length", "season_from", "season_to")


@case_check(gate_order="gate after")
def gate_loop(gate_order: pd.DataFrame) -> Iterator[Found]:
    """No gate waits for itself, at first or at any remove."""
    ring = loop(edges(gate_order, "gate", "after"))
    if ring:
        row = gate_order[(gate_order["gate"] == ring[0]) & (gate_order["after"] == ring[1])].index[0]
        yield Found("gate_order", int(row), "after", ring[1], {"loop": " > ".join(ring)})


@case_check(Severity.WARNING, gates="gate", gate_order="gate after", programme_gates="gate")
def gate_not_needed(gates: pd.DataFrame, gate_order: pd.DataFrame, programme_gates: pd.DataFrame) -> Iterator[Found]:
    """A gate is needed by a programme, or by a gate that is."""
    needed = reached(programme_gates["gate"], edges(gate_order, "gate", "after"))
    yield from each("gates", gates[~gates["gate"].isin(needed)], "gate")


@case_check(gate_needs="gate item line", line_items="line item", bom="parent component")
def gate_line_not_making(gate_needs: pd.DataFrame, line_items: pd.DataFrame, bom: pd.DataFrame) -> Iterator[Found]:
    """The line of a need makes what is needed or a component of it."""
    parts = edges(bom, "parent", "component")
    makes = line_items.groupby("line")["item"].agg(set)
    for row, gate, item, line in gate_needs[gate_needs["line"] != ""].itertuples(name=None):
        if not reached([item], parts) & makes.get(line, set()):
            yield Found("gate_needs", row, "line", line, {"gate": gate, "item": item})


@case_check(gate_needs="gate item", line_items="item")
def gate_item_not_made(gate_needs: pd.DataFrame, line_items: pd.DataFrame) -> Iterator[Found]:
    """What a gate needs is made by some line."""
    yield from each("gate_needs", listing(gate_needs[~gate_needs["item"].isin(line_items["item"])]), "item", "gate")


@row_check(decisions="action object date")
def gate_day(decisions: pd.DataFrame) -> Iterator[Found]:
    """A gate takes whole months: it starts on the first of one."""
    bad = decisions[(decisions["action"] == "gate") & (decisions["date"].dt.day > 1)]
    yield from each("decisions", bad, "date", "object")


@row_check(decisions="action object date")
def gate_before_horizon(case: Case, decisions: pd.DataFrame) -> Iterator[Found]:
    """A decided gate starts within the horizon: its pilots are built before it."""
    bad = decisions[(decisions["action"] == "gate") & (decisions["date"] < day(case.start))]
    yield from each("decisions", bad.assign(start=case.start), "date", "object", "start")


@case_check(decisions="action object date", gates="gate months season_from season_to")
def gate_off_season(decisions: pd.DataFrame, gates: pd.DataFrame) -> Iterator[Found]:
    """All months of a decided gate lie in one season of it."""
    told = listing(decisions[decisions["action"] == "gate"]).merge(gates, left_on="object", right_on="gate")
    season = (told["season_to"] - told["season_from"]) % 12 + 1
    past = (told["date"].dt.month - told["season_from"]) % 12
    fits = told["months"] <= season  # else the gate itself was told
    bad = told[fits & (past + told["months"] > season)]
    yield from each("decisions", bad, "date", "object", "months", "season_from", "season_to")


def reached(starts: Iterable[str], graph: Mapping[str, Sequence[str]]) -> set[str]:
    """Every node that can be reached from `starts`, they among them."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += graph.get(node, ())
    return seen
