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
from planner.results.figures import irr

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
CELLS = {
    "items": """item,kind,unit
        car,vehicle,car
        pack,pack,pack
        cell,cell,cell
        powder,material,kg
        crew,labour,h
        power,energy,kWh""",
    "cells": "item,capacity_ah,voltage_v,mass_kg\ncell,1000,2,1",
    "vehicles": "item,pack,kwh_per_100km\ncar,pack,10",
    "bom": "parent,component,quantity\ncar,cell,1\ncell,powder,1",
    "lines": """line,site,calendar,status,on_stream,fixed_cost_million,energy_item,crew_item
        L,S,DAY,candidate,,5,power,crew
        B,S,DAY,existing,2026-01-01,1,power,crew""",
    "line_items": "line,item,cost\nL,cell,400\nB,car,0",
    "stages": "line,stage,machines,rate,yield,operators,energy\nL,make,1,1,0.5,2,3\nB,build,1,1,1,1,0",
    "programmes": "programme,item,site,fallback_item\nP,car,S,car",
    "supply": """item,site,from,to,price
        powder,S,2026-01-01,2028-12-31,8000
        crew,S,2026-01-01,2028-12-31,100
        power,S,2026-01-01,2028-12-31,50""",
}
PACKS = "item,cell,series,parallel,wh_per_kg,price_per_kwh\npack,cell,1,1,100,{price}"
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


def test_tax_is_paid_on_income_less_costs_and_depreciation(tmp_path: Path) -> None:
    # 100 / 4 = 25 are written off a year: tax is 0.2 * (55 - 25) = 6, cash 49, profit 24; what is left of the line, 25, is
    # its book value and not taxed.
    plan = solve(tmp_path, {"tax_rate": "0.2"}, door=toys.BOTH).plan
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


def test_key_figures_of_the_toy(tmp_path: Path) -> None:
    """Tax 0.2 and a conventional car that brings 1 million: cash -51, 49, 49 and the line's 25 at the end."""
    programmes = "programme,item,site,fallback_margin\nP,car,S,1000000"
    kpis = solve(tmp_path, {"tax_rate": "0.2"}, programmes=programmes).plan.kpis
    # All 10 cars a year built as conventional ones bring 10 * 0.8.
    npv = -100 + 49 * sum(MID) + SPARE
    assert kpis["npv_vs_conventional_million"] == pytest.approx(npv - 8 * sum(MID))
    assert kpis["npv_after_horizon_share"] == pytest.approx((49 * MID[2] + SPARE) / npv)
    # -51, -2, 47: paid back in 2028; the year 2026 is one period, at whose end the most is owed.
    assert kpis["payback_year"] == 2028
    assert kpis["peak_funding_million"] == pytest.approx(51)
    assert kpis["peak_funding_date"] == "2026-12-31"
    # With x = 1 / (1 + irr): 74 x^2 + 49 x = 51.
    assert kpis["irr"] == pytest.approx(148 / (-49 + (49**2 + 4 * 74 * 51) ** 0.5) - 1)
    assert kpis["exit_cost_million"] == pytest.approx(0)
    assert kpis["parity_year"] is None


def test_funding_is_told_by_period_and_not_by_year(tmp_path: Path) -> None:
    # 100 are paid on the first day; the first quarter brings 90 of 365 days of 10 cars, 60 million, less a quarter of 5.
    plan = solve(tmp_path, {"steps": '[ {until = 2027-12-31, step = "quarter"} ]'}).plan
    assert plan.kpis["peak_funding_million"] == pytest.approx(100 - 60 * 90 / 365 + 5 / 4)
    assert plan.kpis["peak_funding_date"] == "2026-03-31"
    assert plan["yearly_finance"]["cumulative_cash"].min() == pytest.approx(-45)


def test_what_is_ordered_and_not_paid_is_the_cost_of_stopping(tmp_path: Path) -> None:
    # Ordered on 2026-01-01, on stream a year later: 30 at once, 70 then. A second copy, ordered on 2026-07-01, owes 70 too.
    tables = {
        "lines": "line,site,calendar,status,copies,lead_months,spend_profile\nL,S,DAY,candidate,2,12,split",
        "spend_profiles": "profile,event,months,share\nsplit,order,0,0.3\nsplit,on_stream,0,0.7",
        "decisions": "action,object,copy,date\non_stream,L,1,2027-01-01\non_stream,L,2,2027-07-01",
    }
    plan = solve(tmp_path, **tables).plan
    assert plan["yearly_finance"]["committed_unpaid"].to_list() == pytest.approx([140, 0, 0])
    assert plan["yearly_finance"]["exit_cost"].to_list() == pytest.approx([140, 0, 0])
    assert plan.kpis["exit_cost_million"] == pytest.approx(140)
    # The plan date is the day of the first order.
    assert plan.kpis["committed_unpaid_million"] == pytest.approx(70)


