"""Money of a toy over two years of plan and one of evaluation, worked by hand.

A line bought for 100 million on 2026-01-01 lives 4 years and makes what is asked for: 10 cars a year that earn 10 million
each and cost 4 million besides; its fixed cost is 5 million a year. So each of 2026, 2027 (plan) and 2028 (evaluation)
brings 100 - 40 - 5 = 55 million, and at the end of 2028 the line is worth 100 * (1 - 3 / 4) = 25 million.
At 10 % a year flows fall at mid-year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys

from planner.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned

SETTINGS = {
    "steps": '[ {until = 2027-12-31, step = "year"} ]',
    "evaluate_until": "2028-12-31",
    "discount_rate": "0.1",
}
TABLES = {
    "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2028-12-31,3000",
    "lines": "line,site,calendar,status,fixed_cost_million\nL,S,DAY,candidate,5",
    "decisions": "action,object,date\non_stream,L,2026-01-01",
    "capex": "line,part,order_year,cost_million,life_years\nL,machine,2026,100,4",
    "demand": """programme,from,to,base
        P,2026-01-01,2026-12-31,10
        P,2027-01-01,2027-12-31,10
        P,2028-01-01,2028-12-31,10""",
    "prices": "programme,from,to,price_net,rest_cost\nP,2026-01-01,2028-12-31,10000000,4000000",
}
END = "2027-12-31"
MID = [1.1**-0.5, 1.1**-1.5, 1.1**-2.5]
SPARE = 25 * 1.1**-3


def solve(folder: Path, settings: dict[str, str] | None = None, door: str = "highs", **tables: str) -> Planned:
    """The toy with some of its settings and tables replaced."""
    return toys.solve(folder, END, door, settings=SETTINGS | (settings or {}), **{**TABLES, **tables})


def test_the_evaluation_earns_and_residuals_are_those_of_its_end(tmp_path: Path) -> None:
    plan = solve(tmp_path).plan
    assert plan.kpis["npv_million"] == pytest.approx(-100 + 55 * sum(MID) + SPARE)
    assert plan.kpis["residual_million"] == pytest.approx(SPARE)
    money = plan["yearly_finance"]
    assert money["year"].tolist() == [2026, 2027, 2028]
    assert money["phase"].tolist() == ["plan", "plan", "evaluation"]
    assert money["cash_flow"].to_list() == pytest.approx([-45, 55, 55])
    # What the years are worth and the residual value are all there is.
    assert money["present_value"].sum() + SPARE == pytest.approx(plan.kpis["npv_million"])


@pytest.mark.parametrize("door", ["highs", "pulp"])
def test_tax_is_paid_on_income_less_costs_and_depreciation(tmp_path: Path, door: str) -> None:
    # 100 / 4 = 25 are written off a year: tax is 0.2 * (55 - 25) = 6, cash 49, profit 24; what is left of the line, 25, is
    # its book value and not taxed.
    plan = solve(tmp_path, {"tax_rate": "0.2"}, door=door).plan
    money = plan["yearly_finance"]
    assert money["depreciation"].to_list() == pytest.approx([25, 25, 25])
    assert money["tax"].to_list() == pytest.approx([6, 6, 6])
    assert money["profit_after_tax"].to_list() == pytest.approx([24, 24, 24])
    assert money["cash_flow"].to_list() == pytest.approx([-51, 49, 49])
    assert plan.kpis["npv_million"] == pytest.approx(-100 + 49 * sum(MID) + SPARE)
    terms = plan["objective_terms"].set_index("term")["million"]
    assert terms["tax"] == pytest.approx(-6 * sum(MID))
    assert money["present_value"].sum() + SPARE == pytest.approx(plan.kpis["npv_million"])


def test_a_loss_brings_tax_back(tmp_path: Path) -> None:
    # At a cost of 10 a car nothing is earned: a line that is there costs 5 and loses 25 a year, of which a fifth comes back.
    prices = "programme,from,to,price_net,rest_cost\nP,2026-01-01,2028-12-31,10000000,10000000"
    money = solve(tmp_path, {"tax_rate": "0.2"}, prices=prices).plan["yearly_finance"]
    assert money["tax"].to_list() == pytest.approx([-6, -6, -6])
    assert money["cash_flow"].to_list() == pytest.approx([-99, 1, 1])


def test_a_part_is_written_off_over_its_own_life_and_no_longer(tmp_path: Path) -> None:
    # From October 2026 on: 60 over 1.5 years are 10 in 2026, 40 in 2027, 10 in 2028; 40 over 10 years are 1, 4, 4.
    tables = {
        "decisions": "action,object,date\non_stream,L,2026-10-01",
        "capex": "line,part,order_year,cost_million,life_years\nL,machine,2026,60,1.5\nL,house,2026,40,10",
    }
    plan = solve(tmp_path, {"tax_rate": "0.2"}, **tables).plan
    assert plan["yearly_finance"]["depreciation"].to_list() == pytest.approx([11, 44, 14])
    assert plan.kpis["residual_million"] == pytest.approx(31 * 1.1**-3)


def test_penalties_are_not_taxed(tmp_path: Path) -> None:
    # 10 hours of 2026 make 10 of 11 cars: the one that is short costs 1 million as a price. Tax is 6 a year as ever.
    tables = {
        "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2026-12-31,10\nDAY,2027-01-01,2028-12-31,3000",
        "demand": TABLES["demand"].replace("base", "base,shortfall_penalty").replace("12-31,10", "12-31,11,1000000", 1),
    }
    plan = solve(tmp_path, {"tax_rate": "0.2"}, **tables).plan
    terms = plan["objective_terms"].set_index("term")["million"]
    assert terms["shortfall_penalty"] == pytest.approx(-MID[0])
    assert terms["tax"] == pytest.approx(-6 * sum(MID))


def test_counts_stop_with_the_plan(tmp_path: Path) -> None:
    plan = solve(tmp_path).plan
    assert plan["periods"]["period"].tolist() == ["2026", "2027", "2028"]
    assert plan["periods"]["phase"].tolist() == ["plan", "plan", "evaluation"]
    assert plan["period_plan"]["production_installs"].to_list() == pytest.approx([10, 10, 10])
    for table in ("yearly_plan", "yearly_total", "yearly_lines", "yearly_stages"):
        assert plan[table]["year"].unique().tolist() == [2026, 2027]
    assert plan.kpis["total_production_installs"] == pytest.approx(20)
    assert plan.kpis["total_demand"] == pytest.approx(20)


def test_without_an_evaluation_the_residual_is_that_of_the_plans_end(tmp_path: Path) -> None:
    # Half of the four years is left: 50 at 1.1^-2.
    tables = {
        "demand": "programme,from,to,base\nP,2026-01-01,2026-12-31,10\nP,2027-01-01,2027-12-31,10",
        "prices": "programme,from,to,price_net,rest_cost\nP,2026-01-01,2027-12-31,10000000,4000000",
        "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2027-12-31,2000",
    }
    plan = solve(tmp_path, {"evaluate_until": END}, **tables).plan
    assert plan.kpis["npv_million"] == pytest.approx(-100 + 55 * sum(MID[:2]) + 50 * 1.1**-2)
    assert set(plan["yearly_finance"]["phase"]) == {"plan"}


def test_nothing_undecided_comes_on_stream_in_the_evaluation(tmp_path: Path) -> None:
    late = "action,object,copy,date,status\non_stream,L,1,2026-01-01,committed\non_stream,L,2,2028-01-01,{status}"
    lines = "line,site,calendar,status,copies\nL,S,DAY,candidate,2"
    with pytest.raises(InputError):
        solve(tmp_path / "proposed", decisions=late.format(status="proposed"), lines=lines)
    # A committed copy counts: 100 more are paid on 2028-01-01, and three quarters of its life are left.
    plan = solve(tmp_path / "committed", decisions=late.format(status="committed"), lines=lines).plan
    assert plan["yearly_finance"]["capex"].to_list() == pytest.approx([100, 0, 100])
    assert plan.kpis["residual_million"] == pytest.approx(SPARE + 75 * 1.1**-3)
