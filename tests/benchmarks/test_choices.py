"""Taking a choice of the formulation back changes no optimum: what is timed beside the planner is the same problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys

from planner.solve import Options, solve
from tests.benchmarks.choices import EVERY, INCUMBENT, built, solved

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

EXACT = Options(door="highs", gap=0.0)
END = "2026-12-31"
# Two routes to cars and vans, two copies each, a gate in its season, starts of production: something of all that is decided.
TABLES = {
    "calendars": """calendar,tier,from,to,hours,premium
        DAY,regular,2026-01-01,2026-12-31,1200,0
        DAY,overtime,2026-01-01,2026-12-31,240,0.5""",
    "stocks": "item,site,shelf_life_days,least_days\ncar,S,90,2",
    "items": "item,kind,unit\ncar,vehicle,car\nvan,vehicle,van\ncrew,labour,h",
    "lines": """line,site,calendar,status,copies,ramp_first,ramp_second,lead_months,gap_months,crew_item
        N,S,DAY,candidate,2,slow,quick,1,1,crew
        M,S,DAY,candidate,2,quick,,2,1,crew""",
    "line_items": "line,item\nN,car\nN,van\nM,car\nM,van",
    "stages": """line,stage,machines,rate,yield,ramp_share,operators
        N,press,2,1,1,0,1
        N,weld,1,1.2,1,0,1
        N,build,1,1,0.9,1,2
        M,build,1,0.8,0.95,1,1""",
    "flows": "line,from_stage,to_stage\nN,press,weld\nN,weld,build",
    "recipes": "line,item,stage,rate\nN,van,build,0.5",
    "ramps": "curve,month,uptime_factor,yield_factor\nslow,0,0.3,0.6\nslow,1,0.6,0.8\nslow,2,1,1\nquick,0,0.7,0.9\nquick,1,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,400,3\nM,all,2026,300,3",
    "supply": "item,site,from,to,price\ncrew,S,2026-01-01,2026-12-31,50000",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-02-01\nV,van,S,2026-03-01",
    "gates": "gate,months,season_from,season_to\nG,1,3,6",
    "programme_gates": "programme,gate\nP,G",
    "demand": "programme,from,to,base\nP,2026-01-01,2026-12-31,1800\nV,2026-06-01,2026-12-31,400",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2026-12-31,3000000\nV,2026-01-01,2026-12-31,4000000",
}


@pytest.mark.parametrize(
    "taken_back",
    [*([each] for each in EVERY if each != INCUMBENT), EVERY],
    ids=lambda names: f"{len(names)}: {names[0]}",
)
def test_a_choice_taken_back_leaves_the_optimum_and_changes_the_program(tmp_path: Path, taken_back: list[str]) -> None:
    inputs = toys.load(tmp_path, END, ("lines", "sop", "gates"), **TABLES)
    own, other = (built(inputs, names)[0] for names in ([], taken_back))
    assert solve(other, EXACT).objective == pytest.approx(solve(own, EXACT).objective, rel=1e-7)
    same_size = own.counts() == other.counts()
    assert not same_size or (own.integer != other.integer).any() or (own.indices != other.indices).any()


def test_a_line_of_the_table_says_what_the_solver_found(tmp_path: Path) -> None:
    program = built(toys.load(tmp_path, END, ("lines", "sop", "gates"), **TABLES), [])[0]
    answer = solve(program, EXACT)
    for default in (False, True):
        found = solved(program, None, EXACT, default)
        assert found.value == pytest.approx(answer.objective, rel=1e-7)
        assert found.bound == pytest.approx(answer.objective, rel=1e-6)
