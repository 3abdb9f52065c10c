from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from audit.audit_toy_inputs import case, frame, toy_inputs
from audit.audit_toy_rows import MONTHS, ROWS

import planner.results.audit
from planner.results.audit.capex import spending
from planner.results.audit.copies import line_copies
from planner.results.audit.days import discount, first_of, horizon
from planner.results.audit.finding import Sheet
from planner.results.audit.gates import gate_months
from planner.results.audit.goods_check import _use_ahead
from planner.results.audit.market import market
from planner.tables.inputs import Inputs, Steps

if TYPE_CHECKING:
    from planner.results.audit.days import Horizon


def time_of(inputs: Inputs) -> Horizon:
    return horizon(inputs, MONTHS)


def altered(table: str, at: int = 0, **values: Any) -> Inputs:
    rows = [dict(row) for row in ROWS[table]]
    rows[at] |= values
    return toy_inputs(**{table: rows})


def stepped(**settings: Any) -> Inputs:
    empty = toy_inputs()
    return Inputs(replace(empty.case, **settings), {**empty.tables, "periods": frame("periods", [])}, Path())


def test_the_audit_shares_nothing_with_what_made_the_plan() -> None:
    allowed = ("planner.results.audit", "planner.messages", "planner.tables.inputs", "planner.results.plan")
    folder = Path(planner.results.audit.__file__).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith("planner") or name.startswith(allowed), f"{file.name}: {name}"
                assert not name.startswith(("networkx", "pulp", "highspy", "scipy")), f"{file.name}: {name}"


def test_steps_cut_the_horizon_at_ends_of_months_quarters_and_years() -> None:
    steps = (
        Steps(dt.date(2026, 2, 28), "month"),
        Steps(dt.date(2026, 12, 31), "quarter"),
        Steps(dt.date(2027, 12, 31), "year"),
    )
    time = horizon(stepped(start=dt.date(2026, 1, 15), end=dt.date(2027, 6, 30), steps=steps), [])
    # January from the 15th, February, the rest of the first quarter, three quarters, half a year.
    assert [str(d) for d in time.last] == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31", "2027-06-30",
    ]  # fmt: skip
    # 17 of 31 days, then whole months; mid-March is half a month and 17/31 and one later.
    assert time.months == pytest.approx([17 / 31, 1, 1, 3, 3, 3, 6])
    assert time.mid[2] == pytest.approx(17 / 31 + 1.5)


def test_weeks_end_on_sundays_and_at_the_turn_of_the_year() -> None:
    # Thursday 24 December 2026.
    steps = (Steps(dt.date(2027, 1, 10), "week"),)
    time = horizon(stepped(start=dt.date(2026, 12, 24), end=dt.date(2027, 1, 10), steps=steps), [])
    assert [str(d)[5:] for d in time.last] == ["12-27", "12-31", "01-03", "01-10"]
    assert time.year.tolist() == [2026, 2026, 2027, 2027]
    # 24 to 27, 28 to 31 December; 1 to 3, 4 to 10 January.
    assert time.days.tolist() == [4, 4, 3, 7]


def test_money_loses_value_by_months() -> None:
    # 10 % a year: after 6 months 1.1 ** -0.5.
    assert discount(case(discount_rate=0.1), np.array([0.0, 6.0, 12.0])) == pytest.approx([1.0, 1.1**-0.5, 1 / 1.1])


def test_demand_counts_from_the_start_of_production() -> None:
    # Start on 17 December: 15 of its 31 days, January twice, February: weights 15/31, 2, 1.
    decisions = [ROWS["decisions"][0], {**ROWS["decisions"][1], "date": "2026-12-17"}]
    inputs = toy_inputs(decisions=decisions)
    share = 80 / (15 / 31 + 3)
    asked = market(inputs, time_of(inputs)).demand["P", "all"]
    assert asked == pytest.approx([0, 0, share * 15 / 31, 2 * share, share])


def test_demand_of_a_range_before_the_start_of_production_keeps_its_season() -> None:
    demand = [{**ROWS["demand"][0], "to": "2026-11-30"}]
    inputs = toy_inputs(demand=demand)
    assert market(inputs, time_of(inputs)).demand["P", "all"].tolist() == [40.0, 40.0, 0.0, 0.0, 0.0]


