"""The checks by section: limits, gates, and what the plan says of installs, lines and stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.results.audit import (
    caps_check,
    fleets,
    gates,
    goods_check,
    lines_check,
    lines_follow,
    market_check,
    missed,
    plan_follows,
    stages_follow,
)
from planner.results.audit.bom import energy_of, units_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.market import Market
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs


@dataclass(frozen=True)
class Facts:
    """What the checks share: the case as the audit understands it, and the plan as it is booked.

    Attributes:
        inputs, time, copies, asked: The case, its periods, its line copies and its market.
        read: The plan's tables by period or year.
        book: Its amounts and flows.
    """

    inputs: Inputs
    time: Horizon
    copies: Mapping[Key, CopyOutput]
    asked: Market
    read: Mapping[str, Written]
    book: Ledger


def check_limits(sheet: Sheet, facts: Facts) -> None:
    """Limits of lines, goods, markets and years."""
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


def check_gates_table(sheet: Sheet, facts: Facts, tables: Mapping[str, pd.DataFrame]) -> None:
    """Gates with their fleets, and the table that tells of them."""
    table = tables["gates"]
    inputs, time, sop = facts.inputs, facts.time, facts.asked.sop
    dated = gates.gate_months(inputs, sop, time)
    wanted = fleets.needs(inputs, dated, facts.book, units_in(inputs), time)
    fleets.check_fleets(sheet.of("period_pilots"), wanted, dated, time)
    fleets.check_windows(sheet.of("decisions"), inputs, dated)
    fleets.check_gates(sheet.of("gates"), table, dated, wanted, sop, time)
    if "if_missed" in table:  # plans of a study leave it out
        missed.check_missed(sheet.of("gates"), inputs, table, dated, sop, asked="prices" in tables)


def check_plan(sheet: Sheet, facts: Facts) -> None:
    """Installs, lines and stages, by period and by year."""
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
