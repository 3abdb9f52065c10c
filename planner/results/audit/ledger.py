"""What the plan makes, moves and uses: every flow of every item at every site, by period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.bom import recipe
from planner.results.audit.written import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

FLOWS = ("made", "bought", "arrived", "used", "pilots", "sold", "left", "stock")


@dataclass(frozen=True)
class Ledger:
    """The plan's amounts by key, and its flows by (item, site); all by period.

    Attributes:
        amounts: By column of `AMOUNTS`, then by key of its table.
        flows: By flow of `FLOWS`, then by (item, site).
        installs: Production installs by programme: what is made of its item less its pilots.
        pilots: Pilot vehicles by programme.
    """

    amounts: Mapping[str, Mapping[Key, Floats]]
    flows: Mapping[str, Mapping[Key, Floats]]
    installs: Mapping[str, Floats]
    pilots: Mapping[str, Floats]

    def places(self) -> list[Key]:
        """Every item and site that has a flow, sorted."""
        return sorted({key for flow in self.flows.values() for key in flow})

    def leaves(self, place: Key) -> Floats:
        """Everything that leaves the balance of an item at a site except into stock."""
        return sum((self.flows[f][place] for f in ("pilots", "sold", "left")), self.flows["used"][place])

    def by_item(self, flow: str) -> dict[str, Floats]:
        """A flow of every item over all sites."""
        sums: dict[str, Floats] = {}
        for (item, _), units in self.flows[flow].items():
            sums[item] = sums[item] + units if item in sums else units
        return sums


def ledger(
    inputs: Inputs, tables: Mapping[str, Written], copies: Mapping[Key, CopyOutput], time: Horizon
) -> Ledger:
    """Book the plan's amounts; rows that name nothing of the case are left out (another check tells of them)."""
    amounts = {column: tables[t].column(column) for t, names in AMOUNTS.items() for column in names}
    size = len(time.labels)
    flows: dict[str, defaultdict[Key, Floats]] = {f: defaultdict(lambda: np.zeros(size)) for f in FLOWS}
    _book_lines(inputs, amounts, copies, flows)
    for (item, site, _, _), units in amounts["bought"].items():
        flows["bought"][item, site] = flows["bought"][item, site] + units
    for (item, start, end), units in amounts["shipped"].items():
        flows["left"][item, start] = flows["left"][item, start] + units
        flows["arrived"][item, end] = flows["arrived"][item, end] + units
    for key, units in amounts["stock"].items():
        flows["stock"][key] = units
    programmes = inputs["programmes"].set_index("programme")
    for (programme, _), units in amounts["sold"].items():
        if programme in programmes.index:
            key = (programmes.at[programme, "item"], programmes.at[programme, "site"])
            flows["sold"][key] = flows["sold"][key] + units
    pilot_site = pilot_sites(inputs)
    for (_, _, item), units in amounts["built"].items():
        if item in pilot_site:
            flows["pilots"][item, pilot_site[item]] = flows["pilots"][item, pilot_site[item]] + units
    book = Ledger(amounts, flows, {}, {})
    made, built, nothing = book.by_item("made"), book.by_item("pilots"), np.zeros(size)
    items = {str(p): str(i) for p, i in programmes["item"].items()}
    pilots = {p: built.get(i, nothing) for p, i in items.items()}
    installs = {p: made.get(i, nothing) - pilots[p] for p, i in items.items()}
    return replace(book, installs=installs, pilots=pilots)


def pilot_sites(inputs: Inputs) -> dict[str, str]:
    """Where pilots are taken: a programme's item at its site, another at the site of the first line that makes it."""
    site = inputs["lines"].set_index("line")["site"]
    makers = inputs["line_items"]
    sites: dict[str, str] = {}
    for line in inputs["lines"]["line"]:
        for item in makers.loc[makers["line"] == line, "item"]:
            sites.setdefault(str(item), str(site[line]))
    own = zip(inputs["programmes"]["item"], inputs["programmes"]["site"], strict=True)
    return sites | {str(i): str(s) for i, s in own}


def _book_lines(
    inputs: Inputs,
    amounts: Mapping[str, Mapping[Key, Floats]],
    copies: Mapping[Key, CopyOutput],
    flows: Mapping[str, defaultdict[Key, Floats]],
) -> None:
    """What line copies make and consume: components with scrap, energy, crew, base power, overtime."""
    lines = inputs["lines"].set_index("line")
    recipes: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    used = flows["used"]
    for (*head, item), made in amounts["made"].items():
        output = copies.get(tuple(head))
        if output is None or item not in output.items:
            continue
        line, site, making = output.copy.line, output.copy.site, output.items[item]
        flows["made"][item, site] = flows["made"][item, site] + made
        if (line, item) not in recipes:
            recipes[line, item] = recipe(inputs, item, line)
        for component, stage, quantity in recipes[line, item]:
            starts = making.starts[output.stages.index(stage)]
            used[component, site] = used[component, site] + made * quantity * starts
        for bought, each in (("energy_item", making.energy), ("crew_item", making.crew)):
            if lines.at[line, bought]:
                key = (str(lines.at[line, bought]), site)
                used[key] = used[key] + made * each
    for key, output in copies.items():
        line = lines.loc[output.copy.line]
        energy, crew = ((str(line[name]), output.copy.site) for name in ("energy_item", "crew_item"))
        power = float(line["base_power_kw"])
        if energy[0]:
            used[energy] = used[energy] + power * output.regular
        for tier in output.tiers:
            worked = amounts["hours"].get((*key, tier))
            if worked is not None and energy[0]:
                used[energy] = used[energy] + power * worked
            if worked is not None and crew[0]:
                used[crew] = used[crew] + output.premium[tier] * worked
