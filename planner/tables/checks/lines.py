"""Checks of lines: when they run, what they make, how they ramp, what they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import found_in
from planner.tables.tell import hint, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_CLOSE = 1e-6
_CURVES = ["ramp_first", "ramp_second", "ramp_later"]


@case_check(lines="line status on_stream")
def existing_without_date(lines: pd.DataFrame) -> Iterator[Found]:
    """An existing line tells since when it runs."""
    yield from each("lines", lines[(lines["status"] == "existing") & lines["on_stream"].isna()], "on_stream", "line")


@row_check(lines="line status on_stream")
def candidate_with_date(lines: pd.DataFrame) -> Iterator[Found]:
    """Copies of a candidate line come on stream by decisions."""
    bad = lines[(lines["status"] == "candidate") & lines["on_stream"].notna()]
    yield from each("lines", bad, "on_stream", "line")


@case_check(lines="line", stages="line")
def line_without_stages(lines: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """A line has process steps."""
    yield from each("lines", lines[~lines["line"].isin(stages["line"])], "line")


@case_check(Severity.WARNING, lines="line", line_items="line")
def line_without_items(lines: pd.DataFrame, line_items: pd.DataFrame) -> Iterator[Found]:
    """A line makes something."""
    yield from each("lines", lines[~lines["line"].isin(line_items["line"])], "line")


@case_check(
    Severity.WARNING,
    line_items="line item",
    bom="component",
    programmes="item",
    gate_needs="item",
)
def item_not_needed(
    line_items: pd.DataFrame, bom: pd.DataFrame, programmes: pd.DataFrame, gate_needs: pd.DataFrame
) -> Iterator[Found]:
    """What a line makes is a component, is sold, or is tested."""
    needed = {*bom["component"], *programmes["item"], *gate_needs["item"]}
    yield from each("line_items", line_items[~line_items["item"].isin(needed)], "item", "line")


@case_check(line_items="line item least_run")
def least_runs(line_items: pd.DataFrame) -> Iterator[Found]:
    """What a line must run of all its items fits its hours."""
    total = line_items.groupby("line")["least_run"].transform("sum")
    bad = line_items.assign(total=total)[total > 1 + _CLOSE]
    yield from each("line_items", bad[~bad.duplicated("line")], "least_run", "line", "total")


@case_check(recipes="line item", line_items="line item")
def recipe_not_made(recipes: pd.DataFrame, line_items: pd.DataFrame) -> Iterator[Found]:
    """A recipe is for an item that its line makes."""
    makes = line_items.groupby("line", sort=False)["item"].agg(list)
    for row, line, item in recipes.itertuples(name=None):
        if item not in makes.get(line, []):
            yield Found("recipes", row, "item", item, {"line": line, "hint": hint(item, makes.get(line, []))})


@case_check(ramps="curve month")
def ramp_months(ramps: pd.DataFrame) -> Iterator[Found]:
    """The months of a ramp curve go from 0 without holes."""
    ordered = ramps.sort_values(["curve", "month"], kind="stable")
    wanted = ordered.groupby("curve", sort=False).cumcount()
    bad = ordered.assign(wanted=wanted)[ordered["month"] != wanted]
    yield from each("ramps", bad[~bad.duplicated("curve")], "month", "curve", "wanted")


@case_check(lines="line ramp_first ramp_second ramp_later", ramps="curve yield_factor", stages="line ramp_share")
def ramp_shares(lines: pd.DataFrame, ramps: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """The yield factor of a ramping line falls on its stages in full."""
    curves = set(ramps.loc[ramps["yield_factor"] < 1, "curve"])
    sums = stages.groupby("line")["ramp_share"].sum()
    ramping = lines[lines[_CURVES].isin(curves).any(axis=1) & lines["line"].isin(sums.index)]
    total = found_in(sums, ramping["line"])
    bad = ramping.assign(total=total)[(total - 1).abs() > _CLOSE]
    yield from each("lines", bad.assign(curve=bad["ramp_first"]), "line", "total", "curve")


@case_check(lines="line energy_item base_power_kw", stages="line energy")
def energy_item_missing(lines: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """A line that draws energy tells which item that is."""
    draws = (lines["base_power_kw"] > 0) | lines["line"].isin(stages.loc[stages["energy"] > 0, "line"])
    yield from each("lines", lines[draws & (lines["energy_item"] == "")], "energy_item", "line")


@case_check(lines="line crew_item", stages="line operators")
def crew_item_missing(lines: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """A line with operators tells which item their hours are."""
    manned = lines["line"].isin(stages.loc[stages["operators"] > 0, "line"])
    yield from each("lines", lines[manned & (lines["crew_item"] == "")], "crew_item", "line")


@case_check(Severity.WARNING, lines="line energy_item crew_item", items="item kind")
def input_kind(lines: pd.DataFrame, items: pd.DataFrame) -> Iterator[Found]:
    """Energy of a line is an item of kind energy, its crew one of kind labour; yearly caps count these."""
    kinds = items.set_index("item")["kind"]
    for column, kind in (("energy_item", "energy"), ("crew_item", "labour")):
        named = lines[lines[column] != ""]
        is_kind = found_in(kinds, named[column])
        bad = named.assign(is_kind=is_kind, kind=kind)[is_kind != kind]
        yield from each("lines", bad, column, "line", "is_kind", "kind")


@case_check(Severity.WARNING, line_items="line item", items="item kind")
def mixed_kinds(line_items: pd.DataFrame, items: pd.DataFrame) -> Iterator[Found]:
    """A line makes items of one kind."""
    kinds = line_items.assign(kind=found_in(items.set_index("item")["kind"], line_items["item"]))
    for line, made in kinds.groupby("line", sort=False):
        other = made[made["kind"] != made["kind"].iloc[0]]
        if not other.empty:
            words = {"line": line, "kinds": listed(made["kind"].drop_duplicates())}
            yield Found("line_items", int(other.index[0]), "item", other["item"].iloc[0], words)
