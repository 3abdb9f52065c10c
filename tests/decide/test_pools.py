"""Pooling copies that are alike loses nothing: the program with a set of columns for each copy has the same optimum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import toys

from planner import pipeline
from planner.capacity import build
from planner.solve import Options, solve
from tests.benchmarks.choices import alone

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.inputs import Inputs

pytestmark = pytest.mark.thorough

EXACT = Options(door="highs", gap=0.0)


def both(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[int, int], tuple[int, int], float, float]:
    _, together = pipeline.build(inputs)
    monkeypatch.setattr(build, "pools", alone)
    _, apart = pipeline.build(inputs)
    return together.shape, apart.shape, solve(together, EXACT).objective, solve(apart, EXACT).objective


@pytest.mark.parametrize("divisible", ["no", "yes"])
def test_pools_of_a_toy_leave_the_optimum(divisible: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {
        "calendars": """calendar,tier,from,to,hours,premium
            DAY,regular,2026-01-01,2026-12-31,1200,0
            DAY,overtime,2026-01-01,2026-12-31,240,0.5""",
        "items": "item,kind,unit\ncar,product,car\nvan,product,van\npower,energy,kWh\ncrew,labour,h",
        "lines": f"""line,site,calendar,status,divisible,copies,ramp_first,ramp_second,release_months,gap_months,base_power_kw,energy_item,crew_item
            N,S,DAY,candidate,{divisible},3,slow,quick,1,1,2,power,crew""",
        "line_items": "line,item\nN,car\nN,van",
        "stages": "line,stage,machines,rate,yield,ramp_share,operators,energy\nN,weld,1,1.2,1,0,1,1\nN,build,1,1,0.9,1,2,3",
        "recipes": "line,item,stage,rate\nN,van,build,0.5",
        "ramps": """curve,month,uptime_factor,yield_factor
            slow,0,0.3,0.6
            slow,1,0.6,0.8
            slow,2,1,1
            quick,0,0.7,0.9
            quick,1,1,1""",
        "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,700,3",
        "supply": "item,site,from,to,price\npower,S,2026-01-01,2026-12-31,100\ncrew,S,2026-01-01,2026-12-31,50000",
        "programmes": "programme,item,site\nP,car,S\nV,van,S",
        "demand": """programme,from,to,base
            P,2026-01-01,2026-12-31,1800
            V,2026-06-01,2026-12-31,400""",
        "prices": """programme,from,to,price_net
            P,2026-01-01,2026-12-31,3000000
            V,2026-01-01,2026-12-31,4000000""",
    }
    small, large, pooled, apart_too = both(toys.load(tmp_path, "2026-12-31", ("lines",), **tables), monkeypatch)
    assert small[0] < large[0]
    assert small[1] < large[1]
    assert pooled == pytest.approx(apart_too, rel=1e-8)


@pytest.mark.slow
def test_pools_of_the_base_case_leave_its_relaxation(base_inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    decisions = base_inputs["decisions"]
    lines = decisions["status"].where(decisions["action"] != "on_stream", "proposed")
    case = replace(base_inputs.case, decide=("lines",))
    inputs = base_inputs.replace(case=case, decisions=decisions.assign(status=lines))
    programs = [pipeline.build(inputs)[1]]
    monkeypatch.setattr(build, "pools", alone)
    programs.append(pipeline.build(inputs)[1])
    relaxed = [replace(program, integer=np.zeros_like(program.integer)) for program in programs]
    assert programs[0].shape[1] < 0.6 * programs[1].shape[1]
    assert solve(relaxed[0], EXACT).objective == pytest.approx(solve(relaxed[1], EXACT).objective, rel=1e-8)
