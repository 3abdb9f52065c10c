"""Lines as readers see them: stages with names and places, one line in a row, one route against another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from planner.capacity.mature import mature, mature_lines
from planner.line import routes as line_routes
from planner.line.places import places
from planner.messages import text

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

# Measures of a comparison and the decimals that readers see.
MEASURES = {
    "anode_stages": 0,
    "stages": 0,
    "machines": 0,
    "gwh_per_year": 3,
    "rty": 3,
    "kwh_per_kwh": 1,
    "capex_million": 0,
    "capex_million_per_gwh": 0,
    "floor_m2_per_gwh": 0,
    "crew_h_per_mwh": 1,
    "lead_months": 0,
    "process_hours": 0,
}


def line_stages(inputs: Inputs, line: str) -> pd.DataFrame:
    """The stages of a line for every item that it makes, with names and places on a picture.

    Returns:
        The columns of `planner.capacity.mature.mature`; stage_name and branch; load (how far the stage is
        used while the line's bottleneck runs full); band, column and row of `planner.line.places`. Stages in
        topological order.

    Raises:
        KeyError: There is no such line.
    """
    one = _of_line(inputs, line)
    rows = mature(one)
    stages = one["stages"].set_index("stage")
    rows["stage_name"] = rows["stage"].map(stages["name"].where(stages["name"] != "", stages.index))
    rows["branch"] = rows["stage"].map(stages["branch"])
    rows["load"] = 1.0 / (1.0 + rows["headroom"])
    where = []
    for route in line_routes(one["line_items"], one["stages"], one["flows"], one["recipes"]).values():
        place = places(route, [stages["branch"][stage] for stage in route.stages])
        where.append(pd.DataFrame({"band": place.band, "column": place.column, "row": place.row}))
    return pd.concat([rows, pd.concat(where, ignore_index=True)], axis=1) if where else rows


def distinct_items(stages: pd.DataFrame) -> list[str]:
    """Items of `line_stages` without those that go through the line just as an earlier one does."""
    seen: dict[tuple[float, ...], str] = {}
    for item, rows in stages.groupby("item", sort=False):
        seen.setdefault(tuple(rows["hours_per_good"]), str(item))
    return list(seen.values())


def line_flows(inputs: Inputs, line: str) -> pd.DataFrame:
    """The edges of a line's stage graph: from_stage, to_stage, quantity [good units for one start].

    Raises:
        KeyError: There is no such line.
    """
    one = _of_line(inputs, line)
    ways = list(line_routes(one["line_items"], one["stages"], one["flows"], one["recipes"]).values())[:1]
    edges = [(way.stages[a], way.stages[b], quantity) for way in ways for a, b, quantity in way.edges]
    return pd.DataFrame(edges, columns=["from_stage", "to_stage", "quantity"])


def line_figures(inputs: Inputs) -> pd.DataFrame:
    """`mature_lines` with names for readers of lines, items and stages, unit, site, status and route.

    Columns anode_stages (stages of the branch "anode" that the item uses) and floor_m2_per_gwh come besides.
    """
    figures = mature_lines(inputs)
    lines = inputs["lines"].set_index("line")
    items = inputs["items"].set_index("item")
    figures["line_name"] = figures["line"].map(_names(lines))
    figures["item_name"] = figures["item"].map(_names(items))
    figures["unit"] = figures["item"].map(items["unit"])
    for column in ("site", "status", "route"):
        figures[column] = figures["line"].map(lines[column])
    stages = inputs["stages"].set_index(["line", "stage"])
    stage_names = stages["name"].where(stages["name"] != "", stages.index.get_level_values("stage"))
    for column in ("bottleneck", "next_stage"):
        keys = pd.MultiIndex.from_arrays([figures["line"], figures[column]])
        figures[f"{column}_name"] = stage_names.reindex(keys).fillna("").to_numpy()
    used = mature(inputs)
    used = used[used["usage"] > 0].merge(inputs["stages"][["line", "stage", "branch"]], on=["line", "stage"])
    anode = used[used["branch"] == "anode"].groupby(["line", "item"]).size()
    keys = pd.MultiIndex.from_frame(figures[["line", "item"]])
    figures["anode_stages"] = anode.reindex(keys, fill_value=0).to_numpy()
    figures["floor_m2_per_gwh"] = figures["floor_m2"] / figures["gwh_per_year"]
    return figures


def route_comparison(inputs: Inputs, routes: tuple[str, str] = ("dry", "wet")) -> pd.DataFrame:
    """One process route against the other, at mature rates, by the first candidate line of each.

    Returns:
        One row a measure: measure, name (for readers), unit, decimals, a column for each route, and
        difference_percent (the first over the second, less 1). Empty where a route has no candidate line.
    """
    one, other = routes
    columns = ["measure", "name", "unit", "decimals", one, other, "difference_percent"]
    lines = inputs["lines"]
    if not {one, other} <= set(lines.loc[lines["status"] == "candidate", "route"]):
        return pd.DataFrame(columns=columns)
    figures = line_figures(inputs)
    candidates = figures[figures["status"] == "candidate"].drop_duplicates("route").set_index("route")
    names = list(MEASURES)
    values = candidates.loc[[one, other], names].astype("float64").T
    table = pd.DataFrame(
        {
            "measure": names,
            "name": [text(f"line_measure.{name}") for name in names],
            "unit": [text(f"line_unit.{name}", currency=inputs.case.currency) for name in names],
            "decimals": list(MEASURES.values()),
            one: values[one].to_numpy(),
            other: values[other].to_numpy(),
        }
    )
    table["difference_percent"] = (table[one] / table[other].where(table[other] != 0) - 1.0) * 100.0
    return table[columns]


def _names(table: pd.DataFrame) -> pd.Series:
    """Names for readers by key: the name, or the key where it has none."""
    names: pd.Series = table["name"].where(table["name"] != "", table.index)
    return names


def _of_line(inputs: Inputs, line: str) -> Inputs:
    """The inputs with nothing but this line in the tables that have one."""
    if line not in set(inputs["lines"]["line"]):
        raise KeyError(line)
    ours = ("lines", "line_items", "stages", "flows", "recipes")
    tables = {name: inputs[name][inputs[name]["line"] == line] for name in ours}
    return replace(inputs, tables={**inputs.tables, **tables})
