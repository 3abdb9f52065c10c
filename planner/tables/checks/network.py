"""Where goods can be had: bought, made by lines that run, in stock, or shipped from where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.messages import text
from planner.tables.checks.shared import day, reachable
from planner.tables.checks.stages import applied
from planner.tables.tell import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from planner.tables.inputs import Case

Sites = dict[str, set[str]]

# What the network of goods is made of, as checks declare it.
SOURCES = {
    "lines": "line site status on_stream lead_months",
    "decisions": "action object copy date",
    "line_items": "line item",
    "supply": "item site from to low base high",
    "stocks": "item site opening",
    "lanes": "from_site to_site item",
}


@dataclass(frozen=True)
class Network:
    """The network of goods of a case.

    Attributes:
        given: Sites by item where it is bought or lies in stock at the start.
        makers: By item, the lines that run within the horizon and make it.
        site: Site by line.
        lanes: Pairs of sites by item; under "" those for every item.
    """

    given: Sites
    makers: dict[str, list[str]]
    site: dict[str, str]
    lanes: dict[str, set[tuple[str, str]]]

    def shipped(self, item: str, sites: Iterable[str]) -> set[str]:
        """The sites, and every site that the item can be shipped to from there."""
        ways = self.lanes.get(item, set()) | self.lanes.get("", set())
        reached = set(sites)
        while fresh := {end for start, end in ways if start in reached} - reached:
            reached |= fresh
        return reached

    def direct(self, item: str) -> set[str]:
        """Where an item can be had if the lines that make it have what they need."""
        made = {self.site[line] for line in self.makers.get(item, ())}
        return self.shipped(item, self.given.get(item, set()) | made)

    def available(self, needs: dict[tuple[str, str], list[str]]) -> Sites:
        """Where each item can be had; `needs` are the components by line and item."""
        at = {item: self.shipped(item, sites) for item, sites in self.given.items()}
        waiting = [(item, line) for item, lines in self.makers.items() for line in lines]
        fresh = True
        while fresh:
            ready = [
                (item, line)
                for item, line in waiting
                if all(self.site[line] in at.get(part, ()) for part in needs.get((line, item), ()))
            ]
            waiting = [pair for pair in waiting if pair not in set(ready)]
            for item, line in ready:
                at[item] = at.get(item, set()) | self.shipped(item, {self.site[line]})
            fresh = bool(ready)
        return at

    def cause(self, item: str, site: str, needs: dict[tuple[str, str], list[str]], at: Sites) -> tuple[list[str], str]:
        """The chain of items from one that cannot be had at a site down to the cause, and that in words."""
        chain = [item]
        while True:
            lines = [line for line in self.makers.get(item, ()) if (line, item) in needs]
            line = next(iter(lines), "")
            part = next((p for p in needs.get((line, item), ()) if self.site[line] not in at.get(p, ())), "")
            if not part or part in chain or at.get(item):
                break
            chain, item, site = [*chain, part], part, self.site[line]
        if at.get(item):
            return chain, text("problem_words.not_shipped", item=item, site=site, sites=listed(sorted(at[item])))
        return chain, text("problem_words.no_source", item=item)


def network(
    case: Case,
    *,
    lines: pd.DataFrame,
    decisions: pd.DataFrame,
    line_items: pd.DataFrame,
    supply: pd.DataFrame,
    stocks: pd.DataFrame,
    lanes: pd.DataFrame,
) -> Network:
    """The network of goods; a line runs that comes on stream before the horizon ends."""
    most = supply[case.supply_level].fillna(supply["base"])
    used = (supply["from"] <= day(case.last)) & (supply["to"] >= day(case.start))
    bought = supply[used & ~(most <= 0)].drop_duplicates(["item", "site"])
    in_stock = stocks[stocks["opening"] > 0]
    given: Sites = {}
    for frame in (bought, in_stock):
        for item, site in zip(frame["item"], frame["site"], strict=True):
            given.setdefault(item, set()).add(site)
    copies = reachable(case, lines, decisions)
    on_stream = copies.loc[copies["on_stream"] <= day(case.last), "line"]
    made = line_items[line_items["line"].isin(on_stream)]
    ways: dict[str, set[tuple[str, str]]] = {}
    for start, end, item in lanes[["from_site", "to_site", "item"]].itertuples(index=False, name=None):
        ways.setdefault(item, set()).add((start, end))
    makers = {str(item): list(rows["line"]) for item, rows in made.groupby("item", sort=False)}
    return Network(given, makers, dict(zip(lines["line"], lines["site"], strict=True)), ways)


def components(bom: pd.DataFrame, line_items: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Components by line and item made."""
    told: dict[tuple[str, str], list[str]] = {
        pair: [] for pair in zip(line_items["line"], line_items["item"], strict=True)
    }
    rows = applied(bom, bom, line_items).sort_values("row", kind="stable")
    for line, parent, component in zip(rows["line"], rows["parent"], rows["component"], strict=True):
        told[line, parent].append(component)
    return told
