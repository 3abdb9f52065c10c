"""Bills of materials: what a line consumes, what is in a vehicle, and how much energy it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.results.audit.frames import names, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.tables.inputs import Inputs

WH_PER_GWH = 1e9


def recipe(inputs: Inputs, item: str, line: str) -> list[tuple[str, str, float]]:
    """Component, stage at which it enters, and units for one start there.

    The stage is the line's first one where the table names none; a line's own rows go before the others.
    """
    bom, stages, flows = inputs["bom"], inputs["stages"], inputs["flows"]
    own = names(stages.loc[stages["line"] == line, "stage"])
    fed = names(flows.loc[flows["line"] == line, "to_stage"])
    first = next((stage for stage in own if stage not in fed), own[0])
    rows = records(bom.loc[bom["parent"] == item])
    chosen: dict[str, tuple[str, str, float]] = {}
    for row in [r for r in rows if r.line == ""] + [r for r in rows if r.line == line]:
        at = row.stage if row.stage in own else first
        chosen[row.component] = (row.component, at, row.quantity)
    return list(chosen.values())


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
