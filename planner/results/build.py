"""From an answer to the plan: every result table, in the columns of the result dictionary."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.shifts import SHIFT
from planner.results import (
    cash,
    contracts,
    facts,
    figures,
    finance,
    levels,
    overrides,
    periods,
    schedule,
    totals,
    yearly,
)
from planner.results.ahead import Ahead, decision_tables, plain_tables, solves_again
from planner.results.assumptions import assumptions
from planner.results.limited_by import limited_by
from planner.results.line_view import route_comparison
from planner.results.names import names_table, reader_names
from planner.results.plan import Plan, SolveFacts
from planner.results.prices import prices
from planner.results.unit_cost import yearly_unit_cost
from planner.results.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planner.capacity import Capacity
    from planner.solve import Answer, Options
    from planner.solve.levels import Level
    from planner.tables.inputs import Inputs

_PER_CENT = 100.0


def plan(
    inputs: Inputs,
    capacity: Capacity,
    answer: Answer,
    found: Sequence[Level],
    choice: Answer | None = None,
    undecided: Inputs | None = None,
    ahead: Ahead | None = None,
    options: Options | None = None,
    *,
    missed: bool = True,
) -> Plan:
    """The plan that an answer says, as tables and key figures.

    Args:
        inputs: The case with everything decided.
        capacity: Its coefficients.
        answer: The answer of its program.
        found: What each objective came to.
        choice: The answer that decided what was left to the planner; None where nothing was.
        undecided: The case before that; None where nothing was left.
        ahead: How far to look ahead at decisions.
        options: How the plan was solved.
        missed: Whether it is told what missed gates, waits and absent copies cost, and what limits are worth: a solve
            for each.
    """
    view = View(inputs, capacity, answer)
    names = reader_names(inputs)
    installs = periods.installs(view)
    ahead = ahead or Ahead()
    asks = solves_again(ahead, missed=missed)
    gates = schedule.gates(view, missed=missed, costs=asks)
    planned = view.in_plan(installs)
    stages = view.in_plan(yearly.yearly_stages(view))
    limited = limited_by(view, gates, names)
    if asks:
        decided = decision_tables(view, limited, ahead, undecided or inputs, options)
    else:
        decided = plain_tables(view, limited, ahead)
    plan_by_year = yearly.yearly_plan(view, planned, decided["limited_by"])
    by_period = finance.period_money(view)
    money, unit_cost = finance.yearly_finance(view, by_period), yearly_unit_cost(view, planned)
    tables = {
        "periods": periods.periods(view),
        "period_make": periods.period_make(view),
        "period_overtime": periods.period_overtime(view),
        "period_buy": periods.period_buy(view),
        "period_ship": periods.period_ship(view),
        "period_stock": periods.period_stock(view),
        "period_sales": periods.period_sales(view),
        "period_pilots": periods.period_pilots(view),
        "period_plan": periods.period_plan(view, installs),
        "period_total": totals.period_total(view, installs),
        "period_finance": cash.period_finance(view, by_period),
        "period_payments": cash.period_payments(view),
        "yearly_plan": plan_by_year,
        "yearly_total": totals.yearly_total(view, plan_by_year),
        "yearly_lines": view.in_plan(yearly.yearly_lines(view, stages)),
        "yearly_stages": stages,
        "yearly_materials": view.in_plan(yearly.yearly_materials(view)),
        "yearly_finance": money,
        "yearly_unit_cost": unit_cost,
        "gates": gates,
        "investments": decided["investments"],
        "contracts": contracts.contracts(view),
        "decisions_due": decided["decisions_due"],
        "decisions": inputs["decisions"],
        "objective_terms": finance.objective_terms(view),
        "objective_levels": levels.objective_levels(view, found, names),
        "seed_facts": facts.seed_facts(view, names),
        "assumptions": assumptions(undecided or inputs),
        "names": names_table(names),
    }
    if (inputs["calendars"]["tier"] == SHIFT).any():
        tables["period_shifts"] = periods.period_shifts(view)
    if len(inputs["machines"]):
        tables["machines"] = schedule.machines(view)
    if len(inputs["maintenance"]):
        tables["maintenance"] = schedule.maintenance(view)
    if asks:
        tables["prices"] = prices(view)
    routes = route_comparison(undecided or inputs)
    if len(routes):
        tables["routes"] = routes.assign(dry_over_wet=routes["difference_percent"] / _PER_CENT)
    if inputs.changes:
        tables["overrides"] = overrides.overrides(inputs.changes)
    return Plan(
        case=inputs.case,
        scenario=inputs.scenario,
        tables={name: _in_columns(name, table, () if missed else schedule.MISSED) for name, table in tables.items()},
        kpis=figures.kpis(view, by_period, money, planned, unit_cost)
        | levels.target_answer(view, tables["objective_levels"], names),
        solve=_facts(answer, choice or answer, tables["objective_levels"], sum(level.seconds for level in found)),
        counts=(choice or answer).program.counts(),
        names=names,
    )


def _facts(answer: Answer, choice: Answer, found: pd.DataFrame, seconds: float) -> SolveFacts:
    """What the solver said of the decisions, and how far the plan that follows from them is from its bound."""
    stopped = found.loc[found["status"] != "optimal"]
    gaps = [replace(answer, bound=choice.bound).gap, *found["gap"].iloc[:-1].replace({np.nan: None})]
    return SolveFacts(
        status=str(choice.status) if stopped.empty else stopped["status"].iloc[0],
        solver=choice.solver,
        door=choice.door,
        objective=answer.objective,
        bound=choice.bound,
        gap=None if None in gaps else max(gaps),
        seconds=seconds if choice is answer else seconds + answer.seconds,
        unproven=tuple(stopped["meaning"]) if len(found) > 1 else (),
    )


@cache
def columns() -> dict[str, list[str]]:
    """Columns of every result table, from the result dictionary."""
    result: dict[str, list[str]] = {}
    dictionary = files(__package__).joinpath("dictionary.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(StringIO(dictionary)):
        result.setdefault(row["table"], []).append(row["column"])
    return result


def _in_columns(name: str, table: pd.DataFrame, without: Sequence[str] = ()) -> pd.DataFrame:
    """A table in the columns of the dictionary; a result without one of them is a fault and raises KeyError."""
    return table[[column for column in columns()[name] if column not in without]].reset_index(drop=True)
