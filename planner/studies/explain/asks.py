"""What is asked at the margin: one more of what binds or nearly does, each a change of few cells of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.messages import text
from planner.results.names import reader_names
from planner.results.stands import place
from planner.results.steps import STAGE_UNIT, rounded, steps
from planner.results.yearly import yearly_stages
from planner.scenarios.words import paired
from planner.studies.explain.ask import Ask
from planner.studies.explain.bought import copies, machine, shifts
from planner.studies.explain.sooner import last_gates, sooner_copies, sooner_gates

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from planner.results.view import View

NEAR = 0.95
"""Utilisation in some year from which a stage is near to binding."""
FULL = 0.9
"""Share of the most that is bought from which a range of supply is near to binding."""
POINT = 0.01
TONS = {"kg": 10_000.0, "t": 10.0}
"""What more of a material is asked for, by its unit; of any other unit ten natural steps."""


def asks(view: View) -> list[Ask]:
    """Everything that is asked of a plan, in the order of the kinds."""
    near = _near(view)
    lines = [row for row in view.inputs["lines"].to_dict("records") if row["status"] == "candidate"]
    return [
        *(machine(view, line, stage) for line, stage in near),
        *_yields(view, near),
        *_leads(view, lines),
        *_gates(view),
        *_materials(view),
        *copies(view, lines),
        *shifts(view),
    ]


def _near(view: View) -> list[tuple[str, str]]:
    """Line and stage of every stage that has a price or is nearly full in some year, in the order of the table."""
    keys = {rows.name: rows.keys for rows in view.answer.program.rows}
    found = set()
    for step in steps(view):
        if step.unit == STAGE_UNIT:
            found.add((str(keys[step.family].iloc[step.number]["line"]), step.stage))
    used = yearly_stages(view)
    full = used.loc[used["utilisation"] >= NEAR]
    found |= set(zip(full["line"], full["stage"], strict=True))
    table = view.inputs["stages"]
    return [pair for pair in zip(table["line"], table["stage"], strict=True) if pair in found]


def _yields(view: View, near: list[tuple[str, str]]) -> Iterator[Ask]:
    """One point of yield at each stage that has one to gain."""
    yields = view.inputs["stages"].set_index(["line", "stage"])["yield"]
    names = reader_names(view.inputs)
    for line, stage in near:
        if yields[line, stage] + POINT <= 1.0:
            rule = f"stages.yield where {paired([('line', line), ('stage', stage)])} plus {POINT}"
            told = {"stage": names["stage"][f"{line}/{stage}"], "line": names["line"][line]}
            yield Ask("yield", text("asks.yield", **told), place("stages", line=line, stage=stage), (rule,))


def _leads(view: View, lines: list[dict[Hashable, Any]]) -> Iterator[Ask]:
    """One month less from order to on stream of each line that is bought: its copies come a month sooner."""
    for row in lines:
        moved = sooner_copies(view, row)
        if row["lead_months"] >= 1 and moved is not None:
            rule = f"lines.lead_months where {paired([('line', row['line'])])} plus -1"
            what = text("asks.lead", line=reader_names(view.inputs)["line"][row["line"]])
            yield Ask("lead", what, place("lines", line=row["line"]), (rule,), moved)


def _gates(view: View) -> Iterator[Ask]:
    """One month less of each gate that alone brings a start of production forward, and of all that pass before one.

    Several gates often pass in the same month; one of them alone then brings nothing.
    """
    names = reader_names(view.inputs)
    alone = [(gate,) for gate in view.inputs["gates"]["gate"]]
    together = [tuple(gates) for gates in last_gates(view).values() if len(gates) > 1]
    for gates in dict.fromkeys([*alone, *together]):
        moved = sooner_gates(view, gates)
        if moved is not None:
            rules = tuple(f"gates.months where {paired([('gate', gate)])} plus -1" for gate in gates)
            what = text("asks.gate", gate=", ".join(names["gate"][gate] for gate in gates))
            yield Ask("gate", what, place("gates", gate=", ".join(gates)), rules, moved)


def _materials(view: View) -> Iterator[Ask]:
    """More of each range of supply that is used up or nearly so."""
    units = view.inputs["items"].set_index("item")["unit"]
    table, level = view.inputs["supply"].reset_index(drop=True), view.inputs.case.supply_level
    limits = next((rows.keys for rows in view.answer.program.rows if rows.name == "supply_limit"), None)
    if limits is None:
        return
    bought = view.answer.row_value[view.answer.program.row_slice("supply_limit")]
    for key, units_bought in zip(limits.to_dict("records"), bought, strict=True):
        most = float(view.capacity.supply["most"].iloc[key["supply"]])
        if units_bought < FULL * most:
            continue
        row = table.iloc[key["supply"]]
        unit = units[row["item"]]
        more = TONS.get(unit, 10.0 * rounded(most))
        where = [("item", row["item"]), ("site", row["site"]), ("step", str(row["step"]))]
        where.append(("from", f"{row['from']:%Y-%m-%d}"))
        column = level if pd.notna(row[level]) else "base"
        rule = f"supply.{column} where {paired(where)} plus {more:.12g}"
        name = reader_names(view.inputs)["item"][row["item"]]
        what = text("asks.material", more=f"{more:,.12g}", unit=unit, item=name, start=f"{row['from']:%Y-%m-%d}")
        yield Ask("material", what, place("supply", **dict(where)), (rule,))
