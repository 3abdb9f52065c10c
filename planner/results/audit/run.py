"""Runs every check of a plan, in the order in which a reader would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.results.audit import (
    buying_follows,
    cash_follow,
    contracts,
    decided_check,
    decisions_follow,
    due_follow,
    figures,
    goods_check,
    levels_check,
    machines,
    mature,
    money_follows,
    tiers,
    totals_follow,
    unit_cost,
    upkeep,
    worth,
)
from planner.results.audit.bom import energy_of, units_in
from planner.results.audit.capex import spending
from planner.results.audit.days import horizon
from planner.results.audit.finding import EXACT, Finding, Sheet
from planner.results.audit.frames import table as by_key
from planner.results.audit.horizon_check import check_periods
from planner.results.audit.ledger import ledger
from planner.results.audit.market import market
from planner.results.audit.money import money
from planner.results.audit.output import outputs
from planner.results.audit.rows import check_rows
from planner.results.audit.sections import Facts, check_gates_table, check_limits, check_plan
from planner.results.audit.written import KEYS, OPTIONAL, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.audit.finding import Decimals
    from planner.results.plan import Number
    from planner.tables.inputs import Inputs


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
    facts = Facts(inputs, time, copies, market(inputs, time), read, ledger(inputs, read, copies, time))
    check_rows(sheet, inputs, read, copies, time)
    check_limits(sheet, facts)
    floor = goods_check.floors(inputs, units_in(inputs))
    contracts.check_contracts(sheet.of("contracts"), tables["contracts"], inputs, facts.book, floor, time)
    check_gates_table(sheet, facts, tables)
    check_plan(sheet, facts)
    totals_follow.check_totals(sheet, tables, read["yearly_plan"], facts.book, inputs["targets"], time)
    value = _check_money(sheet, facts, tables, kpis, objective)
    return Recomputed(sheet.findings, value)


def _check_money(
    sheet: Sheet,
    facts: Facts,
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
    cash_follow.check_cash(sheet, tables, inputs, flows, time)
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
