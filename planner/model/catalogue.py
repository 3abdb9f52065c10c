"""Every family and cost term of the program with the tables that it reads: the program's table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import days, overlap_days
from planner.capacity import gates
from planner.capacity.vintages import OPTION
from planner.keys import picked
from planner.model import (
    balance,
    contracts,
    costs,
    flows,
    groups,
    investment,
    machines,
    maintenance,
    parts,
    production,
    rollout,
    shifts,
    starts,
)
from planner.model.assemble import Program, assemble
from planner.model.binding import binding_load
from planner.model.columns import Variables, variables
from planner.model.machines import Extras, Packed
from planner.model.maintenance import Upkeep
from planner.model.opening import Opening
from planner.model.past import given_past
from planner.model.shifts import Shifts
from planner.model.stability import stability
from planner.model.states import OF, in_states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.capacity import Capacity
    from planner.capacity.rollout import Rollout
    from planner.keys import Table
    from planner.model.algebra import Cost, Rows
    from planner.tables.inputs import Inputs

FAMILIES = (
    production.copy_output,
    production.stage_hours,
    production.overtime_limit,
    production.least_run,
    balance.item_balance,
    balance.stock_use,
    balance.stock_least,
    balance.stock_days,
    balance.stock_most,
    balance.shelf_life,
    balance.storage_space,
    balance.supply_limit,
    contracts.contract_most,
    contracts.take_or_pay,
    balance.lane_limit,
    balance.line_release,
    rollout.demand_limit,
    rollout.demand_least,
    rollout.install_limit,
    rollout.pilots_made,
    rollout.growth,
    rollout.pilot_fleet,
    rollout.gate_line,
    starts.sop_state,
    starts.gate_state,
    starts.gate_after,
    starts.sop_after_gates,
    rollout.pilots_wanted,
    rollout.target,
    investment.copy_state,
    investment.copy_order,
    parts.copy_part,
    parts.copy_day,
    investment.capex_budget,
    investment.floor_cap,
    groups.group_most,
    groups.group_least,
    groups.group_route,
    groups.group_exclusive,
    machines.machine_most,
    machines.package_most,
    shifts.shift_state,
    shifts.shift_hours,
    shifts.shift_copies,
    shifts.shift_crew,
    maintenance.maintenance_done,
    maintenance.maintenance_copies,
    rollout.yearly_cap,
)


def program(inputs: Inputs, capacity: Capacity) -> Program:
    """The linear program of a case."""
    v = variables(inputs, capacity)
    rows = [_in_states(family, v) for family in constraints(v, inputs, capacity) if len(family)]
    assembled = assemble(v.families(), rows, objective(v, inputs, capacity))
    return given_past(assembled, inputs["past"], capacity.time.periods)


def _in_states(family: Rows, v: Variables) -> Rows:
    """A family with its sums over dates of decisions written in states (`*_state` defines them and stays)."""
    for dates, (state, of) in OF.items() if not family.name.endswith("_state") else ():
        family = in_states(family, getattr(v, dates), getattr(v, state), of)
    return family


def constraints(v: Variables, inputs: Inputs, capacity: Capacity, *, every: bool = False) -> Iterator[Rows]:
    """The constraint families of the case.

    Args:
        v: Its variables.
        inputs: The case.
        capacity: Its coefficients.
        every: Whether families of what the case leaves no choice of are looked for too: they have no rows.
    """
    made, periods = capacity.output, capacity.time.periods
    period_days = periods["days"].to_numpy(dtype=float)
    binding = binding_load(v.make.arrays, made.load, made.hours)
    opening, extras, packed = opening_of(v, capacity), extras_of(v, capacity), packed_of(v, capacity)
    worked, upkeep = Shifts(v.shift, v.in_shift, opening), Upkeep(v.down, v.at_work, made.lost, opening)
    into, out, base_use = flows.inflows(v), flows.outflows(v, worked, made), flows.base_use(opening, made)
    stocks = inputs["stocks"]
    yield production.copy_output(
        make=v.make,
        opening=opening,
        extras=extras,
        packed=packed,
        shifts=worked,
        binding=binding,
        hours=made.hours,
    )
    yield production.stage_hours(
        make=v.make,
        overtime=v.overtime,
        opening=opening,
        extras=extras,
        upkeep=upkeep,
        binding=binding,
        hours=made.hours,
    )
    yield production.overtime_limit(v.overtime, opening)
    yield production.least_run(v.make, opening)
    yield balance.item_balance(v.stock, into, out, base_use, stocks)
    yield balance.stock_use(v.use, out, base_use)
    yield balance.stock_least(v.stock, stocks, last=len(periods) - 1)
    yield balance.stock_days(v.stock, v.use, stocks, period_days)
    yield balance.stock_most(v.stock, stocks)
    yield balance.shelf_life(v.stock, v.use, stocks, period_days)
    yield balance.storage_space(v.stock, inputs["sites"], inputs["items"])
    yield balance.supply_limit(v.buy, capacity.supply)
    yield contracts.contract_most(v.buy, v.sign, capacity.contracts)
    yield contracts.take_or_pay(v.buy, v.untaken, v.sign, capacity.contracts)
    yield balance.lane_limit(v.ship, periods["months"].to_numpy())
    ends = periods["end"].to_numpy()
    yield balance.line_release(v.released, v.make, v.buy, v.pilot, capacity.content, stocks, ends)
    begun = capacity.rollout
    yield rollout.demand_limit(v.sell, v.shortfall, v.late, v.sop, begun.sop_demand)
    yield rollout.demand_least(v.sell, v.least_missing, inputs["demand"], overlap_days(inputs["demand"], periods))
    yield rollout.install_limit(v.make, v.pilot, v.sop, begun.most_installs, begun.sop_installs)
    yield rollout.pilots_made(v.make, v.pilot, stocks)
    months = _season_months(inputs["programmes"], begun.season_months)
    yield rollout.growth(v.make, v.pilot, v.sop, inputs["growth"], months, periods["mid"].to_numpy())
    yield rollout.pilot_fleet(v.pilot, v.gate_start, begun.fleet_needs, begun.fleet_options)
    content, makers = capacity.content, inputs["line_items"]
    yield rollout.gate_line(v.make, v.gate_start, begun.line_needs, begun.line_options, content, makers)
    if every or len(v.sop) or begun.free:
        yield from _starts(v, inputs, begun)
    yield rollout.pilots_wanted(v.pilot, v.pilot_missing)
    asked = _with_items(inputs["targets"], inputs["programmes"])
    yield rollout.target(v.make, v.pilot, v.target_missing, asked, days(periods["start"]))
    # Of what a case has decided there are no rows, and it takes time to find that out family by family.
    if every or len(capacity.group_limits) or any(map(len, (v.open, v.extra, v.package, v.route))):
        yield from _copies(v, opening, extras, inputs, capacity)
    if every or any(map(len, (v.shift, v.in_shift, v.standby, v.down, v.at_work))):
        yield from _of_lines(v, worked, upkeep, made.usage)
    yield rollout.yearly_cap(v.buy, inputs["budgets"], inputs["items"], periods["year"].to_numpy())


def _starts(v: Variables, inputs: Inputs, begun: Rollout) -> Iterator[Rows]:
    """Families of starts of production and gates that are left open."""
    yield starts.sop_state(v.sop, v.producing)
    yield starts.gate_state(v.gate_start, v.begun)
    yield starts.gate_after(v.gate_start, begun.free, begun.gate_dates, inputs["gate_order"])
    needed = gates.needed(inputs["programme_gates"], inputs["gate_order"])
    yield starts.sop_after_gates(v.sop, v.gate_start, begun.free, begun.coming, needed)


def _copies(v: Variables, opening: Opening, extras: Extras, inputs: Inputs, capacity: Capacity) -> Iterator[Rows]:
    """Families of copies and machines that may be bought."""
    yield investment.copy_state(v.open, v.running)
    yield investment.copy_order(v.running, inputs["lines"])
    yield parts.copy_part(v.open, v.dated)
    yield parts.copy_day(v.dated)
    yield investment.capex_budget(
        opening,
        (extras, capacity.machine_spend),
        (packed_of(v, capacity), capacity.packages.spend),
        capacity.spend,
        inputs["budgets"],
    )
    yield investment.floor_cap(opening, capacity.floor, inputs["budgets"])
    yield groups.group_most(opening, capacity.group_limits, capacity.group_copies)
    yield groups.group_least(opening, capacity.group_limits, capacity.group_copies)
    yield groups.group_route(v.open, v.route)
    yield groups.group_exclusive(v.route)
    yield machines.machine_most(v.extra, opening)
    yield machines.package_most(v.package, opening)


def _of_lines(v: Variables, worked: Shifts, upkeep: Upkeep, usage: pd.DataFrame) -> Iterator[Rows]:
    """Families of shifts and maintenance, which are decided for a line and hold for all its copies."""
    yield shifts.shift_state(v.shift)
    yield shifts.shift_hours(v.overtime, worked)
    yield shifts.shift_copies(worked)
    yield shifts.shift_crew(v.make, v.standby, worked, usage)
    yield maintenance.maintenance_done(v.down)
    yield maintenance.maintenance_copies(upkeep)


def opening_of(v: Variables, capacity: Capacity) -> Opening:
    """Which vintages run whatever is decided, and the columns that open the others."""
    return Opening(v.open, (capacity.vintages["status"] != OPTION).to_numpy(), capacity.pools)


def extras_of(v: Variables, capacity: Capacity) -> Extras:
    """Extra machines that are left open."""
    return Extras(v.extra, capacity.output.machine_hours)


def packed_of(v: Variables, capacity: Capacity) -> Packed:
    """Packages of machines that options of copies may come with."""
    return Packed(v.package, capacity.packages.good)


def objective(v: Variables, inputs: Inputs, capacity: Capacity) -> list[Cost]:
    """Every term of the objective."""
    periods, discount = capacity.time.periods, capacity.discount
    months = periods["months"].to_numpy()
    ends = days(periods["end"])
    opening, extras, packed = opening_of(v, capacity), extras_of(v, capacity), packed_of(v, capacity)
    sets = capacity.packages
    terms = [
        *costs.sales(v.sell, capacity.prices, discount),
        *costs.purchases(v.buy, inputs["items"], discount),
        *costs.contracts(v.untaken, v.sign, capacity.contracts, discount),
        *costs.line_cost(v.make, discount),
        *costs.fixed_cost(opening, capacity.fixed_cost, discount),
        *costs.freight(v.ship, discount),
        *costs.holding(v.stock, inputs["stocks"], months, discount),
        *costs.shortfall(v.shortfall, inputs["programmes"], discount),
        *costs.late_cost(v.late, months, discount),
        *costs.least_penalty(v.least_missing, ends, discount),
        *costs.missing_pilots(v.pilot_missing, ends, discount),
        *costs.missed_targets(v.target_missing, ends, discount),
        *costs.capex(opening, capacity.spend, capacity.residual, capacity.residual_factor),
        *costs.machines(extras, capacity.machine_spend, capacity.machine_residual, capacity.residual_factor),
        *costs.packages(packed, sets.spend, sets.residual, capacity.residual_factor),
    ]
    written_off = [
        *costs.depreciation(opening, capacity.depreciation, discount),
        *costs.machine_depreciation(extras, capacity.machine_depreciation, discount),
        *costs.package_depreciation(packed, sets.depreciation, discount),
    ]
    taxed = costs.tax([*terms, *written_off], inputs.case.tax_rate)
    return [*terms, *taxed, *stability(v, inputs["decisions"], inputs.case)]


def _season_months(programmes: pd.DataFrame, weights: np.ndarray) -> Table:
    """Months times season from the start of production on, by programme and period: programme, item, period, weight."""
    order = np.argsort(programmes["programme"].to_numpy(), kind="stable")
    size = weights.shape[1]
    rows = picked(programmes, ["programme", "item"], np.repeat(order, size))
    return {**rows, "period": np.tile(np.arange(size), len(order)), "weight": weights[order].ravel()}


def _with_items(targets: pd.DataFrame, programmes: pd.DataFrame) -> pd.DataFrame:
    """Targets with the list of items that count: of the programme, or of all."""
    every = programmes["item"].tolist()
    own = programmes.set_index("programme")["item"].to_dict()
    items = [[own[p]] if p else every for p in targets["programme"]]
    return targets.assign(item=pd.Series(items, index=targets.index, dtype=object))
