"""Runs every check of a plan, in the order in which a reader would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.results.audit import (
    buying_follows,
    caps_check,
    contracts,
    decided_check,
    decisions_follow,
    due_follow,
    figures,
    fleets,
    gates,
    goods_check,
    levels_check,
    lines_check,
    lines_follow,
    machines,
    market_check,
    mature,
    missed,
    money_follows,
    plan_follows,
    stages_follow,
    tiers,
    totals_follow,
    unit_cost,
    upkeep,
    worth,
)
from planner.results.audit.bom import energy_of, units_in
from planner.results.audit.capex import spending
from planner.results.audit.days import Horizon, horizon
from planner.results.audit.finding import Finding, Sheet
from planner.results.audit.frames import table as by_key
from planner.results.audit.horizon_check import check_periods
from planner.results.audit.ledger import Ledger, ledger
from planner.results.audit.market import Market, market
from planner.results.audit.money import money
from planner.results.audit.output import CopyOutput, outputs
from planner.results.audit.rows import check_rows
from planner.results.audit.written import KEYS, OPTIONAL, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.audit.written import Key, Written
    from planner.results.plan import Number
    from planner.tables.inputs import Inputs


@dataclass(frozen=True)
class _Facts:
    """What the checks share: the case as the audit understands it, and the plan as it is booked."""

    inputs: Inputs
    time: Horizon
    copies: Mapping[Key, CopyOutput]
    asked: Market
    read: Mapping[str, Written]
    book: Ledger


def audit(
    inputs: Inputs,
    tables: Mapping[str, pd.DataFrame],
    kpis: Mapping[str, Number],
    objective: float | None = None,
) -> list[Finding]:
    """Recompute a plan from its inputs.

    Args:
        inputs: The case of the plan.
        tables: The plan's tables by name, with the columns of the dictionary of results.
        kpis: Its key figures.
        objective: What the solver said the plan is worth, million money, to be minimised; None: not told.

    Returns:
        Everything that does not hold; an empty list for a plan that does.
    """
    sheet = Sheet()
    time = horizon(inputs, [str(name) for name in tables["periods"]["period"]])
    if not check_periods(sheet, tables["periods"], time):
        return sheet.findings
    axes = {"yearly_finance": time.every_year}
    given = {name: pd.DataFrame(columns=list(columns)) for name, columns in OPTIONAL.items()} | dict(tables)
    read = {n: written(n, given[n], axes.get(n, time.labels if n.startswith("period_") else time.years)) for n in KEYS}
    copies = outputs(inputs, time)
    facts = _Facts(inputs, time, copies, market(inputs, time), read, ledger(inputs, read, copies, time))
    check_rows(sheet, inputs, read, copies, time)
    _check_limits(sheet, facts)
    floor = goods_check.floors(inputs, units_in(inputs))
    contracts.check_contracts(sheet, tables["contracts"], inputs, facts.book, floor, time)
    _check_gates(sheet, facts, tables["gates"])
    _check_plan(sheet, facts)
    totals_follow.check_totals(sheet, tables, read["yearly_plan"], facts.book, inputs["targets"], time)
    _check_money(sheet, facts, tables, kpis, objective)
    return sheet.findings


def _check_limits(sheet: Sheet, facts: _Facts) -> None:
    inputs, time, book, copies = facts.inputs, facts.time, facts.book, facts.copies
    units = units_in(inputs)
    floor = goods_check.floors(inputs, units)
    lines_check.check_output(sheet, facts.read["period_make"], book, copies, time)
    lines_check.check_least_run(sheet, inputs, book, copies, time)
    lines_check.check_stage_hours(sheet, book, copies, time)
    lines_check.check_shift_crew(sheet, facts.read["period_shifts"], book, copies, time)
    lines_check.check_overtime(sheet, facts.read["period_overtime"], book, copies, time)
    goods_check.check_balance(sheet, inputs, book, floor, time)
    goods_check.check_stocks(sheet, inputs, book, floor, time)
    goods_check.check_space(sheet, inputs, book, time)
    goods_check.check_supply(sheet, inputs, book, floor)
    goods_check.check_lanes(sheet, inputs, book, floor, time)
    market_check.check_demand(sheet, facts.read["period_sales"], book, facts.asked, time)
    market_check.check_least(sheet, inputs, book, time)
    market_check.check_installs(sheet, inputs, book, facts.asked, time)
    market_check.check_growth(sheet, inputs, book, facts.asked, time)
    market_check.check_targets(sheet, inputs, book, time)
    caps_check.check_budgets(sheet, inputs, book, time)
    caps_check.check_release(sheet, inputs, book, copies, units, time)


def _check_gates(sheet: Sheet, facts: _Facts, table: pd.DataFrame) -> None:
    inputs, time, sop = facts.inputs, facts.time, facts.asked.sop
    dated = gates.gate_months(inputs, sop, time)
    wanted = fleets.needs(inputs, dated, facts.book, units_in(inputs), time)
    fleets.check_fleets(sheet, wanted, dated, time)
    fleets.check_windows(sheet, inputs, dated)
    fleets.check_gates(sheet, table, dated, wanted, sop, time)
    if "if_missed" in table:  # plans of a study leave it out
        missed.check_missed(sheet, inputs, table, dated, sop)


def _check_plan(sheet: Sheet, facts: _Facts) -> None:
    inputs, time, book, copies, read = facts.inputs, facts.time, facts.book, facts.copies, facts.read
    energy = energy_of(inputs)
    values = plan_follows.plan_values(inputs, book, facts.asked, energy, time)
    plan_follows.check_period_plan(sheet, read["period_plan"], values, time)
    plan_follows.check_yearly_plan(sheet, read["yearly_plan"], values, time)
    plan_follows.check_targets_shown(sheet, read["yearly_plan"], inputs["targets"], time)
    lines_follow.check_yearly_lines(sheet, read["yearly_lines"], inputs, book, copies, energy, time)
    stages_follow.check_yearly_stages(sheet, read["yearly_stages"], book, copies, inputs, time)
    possible = stages_follow.reach(book, copies, time)
    mixed = {output.copy.line for output in copies.values() if len(output.items) > 1}
    stages_follow.check_headroom(sheet, read["yearly_stages"], possible, mixed, time)
    stages_follow.check_bottlenecks(sheet, read["yearly_lines"], read["yearly_stages"], copies, possible, time)


def _check_money(
    sheet: Sheet,
    facts: _Facts,
    tables: Mapping[str, pd.DataFrame],
    kpis: Mapping[str, Number],
    objective: float | None,
) -> None:
    inputs, time, book = facts.inputs, facts.time, facts.book
    owned = [output.copy for output in facts.copies.values()]
    bought = machines.extra_machines(inputs)
    spent = spending(inputs, owned, time, bought)
    tiers.check_shifts(sheet, inputs)
    if len(inputs["maintenance"]):
        upkeep.check_jobs(sheet, inputs, tables["maintenance"])
    decided_check.check_decided(sheet, inputs, owned, bought, time)
    decisions_follow.check_decisions(sheet, tables["decisions"], inputs)
    if len(inputs["machines"]):
        machines.check_listed(sheet, tables["machines"], bought)
    flows = money(inputs, book, facts.asked, facts.copies, spent, time)
    energy, vehicles = energy_of(inputs), by_key(inputs["programmes"], "programme", "item")
    held = {p: (book.installs[p] + book.pilots[p]) * energy.get(item, 0.0) for p, item in vehicles.items()}
    counted: dict[str, Mapping[Any, Any]] = {
        "total_demand": facts.asked.demand,
        "total_gwh": held,
        "total_production_installs": book.installs,
        "total_pilot_installs": book.pilots,
        "total_shortfall": book.amounts["shortfall"],
    }
    totals = {n: float(sum(v[: time.planned].sum() for v in values.values())) for n, values in counted.items()}
    buying_follows.check_materials(sheet, facts.read["yearly_materials"], inputs, book, time)
    stock = worth.stock_value(inputs, book, time)
    money_follows.check_finance(sheet, facts.read["yearly_finance"], inputs, flows, stock, time)
    cost = unit_cost.unit_cost(inputs, book, facts.copies, spent, energy, time)
    unit_cost.check_unit_cost(sheet, facts.read["yearly_unit_cost"], cost, time)
    money_follows.check_terms(sheet, tables["objective_terms"], flows.terms(time.factor), objective)
    levels_check.check_levels(sheet, tables["objective_levels"], inputs, book, flows, time)
    levels_check.check_target(sheet, tables["objective_levels"], inputs, book, flows, time)
    buying_follows.check_investments(
        sheet, tables["investments"], inputs, owned, spent.of_copy, totals["total_production_installs"]
    )
    due_follow.check_due(sheet, tables["decisions_due"], inputs, owned, spent.of_copy, facts.asked.sop, time)
    mature.check_mature(sheet, tables["investments"], inputs, energy, time)
    figures.check_kpis(sheet, kpis, figures.Known(inputs, flows, facts.asked, time, totals, cost))