def test_the_value_of_stock_is_shown_and_not_booked_twice(tmp_path: Path) -> None:
    # A car takes a part, at 1 million in 2026 and 2 million after; 3 cars are there at first, 4 cars and 6 parts may be kept.
    # So 17 parts are bought in 2026: 7 for cars sold, 4 in cars kept and 6 as they are, enough for the 10 cars of 2027.
    tables = {
        "items": "item,kind,unit\ncar,product,car\npart,material,part",
        "bom": "parent,component,quantity\ncar,part,1",
        "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-12-31,1000000\npart,S,2027-01-01,2028-12-31,2000000",
        "stocks": "item,site,opening,most\ncar,S,3,4\npart,S,0,6",
        "demand": """programme,from,to,base
            P,2026-01-01,2026-12-31,10
            P,2027-01-01,2027-12-31,10
            P,2028-01-01,2028-12-31,0""",
    }
    plan = solve(tmp_path, **tables).plan
    money = plan["yearly_finance"]
    assert money["material"].to_list() == pytest.approx([17, 0, 0])
    assert money["stock_value"].to_list() == pytest.approx([10, 0, 0])
    # The 3 cars of the opening stock were worth 3.
    assert money["stock_change"].to_list() == pytest.approx([7, -10, 0])
    # 10 cars at 6 less fixed cost, 17 of material, and the line.
    assert money["cash_flow"].to_list() == pytest.approx([60 - 17 - 5 - 100, 55, -5])


def test_unit_cost_counts_the_lines_of_cells_and_packs(tmp_path: Path) -> None:
    # A cell line (a cell an hour, 2 operators, 3 kWh and a powder for each good cell, half of the starts good) and a car
    # line; a car takes one cell of 1,000 Ah and 2 V in a pack: 2 kWh. In 2026 10 cars are built, so 10 cells of 20 starts:
    # powder 20 * 8,000, crew 20 h * 2 * 100, energy 10 * 3 * 50, 400 for each cell, fixed cost 5 and depreciation 25 million.
    tables = CELLS | {"packs": PACKS.format(price="2000000")}
    cost = solve(tmp_path, **tables).plan["yearly_unit_cost"]
    assert cost["year"].tolist() == [2026, 2027]
    first = cost.set_index("year").loc[2026]
    assert first["material"] == pytest.approx(20 * 8000 / 20)
    assert first["crew"] == pytest.approx(20 * 2 * 100 / 20)
    assert first["energy"] == pytest.approx(10 * 3 * 50 / 20)
    assert first["line_cost"] == pytest.approx(10 * 400 / 20)
    assert first["fixed_cost"] == pytest.approx(5e6 / 20)
    assert first["depreciation"] == pytest.approx(25e6 / 20)
    assert first["total"] == pytest.approx((160000 + 4000 + 1500 + 4000 + 30e6) / 20)


@pytest.mark.parametrize(("price", "parity"), [("2000000", 2026), ("1000000", 2027), ("100000", None), ("", None)])
def test_parity_is_the_first_year_that_is_no_dearer_than_the_conventional_pack(
    tmp_path: Path, price: str, parity: int | None
) -> None:
    # 30.17 million over 10 cars of 2 kWh in 2026 are 1.51 million a kWh, over 20 cars in 2027 half of it and a little.
    demand = """programme,from,to,base
        P,2026-01-01,2026-12-31,10
        P,2027-01-01,2027-12-31,20
        P,2028-01-01,2028-12-31,20"""
    plan = solve(tmp_path, **CELLS, packs=PACKS.format(price=price), demand=demand).plan
    assert plan.kpis["parity_year"] == parity


def test_irr_of_a_known_series() -> None:
    # The example of numpy-financial: 100 bring 39, 59, 55 and 20.
    assert irr([-100, 39, 59, 55, 20]) == pytest.approx(0.28095, abs=1e-5)
    assert irr([-100, 110]) == pytest.approx(0.1)
    assert irr([5, 5]) is None
    assert irr([-5, -1]) is None


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
