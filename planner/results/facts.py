"""The seed facts of a case: what is known of its cells, cars and lines, computed from its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.results.view import View

Fact = tuple[str, float, str, str]
PERCENT = 100.0
WH_A_KWH = 1000.0


def seed_facts(view: View, names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Range, energy density, anode stages, output and energy, each beside what a source says of it."""
    facts = [*_ranges(view, names), *_densities(view, names), *_lines(view, names)]
    rows = pd.DataFrame(facts, columns=["fact", "value", "unit", "meaning"])
    known = view.inputs["facts"][["fact", "value", "unit"]].rename(columns={"value": "expected", "unit": "known_unit"})
    rows = rows.merge(known, on="fact", how="outer", sort=False)
    rows["unit"] = rows["unit"].fillna(rows["known_unit"])
    rows["meaning"] = rows["meaning"].fillna(text("facts.not_computed"))
    order = {name: number for number, name in enumerate([*(fact[0] for fact in facts), *known["fact"]][::-1])}
    return rows.sort_values("fact", key=lambda names: -names.map(order), ignore_index=True)


def _ranges(view: View, names: Mapping[str, Mapping[str, str]]) -> Iterator[Fact]:
    sold = set(view.inputs["programmes"]["item"])
    usable = view.inputs["packs"].set_index("item")["usable_share"]
    for row in view.inputs["vehicles"].to_dict("records"):
        item = row["item"]
        kwh = view.energy_wh[item] / WH_A_KWH * usable[row["pack"]]
        key = "facts.range_assb" if item in sold else "facts.range_reference"
        meaning = text(key, vehicle=names["item"][item])
        yield f"range_{item}", kwh / row["kwh_per_100km"] * PERCENT, "km", meaning


def _densities(view: View, names: Mapping[str, Mapping[str, str]]) -> Iterator[Fact]:
    for cell in view.inputs["cells"].to_dict("records"):
        item, name = cell["item"], names["item"][cell["item"]]
        yield f"charge_{item}", cell["capacity_ah"], "Ah", text("facts.cell_charge", item=name)
        density = view.energy_wh[item] / cell["mass_kg"]
        yield f"density_{item}", density, "Wh/kg", text("facts.cell_density", item=name)
    for pack in view.inputs["packs"].to_dict("records"):
        item, name = pack["item"], names["item"][pack["item"]]
        yield f"density_{item}", pack["wh_per_kg"], "Wh/kg", text("facts.pack_density", item=name)


def _lines(view: View, names: Mapping[str, Mapping[str, str]]) -> Iterator[Fact]:
    stages = view.inputs["stages"]
    anode = stages.loc[stages["branch"] == "anode"].groupby("line", sort=False).size()
    for line, count in anode.items():
        yield f"anode_stages_{line}", float(count), "1", text("facts.anode_stages", line=names["line"][str(line)])
    cells = set(view.inputs["cells"]["item"])
    for row in view.mature.to_dict("records"):
        if row["item"] in cells:
            line, name = row["line"], names["line"][row["line"]]
            meaning = text("facts.good_output", line=name, stage=names["stage"][f"{line}/{row['bottleneck']}"])
            yield f"good_output_{line}", row["gwh_per_year"], "GWh/year", meaning
            yield f"energy_use_{line}", row["kwh_per_kwh"], "kWh/kWh", text("facts.energy_use", line=name)
