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
from planner.results.audit.finding import EXACT, Finding, Sheet
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

    from planner.results.audit.finding import Decimals
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


@dataclass(frozen=True)
class Recomputed:
    """A plan computed again from its inputs.

    Attributes:
        findings: Everything that does not hold; none for a plan that does.
        value: Net present value less penalties, million money, of what the plan makes, buys and sells; NaN where its
            periods are not those of the case.
    """

    findings: list[Finding]
    value: float


def audit(
    inputs: Inputs,
    tables: Mapping[str, pd.DataFrame],
    kpis: Mapping[str, Number],
    objective: float | None = None,
) -> list[Finding]:
    """Everything of a plan that does not hold against its inputs; arguments as of `recomputed`."""
    return recomputed(inputs, tables, kpis, objective).findings


def recomputed(
    inputs: Inputs,
    tables: Mapping[str, pd.DataFrame],
    kpis: Mapping[str, Number],
    objective: float | None = None,
    decimals: Decimals = EXACT,
) -> Recomputed:
    """Recompute a plan from its inputs.

    Args:
        inputs: The case of the plan.
        tables: The plan's tables by name, with the columns of the dictionary of results.
        kpis: Its key figures.
        objective: What the solver said the plan is worth, million money, to be minimised; None: not told.
        decimals: Decimals of the columns that were rounded when the plan was written, by table and column.
    """
    sheet = Sheet(decimals)
    time = horizon(inputs, [str(name) for name in tables["periods"]["period"]])
    if not check_periods(sheet.of("periods"), tables["periods"], time):
        return Recomputed(sheet.findings, float("nan"))
    axes = {"yearly_finance": time.every_year}
    given = {name: pd.DataFrame(columns=list(columns)) for name, columns in OPTIONAL.items()} | dict(tables)
    read = {n: written(n, given[n], axes.get(n, time.labels if n.startswith("period_") else time.years)) for n in KEYS}
    copies = outputs(inputs, time)
    facts = _Facts(inputs, time, copies, market(inputs, time), read, ledger(inputs, read, copies, time))
    check_rows(sheet, inputs, read, copies, time)
    _check_limits(sheet, facts)
    floor = goods_check.floors(inputs, units_in(inputs))
    contracts.check_contracts(sheet.of("contracts"), tables["contracts"], inputs, facts.book, floor, time)
    _check_gates(sheet, facts, tables["gates"])
    _check_plan(sheet, facts)
    totals_follow.check_totals(sheet, tables, read["yearly_plan"], facts.book, inputs["targets"], time)
    value = _check_money(sheet, facts, tables, kpis, objective)
    return Recomputed(sheet.findings, value)


def _check_limits(sheet: Sheet, facts: _Facts) -> None:
    inputs, time, book, copies = facts.inputs, facts.time, facts.book, facts.copies
    units = units_in(inputs)
    floor = goods_check.floors(inputs, units)
    lines_check.check_output(sheet.of("period_make"), facts.read["period_make"], book, copies, time)
    lines_check.check_least_run(sheet.of("period_make"), inputs, book, copies, time)
    lines_check.check_stage_hours(sheet.of("period_make"), book, copies, time)
    lines_check.check_shift_crew(sheet.of("period_shifts"), facts.read["period_shifts"], book, copies, time)
    lines_check.check_overtime(sheet.of("period_overtime"), facts.read["period_overtime"], book, copies, time)
    goods_check.check_balance(sheet.of("period_stock"), inputs, book, floor, time)
    goods_check.check_stocks(sheet.of("period_stock"), inputs, book, floor, time)
    goods_check.check_space(sheet.of("period_stock"), inputs, book, time)
    goods_check.check_supply(sheet.of("period_buy"), inputs, book, floor)
    goods_check.check_lanes(sheet.of("period_ship"), inputs, book, floor, time)
    market_check.check_demand(sheet.of("period_sales"), facts.read["period_sales"], book, facts.asked, time)
    market_check.check_least(sheet.of("period_sales"), inputs, book, time)
    market_check.check_installs(sheet.of("period_sales"), inputs, book, facts.asked, time)
    market_check.check_growth(sheet.of("period_sales"), inputs, book, facts.asked, time)
    market_check.check_targets(sheet.of("period_sales"), inputs, book, time)
    caps_check.check_budgets(sheet.of("period_buy"), inputs, book, time)
    caps_check.check_release(sheet.of("period_make"), inputs, book, copies, units, time)


