"""Checks of the network of goods: what nobody makes or sells, what cannot get where it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.messages import text
from planner.tables.checks.network import SOURCES, components, network
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import found_in
from planner.tables.checks.stages import applied
from planner.tables.tell import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.tables.inputs import Case

_BOM = "parent component line stage"
_WITH_INPUTS = SOURCES | {"lines": f"{SOURCES['lines']} energy_item crew_item"}


@row_check(lanes="from_site to_site")
def lane_to_itself(lanes: pd.DataFrame) -> Iterator[Found]:
    """A lane leads to another site."""
    bad = lanes[(lanes["from_site"] == lanes["to_site"]) & (lanes["to_site"] != "")]
    yield from each("lanes", bad, "to_site")


@case_check(bom="parent component", line_items="item", supply="item", contracts="item", stocks="item opening")
def component_without_source(
    *, bom: pd.DataFrame, line_items: pd.DataFrame, supply: pd.DataFrame, contracts: pd.DataFrame, stocks: pd.DataFrame
) -> Iterator[Found]:
    """A component is made by some line, bought, or in stock."""
    had = {*line_items["item"], *supply["item"], *contracts["item"], *stocks.loc[stocks["opening"] > 0, "item"]}
    bad = bom[~bom["component"].isin(had)]
    yield from each("bom", bad[~bad.duplicated("component")], "component", "parent")


def _sites(names: set[str]) -> str:
    return listed(sorted(names)) if names else text("problem_words.nowhere")


@case_check(bom=_BOM, **SOURCES)
def component_out_of_reach(case: Case, bom: pd.DataFrame, **sources: pd.DataFrame) -> Iterator[Found]:
    """A component can be had at the site of each line that runs and needs it."""
    goods = network(case, **sources)
    items = sources["line_items"]
    running = {line for lines in goods.makers.values() for line in lines}
    some = {*items["item"], *goods.given}  # of others it is told that they have no source
    rows = applied(bom, bom, items)
    rows = rows[rows["line"].isin(running) & rows["component"].isin(some)].assign(
        site=lambda rows: rows["line"].map(goods.site)
    )
    sites = {item: goods.direct(item) for item in rows["component"].drop_duplicates()}
    for row, component, line, site in rows.drop_duplicates(["component", "site"])[
        ["row", "component", "line", "site"]
    ].itertuples(index=False, name=None):
        if site not in sites[component]:
            words = {"line": line, "site": site, "sites": _sites(sites[component])}
            yield Found("bom", row, "component", component, words)


@case_check(**_WITH_INPUTS)
def line_input_not_supplied(case: Case, **sources: pd.DataFrame) -> Iterator[Found]:
    """Energy and crew hours can be bought at the site of each line that runs."""
    goods = network(case, **sources)
    running = {line for lines in goods.makers.values() for line in lines}
    lines = sources["lines"]
    for column in ("energy_item", "crew_item"):
        named = lines[(lines[column] != "") & lines["line"].isin(running)]
        for row, item, line, site in named[[column, "line", "site"]].itertuples(name=None):
            if site not in goods.direct(item):
                words = {"line": line, "site": site, "sites": _sites(goods.direct(item))}
                yield Found("lines", row, column, item, words)


@case_check(demand="programme low base high", programmes="programme item site", bom=_BOM, **SOURCES)
def demand_unservable(
    case: Case, demand: pd.DataFrame, programmes: pd.DataFrame, bom: pd.DataFrame, **sources: pd.DataFrame
) -> Iterator[Found]:
    """What is asked for can be made some day: down the bill of materials everything is made or bought."""
    goods = network(case, **sources)
    needs = components(bom, sources["line_items"])
    at = goods.available(needs)
    asked = demand[demand[case.demand_level].fillna(demand["base"]) > 0].drop_duplicates("programme")
    sold = programmes.set_index("programme")
    for row, programme in asked["programme"].items():
        item, site = str(sold.loc[programme, "item"]), str(sold.loc[programme, "site"])
        if site not in at.get(item, ()):
            chain, cause = goods.cause(item, site, needs, at)
            words = {"item": item, "site": site, "chain": _chain(chain), "cause": cause}
            yield Found("demand", int(str(row)), "programme", programme, words)


def _chain(items: list[str]) -> str:
    """The items from what is sold down to what is missing; nothing where these are one."""
    return text("problem_words.chain", items=" > ".join(items)) if items[1:] else ""


@case_check(
    Severity.WARNING,
    stocks="item site opening",
    bom=_BOM,
    lines="line site energy_item crew_item",
    line_items="line item",
    lanes="from_site item",
    programmes="item site",
)
def stock_not_usable(
    *,
    stocks: pd.DataFrame,
    bom: pd.DataFrame,
    lines: pd.DataFrame,
    line_items: pd.DataFrame,
    lanes: pd.DataFrame,
    programmes: pd.DataFrame,
) -> Iterator[Found]:
    """An opening stock is used where it lies: by a line, by a programme, or shipped from there."""
    site = lines.set_index("line")["site"]
    rows = applied(bom, bom, line_items)
    used = {*zip(rows["component"], found_in(site, rows["line"]), strict=True)}
    used |= {*zip(programmes["item"], programmes["site"], strict=True)}
    used |= {*zip(lanes["item"], lanes["from_site"], strict=True)}
    for column in ("energy_item", "crew_item"):
        named = lines[lines[column] != ""]
        used |= {*zip(named[column], named["site"], strict=True)}
    for row, item, place, opening in stocks[stocks["opening"] > 0].itertuples(name=None):
        if not {(item, place), ("", place)} & used:  # a lane without an item is for every item
            yield Found("stocks", row, "opening", opening, {"item": item, "site": place})
