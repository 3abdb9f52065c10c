"""The true limiter of each year on toys where it stands in the comment, proved by loosening it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import toys

if TYPE_CHECKING:
    from pathlib import Path

PART = {
    "items": "item,kind,unit\ncar,product,car\npart,material,part",
    "bom": "parent,component,quantity\ncar,part,2",
}
GATE = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2027-01-01",
    "demand": "programme,from,to,base\nP,2027-01-01,2027-01-31,60",
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,1",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2027-01-31,10000000",
    "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2027-01-31,1300",
}


@dataclass(frozen=True)
class Held:
    """A toy, what limits its first year, and the looser tables under which fewer cars are short."""

    name: str
    words: str
    tables: dict[str, str]
    looser: dict[str, str] = field(default_factory=dict)
    end: str = "2026-02-28"


HELD = [
    Held("demand", "demand", {"demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,90"}),
    # January asks for 120 of 100.
    Held("stage", "stage: build of L", {}, {"stages": "line,stage,machines,rate\nL,build,2,1"}),
    # 200 parts give 100 of 160 cars, though the stage is full in January too: the parts hold back, not the stage.
    Held(
        "material",
        "material: supply of part from 2026-01-01",
        {**PART, "supply": "item,site,from,to,base,price\npart,S,2026-01-01,2026-02-28,200,0"},
        {"supply": "item,site,from,to,base,price\npart,S,2026-01-01,2026-02-28,201,0"},
    ),
    # Half of February's parts must wait at January's end, and there is room for 20: 40 parts, 20 of 60 cars.
    Held(
        "cover",
        "stock: cover of part",
        {
            **PART,
            "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-02-28,0",
            "stocks": "item,site,least_days,most\npart,S,14,20",
            "demand": "programme,from,to,base\nP,2026-02-01,2026-02-28,60",
        },
        {"stocks": "item,site,least_days,most\npart,S,10,20"},
    ),
    # A second stage works twice as slowly: it is the one.
    Held(
        "second stage",
        "stage: paint of L",
        {"stages": "line,stage,machines,rate\nL,build,1,1\nL,paint,1,0.5"},
        {"stages": "line,stage,machines,rate\nL,build,1,1\nL,paint,1,0.6"},
    ),
    Held(
        "growth",
        "growth: P",
        {"growth": "programme,growth_per_month,step_per_month\nP,0.0,10"},
        {"growth": "programme,growth_per_month,step_per_month\nP,0.0,11"},
    ),
    Held(
        "installs a week",
        "start of production: most installs a week of P",
        {"programmes": "programme,item,site,most_per_week\nP,car,S,7"},
        {"programmes": "programme,item,site,most_per_week\nP,car,S,8"},
    ),
    Held(
        "budget",
        "budget: energy 2026",
        {
            "items": "item,kind,unit\ncar,product,car\npower,energy,kWh",
            "lines": "line,site,calendar,status,on_stream,energy_item\nL,S,DAY,existing,2026-01-01,power",
            "stages": "line,stage,machines,rate,energy\nL,build,1,1,5",
            "supply": "item,site,from,to,price\npower,S,2026-01-01,2026-03-31,0",
            "budgets": "measure,year,most\nenergy,2026,100",
        },
        {"budgets": "measure,year,most\nenergy,2026,105"},
    ),
    # A car brings 10 million and takes parts of 2 * 6: no car is built though all could be.
    Held(
        "not worth it",
        "not worth it: another unit costs more than it brings",
        {**PART, "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-02-28,6000000"},
        {**PART, "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-02-28,4000000"},
    ),
    # Production starts in the middle of March, and all is asked for before: there is no limit of installs a week.
    Held(
        "start of production",
        "start of production 2026-03",
        {"programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-16"},
        end="2026-03-31",
    ),
    # January's 20 are sold late in February: nothing is lost to the year.
    Held("late", "demand", {"demand": "programme,from,to,base,late_cost\nP,2026-01-01,2026-01-31,120,1"}),
    Held("gate", "gate: G until 2026-12, start of production 2027-01", GATE, end="2027-01-31"),
    # Demand from January on, the only line comes on stream in March.
    Held(
        "no line yet",
        "no line: nothing that runs then can make it",
        {"lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-03-01"},
        end="2026-03-31",
    ),
]


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.name)
def test_limiter_is_the_one_in_the_comment(held: Held, tmp_path: Path) -> None:
    planned = toys.solve(tmp_path / "tight", held.end, **held.tables)
    assert planned.plan["yearly_plan"]["limited_by"].iloc[0] == held.words


@pytest.mark.parametrize("held", [held for held in HELD if held.looser], ids=lambda held: held.name)
def test_loosening_the_limiter_sells_more(held: Held, tmp_path: Path) -> None:
    tight = toys.solve(tmp_path / "tight", held.end, **held.tables).plan.kpis["total_shortfall"]
    loose = toys.solve(tmp_path / "loose", held.end, **{**held.tables, **held.looser}).plan.kpis["total_shortfall"]
    assert loose < tight


def test_a_limit_whose_rent_another_programme_would_lose_is_not_the_limiter(tmp_path: Path) -> None:
    """Cars (10 million) may only grow by 20 a month, vans (5 million) take the rest of the stage: 80 of 200 in January.

    A lost car is worth 10: 5 are rent of the stage, for a van would have to go, and 5 are rent of the growth limit. One more
    hour at the stage sells one more van and no car.
    """
    planned = toys.solve(
        tmp_path,
        items="item,kind,unit\ncar,product,car\nvan,product,van",
        line_items="line,item\nL,car\nL,van",
        programmes="programme,item,site\nP,car,S\nV,van,S",
        demand="programme,from,to,base\nP,2026-01-01,2026-01-31,120\nV,2026-01-01,2026-01-31,200",
        prices="programme,from,to,price_net\nP,2026-01-01,2026-03-31,10000000\nV,2026-01-01,2026-03-31,5000000",
        growth="programme,growth_per_month,step_per_month\nP,0,20",
    )
    plan = planned.plan["yearly_plan"].set_index("programme")
    assert plan["production_installs"].to_dict() == {"P": 20, "V": 80}
    assert plan["limited_by"].to_dict() == {"P": "growth: P", "V": "stage: build of L"}