def _check_gates(sheet: Sheet, facts: _Facts, table: pd.DataFrame) -> None:
    inputs, time, sop = facts.inputs, facts.time, facts.asked.sop
    dated = gates.gate_months(inputs, sop, time)
    wanted = fleets.needs(inputs, dated, facts.book, units_in(inputs), time)
    fleets.check_fleets(sheet.of("period_pilots"), wanted, dated, time)
    fleets.check_windows(sheet.of("decisions"), inputs, dated)
    fleets.check_gates(sheet.of("gates"), table, dated, wanted, sop, time)
    if "if_missed" in table:  # plans of a study leave it out
        missed.check_missed(sheet.of("gates"), inputs, table, dated, sop)


def _check_plan(sheet: Sheet, facts: _Facts) -> None:
    inputs, time, book, copies, read = facts.inputs, facts.time, facts.book, facts.copies, facts.read
    energy = energy_of(inputs)
    values = plan_follows.plan_values(inputs, book, facts.asked, energy, time)
    plan_follows.check_period_plan(sheet.of("period_plan"), read["period_plan"], values, time)
    plan_follows.check_yearly_plan(sheet.of("yearly_plan"), read["yearly_plan"], values, time)
    plan_follows.check_targets_shown(sheet.of("yearly_plan"), read["yearly_plan"], inputs["targets"], time)
    lines_follow.check_yearly_lines(sheet.of("yearly_lines"), read["yearly_lines"], inputs, book, copies, energy, time)
    stages_follow.check_yearly_stages(sheet.of("yearly_stages"), read["yearly_stages"], book, copies, inputs, time)
    possible = stages_follow.reach(book, copies, time)
    mixed = {output.copy.line for output in copies.values() if len(output.items) > 1}
    stages_follow.check_headroom(sheet.of("yearly_stages"), read["yearly_stages"], possible, mixed, time)
    stages_follow.check_bottlenecks(
        sheet.of("yearly_stages"), read["yearly_lines"], read["yearly_stages"], copies, possible, time
    )


def _check_money(
    sheet: Sheet,
    facts: _Facts,
    tables: Mapping[str, pd.DataFrame],
    kpis: Mapping[str, Number],
    objective: float | None,
) -> float:
    """The checks of money; gives what the plan is worth by the flows that they go by."""
    inputs, time, book = facts.inputs, facts.time, facts.book
    owned = [output.copy for output in facts.copies.values()]
    bought = machines.extra_machines(inputs)
    spent = spending(inputs, owned, time, bought)
    tiers.check_shifts(sheet.of("decisions"), inputs)
    if len(inputs["maintenance"]):
        upkeep.check_jobs(sheet.of("maintenance"), inputs, tables["maintenance"])
    decided_check.check_decided(sheet.of("decisions"), inputs, owned, bought, time)
    decisions_follow.check_decisions(sheet.of("decisions"), tables["decisions"], inputs)
    if len(inputs["machines"]):
        machines.check_listed(sheet.of("machines"), tables["machines"], bought)
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
    buying_follows.check_materials(sheet.of("yearly_materials"), facts.read["yearly_materials"], inputs, book, time)
    stock = worth.stock_value(inputs, book, time)
    money_follows.check_finance(sheet.of("yearly_finance"), facts.read["yearly_finance"], inputs, flows, stock, time)
    cost = unit_cost.unit_cost(inputs, book, facts.copies, spent, energy, time)
    unit_cost.check_unit_cost(sheet.of("yearly_unit_cost"), facts.read["yearly_unit_cost"], cost, time)
    money_follows.check_terms(
        sheet.of("objective_terms"), tables["objective_terms"], flows.terms(time.factor), objective
    )
    levels_check.check_levels(sheet.of("objective_levels"), tables["objective_levels"], inputs, book, flows, time)
    levels_check.check_target(sheet.of("objective_levels"), tables["objective_levels"], inputs, book, flows, time)
    buying_follows.check_investments(
        sheet.of("investments"),
        tables["investments"],
        inputs,
        owned,
        spent.of_copy,
        totals["total_production_installs"],
    )
    due_follow.check_due(
        sheet.of("decisions_due"), tables["decisions_due"], inputs, owned, spent.of_copy, facts.asked.sop, time
    )
    mature.check_mature(sheet.of("investments"), tables["investments"], inputs, energy, time)
    figures.check_kpis(sheet.of("kpis"), kpis, figures.Known(inputs, flows, facts.asked, time, totals, cost))
    return float(sum(flows.terms(time.factor).values()))
