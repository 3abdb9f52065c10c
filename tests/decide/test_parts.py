"""Copies of divisible lines: had in part, scaled in all that they have and cost, audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.model.suggested import suggested
from planner.results.audit import audit
from planner.solve import Options

if TYPE_CHECKING:
    from pathlib import Path

# Copies of N make 100 cars in a month and 20 more in overtime; each draws 2 kW, has 3 operators at 1,000 an hour, costs 1,200
# million a year to keep (100 a month) and 400 to buy, and takes 50 m2.
PLANT = {
    "calendars": """calendar,tier,from,to,hours,premium
        DAY,regular,2026-01-01,2026-01-31,100,0
        DAY,regular,2026-02-01,2026-02-28,100,0
        DAY,overtime,2026-01-01,2026-02-28,59,0.5""",
    "items": "item,kind,unit\ncar,product,car\npower,energy,kWh\ncrew,labour,h",
    "lines": """line,site,calendar,status,copies,divisible,base_power_kw,energy_item,crew_item,fixed_cost_million
        N,S,DAY,candidate,2,yes,2,power,crew,1200""",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate,operators,floor_m2\nN,build,1,1,3,50",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,400,0.01",
    "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,{0}\nP,2026-02-01,2026-02-28,{1}",
    "supply": "item,site,from,to,price\npower,S,2026-01-01,2026-02-28,1000\ncrew,S,2026-01-01,2026-02-28,1000",
}
GIVEN = "action,object,copy,date,share,status\non_stream,N,1,2026-01-01,{},committed"


def plant(january: float, february: float, **tables: str) -> dict[str, str]:
    return PLANT | {"demand": PLANT["demand"].format(january, february)} | tables


def test_a_given_part_has_and_costs_its_share(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, door=toys.BOTH, **plant(200, 200, decisions=GIVEN.format(0.4)))
    plan = planned.plan
    # 40 cars in regular hours and 0.4 of 31 and 28 hours of overtime; all of them are worked.
    assert plan["period_make"]["most"].tolist() == pytest.approx([40, 40])
    assert plan["period_overtime"]["most"].tolist() == pytest.approx([0.4 * 31, 0.4 * 28])
    assert plan["period_make"]["made"].tolist() == pytest.approx([52.4, 51.2])
    finance = plan["yearly_finance"].iloc[0]
    assert finance["capex"] == pytest.approx(160)
    assert finance["fixed_cost"] == pytest.approx(80)
    # Power: 0.4 of 2 kW in 200 hours and 2 kW in 23.6 hours of overtime. Crew: 3 hours a car, half as much more in overtime.
    assert finance["energy"] == pytest.approx((0.4 * 2 * 200 + 2 * 23.6) * 1000 / 1e6)
    assert finance["crew"] == pytest.approx((103.6 * 3 + 23.6 * 1.5) * 1000 / 1e6)
    row = plan["investments"].iloc[0]
    assert row[["share", "capex_million"]].tolist() == pytest.approx([0.4, 160])


def test_the_planner_buys_what_is_needed_of_a_copy(tmp_path: Path) -> None:
    # 160 cars a month: a copy with its overtime makes 131 in January and 128 in February, so that 160 / 128 copies pay. Without
    # a ramp it is all one how they are parted, but that the second is no more than the first.
    planned = toys.solve(tmp_path, door=toys.BOTH, decide=("lines",), **plant(160, 160))
    first, second = planned.plan["investments"]["share"]
    assert first + second == pytest.approx(1.25)
    assert second <= first <= 1.0
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)


def test_a_copy_has_one_day(tmp_path: Path) -> None:
    # 50 cars in January and 100 in February: half a copy from January on and the other half from February on would be best, but
    # a copy has one day and a second copy its order: 0.5 and 0.5 in two copies.
    lines = PLANT["lines"].replace(",2,yes", ",1,yes")
    one = toys.solve(tmp_path / "one", decide=("lines",), **plant(65.5, 128, lines=lines)).plan["investments"]
    assert one[["copy", "share"]].to_numpy().tolist() == [[1, pytest.approx(1.0)]]
    two = toys.solve(tmp_path / "two", decide=("lines",), **plant(65.5, 128)).plan["investments"]
    assert two["share"].tolist() == pytest.approx([0.5, 0.5])
    assert two["on_stream"].dt.month.tolist() == [1, 2]


def test_floor_counts_the_share(tmp_path: Path) -> None:
    budgets = "measure,year,most\nfloor,2026,30"
    planned = toys.solve(tmp_path, decide=("lines",), **plant(160, 160, budgets=budgets))
    assert planned.plan["investments"]["share"].sum() == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("table", "column", "value", "message"),
    [
        ("lines", "divisible", "no", "line N copy 2: 0.25 of the copy is had, where 1 can be"),
        ("decisions", "share", [0.2, 0.25], "line N copy 2: 0.25 of the copy is had, where 0.2 can be"),
        ("decisions", "share", [1.0, 0.2], "line N copy 2: 0.2 of the copy is had, the table says 0.25"),
        ("decisions", "share", [1.0, 0.2], "line N copy 2: it costs 80 million, the table says 100"),
        ("decisions", "share", [1.0, 0.2], "line N copy 2 (on stream 2026-01-01), car 2026-02: 32 unit are made"),
    ],
)
def test_the_audit_finds_a_share_that_does_not_fit(
    table: str, column: str, value: object, message: str, tmp_path: Path
) -> None:
    given = f"{GIVEN.format(1)}\non_stream,N,2,2026-01-01,0.25,committed"
    inputs = toys.load(tmp_path, **plant(160, 160, decisions=given))
    inputs = inputs.replace(decisions=inputs["decisions"].assign(status="planned"))
    planned = pipeline.plan(inputs, Options(door="highs"))
    frame = planned.inputs[table].copy()
    frame[column] = pd.Series(value, index=frame.index) if isinstance(value, list) else value
    found = audit(planned.inputs.replace(**{table: frame}), planned.plan.tables, planned.plan.kpis)
    assert any(finding.message.startswith(message) for finding in found), [f.message for f in found]


def test_a_suggested_share_is_the_first_incumbent(tmp_path: Path) -> None:
    # Half of the first copy in February: it is opened then, has its day then, and runs from then on.
    rows = f"{GIVEN.format(0.5)}".replace("01-01,0.5,committed", "02-01,0.5,proposed")
    inputs = toys.load(tmp_path, decide=("lines",), **plant(160, 160, decisions=rows))
    _, program = pipeline.build(inputs)
    start = suggested(program, inputs["decisions"], inputs.case)
    assert start is not None
    for name, values in (("open", [0, 0.5]), ("running", [0, 0.5]), ("dated", [0, 1])):
        np.testing.assert_array_equal(start[program.column_slice(name)], [*values, *[np.nan] * 2][:4])
    planned = pipeline.plan(inputs, Options(door="highs"))
    assert planned.plan["investments"]["share"].sum() == pytest.approx(1.25)


# One more shift of 50 hours with a fifth of the wage on top, and two weeks of maintenance in January.
SHIFTED = {
    "calendars": """calendar,tier,from,to,hours,premium
        DAY,regular,2026-01-01,2026-01-31,100,0
        DAY,regular,2026-02-01,2026-02-28,100,0
        DAY,shift,2026-01-01,2026-01-31,50,0.2
        DAY,shift,2026-02-01,2026-02-28,50,0.2""",
    "lines": PLANT["lines"].replace(",2,yes", ",1,yes"),
    "line_items": "line,item,least_run\nN,car,0.5",
    "maintenance": "job,line,stage,days,from,to\nJ,N,build,14,2026-01-01,2026-02-28",
}


def test_a_given_part_works_its_share_of_a_shift_and_loses_its_share_to_maintenance(tmp_path: Path) -> None:
    rows = f"{GIVEN.format(0.4)}\nshift,N,,2026-01-01,,committed\nmaintain,J,,2026-01-01,,committed"
    planned = toys.solve(tmp_path, door=toys.BOTH, **plant(200, 30, decisions=rows, **SHIFTED))
    # January: 40 cars less 14 of 31 days of regular hours, and 20 in the shift. The crew of the shift is paid in February
    # too: of 60 hours for 0.4 of 50 hours 30 cars pay 60 at least, so that only the premium is left.
    assert planned.plan["period_make"]["made"].tolist() == pytest.approx([40 * 17 / 31 + 20, 30])
    assert planned.plan["period_shifts"]["hours"].tolist() == pytest.approx([20, 20])


@pytest.mark.parametrize("decide", [("lines", "shifts"), ("lines", "maintenance"), ("lines", "shifts", "maintenance")])
def test_a_part_is_decided_beside_shifts_and_maintenance(decide: tuple[str, ...], tmp_path: Path) -> None:
    rows = "action,object,date,status\n" + "\n".join(
        row
        for kind, row in (
            ("shifts", "shift,N,2026-01-01,committed"),
            ("maintenance", "maintain,J,2026-01-01,committed"),
        )
        if kind not in decide
    )
    planned = toys.solve(tmp_path, decide=decide, **plant(70, 100, decisions=rows, **SHIFTED))
    assert 0 < planned.plan["investments"]["share"].iloc[0] < 1
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)
