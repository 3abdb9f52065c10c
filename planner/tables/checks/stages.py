"""Checks of process steps: rates, machines, and stages named elsewhere that their line does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Severity
from planner.memory import remembered
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import listing
from planner.tables.tell import hint, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

_RATE = "line stage rate slots residence_h"


@case_check(stages=_RATE, line_items="line item", recipes="line item stage usage rate")
def rate_missing(stages: pd.DataFrame, line_items: pd.DataFrame, recipes: pd.DataFrame) -> Iterator[Found]:
    """A stage has a rate, or slots and residence, or each item that uses it has its own rate there."""
    bare = listing(stages[stages[["rate", "slots", "residence_h"]].isna().all(axis=1)])
    own = recipes[(recipes["usage"] == 0) | recipes["rate"].notna()].drop_duplicates(["line", "item", "stage"])
    made = bare.merge(line_items, on="line").merge(own, on=["line", "item", "stage"], how="left", indicator=True)
    without = made.loc[made["_merge"] == "left_only", "row"]
    unmade = ~bare["line"].isin(line_items["line"])
    yield from each("stages", bare[bare["row"].isin(without) | unmade], "rate", "line", "stage")


@row_check(stages=_RATE)
def rate_twice(stages: pd.DataFrame) -> Iterator[Found]:
    """A stage has a rate or slots and not both."""
    bad = stages["rate"].notna() & (stages["slots"].notna() | stages["residence_h"].notna())
    yield from each("stages", stages[bad], "rate", "line", "stage", "slots", "residence_h")


@case_check(stages=_RATE)
def slots_half(stages: pd.DataFrame) -> Iterator[Found]:
    """Slots go with residence hours."""
    bare = stages[stages["rate"].isna()]
    for column, other in (("slots", "residence_h"), ("residence_h", "slots")):
        bad = bare[bare[column].isna() & bare[other].notna()]
        yield from each("stages", bad.assign(other=other), column, "line", "stage", "other")


@case_check(stages="line stage rate rate_unit web_width_m")
def web_width_missing(stages: pd.DataFrame) -> Iterator[Found]:
    """Metres a minute need a web width to become square metres."""
    bad = (stages["rate_unit"] == "m/min") & stages["web_width_m"].isna()
    yield from each("stages", stages[bad], "web_width_m", "line", "stage")


@case_check(Severity.WARNING, stages="line stage machines", availability="line stage machines")
def no_machines(stages: pd.DataFrame, availability: pd.DataFrame) -> Iterator[Found]:
    """A stage has machines, or gets some."""
    more = availability.loc[availability["machines"] > 0, ["line", "stage"]].drop_duplicates()
    none = listing(stages[stages["machines"] == 0]).merge(more, how="left", indicator=True)
    yield from each("stages", none[none["_merge"] == "left_only"], "machines", "line", "stage")


@case_check(stages="line stage machines", availability="line stage machines")
def machines_below_zero(stages: pd.DataFrame, availability: pd.DataFrame) -> Iterator[Found]:
    """No more machines are taken out than there are."""
    has = stages.rename(columns={"machines": "has"})
    told = listing(availability).merge(has, on=["line", "stage"])
    yield from each("availability", told[told["has"] + told["machines"] < 0], "machines", "line", "stage", "has")


@case_check(
    stages="line stage",
    recipes="line stage",
    flows="line from_stage to_stage",
    availability="line stage",
    bom="line stage",
)
def unknown_stage(stages: pd.DataFrame, **tables: pd.DataFrame) -> Iterator[Found]:
    """A stage named beside a line is one of that line's."""
    known = stages.groupby("line", sort=False)["stage"].agg(list)
    pairs = pd.MultiIndex.from_frame(stages[["line", "stage"]])
    for table, frame in tables.items():
        for column in [name for name in frame.columns if name != "line"]:
            named = frame[(frame["line"] != "") & (frame[column] != "")]
            bad = named[~pd.MultiIndex.from_frame(named[["line", column]]).isin(pairs)]
            for row, line, stage in bad[["line", column]].itertuples(name=None):
                yield Found(table, row, column, stage, {"line": line, "hint": hint(stage, known.get(line, []))})


@case_check(Severity.WARNING, bom="parent component line", line_items="line item")
def bom_row_unused(bom: pd.DataFrame, line_items: pd.DataFrame) -> Iterator[Found]:
    """A BOM row for every line holds on some line that has no row of its own."""
    general = bom[(bom["line"] == "") & bom["parent"].isin(line_items["item"])]
    holds = applied(general, bom, line_items)["row"]
    yield from each("bom", general[~general.index.isin(holds)], "line", "parent", "component")


@case_check(bom="parent component line stage", line_items="line item", stages="line stage")
def bom_stage_unknown(bom: pd.DataFrame, line_items: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """A stage of a BOM row for every line is a stage of every line that the row holds on."""
    named = applied(bom[bom["stage"] != ""], bom, line_items)
    bad = named[named["named"] == ""].merge(stages, how="left", on=["line", "stage"], indicator=True)
    known = stages.groupby("line", sort=False)["stage"].agg(list)
    for row, line, stage in bad.loc[bad["_merge"] == "left_only", ["row", "line", "stage"]].itertuples(
        index=False, name=None
    ):
        yield Found("bom", row, "stage", stage, {"line": line, "hint": hint(stage, known.get(line, []))})


@case_check(bom="parent component line stage", line_items="line item", stages="line stage", flows="line to_stage")
def bom_stage_missing(
    bom: pd.DataFrame, line_items: pd.DataFrame, stages: pd.DataFrame, flows: pd.DataFrame
) -> Iterator[Found]:
    """Where a line has several first stages a component says at which one it enters."""
    fed = flows.rename(columns={"to_stage": "stage"}).drop_duplicates()
    told = stages[stages["line"].isin(flows["line"])].merge(fed, how="left", indicator=True)
    first = told[told["_merge"] == "left_only"].groupby("line")["stage"].agg(list)
    several = first[first.map(len) > 1]
    bare = applied(bom[bom["stage"] == ""], bom, line_items)
    for row, line, component in bare.loc[bare["line"].isin(several.index), ["row", "line", "component"]].itertuples(
        index=False, name=None
    ):
        words = {"line": line, "component": component, "stages": listed(several[line])}
        yield Found("bom", row, "stage", "", words)


@remembered()
def applied(rows: pd.DataFrame, bom: pd.DataFrame, line_items: pd.DataFrame) -> pd.DataFrame:
    """Rows of a BOM by the lines on which they hold: `line` is that line, `named` the row's own.

    A row without a line holds on every line that makes the parent and has no own rows for the component.
    """
    made = listing(rows).rename(columns={"line": "named"}).merge(line_items, left_on="parent", right_on="item")
    own = bom.loc[bom["line"] != "", ["parent", "component", "line"]].drop_duplicates()
    made = made.merge(own, how="left", on=["parent", "component", "line"], indicator="own")
    general = (made["named"] == "") & (made["own"] == "left_only")
    return made[(made["named"] == made["line"]) | general].drop(columns=["own", "item"])