def test_what_is_owed_keeps_the_last_price_when_nothing_more_is_asked_for() -> None:
    demand = [{**ROWS["demand"][0], "to": "2026-12-31"}]
    asked = market(toy_inputs(demand=demand), time_of(toy_inputs()))
    assert asked.demand["P", "all"].tolist() == [0.0, 0.0, 80.0, 0.0, 0.0]
    # Before the start of production, on the days of the range, its prices are those of production that always runs.
    assert asked.late_cost["P", "all"].tolist() == pytest.approx([5.0] * 5)
    assert asked.shortfall_penalty["P", "all"].tolist() == pytest.approx([100.0] * 5)


def test_demand_levels_fall_back_to_base() -> None:
    inputs = altered("demand", high=160.0)
    for level, total in (("low", 80.0), ("base", 80.0), ("high", 160.0)):
        changed = Inputs(replace(inputs.case, demand_level=level), inputs.tables, Path())  # type: ignore[arg-type]
        assert market(changed, time_of(changed)).demand["P", "all"].sum() == pytest.approx(total)


@pytest.mark.parametrize(
    ("season", "starts"),
    [
        # SOP 2026-12-15: COLD (2 months) may end with November; DRIVE (1 month) goes before it.
        ({}, ("2026-10-01", "2026-09-01")),
        # In winter alone, November to March, it needs two months of one winter: February and March 2026.
        ({"season_from": 11, "season_to": 3}, ("2026-02-01", "2026-01-01")),
    ],
)
def test_gates_run_backwards_in_their_seasons(season: dict[str, int], starts: tuple[str, str]) -> None:
    inputs = toy_inputs(
        gates=[
            {"gate": "COLD", "months": 2, **season},
            {"gate": "DRIVE", "months": 1},
            {"gate": "FREE", "months": 1},
        ],
        gate_order=[{"gate": "COLD", "after": "DRIVE"}],
        programme_gates=[{"programme": "P", "gate": "COLD"}],
        decisions=[{"action": "sop", "object": "P", "date": "2026-12-15"}],
    )
    time = time_of(inputs)
    dated = gate_months(inputs, {"P": np.datetime64("2026-12-15")}, time)
    assert {g: str(first_of(d.start)) for g, d in dated.items()} == {"COLD": starts[0], "DRIVE": starts[1]}
    assert dated["DRIVE"].until == dated["COLD"].start == dated["DRIVE"].deadline


def test_use_ahead_takes_parts_of_periods_and_goes_on_after_the_horizon() -> None:
    inputs = toy_inputs()
    # One a day in October to January, two in February. 40 days after January: 28 x 2 and 12 more at 2.
    daily = np.array([1.0, 1.0, 1.0, 1.0, 2.0])
    assert _use_ahead(daily, 40.0, time_of(inputs)).tolist() == pytest.approx([40, 40, 31 + 9 * 2, 80, 80])


def test_capex_before_the_horizon_is_sunk_and_priced_by_the_order_year() -> None:
    # Lead 3 months: ordered in September 2026, before the horizon; half is sunk, half paid in December.
    inputs = altered("lines", 1, lead_months=3)
    spent = spending(inputs, line_copies(inputs), time_of(inputs))
    assert (spent.by_year, spent.of_copy["NEW", "1", "2026-12-01"]) == ({"2026": 75.0, "2027": 0.0}, 150.0)
    assert spent.by_period.tolist() == [0.0, 0.0, 75.0, 0.0, 0.0]
    # On stream in February with lead 1: ordered in January 2027 at 90 and, without a later row, 50.
    late = toy_inputs(decisions=[{"action": "on_stream", "object": "NEW", "date": "2027-02-01"}])
    spent = spending(late, line_copies(late), time_of(late))
    assert spent.by_year == {"2026": 0.0, "2027": 140.0}


def test_the_tolerance_grows_with_the_number_and_never_passes_no_number() -> None:
    sheet = Sheet()
    sheet.at_most("budget", "x", ["a"] * 4, [1e6 + 0.5, 1e6 + 2.0, np.nan, 5.0], [1e6, 1e6, 1e6, np.inf], "kg")
    assert sheet.findings[0].found == 1e6 + 2.0
    assert len(sheet.findings) == 2
