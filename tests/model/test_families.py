"""Every family on a toy whose optimum stands in the comment, and an infeasible twin for each limit that can be hard.

The toy of `toys.py`: one car an hour, 100 hours a month; 120 cars asked for in January and 60 in February, worth 10 million
each. Unless a comment says otherwise 100 + 60 = 160 cars are sold for 1,600 million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import toys

from planner import pipeline
from planner.errors import NoPlanError
from planner.model.catalogue import FAMILIES
from planner.pipeline import deciding, planning
from planner.solve import Options
from planner.solve.conflict import conflict, has_plan, only
from planner.studies.explain.question import asked

if TYPE_CHECKING:
    from pathlib import Path

# Stock may carry cars over; it costs nothing.
TWENTY_THEN_180 = "programme,from,to,base\nP,2026-01-01,2026-01-31,20\nP,2026-02-01,2026-02-28,180"
STOCKS = "item,site,{columns}\ncar,S,{values}"
# All of January's and February's cars must be sold.
MUST = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,{january}\nP,2026-02-01,2026-02-28,60,{february}"
# A car takes a part that is bought.
PART = {
    "items": "item,kind,unit\ncar,product,car\npart,material,part",
    "bom": "parent,component,quantity\ncar,part,2",
}
CONTRACT = """contract,item,site,from,to,most,take_share,price,prepayment_million
    C,part,S,2026-01-01,2026-02-28,{most},{share},{price},{prepayment}"""
GATED = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-02-01",
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,{need}",
    "demand": "programme,from,to,base\nP,2026-03-01,2026-03-31,60",
}


@dataclass(frozen=True)
class Toy:
    """A toy case: the family that it shows, its optimum in million, and the twin that has no plan."""

    family: str
    optimum: float
    tables: dict[str, str]
    twin: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    end: str = "2026-02-28"
    decide: tuple[str, ...] = ()


# The same left to the planner: a car costs 1 million, from March on 60 a month are asked for.
OPEN = {
    **GATED,
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-02-01",
    "gate_needs": GATED["gate_needs"].format(need=30),
    "line_items": "line,item,cost\nL,car,1000000",
    "calendars": "calendar,from,to,hours\n" + "\n".join(f"DAY,2026-0{m}-01,2026-0{m}-28,100" for m in range(1, 5)),
    "prices": "programme,from,to,price_net\nP,2026-01-01,2026-04-30,10000000",
}

# Beside L, copies of N can be bought for 500 million each; they make a car an hour from the day they are ordered.
CANDIDATE = {
    "lines": "line,site,calendar,status,on_stream,copies,gap_months\nL,S,DAY,existing,2026-01-01,1,0\nN,S,DAY,candidate,,{copies},{gap}",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,500,0.01",
    "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,{january}\nP,2026-02-01,2026-02-28,{february}",
}


FLOOR = """line,site,calendar,status,on_stream,copies,floor_factor
    L,S,DAY,existing,2026-01-01,1,2
    N,S,DAY,candidate,,2,1"""
PARTS = """line,site,calendar,status,on_stream,copies,divisible
    L,S,DAY,existing,2026-01-01,1,no
    N,S,DAY,candidate,,1,yes"""
LEAST = "group,kind,from,copies\nworks,least,2026-02-01,{}"
SECOND_ROUTE = {
    "lines": "K,S,DAY,candidate,,1,0",
    "line_items": "K,car",
    "stages": "K,build,1,1",
    "capex": "K,all,2026,600,0.01",
}


# Regular hours as ever, and 50 more a month in a shift with a crew of 2 at 1 million an hour and a fifth more on top.
SHIFT = {
    "calendars": """calendar,tier,from,to,hours,premium
        DAY,regular,2026-01-01,2026-01-31,100,0
        DAY,regular,2026-02-01,2026-02-28,100,0
        DAY,shift,2026-01-01,2026-01-31,50,0.2
        DAY,shift,2026-02-01,2026-02-28,50,0.2""",
    "items": "item,kind,unit\ncar,product,car\ncrew,labour,h",
    "lines": "line,site,calendar,status,on_stream,crew_item\nL,S,DAY,existing,2026-01-01,crew",
    "stages": "line,stage,machines,rate,operators\nL,build,1,1,2",
    "supply": "item,site,from,to,price\ncrew,S,2026-01-01,2026-03-31,1000000",
    "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,{january}\nP,2026-02-01,2026-02-28,{february}",
}


def shift(january: int, february: int, **tables: str) -> dict[str, str]:
    words = {"january": january, "february": february}
    return {name: text.format(**words) for name, text in SHIFT.items()} | tables


def candidate(copies: int, gap: int, january: int, february: int, **tables: str) -> dict[str, str]:
    words = {"copies": copies, "gap": gap, "january": january, "february": february}
    return {name: text.format(**words) for name, text in CANDIDATE.items()} | tables


TOYS = [
    # 100 + 60 cars at 10. Twin: 101 cars must be sold in January, 100 can be made.
    Toy("copy_output", 1600, {}, {"demand": MUST.format(january=101, february=0)}, "demand: least of P"),
    # Two kinds share one stage: 100 hours a month; a van takes 2 hours and is worth 15: cars are better by the hour. January:
    # 80 cars (80 h) and 10 vans (20 h): 950; February: 60 cars and 20 vans: 900; in all 1,850 of 80+60 cars and 50+50 vans.
    # Twin: 90 cars and 10 vans need 110 hours.
    Toy(
        "stage_hours",
        1850,
        {
            "items": "item,kind,unit\ncar,product,car\nvan,product,van",
            "line_items": "line,item\nL,car\nL,van",
            "recipes": "line,item,stage,rate\nL,van,build,0.5",
            "programmes": "programme,item,site\nP,car,S\nV,van,S",
            "demand": """programme,from,to,base
                P,2026-01-01,2026-01-31,80
                P,2026-02-01,2026-02-28,60
                V,2026-01-01,2026-01-31,50
                V,2026-02-01,2026-02-28,50""",
            "prices": """programme,from,to,price_net
                P,2026-01-01,2026-03-31,10000000
                V,2026-01-01,2026-03-31,15000000""",
        },
        {
            "demand": """programme,from,to,base,least
                P,2026-01-01,2026-01-31,90,90
                V,2026-01-01,2026-01-31,50,10"""
        },
        "demand: least of",
    ),
    # Ten hours of overtime in January, a crew of 2 at 1 million an hour and half as much on top: the 10 cars more bring 100,
    # their crew costs 2 * 10 * 1.5 = 30; regular crew 2 * 160 = 320. 1,700 - 320 - 30 = 1,350. Twin: 111 cars in January.
    Toy(
        "overtime_limit",
        1350,
        {
            "calendars": """calendar,tier,from,to,hours,premium
                DAY,regular,2026-01-01,2026-01-31,100,0
                DAY,regular,2026-02-01,2026-02-28,100,0
                DAY,overtime,2026-01-01,2026-01-31,10,0.5""",
            "items": "item,kind,unit\ncar,product,car\ncrew,labour,h",
            "lines": "line,site,calendar,status,on_stream,crew_item\nL,S,DAY,existing,2026-01-01,crew",
            "stages": "line,stage,machines,rate,operators\nL,build,1,1,2",
            "supply": "item,site,from,to,price\ncrew,S,2026-01-01,2026-03-31,1000000",
        },
        {"demand": MUST.format(january=111, february=0)},
        "demand: least of P",
    ),
    # A start takes 2 parts at 1 million, and half of the starts are good: 4 parts a car. 100 hours start 100 and give 50 good
    # cars a month: 50 * (10 - 4) * 2 = 600. Twin: 51 must be sold.
    Toy(
        "item_balance",
        600,
        {
            **PART,
            "stages": "line,stage,machines,rate,yield\nL,build,1,1,0.5",
            "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-03-31,1000000",
        },
        {"demand": MUST.format(january=51, february=0)},
        "demand: least of P",
    ),
    # 10 cars must be left at the end: 160 are sold all the same, for February has 40 hours to spare. Twin: 241 cars.
    Toy(
        "stock_least",
        1600,
        {"stocks": STOCKS.format(columns="closing", values="10")},
        {"stocks": STOCKS.format(columns="closing", values="241")},
        "stock: least stock of car",
    ),
    # 14 days of February's sales (60 / 28 a day): 30 cars wait at January's end, and 30 at February's (its own use). January
    # sells 70, February 60 (30 of the stock, 30 new, 30 more for the end). 130 cars: 1,300. Twin: nothing can be kept.
    Toy(
        "stock_days",
        1300,
        {"stocks": STOCKS.format(columns="least_days", values="14")},
        {
            "stocks": STOCKS.format(columns="least_days,most", values="14,29"),
            "demand": MUST.format(january=0, february=60),
        },
        "stock: ",
    ),
    # January asks for 20, February for 180: 30 cars wait, January makes 50 and February sells 130: 150. Twin: 131 in February.
    Toy(
        "stock_most",
        1500,
        {
            "stocks": STOCKS.format(columns="most", values="30"),
            "demand": TWENTY_THEN_180,
        },
        {"demand": MUST.format(january=0, february=60).replace(",60,60", ",180,131")},
        "stock: most stock of car",
    ),
    # Cars keep 7 days: a quarter of February's sales, at most x with x = (100 + x) * 7/28: 33.3 cars; January sells 20, February
    # 133.3. Twin: 134 in February.
    Toy(
        "shelf_life",
        1533.3333333,
        {
            "stocks": STOCKS.format(columns="shelf_life_days", values="7"),
            "demand": TWENTY_THEN_180,
        },
        {"demand": MUST.format(january=0, february=60).replace(",60,60", ",180,134")},
        "stock: shelf life of car",
    ),
    # A quarter of what leaves in February waits at January's end and, as it goes on, at February's: no less by the days of
    # cover, no more by those of shelf life. x + 100 = s + s / 4 and x = s / 4: 100 cars are sold in February, 25 waited.
    # January sells 20: 120 cars. Twin: 101 in February.
    Toy(
        "stock_use",
        1200,
        {
            "stocks": STOCKS.format(columns="least_days,shelf_life_days", values="7,7"),
            "demand": TWENTY_THEN_180,
        },
        {"demand": MUST.format(january=0, february=60).replace(",60,60", ",180,101")},
        "stock: ",
    ),
    # A car takes 4 m3, the site has 100: 25 cars wait; January 20, February 125.
    Toy(
        "storage_space",
        1450,
        {
            "sites": "site,space_m3\nS,100",
            "items": "item,kind,unit,space_m3\ncar,product,car,4",
            "stocks": STOCKS.format(columns="holding_cost", values="0"),
            "demand": TWENTY_THEN_180,
        },
        {"demand": MUST.format(january=0, february=60).replace(",60,60", ",180,126")},
        "stock: space at S",
    ),
    # 200 parts for both months, 2 a car: 100 cars; parts are free. Twin: 101 must be sold.
    Toy(
        "supply_limit",
        1000,
        {**PART, "supply": "item,site,from,to,base,price\npart,S,2026-01-01,2026-02-28,200,0"},
        {"demand": MUST.format(january=60, february=41)},
        "material: supply of part",
    ),
    # Parts come only under a contract for 200 at 1 million each, signed for 100: 100 cars * (10 - 2) less 100. Twin: 101 cars.
    Toy(
        "contract_most",
        700,
        {**PART, "contracts": CONTRACT.format(most=200, share=0, price=1000000, prepayment=100)},
        {"demand": MUST.format(january=60, february=41)},
        "material: contract C for part",
        decide=("contracts",),
    ),
    # 160 cars take 320 parts, at 1 million each or under a contract for half as much: of its 400 parts 360 are paid for, 180,
    # and 100 to sign it. 1,600 - 280.
    Toy(
        "take_or_pay",
        1320,
        {
            **PART,
            "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-02-28,1000000",
            "contracts": CONTRACT.format(most=400, share=0.9, price=500000, prepayment=100),
        },
        decide=("contracts",),
    ),
    # Parts arrive at T and move to S, at most 120 a month (60 cars) for 1 million freight each: 2 months * 60 * (10 - 2) = 960.
    Toy(
        "lane_limit",
        960,
        {
            **PART,
            "sites": "site\nS\nT",
            "lanes": "from_site,to_site,freight,most_per_month\nT,S,1000000,120",
            "supply": "item,site,from,to,price\npart,T,2026-01-01,2026-02-28,0",
        },
        {"demand": MUST.format(january=61, february=0)},
        "freight: lane for part",
    ),
    # Cells of a new line are released after a month: January sells none, February 60 of January's and its own: 600.
    Toy(
        "line_release",
        600,
        {
            "items": "item,kind,unit\ncar,product,car\ncell,cell,cell",
            "bom": "parent,component,quantity\ncar,cell,1",
            "lines": """line,site,calendar,status,on_stream,release_months
                L,S,DAY,existing,2026-01-01,0
                C,S,DAY,existing,2026-01-01,1""",
            "line_items": "line,item\nL,car\nC,cell",
            "stages": "line,stage,machines,rate\nL,build,1,1\nC,build,1,1",
            "stocks": "item,site,holding_cost\ncell,S,0",
        },
        {"demand": MUST.format(january=1, february=0)},
        "release: cell of new line copies",
    ),
    # What January does not get may come in February at 1 million a month: 20 of the 40 spare hours. 180 cars - 20 = 1,780.
    Toy(
        "demand_limit",
        1780,
        {
            "demand": """programme,from,to,base,late_cost
                P,2026-01-01,2026-01-31,120,1000000
                P,2026-02-01,2026-02-28,60,1000000"""
        },
    ),
    # 110 must be sold in January, each missing one costs 3 million: 1,600 - 10 * 3. Twin: the same without a price.
    Toy(
        "demand_least",
        1570,
        {
            "demand": """programme,from,to,base,least,least_penalty
                P,2026-01-01,2026-01-31,120,110,3000000
                P,2026-02-01,2026-02-28,60,0,0"""
        },
        {"demand": MUST.format(january=110, february=0)},
        "demand: least of P",
    ),
    # 7 a week from 22 January on (10 days: 10 cars), and 28 in February. Demand comes from that day on: 38 cars.
    Toy(
        "install_limit",
        380,
        {"programmes": "programme,item,site,sop_earliest,most_per_week\nP,car,S,2026-01-22,7"},
        {"demand": "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,11\nP,2026-02-01,2026-02-28,60,0"},
        "start of production: most installs a week of P",
    ),
    # 10 cars lie in stock, but the 30 pilots of January's end are built then: 70 + 10 + 60 sold. Twin: production starts with
    # February, the gate's 101 pilots are due before and only 100 can be built.
    Toy(
        "pilots_made",
        1400,
        {
            "items": "item,kind,unit\ncar,vehicle,car",
            "stocks": STOCKS.format(columns="opening", values="10"),
            "pilots": "programme,by,base,missing_cost\nP,2026-01-31,30,20000000",
        },
        {
            **GATED,
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-01",
            "gate_needs": GATED["gate_needs"].format(need=101),
        },
        "pilot",
    ),
    # 20 cars a month more each month, from nothing: 20 in January; February 20 * 1.5 + 20 = 50: 700. Twin: 21 in January.
    Toy(
        "growth",
        700,
        {"growth": "programme,growth_per_month,step_per_month\nP,0.5,20"},
        {"demand": MUST.format(january=21, february=0)},
        "growth: P",
    ),
    # The gate takes February, its 30 cars are built in January; production starts in March with 60 cars: 600. A car costs 1:
    # 90 cars, 510. Twin: 101 pilot cars in January's 100 hours.
    Toy(
        "pilot_fleet",
        510,
        {
            **GATED,
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-01",
            "gate_needs": GATED["gate_needs"].format(need=30),
            "line_items": "line,item,cost\nL,car,1000000",
        },
        {"gate_needs": GATED["gate_needs"].format(need=101)},
        "gate: pilot fleet of G",
        end="2026-03-31",
    ),
    # As above, and the series line L must have made them; a second line K makes cars for nothing. 30 cars of L at 1 million.
    # Twin: L comes on stream only in February.
    Toy(
        "gate_line",
        570,
        {
            **GATED,
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-01",
            "gate_needs": "gate,item,fleet,quantity,line\nG,car,F,30,L",
            "lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01\nK,S,DAY,existing,2026-01-01",
            "line_items": "line,item,cost\nL,car,1000000\nK,car,0",
            "stages": "line,stage,machines,rate\nL,build,1,1\nK,build,1,1",
        },
        {"lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-02-01\nK,S,DAY,existing,2026-01-01"},
        "gate: what L must make for G",
        end="2026-03-31",
    ),
    # The range of January and February asks for 177 cars from the start of production on: 93 and 84 from January, all 177 in
    # February, where 100 can be made. Started in January: 1,770. Twin: it may start in February only, and 101 must be sold.
    Toy(
        "sop_state",
        1770,
        {"demand": "programme,from,to,base\nP,2026-01-01,2026-02-28,177"},
        {
            "demand": "programme,from,to,base,least\nP,2026-01-01,2026-02-28,177,101",
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-02-01",
        },
        "demand: least of P",
        decide=("sop",),
    ),
    # The gate can start in February, with 30 cars of January: production starts in March, 60 * 9 - 30 = 510. Twin: cars must
    # be sold in February.
    Toy(
        "gate_state",
        510,
        OPEN,
        {"demand": "programme,from,to,base,least\nP,2026-02-01,2026-02-28,60,1"},
        "demand: least of P",
        end="2026-03-31",
        decide=("sop",),
    ),
    # G waits for F, which needs no cars: F in January, G in February or March, production in March: 510 as above. Twin: F needs
    # a car as well and starts in February, G in March, too late for production that is decided for March.
    Toy(
        "gate_after",
        510,
        {**OPEN, "gates": "gate,months\nF,1\nG,1", "gate_order": "gate,after\nG,F"},
        {
            "gate_needs": "gate,item,fleet,quantity\nG,car,F,30\nF,car,F,1",
            "decisions": "action,object,date\nsop,P,2026-03-01",
        },
        "gates: G before the production of P",
        end="2026-03-31",
        decide=("sop", "gates"),
    ),
    # A winter gate, February and March, with cars of January: production starts in April, 60 * 9 - 30 = 510 (March is lost).
    # Twin: production is decided for March.
    Toy(
        "sop_after_gates",
        510,
        {
            **OPEN,
            "gates": "gate,months,season_from,season_to\nG,2,2,3",
            "demand": "programme,from,to,base\nP,2026-03-01,2026-03-31,60\nP,2026-04-01,2026-04-30,60",
        },
        {"decisions": "action,object,date\nsop,P,2026-03-01"},
        "gates: G before the production of P",
        end="2026-04-30",
        decide=("sop", "gates"),
    ),
    # 150 pilot cars wanted by January's end, each missing one costs 20 million: all 100 hours go into pilots (a sale brings 10),
    # 50 are missing: -1,000, February sells 60: 600.
    Toy("pilots_wanted", -400, {"pilots": "programme,by,base,missing_cost\nP,2026-01-31,150,20000000"}),
    # 170 cars by the end are wanted, each missing one costs 3: the demand of the two months only takes 160. Twin: hard.
    Toy(
        "target",
        1570,
        {"targets": "measure,date,value,kind,penalty\nproduction_installs,2026-02-28,170,soft,3000000"},
        {"targets": "measure,date,value,kind,penalty\nproduction_installs,2026-02-28,170,hard,"},
        "target: production_installs",
    ),
    # 5 kWh a car and 1 kW of base power for 200 hours: 700 kWh allow (700 - 200) / 5 = 100 cars. Twin: 199 kWh do not even feed
    # the base power.
    Toy(
        "yearly_cap",
        1000,
        {
            "items": "item,kind,unit\ncar,product,car\npower,energy,kWh",
            "lines": "line,site,calendar,status,on_stream,base_power_kw,energy_item\nL,S,DAY,existing,2026-01-01,1,power",
            "stages": "line,stage,machines,rate,energy\nL,build,1,1,5",
            "supply": "item,site,from,to,price\npower,S,2026-01-01,2026-03-31,0",
            "budgets": "measure,year,most\nenergy,2026,700",
        },
        {"budgets": "measure,year,most\nenergy,2026,199"},
        "budget: energy 2026",
    ),
    # A copy of N takes 50 m2 and the line that is there 20 (a stage of 10, twice): of 70 m2 there is room for one of the
    # two that would pay: 200 + 100 cars, 3,000 less 500. Twin: 201 cars must be sold in January.
    Toy(
        "floor_cap",
        2500,
        candidate(2, 0, 300, 100)
        | {
            "lines": FLOOR,
            "stages": "line,stage,machines,rate,floor_m2\nL,build,1,1,10\nN,build,1,1,50",
            "budgets": "measure,year,most\nfloor,2026,70",
        },
        {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
        "budget: floor 2026",
        decide=("lines",),
    ),
    # L and N share a site for two copies, L is one of them: 200 + 100 cars, 3,000 less 500. In February three may stand there,
    # but a third would bring nothing. Twin: 201 cars must be sold in January.
    Toy(
        "group_most",
        2500,
        candidate(
            2,
            0,
            300,
            100,
            groups="group,line\nworks,L\nworks,N",
            group_limits="group,kind,from,copies\nworks,most,,2\nworks,most,2026-02-01,3",
        ),
        {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
        "most copies of group works",
        decide=("lines",),
    ),
    # L makes all that is asked for, but three copies must stand in February: 2,000 less two copies for nothing. Twin: four.
    Toy(
        "group_least",
        1000,
        candidate(2, 0, 100, 100, groups="group,line\nworks,L\nworks,N", group_limits=LEAST.format(3)),
        {"group_limits": LEAST.format(4)},
        "least copies of group works",
        decide=("lines",),
    ),
    # A copy of N can be had in part: half of it makes the 50 cars that are short in January and in February at half the price:
    # 300 cars at 10 less 250. The whole copy would cost 250 more. Twin: 201 cars must be sold in January.
    *(
        Toy(
            family,
            2750,
            candidate(1, 0, 150, 150) | {"lines": PARTS},
            {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
            "demand: least of P",
            decide=("lines",),
        )
        for family in ("copy_part", "copy_day")
    ),
    # N or K, not both: a copy of each would bring 1,000 in January for 500. 200 + 100 cars, 3,000 less 500. K costs 600.
    # Twin: 201 cars must be sold in January.
    *(
        Toy(
            family,
            2500,
            candidate(1, 0, 300, 100)
            | {name: f"{candidate(1, 0, 0, 0)[name]}\n{row}" for name, row in SECOND_ROUTE.items()}
            | {"groups": "group,line\nroute,N\nroute,K", "group_limits": "group,kind\nroute,exclusive"},
            {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
            "one route of group route",
            decide=("lines",),
        )
        for family in ("group_route", "group_exclusive")
    ),
    # One copy of N in January: 120 + 200 cars at 10 less 500. Opened a second time in February it would make 80 more and bring
    # 300 more. Twin: 201 cars must be sold in February.
    Toy(
        "copy_state",
        2700,
        candidate(1, 0, 120, 400),
        {"demand": MUST.format(january=0, february=201).replace(",60,", ",400,")},
        "demand: least of P",
        decide=("lines",),
    ),
    # Two copies, the second a month after the first: the first in January makes 200 + 100 cars: 3,000 less 500. Both in January
    # would make 300 + 100: 4,000 less 1,000. Twin: 201 cars must be sold in January.
    Toy(
        "copy_order",
        2500,
        candidate(2, 1, 300, 100),
        {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
        "demand: least of P",
        decide=("lines",),
    ),
    # Both copies at once would bring 3,000, but the budget of the year buys one: 200 + 100 cars, 3,000 less 500. Twin: 201 cars
    # must be sold in January.
    Toy(
        "capex_budget",
        2500,
        candidate(2, 0, 300, 100, budgets="measure,year,most\ncapex,2026,999"),
        {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
        "budget: capex 2026",
        decide=("lines",),
    ),
    # One machine more in January and no second one: 200 cars a month at 10 less 100. Two would make 600 in all. Twin: 201 cars
    # must be sold in January.
    Toy(
        "machine_most",
        3900,
        {
            "machines": "line,stage,capex_million,life_years,most\nL,build,100,0.01,1",
            "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,300\nP,2026-02-01,2026-02-28,300",
        },
        {"demand": MUST.format(january=201, february=0).replace(",120,", ",300,")},
        "demand: least of P",
        decide=("machines",),
    ),
    # One copy of N with one machine more, both in January: 100 + 200 cars a month at 10 less 500 and 50. Machines without a copy
    # would bring 100 cars a month for 50. Twin: 301 cars must be sold in January.
    Toy(
        "package_most",
        5450,
        candidate(1, 0, 300, 300, machines="line,stage,capex_million,life_years,most\nN,build,50,0.01,1"),
        {"demand": MUST.format(january=301, february=0).replace(",120,", ",400,")},
        "demand: least of P",
        decide=("lines", "machines"),
    ),
    # Both lines must make half of what they can: K, whose cars cost 9 million, makes 50 a month all the same. January: 70 of L at
    # 10 and 50 of K at 1: 750; February: 50 of each: 550. Twin: 99 cars are asked for in February.
    Toy(
        "least_run",
        1300,
        {
            "lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01\nK,S,DAY,existing,2026-01-01",
            "line_items": "line,item,cost,least_run\nL,car,0,0.5\nK,car,9000000,0.5",
            "stages": "line,stage,machines,rate\nL,build,1,1\nK,build,1,1",
            "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,120\nP,2026-02-01,2026-02-28,100",
        },
        {"demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,120\nP,2026-02-01,2026-02-28,99"},
        "minimum run: car on",
    ),
    # A car brings 10 less 2 of crew. 50 more cars in January are worth 400 for a premium of 20; in February, when 10 are asked
    # for, the shift goes on: 20 of premium, and of its 100 crew hours 80 are paid and make nothing: 160 * 8 - 40 - 80. Twin:
    # 151 cars in January.
    Toy(
        "shift_state",
        1160,
        shift(150, 10),
        {"demand": MUST.format(january=151, february=0).replace(",120,", ",160,")},
        "demand: least of P",
        decide=("shifts",),
    ),
    # Hiring takes a month: no shift in January, 100 cars; February 150: 250 * 8 - 20. Twin: 101 cars in January.
    Toy(
        "shift_hours",
        1980,
        shift(
            150,
            150,
            calendars=SHIFT["calendars"]
            .replace("premium", "premium,hiring_months")
            .replace("0.2", "0.2,1")
            .replace(",0\n", ",0,0\n"),
        ),
        {"demand": MUST.format(january=101, february=0).replace(",120,", ",150,")},
        "demand: least of P",
        decide=("shifts",),
    ),
    # A copy of N for 100 works the shift of N from January on: 2 * 150 cars at 8 less 40 of premium and 100. Without the copy
    # the shift would cost nothing, and without the shift the copy would make 100 a month. Twin: 151 cars in January.
    Toy(
        "shift_copies",
        2260,
        shift(
            200,
            200,
            lines="line,site,calendar,status,crew_item\nN,S,DAY,candidate,crew",
            line_items="line,item\nN,car",
            stages="line,stage,machines,rate,operators\nN,build,1,1,2",
            capex="line,part,order_year,cost_million,life_years\nN,all,2026,100,0.01",
        ),
        {"demand": MUST.format(january=151, february=0).replace(",120,", ",200,")},
        "demand: least of P",
        decide=("lines", "shifts"),
    ),
    # Decided by hand from January on: 10 cars and 60 cars take 20 and 120 crew hours of the 100 of each month: 80 are paid in
    # January besides, and 20 a month of premium. 70 * 8 - 80 - 40. Twin: no more
    # than 119 crew hours can be had in January.
    Toy(
        "shift_crew",
        440,
        shift(10, 60, decisions="action,object,date\nshift,L,2026-01-01"),
        {
            "supply": """item,site,from,to,base,price
                crew,S,2026-01-01,2026-01-31,119,1000000
                crew,S,2026-02-01,2026-02-28,200,1000000"""
        },
        "material: supply of crew",
    ),
    # The machine stands still for 14 days: in February that leaves 50 cars, in January 14 / 31 of 100 would be lost. 150 cars.
    # Twin: 100 cars in January and 60 in February must be sold.
    Toy(
        "maintenance_done",
        1500,
        {"maintenance": "job,line,stage,days,from,to\nJ,L,build,14,2026-01-01,2026-02-28"},
        {"demand": MUST.format(january=100, february=60)},
        "demand: least of P",
        decide=("maintenance",),
    ),
    # The same at a copy of N that is bought for 100: 100 - 14 / 31 * 100 cars in January and 100 in February. Twin: 101 cars in
    # January.
    Toy(
        "maintenance_copies",
        1448.3870968,
        {
            "lines": "line,site,calendar,status\nN,S,DAY,candidate",
            "line_items": "line,item\nN,car",
            "stages": "line,stage,machines,rate\nN,build,1,1",
            "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,100,0.01",
            "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,200\nP,2026-02-01,2026-02-28,200",
            "maintenance": "job,line,stage,days,from,to\nJ,N,build,14,2026-01-01,2026-02-28",
        },
        {"demand": MUST.format(january=101, february=0).replace(",120,", ",200,")},
        "demand: least of P",
        decide=("lines", "maintenance"),
    ),
]
HARD = [toy for toy in TOYS if toy.twin]


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.family)
def test_optimum_is_the_one_in_the_comment(toy: Toy, tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, toy.end, toys.BOTH, toy.decide, **toy.tables)
    assert -planned.answer.objective == pytest.approx(toy.optimum, rel=1e-7)
    programs = [planned.program, *([planned.choice.program] if planned.choice else [])]
    assert any(rows.name == toy.family for program in programs for rows in program.rows)
    if planned.choice:  # the plan with everything given is worth what the program that decided said
        assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)


@pytest.mark.parametrize("toy", HARD, ids=lambda toy: toy.family)
def test_twin_has_no_plan_and_says_why(toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = toys.load(tmp_path, toy.end, toy.decide, **{**toy.tables, **toy.twin})
    question = asked(inputs)
    for step in (deciding, planning):
        monkeypatch.setattr(step, "build", lambda *_: (question.capacity, question.program))
    with pytest.raises(NoPlanError) as caught:
        pipeline.plan(inputs, Options(door="highs"))
    assert any(toy.reason in reason for reason in caught.value.reasons)
    # What conflicts holds the limit too, has no plan by itself, and has one without any of its rows.
    found = conflict(question.program)
    assert found is not None
    assert found.least
    assert any(toy.reason in words for words in question.told(question.of_rows(found.rows)))
    for without in [None, *found.rows]:
        assert has_plan(only(question.program, found.rows[found.rows != without])) is (without is not None)


def test_every_family_has_a_toy_and_all_that_can_be_hard_a_twin() -> None:
    names = {family.__name__ for family in FAMILIES}
    assert {toy.family for toy in TOYS} == names
    assert names - {toy.family for toy in HARD} == {"demand_limit", "pilots_wanted", "take_or_pay"}
