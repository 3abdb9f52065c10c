"""What the plan makes, moves and uses: every flow of every item at every site, by period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.bom import recipes
from planner.results.audit.frames import names, records
from planner.results.audit.frames import table as by_key
from planner.results.audit.written import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def ledger(inputs: Inputs, tables: Mapping[str, Written], copies: Mapping[Key, CopyOutput], time: Horizon) -> Ledger:
    """Book the plan's amounts; rows that name nothing of the case are left out (`rows` tells of them)."""
    amounts = {column: tables[t].column(column) for t, names in AMOUNTS.items() for column in names}
    size = len(time.labels)
    flows: dict[str, defaultdict[Key, Floats]] = {f: defaultdict(lambda: np.zeros(size)) for f in FLOWS}
    _book_lines(inputs, amounts, copies, flows)
    for (item, site, *_), units in amounts["bought"].items():
        flows["bought"][item, site] = flows["bought"][item, site] + units
    for (item, start, end), units in amounts["shipped"].items():
        flows["left"][item, start] = flows["left"][item, start] + units
        flows["arrived"][item, end] = flows["arrived"][item, end] + units
    for key, units in amounts["stock"].items():
        flows["stock"][key] = units
    items, sites = (by_key(inputs["programmes"], "programme", name) for name in ("item", "site"))
    for (programme, _), units in amounts["sold"].items():
        if programme in items:
            key = (items[programme], sites[programme])
            flows["sold"][key] = flows["sold"][key] + units
    pilot_site = pilot_sites(inputs)
    for (_, _, item), units in amounts["built"].items():
        if item in pilot_site:
            flows["pilots"][item, pilot_site[item]] = flows["pilots"][item, pilot_site[item]] + units
    book = Ledger(amounts, flows, {}, {})
    made, built, nothing = book.by_item("made"), book.by_item("pilots"), np.zeros(size)
    pilots = {p: built.get(i, nothing) for p, i in items.items()}
    installs = {p: made.get(i, nothing) - pilots[p] for p, i in items.items()}
    return replace(book, installs=installs, pilots=pilots)


def pilot_sites(inputs: Inputs) -> dict[str, str]:
    """Where pilots are taken: a programme's item at its site, another where the first line makes it."""
    sites: dict[str, str] = {}
    for line in records(inputs["lines"]):
        own = inputs["line_items"]["line"] == line.line
        for item in names(inputs["line_items"].loc[own, "item"]):
            sites.setdefault(item, line.site)
    return sites | by_key(inputs["programmes"], "item", "site")


def _book_lines(
    inputs: Inputs,
    amounts: Mapping[str, Mapping[Key, Floats]],
    copies: Mapping[Key, CopyOutput],
    flows: Mapping[str, defaultdict[Key, Floats]],
) -> None:
    """What line copies make and consume."""
    for (*head, item), made in amounts["made"].items():
        output = copies.get(tuple(head))
        if output is not None and item in output.items:
            place = item, output.copy.site
            flows["made"][place] = flows["made"][place] + made
    used = flows["used"]
    for _, item, site, units in consumed(inputs, amounts, copies):
        used[item, site] = used[item, site] + units


def consumed(
    inputs: Inputs, amounts: Mapping[str, Mapping[Key, Floats]], copies: Mapping[Key, CopyOutput]
) -> Iterator[tuple[str, str, str, Floats]]:
    """Line, item, site and units by period of what is used: parts with scrap, energy, crew, base power, overtime."""
    lines = {row.line: row for row in records(inputs["lines"])}
    needs = recipes(inputs)
    for (*head, item), made in amounts["made"].items():
        output = copies.get(tuple(head))
        if output is None or item not in output.items:
            continue
        line, site, making = lines[output.copy.line], output.copy.site, output.items[item]
        for component, stage, quantity in needs[line.line, item]:
            starts = making.starts[output.stages.index(stage)]
            yield line.line, component, site, made * quantity * starts
        # A line without energy or crew names no item for it.
        for need, each in ((line.energy_item, making.energy), (line.crew_item, making.crew)):
            if need:
                yield line.line, need, site, made * each
    yield from _run(lines, amounts, copies)


def _run(
    lines: Mapping[str, Any], amounts: Mapping[str, Mapping[Key, Floats]], copies: Mapping[Key, CopyOutput]
) -> Iterator[tuple[str, str, str, Floats]]:
    """The same of what is used whatever is made: base power, premiums, the crew of a shift that waits."""
    for key, output in copies.items():
        line, site = lines[output.copy.line], output.copy.site
        worked = {t: amounts["hours"].get((*key, t), np.zeros_like(output.regular)) for t in output.tiers}
        if line.energy_item:
            yield line.line, line.energy_item, site, line.base_power_kw * sum(worked.values(), output.regular)
        for tier, extra in worked.items():
            if line.crew_item:
                yield line.line, line.crew_item, site, output.premium[tier] * extra
        if line.crew_item:
            waits = amounts["standby"].get(key, np.zeros_like(output.regular))
            yield line.line, line.crew_item, site, output.bonus + waits
