"""Situations at the edge of a family's meaning, on the toy of `toys.py`, with their optimum worked out in the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys

from planner.errors import NoPlanError

if TYPE_CHECKING:
    from pathlib import Path


def _million(folder: Path, end: str = "2026-02-28", **tables: str) -> float:
    return -toys.solve(folder, end, **tables).answer.objective


def test_what_is_owed_is_not_dropped_for_nothing_in_a_period_without_demand(tmp_path: Path) -> None:
    # 120 are asked for in January, 100 can be made, nothing after: the 20 may be owed for a month at 1 CNY each, but the
    # lost sale costs 5 million whenever it is given up: 1,000 - 20 * 5 = 900.
    demand = "programme,from,to,base,late_cost,shortfall_penalty\nP,2026-01-01,2026-01-31,120,1,5000000"
    hours = "calendar,from,to,hours\nDAY,2026-01-01,2026-01-31,100\nDAY,2026-02-01,2026-03-31,0"
    assert _million(tmp_path, "2026-03-31", demand=demand, calendars=hours) == pytest.approx(900, rel=1e-6)


# A gate in February, its pilots in January, production from March on.
GATE = {
    "items": "item,kind,unit\ncar,vehicle,car\ncell,cell,cell\nbox,cell,box",
    "bom": "parent,component,quantity\ncar,cell,4\ncar,box,1",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-01",
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "demand": "programme,from,to,base\nP,2026-03-01,2026-03-31,60",
}


def test_a_line_that_is_not_on_stream_has_made_nothing_for_a_gate(tmp_path: Path) -> None:
    # K has no copy; the limit must not vanish with its columns.
    with pytest.raises(NoPlanError) as caught:
        _million(
            tmp_path,
            "2026-03-31",
            **GATE
            | {
                "bom": "",
                "gate_needs": "gate,item,fleet,quantity,line\nG,car,F,30,K",
                "lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01\nK,S,DAY,candidate,",
                "line_items": "line,item\nL,car\nK,car\nL,cell\nL,box",
                "stages": "line,stage,machines,rate\nL,build,1,1\nK,build,1,1",
            },
        )
    assert any("gate: what K must make for G" in reason for reason in caught.value.reasons)


def test_a_line_makes_every_part_of_its_own_in_what_a_gate_needs(tmp_path: Path) -> None:
    # 10 cars of line C: 40 cells and 10 boxes, 1 million each, and no car is sold without them: 60 + 10 cars take 5 million
    # each, the 60 sold bring 10 each: 600 - 350 = 250.
    assert _million(
        tmp_path,
        "2026-03-31",
        **GATE
        | {
            "gate_needs": "gate,item,fleet,quantity,line\nG,car,F,10,C",
            "lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01\nC,S,DAY,existing,2026-01-01",
            "line_items": "line,item,cost\nL,car,0\nC,cell,1000000\nC,box,1000000",
            "stages": "line,stage,machines,rate\nL,build,1,1\nC,build,1,10",
        },
    ) == pytest.approx(250)


def test_a_line_that_makes_the_item_and_its_parts_makes_the_item(tmp_path: Path) -> None:
    # L makes all; 10 cars with their cells and boxes, no more: 70 cars for 5 million of parts each, 60 sold: 250.
    assert _million(
        tmp_path,
        "2026-03-31",
        **GATE
        | {
            "gate_needs": "gate,item,fleet,quantity,line\nG,car,F,10,L",
            "line_items": "line,item,cost\nL,car,0\nL,cell,1000000\nL,box,1000000",
            "recipes": "line,item,stage,rate\nL,cell,build,100\nL,box,build,100",
        },
    ) == pytest.approx(250)


def test_a_fleet_is_complete_when_its_line_has_made_its_part(tmp_path: Path) -> None:
    # K's cars are wanted as pilots in January, L makes the gate's ten in February, the gate starts in March.
    planned = toys.solve(
        tmp_path,
        "2026-04-30",
        **GATE
        | {
            "items": "item,kind,unit\ncar,vehicle,car",
            "bom": "",
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-04-01",
            "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,60",
            "prices": "programme,from,to,price_net\nP,2026-01-01,2026-04-30,10000000",
            "gate_needs": "gate,item,fleet,quantity,line\nG,car,F,10,L",
            "pilots": "programme,by,base,missing_cost\nP,2026-01-31,10,1000000",
            "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2026-01-31,100\nLATE,2026-02-01,2026-04-30,300",
            "stocks": "item,site,holding_cost\ncar,S,100000",
            "lines": "line,site,calendar,status,on_stream\nL,S,LATE,existing,2026-02-01\nK,S,DAY,existing,2026-01-01",
            "line_items": "line,item\nL,car\nK,car",
            "stages": "line,stage,machines,rate\nL,build,1,1\nK,build,1,1",
        },
    )
    assert planned.plan.tables["gates"]["fleet_complete"].astype("str").tolist() == ["2026-02-28"]


def test_an_order_before_a_part_has_a_price_takes_the_first(tmp_path: Path) -> None:
    # Ordered in November 2025: the equipment has a price of 2025, the building one of 2026 only; 30 + 20 million, sunk.
    planned = toys.solve(
        tmp_path,
        lines="line,site,calendar,status,on_stream,lead_months\nL,S,DAY,candidate,,2",
        decisions="action,object,date\non_stream,L,2026-01-01",
        capex="""line,part,order_year,cost_million,life_years
            L,equipment,2025,30,10
            L,building,2026,20,20""",
    )
    assert planned.plan.tables["investments"]["capex_million"].tolist() == [50]


def test_demand_counts_the_days_that_a_range_and_production_share(tmp_path: Path) -> None:
    # 20 are asked for from 1 January to 20 January with production from 11 January on: all in January. The next range, 21
    # January to 10 February: January has 11 days of weight 3/31, February 10 of 1/28: 33/31 to 10/28 of 60.
    rows = "\n".join(f"SEASON,{month},{3 if month == 1 else 1}" for month in range(1, 13))
    planned = toys.solve(
        tmp_path,
        programmes="programme,item,site,sop_earliest,season\nP,car,S,2026-01-11,SEASON",
        seasons=f"season,month,weight\n{rows}",
        demand="""programme,from,to,base
            P,2026-01-01,2026-01-20,20
            P,2026-01-21,2026-02-10,60""",
    )
    january, february = 3 * 11 / 31, 10 / 28
    assert planned.plan.tables["period_sales"]["demand"].tolist() == pytest.approx(
        [20 + 60 * january / (january + february), 60 * february / (january + february)]
    )


def test_a_sale_made_late_counts_for_the_least_of_its_range(tmp_path: Path) -> None:
    # Demand of January and February, all of it in January by season (February has no weight): 150 for 100 hours; the other 50
    # are sold late in February, and 150 of the range must be sold.
    rows = "\n".join(f"SEASON,{month},{0 if month == 2 else 1}" for month in range(1, 13))
    assert _million(
        tmp_path,
        programmes="programme,item,site,season\nP,car,S,SEASON",
        seasons=f"season,month,weight\n{rows}",
        demand="programme,from,to,base,least,late_cost\nP,2026-01-01,2026-02-28,150,150,0",
    ) == pytest.approx(1500)


POWER = {
    "items": "item,kind,unit\ncar,product,car\npower,energy,kWh",
    "lines": "line,site,calendar,status,on_stream,base_power_kw,energy_item\nL,S,DAY,existing,2026-01-01,1,power",
    "stages": "line,stage,machines,rate,energy\nL,build,1,1,5",
}


def test_cover_counts_what_is_drawn_whatever_is_made(tmp_path: Path) -> None:
    # Power for 14 days of February: half of 60 * 5 + 100 kWh of base power; as much is left at its end. 1 million a kWh:
    # 100 * 5 + 100 + 60 * 5 + 100 used and 200 left; 1,600 - 1,200 = 400 with both months full (a car brings 10 - 5 and the
    # last month's half kept: 7.5 a car, still worth it).
    assert _million(
        tmp_path,
        **POWER
        | {
            "stocks": "item,site,least_days\npower,S,14",
            "supply": "item,site,from,to,price\npower,S,2026-01-01,2026-02-28,1000000",
        },
    ) == pytest.approx(400)


def test_shelf_life_counts_what_is_drawn_whatever_is_made(tmp_path: Path) -> None:
    # Nothing can be bought in February: its 100 kWh of base power wait, fresh for 28 days, and power for 60 cars.
    assert _million(
        tmp_path,
        **POWER
        | {
            "stocks": "item,site,shelf_life_days\npower,S,28",
            "supply": """item,site,from,to,base,price
                power,S,2026-01-01,2026-01-31,,0
                power,S,2026-02-01,2026-02-28,0,0""",
        },
    ) == pytest.approx(1600)


def test_growth_leaves_room_in_a_horizon_of_one_period(tmp_path: Path) -> None:
    # 20 a month more each month, and the one month counts from the month before it: 20 cars.
    growth = "programme,growth_per_month,step_per_month\nP,0.5,20"
    assert _million(tmp_path, "2026-01-31", growth=growth) == pytest.approx(200)


def test_growth_goes_on_from_the_last_month_with_a_season(tmp_path: Path) -> None:
    # The season's mean weight is 11/12, so every month but February weighs 12/11. January 20 a month: 21.8 cars; March, two
    # months on, 20 * 1.5^2 + 40 = 85 a month: 92.7 cars. Nothing is made in February, which has no hours: 114.5 cars.
    rows = "\n".join(f"SEASON,{month},{0 if month == 2 else 1}" for month in range(1, 13))
    assert _million(
        tmp_path,
        "2026-03-31",
        growth="programme,growth_per_month,step_per_month\nP,0.5,20",
        programmes="programme,item,site,season\nP,car,S,SEASON",
        seasons=f"season,month,weight\n{rows}",
        demand="programme,from,to,base\nP,2026-01-01,2026-03-31,300",
        calendars="calendar,from,to,hours\nDAY,2026-01-01,2026-01-31,100\nDAY,2026-03-01,2026-03-31,100",
    ) == pytest.approx(105 * 12 / 11 * 10)


FLEETS = GATE | {
    "items": "item,kind,unit\ncar,vehicle,car",
    "bom": "",
    "gates": "gate,months\nG,1\nH,1",
    "gate_order": "gate,after\nH,G",
    "programme_gates": "programme,gate\nP,H",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,10\nH,car,F,20",
    "line_items": "line,item,cost\nL,car,1000000",
}


def test_a_gate_that_only_another_waits_for_is_dated_and_shown(tmp_path: Path) -> None:
    # P names H only, H waits for G: G in February, H in March; 10 cars in January, 20 by February, 60 sold in April.
    planned = toys.solve(
        tmp_path,
        "2026-04-30",
        **FLEETS
        | {
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-04-01",
            "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,60",
            "prices": "programme,from,to,price_net\nP,2026-01-01,2026-04-30,10000000",
            "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2026-04-30,400",
        },
    )
    shown = planned.plan.tables["gates"]
    assert shown["gate"].tolist() == ["G", "H"]
    assert shown["start"].astype("str").tolist() == ["2026-02-01", "2026-03-01"]
    assert -planned.answer.objective == pytest.approx(60 * 9 - 20)


def test_gates_of_a_programme_in_production_have_passed(tmp_path: Path) -> None:
    # Production began with the horizon: nothing is built for its gates, 60 cars are sold for 9 million each.
    planned = toys.solve(
        tmp_path, "2026-03-31", **FLEETS | {"programmes": "programme,item,site,sop_earliest\nP,car,S,2026-01-01"}
    )
    assert planned.plan.tables["gates"].empty
    assert -planned.answer.objective == pytest.approx(540)


def test_a_lane_for_every_item_moves_what_another_lane_brings_and_what_is_kept(tmp_path: Path) -> None:
    # 100 parts at U go by T to S, 60 more lie at T; 2 a car and 1 million freight a lane: the 30 cars of T's bring 10 - 2 each,
    # the 50 of U's 10 - 4: 540.
    assert _million(
        tmp_path,
        items="item,kind,unit\ncar,product,car\npart,material,part",
        bom="parent,component,quantity\ncar,part,2",
        sites="site\nS\nT\nU",
        lanes="from_site,to_site,freight\nU,T,1000000\nT,S,1000000",
        supply="item,site,from,to,base,price\npart,U,2026-01-01,2026-02-28,100,0",
        stocks="item,site,opening\npart,T,60",
    ) == pytest.approx(540)


def test_units_in_an_item_are_those_of_the_recipe_for_every_line(tmp_path: Path) -> None:
    # L takes 3 cells a car, any other line 4; the gate's 10 cars need 40 cells of C, at 1 million each. 70 cars use 210 cells:
    # 600 - 210 = 390.
    assert _million(
        tmp_path,
        "2026-03-31",
        **GATE
        | {
            "items": "item,kind,unit\ncar,vehicle,car\ncell,cell,cell",
            "bom": "parent,component,line,quantity\ncar,cell,L,3\ncar,cell,,4",
            "gate_needs": "gate,item,fleet,quantity,line\nG,car,F,10,C",
            "lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01\nC,S,DAY,existing,2026-01-01",
            "line_items": "line,item,cost\nL,car,0\nC,cell,1000000",
            "stages": "line,stage,machines,rate\nL,build,1,1\nC,build,1,10",
            "stocks": "item,site,holding_cost\ncell,S,0",
        },
    ) == pytest.approx(390)


def test_one_per_cent_more_of_a_line_is_more_at_every_stage_that_holds_it(tmp_path: Path) -> None:
    # 100 cars at stage a in January, 50 at stage b in February: one per cent more are 1.5 cars, 15 million.
    planned = toys.solve(
        tmp_path,
        stages="line,stage,machines,rate\nL,a,1,1\nL,b,2,1",
        availability="line,stage,from,to,machines\nL,b,2026-02-01,2026-02-28,-1.5",
    )
    assert planned.plan.tables["yearly_lines"]["marginal_value"].tolist() == pytest.approx([15])


def test_a_range_of_supply_that_goes_on_after_the_horizon_is_all_there_within_it(tmp_path: Path) -> None:
    # 100 parts until June, 100 of 160 cars are made: the year's most is 100, all of it bought.
    planned = toys.solve(
        tmp_path,
        items="item,kind,unit\ncar,product,car\npart,material,part",
        bom="parent,component,quantity\ncar,part,1",
        supply="item,site,from,to,base,price\npart,S,2026-01-16,2026-06-30,100,0",
    )
    materials = planned.plan.tables["yearly_materials"]
    assert materials["most"].tolist() == pytest.approx([100])
    assert materials["share_of_most"].tolist() == pytest.approx([1])


def test_a_copy_that_comes_after_the_horizon_is_listed_with_its_order(tmp_path: Path) -> None:
    # Its 30 million are paid on order in February: the list that explains the capex shows it.
    planned = toys.solve(
        tmp_path,
        lines="line,site,calendar,status,on_stream,lead_months\nL,S,DAY,existing,2026-01-01,0\nK,S,DAY,candidate,,8",
        line_items="line,item\nL,car\nK,car",
        stages="line,stage,machines,rate\nL,build,1,1\nK,build,1,1",
        decisions="action,object,date\non_stream,K,2026-10-01",
        capex="line,part,order_year,cost_million,life_years\nK,equipment,2026,30,10",
    )
    shown = planned.plan.tables["investments"].set_index("line").loc["K"]
    assert (str(shown["order"].date()), shown["capex_million"]) == ("2026-02-01", 30)
    assert planned.plan.tables["yearly_finance"]["capex"].tolist() == [30]


def test_a_decided_copy_without_capex_costs_nothing(tmp_path: Path) -> None:
    planned = toys.solve(
        tmp_path,
        lines="line,site,calendar,status,on_stream\nL,S,DAY,candidate,",
        decisions="action,object,date\non_stream,L,2026-01-01",
    )
    assert planned.plan.tables["investments"]["capex_million"].tolist() == [0]


def test_bought_cells_need_no_release(tmp_path: Path) -> None:
    """The cell line is released after a month; January's cars take bought cells at 1 million: 100 * 9 + 60 * 10 = 1,500."""
    planned = toys.solve(
        tmp_path,
        items="item,kind,unit\ncar,product,car\ncell,cell,cell",
        bom="parent,component,quantity\ncar,cell,1",
        lines="line,site,calendar,status,on_stream,release_months\nL,S,DAY,existing,2026-01-01,0\nC,S,DAY,existing,2026-01-01,1",
        line_items="line,item\nL,car\nC,cell",
        stages="line,stage,machines,rate\nL,build,1,1\nC,build,1,1",
        stocks="item,site,holding_cost\ncell,S,0",
        supply="item,site,from,to,price\ncell,S,2026-01-01,2026-03-31,1000000",
    )
    assert -planned.answer.objective == pytest.approx(1500)
