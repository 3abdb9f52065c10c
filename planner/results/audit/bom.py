"""Bills of materials: what a line consumes, what is in a vehicle, and how much energy it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.tables.inputs import Inputs

WH_PER_GWH = 1e9


def recipe(inputs: Inputs, item: str, line: str) -> list[tuple[str, str, float]]:
    """Component, stage at which it enters, and units for one start there.

    The stage is the line's first one where the table names none; a line's own rows stand before those for all lines.
    """
    bom, stages, flows = inputs["bom"], inputs["stages"], inputs["flows"]
    own = [str(s) for s in stages.loc[stages["line"] == line, "stage"]]
    fed = set(flows.loc[flows["line"] == line, "to_stage"])
    first = next((s for s in own if s not in fed), own[0])
    rows = bom.loc[bom["parent"] == item]
    chosen: dict[str, tuple[str, str, float]] = {}
    for name in ("", line):
        same = rows.loc[rows["line"] == name]
        for component, stage, quantity in zip(
            same["component"], same["stage"], same["quantity"], strict=True
        ):
            at = stage if stage in own else first
            chosen[str(component)] = (str(component), str(at), float(quantity))
    return list(chosen.values())


def units_in(inputs: Inputs) -> Callable[[str, str], float]:
    """A function that tells how many units of a component are in one unit of a parent, by plain quantities."""
    held: dict[str, dict[str, float]] = {}
    bom = inputs["bom"]
    plain = bom.sort_values("line", kind="stable", key=lambda line: line != "").drop_duplicates(
        ["parent", "component"]
    )
    for parent, component, quantity in zip(
        plain["parent"], plain["component"], plain["quantity"], strict=True
    ):
        held.setdefault(str(parent), {})[str(component)] = float(quantity)
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
    cells = {
        str(c): float(ah) * float(v) / WH_PER_GWH
        for c, ah, v in inputs["cells"][["item", "capacity_ah", "voltage_v"]].itertuples(index=False)
    }
    packs = {
        str(p): int(s) * int(n) * cells[str(c)]
        for p, c, s, n in inputs["packs"][["item", "cell", "series", "parallel"]].itertuples(index=False)
    }
    vehicles = {
        str(v): packs[str(p)] for v, p in inputs["vehicles"][["item", "pack"]].itertuples(index=False)
    }
    return cells | packs | vehicles
