"""Bills of materials: what a line consumes, what is in a vehicle, and how much energy it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.results.audit.frames import names, records

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from planner.tables.inputs import Inputs

WH_PER_GWH = 1e9


def recipes(inputs: Inputs) -> dict[tuple[str, str], list[tuple[str, str, float]]]:
    """Component, stage at which it enters, and units for one start there, by line and item.

    The stage is the line's first one where the table names none; a line's own rows go before the others.
    """
    parts: dict[str, list[Any]] = {}
    for row in records(inputs["bom"]):
        parts.setdefault(row.parent, []).append(row)
    stages, fed = _by_line(inputs["stages"], "stage"), _by_line(inputs["flows"], "to_stage")
    found = {}
    for made in records(inputs["line_items"]):
        own, rows = stages[made.line], parts.get(made.item, [])
        first = next((stage for stage in own if stage not in fed.get(made.line, [])), own[0])
        chosen: dict[str, tuple[str, str, float]] = {}
        for row in [r for r in rows if r.line == ""] + [r for r in rows if r.line == made.line]:
            chosen[row.component] = (row.component, row.stage if row.stage in own else first, row.quantity)
        found[made.line, made.item] = list(chosen.values())
    return found


def _by_line(table: pd.DataFrame, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line, value in zip(names(table["line"]), names(table[column]), strict=True):
        found.setdefault(line, []).append(value)
    return found


def units_in(inputs: Inputs) -> Callable[[str, str], float]:
    """A function that tells how many units of a component one unit of a parent holds, by plain quantities."""
    held: dict[str, dict[str, float]] = {}
    for row in sorted(records(inputs["bom"]), key=lambda row: bool(row.line)):
        held.setdefault(row.parent, {}).setdefault(row.component, row.quantity)
    known: dict[tuple[str, str], float] = {}

    def units(component: str, parent: str) -> float:
        if component == parent:
            return 1.0
        pair = (component, parent)
        if pair not in known:
            parts = held.get(parent, {})
            known[pair] = sum(q * units(component, part) for part, q in parts.items())
        return known[pair]

    return units


def energy_of(inputs: Inputs) -> dict[str, float]:
    """Energy of one unit of every cell, pack and vehicle, GWh."""
    cells = {r.item: r.capacity_ah * r.voltage_v / WH_PER_GWH for r in records(inputs["cells"])}
    packs = {r.item: r.series * r.parallel * cells[r.cell] for r in records(inputs["packs"])}
    vehicles = {r.item: packs[r.pack] for r in records(inputs["vehicles"])}
    return cells | packs | vehicles
