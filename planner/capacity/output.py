"""Good output, stage hours and consumption of every line copy, line by line.

The tables are described in `output_tables.py`; the mathematics of what a copy makes stands in `made.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.capacity import running
from planner.capacity.fleet import fleet
from planner.capacity.machines import added_hours, machine_hours
from planner.capacity.made import Made
from planner.capacity.maintenance import lost_hours
from planner.capacity.output_tables import COLUMNS, NUMBERED, Output, stack
from planner.capacity.packages import line_packages
from planner.capacity.recipe import Need, by_parent
from planner.keys import framed, height, picked, row_of, where
from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.calendar import Timeline
    from planner.keys import Arrays, Table
    from planner.line import Route


def output(
    vintages: pd.DataFrame,
    routes: Mapping[tuple[str, str], Route],
    rates: pd.DataFrame,
    machines: pd.DataFrame,
    packed: pd.DataFrame,
    jobs: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    time: Timeline,
    *,
    prune: bool = True,
) -> Output:
    """Build the coefficient tables of every vintage.

    Args:
        vintages: From `vintages.vintages`.
        routes: From `planner.line.routes`.
        rates: From `rates.stage_rates`.
        machines: From `machines.extra_machines`, those that stand for themselves.
        packed: Those that come in packages.
        jobs: From `maintenance.jobs`.
        tables: Input tables, of which lines, line_items, ramps, availability and bom are read, and `line_hours` from
            `shifts.line_hours`.
        time: Periods and segments.
        prune: Whether packages that others outdo are left out.
    """
    parts: dict[str, list[Arrays]] = {name: [] for name in COLUMNS}
    lines = {str(name): row for name, row in tables["lines"].set_index("line").iterrows()}
    bom = by_parent(tables["bom"])
    for line, copies in vintages.groupby("line", sort=False):
        stages = rates.loc[rates["line"] == line]
        bought, alone, work = (rows.loc[rows["line"] == line] for rows in (machines, packed, jobs))
        found = _of_line(
            lines[str(line)],
            copies,
            [(route, bom.get(route.item, [])) for (of, _), route in routes.items() if of == line],
            stages,
            (bought, alone),
            work,
            _own(tables, str(line), pd.concat([copies["ramp"], bought["ramp"], alone["ramp"]])),
            time,
            prune=prune,
        )
        for column, (counted, having) in NUMBERED.items():
            first = sum(map(height, parts[counted]))
            for name in having:
                found[name] = {**found[name], column: found[name][column] + first}
        for name, table in found.items():
            parts[name].append(table)
    stacked = {name: stack(tables_of_lines, name) for name, tables_of_lines in parts.items()}
    make = stacked["make"]
    of_item = picked(tables["line_items"], ["cost", "least_run"], row_of(tables["line_items"], make, ["line", "item"]))
    stacked["make"] = {**make, "cost": of_item["cost"], "least": of_item["least_run"] * make["good_own"]}
    return Output(**{name: framed(table) for name, table in stacked.items()})


def _own(tables: Mapping[str, pd.DataFrame], line: str, ramps: pd.Series) -> dict[str, pd.DataFrame]:
    """What the input tables say of a line and of the ramps of its copies and machines."""
    of_line = {name: tables[name].loc[tables[name]["line"] == line] for name in ("line_hours", "availability")}
    return {**of_line, "ramps": tables["ramps"].loc[tables["ramps"]["curve"].isin(ramps)]}


@remembered(64)
def _of_line(
    line: pd.Series,
    copies: pd.DataFrame,
    routes: list[tuple[Route, list[Need]]],
    rates: pd.DataFrame,
    machines: tuple[pd.DataFrame, pd.DataFrame],
    jobs: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    time: Timeline,
    *,
    prune: bool,
) -> dict[str, Arrays]:
    """The tables of `Output` for the copies of one line; what is numbered in them counts from 0.

    Args:
        line: The line's row of the input table.
        copies: Rows of `vintages`.
        routes: The route of each item with what the bill of materials says of it.
        rates: Rows of the line's items.
        machines: Those that stand for themselves, and those that come in packages.
        jobs: Maintenance of the line.
        tables: From `_own`.
        time: Periods and segments.
        prune: Whether packages that others outdo are left out.
    """
    parts: dict[str, list[Table]] = {name: [] for name in COLUMNS}
    stages, (bought, packed) = rates.drop_duplicates("stage"), machines
    group = fleet(copies, stages, tables, time)
    each = machine_hours(bought, group, stages, tables["ramps"], time)
    added = added_hours(bought, each, group, stages)
    lost = lost_hours(jobs, group, stages, time)
    parts["lost"].append(where(lost, lost["open"]) if lost else lost)
    parts["hours"].append(running.stage_hours(group, added, lost, stages, time))
    parts["machine_hours"].append(running.open_machines(bought, each, time))
    parts["base_use"].append(running.base_use(group, line, time))
    extra, operators, hours = running.overtime(group, copies, time), stages["operators"].sum(), tables["line_hours"]
    parts["overtime"].append(extra)
    parts["overtime_usage"].extend(running.overtime_usage(extra, line, operators, hours, time))
    crew = running.shift_crew(extra, line, operators, hours, time)
    parts["shift_crew"].append(crew)
    if crew:
        sure = where(crew, ~crew["open"] & (crew["premium"] > 0))
        parts["base_use"].append({**sure, "quantity": sure["premium"]})
    hours_of_one = machine_hours(packed, group, stages, tables["ramps"], time)
    for route, needs in routes:
        made = Made(group, added, route, rates, time)
        make = made.make(copies, route.item, offset=sum(map(height, parts["make"])))
        parts["make"].append(make)
        parts["load"].append(made.load(make))
        parts["usage"].append(made.usage(make, needs, line))
        # A line whose machines come in packages makes one item.
        first = sum(map(height, parts["packages"]))
        found = line_packages(packed, hours_of_one, group, stages, made.with_hours, time, first, prune=prune)
        for name, packages in found.items():
            parts[name].append(packages)
    return {name: stack(tables_of_items, name) for name, tables_of_items in parts.items()}
