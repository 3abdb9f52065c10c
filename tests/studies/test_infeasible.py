"""Cases without a plan, each solved in its comment: what can be reached, what conflicts, what bends, what alone helps.

That the conflict of every family is right and has no row too many stands in `tests/model/test_families.py`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys
from typer.testing import CliRunner

from planner import pipeline
from planner.cli import app
from planner.scenarios import Variant
from planner.solve import Options, Status, solve
from planner.studies.explain.infeasible import infeasible

if TYPE_CHECKING:
    from pathlib import Path

    from planner.results.explained import Explained

# Line L makes 100 cars a month; a copy of N for 500 million makes 100 more, a month after its order.
TWO = {
    "lines": """line,site,calendar,status,on_stream,copies,lead_months
        L,S,DAY,existing,2026-01-01,1,0
        N,S,DAY,candidate,,2,{lead}""",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,500,0.01",
    "demand": """programme,from,to,base,least
        P,2026-01-01,2026-01-31,300,{january}
        P,2026-02-01,2026-02-28,300,{february}""",
}
GATED = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-01",
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,101",
    "demand": "programme,from,to,base\nP,2026-03-01,2026-03-31,60",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2026-04-30,10000000",
}


def two(lead: int, january: int, february: int, **tables: str) -> dict[str, str]:
    words = {"lead": lead, "january": january, "february": february}
    return {name: text.format(**words) for name, text in TWO.items()} | tables


def explained(folder: Path, end: str = "2026-02-28", decide: tuple[str, ...] = (), **tables: str) -> Explained:
    found, _ = infeasible(toys.write(folder, end, decide, **tables))
    assert found is not None
    for rule in found.plan["single_changes"]["rule"]:
        inputs, _ = pipeline.load(folder, variant=Variant(overrides=(rule,)))
        assert solve(pipeline.build(inputs)[1], Options(door="highs")).status is Status.OPTIMAL
    return found


def changes(found: Explained) -> dict[str, tuple[str, str]]:
    rows = found.plan["single_changes"]
    return {f"{row.change} {row.new}": (row.old, row.file) for row in rows.itertuples()}


def test_a_lead_time_holds_what_is_asked_for(tmp_path: Path) -> None:
    # 201 cars in January: a copy of N is on stream in March at the soonest, so that the 100 of L can be reached.
    found = explained(tmp_path, "2026-03-31", ("lines",), **two(2, 201, 0))
    row = found.plan["reach"].iloc[0]
    assert (row["asked"], row["reached"], row["missing"]) == pytest.approx((201, 100, 101))
    late = "stage: build of L and the lead time of N, 2 months (a copy on stream from 2026-03 at the soonest)"
    assert row["held_by"] == late
    # By the end 600 are asked for, all of them by February, and 200 can be made until then.
    row = found.plan["reach"].iloc[1]
    assert (row["asked"], row["reached"], row["held_by"]) == (pytest.approx(600), pytest.approx(200), late)
    assert changes(found) == {"demand: least of P 100": ("201", "demand.csv")}


def test_budget_and_least_conflict_and_either_gives_way(tmp_path: Path) -> None:
    # 300 cars in January take both copies, 1,000 million; the budget of 999 buys one of them: 200 cars.
    budget = "measure,year,most\ncapex,2026,999"
    found = explained(tmp_path, decide=("lines",), **two(0, 300, 0, budgets=budget))
    assert found.plan["reach"]["missing"].tolist()[0] == 0
    named = found.plan["conflict"]
    assert {"demand: least of P", "budget: capex 2026"} <= set(named["limit"])
    assert set(named.loc[named["negotiable"], "limit"]) == {"demand: least of P", "budget: capex 2026"}
    assert named.set_index("limit").loc["budget: capex 2026", ["file", "row"]].tolist() == ["budgets.csv", 2]
    # A copy in part would do for 299.8 cars: only whole ones conflict in what bends, one of 1,000 million or 100 of 300.
    assert found.plan["bends"]["amount"].tolist() == pytest.approx([1])
    assert found.plan["bends"]["limit"].tolist() == ["budget: capex 2026"]
    assert changes(found) == {
        "demand: least of P 200": ("300", "demand.csv"),
        "budget: capex 2026 1000": ("999", "budgets.csv"),
    }


@pytest.mark.thorough
def test_only_whole_copies_conflict(tmp_path: Path) -> None:
    # 250 cars in January take one and a half copies, which the budget of 750 would buy if there were such.
    budget = "measure,year,most\ncapex,2026,750"
    found = explained(tmp_path, decide=("lines",), **two(0, 250, 0, budgets=budget))
    assert "Parts of copies, machines and starts would do: only whole ones conflict." in found.warnings
    assert {"demand: least of P", "budget: capex 2026"} <= set(found.plan["conflict"]["limit"])
    assert changes(found) == {
        "demand: least of P 200": ("250", "demand.csv"),
        "budget: capex 2026 1000": ("750", "budgets.csv"),
    }


def test_two_conflicts_take_two_changes(tmp_path: Path) -> None:
    # 101 cars in January where 100 can be made, and 101 in February: each alone leaves the other.
    must = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,101\nP,2026-02-01,2026-02-28,120,102"
    found = explained(tmp_path, demand=must)
    assert found.plan["single_changes"].empty
    assert "several must change together" in found.headlines[-1]
    # One by 1 and the other by 2, in the order of the table.
    assert found.plan["bends"]["amount"].sum() == pytest.approx(3)
    assert found.plan["reach"]["missing"].tolist()[:2] == pytest.approx([1, 2])


def test_physics_alone_is_told(tmp_path: Path) -> None:
    # 20 cars must be made in each month (a fifth of 100), 10 are asked for in February, and none can be kept.
    run = "line,item,least_run\nL,car,0.2"
    asked = "programme,from,to,base\nP,2026-01-01,2026-01-31,120\nP,2026-02-01,2026-02-28,10"
    found = explained(tmp_path, line_items=run, demand=asked)
    assert found.plan["bends"].empty
    assert "is in conflict by itself" in found.headlines[-1]
    assert set(found.plan["conflict"]["limit"]) == {"minimum run: car on L", "demand of P"}


def test_a_gate_against_its_start_moves_the_start(tmp_path: Path) -> None:
    # 101 pilots before February, in which the gate runs, and January makes 100. A month later there are two for them.
    found = explained(tmp_path, "2026-03-31", **GATED)
    assert found.plan["bends"]["limit"].tolist() == ["starts of production and their dates"]
    assert changes(found) == {"earliest start of production of P 2026-04-01": ("2026-03-01", "programmes.csv")}


@pytest.mark.thorough
def test_a_committed_shift_against_its_crew(tmp_path: Path) -> None:
    # The shift of January takes 2 * 10 crew hours that are paid whether anything is made or not; 19 can be had.
    tables = {
        "calendars": """calendar,tier,from,to,hours
            DAY,regular,2026-01-01,2026-01-31,100
            DAY,regular,2026-02-01,2026-02-28,100
            DAY,shift,2026-01-01,2026-02-28,20""",
        "items": "item,kind,unit\ncar,product,car\ncrew,labour,h",
        "lines": "line,site,calendar,status,on_stream,crew_item\nL,S,DAY,existing,2026-01-01,crew",
        "stages": "line,stage,machines,rate,operators\nL,build,1,1,2",
        "supply": "item,site,from,to,base,price\ncrew,S,2026-01-01,2026-01-31,19,1\ncrew,S,2026-02-01,2026-02-28,900,1",
        "decisions": "action,object,date\nshift,L,2026-01-01",
    }
    found = changes(explained(tmp_path, **tables))
    hours = 2 * 20 * 31 / 59
    supply = next(name for name in found if name.startswith("material"))
    assert float(supply.split()[-1]) == pytest.approx(hours)
    assert {name for name in found if "shift" in name} == {
        "one more shift of L 2026-02-01",
        "one more shift of L none",
    }


def test_the_command_tells_writes_and_ends_with_3(tmp_path: Path) -> None:
    must = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,120"
    case = toys.write(tmp_path / "toy", demand=must)
    done = CliRunner().invoke(app, ["explain", str(case), "--out", str(tmp_path / "why")])
    assert done.exit_code == 3
    assert "These cannot hold together: stage: build of L; demand: least of P." in done.stdout
    written = pd.read_csv(tmp_path / "why" / "single_changes.csv", dtype=str)
    assert written["new"].tolist() == ["100"]
    facts = json.loads((tmp_path / "why" / "manifest.json").read_text("utf-8"))
    assert facts["explanation"] == "infeasible"
    assert (tmp_path / "why" / "explanation.xlsx").is_file()
    rule = written["rule"].iloc[0]
    again = CliRunner().invoke(app, ["explain", str(case), "--override", rule, "--out", str(tmp_path / "none")])
    assert again.exit_code == 0
    assert "has a plan" in again.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.thorough
def test_an_empty_cell_is_no_lever(tmp_path: Path) -> None:
    # February's least of 10 cars waits for a start of production in March; no week has a most, so none can be loosened.
    asked = "programme,from,to,base,least\nP,2026-02-01,2026-02-28,60,10\nP,2026-03-01,2026-03-31,60,"
    programmes = "programme,item,site,sop_earliest\nP,car,S,2026-03-01"
    vehicle = "item,kind,unit\ncar,vehicle,car"
    found = explained(
        tmp_path, "2026-03-31", ("sop",), **{**GATED, "items": vehicle, "programmes": programmes, "demand": asked}
    )
    assert set(found.plan["conflict"]["limit"]) == {
        "demand: least of P",
        "start of production: most installs a week of P",
    }
    assert "most_per_week" not in " ".join(found.plan["single_changes"]["rule"])
    assert "demand: least of P 0" in changes(found)
