"""Checks of what is made: bills of materials, and whether cells, packs and vehicles agree with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each
from planner.tables.checks.shared import edges, found_in, listing, loop

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


@case_check(bom="parent component")
def bom_loop(bom: pd.DataFrame) -> Iterator[Found]:
    """No item is made of itself, at first or at any remove."""
    ring = loop(edges(bom, "parent", "component"))
    if ring:
        row = bom[(bom["parent"] == ring[0]) & (bom["component"] == ring[1])].index[0]
        yield Found("bom", int(row), "component", ring[1], {"loop": " > ".join(ring)})


@case_check(
    Severity.WARNING,
    bom="parent",
    line_items="item",
    programmes="item programme",
    demand="programme",
)
def parent_not_made(
    bom: pd.DataFrame, line_items: pd.DataFrame, programmes: pd.DataFrame, demand: pd.DataFrame
) -> Iterator[Found]:
    """What has a bill of materials is made by some line; an error where it is sold."""
    bad = bom[~bom["parent"].isin(line_items["item"])].drop_duplicates("parent")
    sold = bad["parent"].isin(programmes.loc[programmes["programme"].isin(demand["programme"]), "item"])
    yield from each("bom", bad[sold], "parent", severity=Severity.ERROR)
    yield from each("bom", bad[~sold], "parent")


@case_check(bom="component", programmes="item")
def sold_component(bom: pd.DataFrame, programmes: pd.DataFrame) -> Iterator[Found]:
    """What a programme sells goes into nothing else: its installs are counted by what is made of it."""
    yield from each("programmes", programmes[programmes["item"].isin(bom["component"])], "item")


@case_check(bom="parent line", line_items="line item")
def bom_line_not_making(bom: pd.DataFrame, line_items: pd.DataFrame) -> Iterator[Found]:
    """A BOM row of one line is for an item that this line makes."""
    named = listing(bom[bom["line"] != ""])
    told = named.merge(line_items, how="left", left_on=["line", "parent"], right_on=["line", "item"], indicator=True)
    yield from each("bom", told[told["_merge"] == "left_only"], "line", "parent")


@case_check(packs="item cell series parallel", bom="parent component quantity line")
def pack_cells(packs: pd.DataFrame, bom: pd.DataFrame) -> Iterator[Found]:
    """Cells in series times parallel is the quantity of that cell in the pack's bill of materials."""
    told = listing(bom).merge(packs, left_on=["parent", "component"], right_on=["item", "cell"])
    told = told.assign(cells=told["series"] * told["parallel"])
    yield from each(
        "bom",
        told[told["quantity"] != told["cells"]],
        "quantity",
        "item",
        "cell",
        "series",
        "parallel",
        "cells",
    )


@case_check(vehicles="item pack", bom="parent component", packs="item")
def vehicle_pack(vehicles: pd.DataFrame, bom: pd.DataFrame, packs: pd.DataFrame) -> Iterator[Found]:
    """The pack of a vehicle is the one in its bill of materials."""
    inside = listing(bom[bom["component"].isin(packs["item"])]).merge(vehicles, left_on="parent", right_on="item")
    yield from each("bom", inside[inside["component"] != inside["pack"]], "component", "item", "pack")


@case_check(items="item kind", cells="item", packs="item", vehicles="item")
def kind_differs(items: pd.DataFrame, **tables: pd.DataFrame) -> Iterator[Found]:
    """Cells, packs and vehicles are items of that kind."""
    kinds = items.set_index("item")["kind"]
    for table, frame in tables.items():
        kind = table.removesuffix("s")
        is_kind = found_in(kinds, frame["item"])
        yield from each(table, frame.assign(is_kind=is_kind, kind=kind)[is_kind != kind], "item", "is_kind", "kind")
