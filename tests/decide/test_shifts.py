"""One more shift: given by hand and decided, its crew that is paid whatever is made, hiring, and copies decided beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.capacity import capacity
from planner.results.audit import audit
from planner.results.decided import decided
from planner.solve import Options, solve

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.inputs import Inputs

END = "2026-04-30"
DAYS = (31, 28, 31, 30)
# 100 regular hours a month and 50 in a shift with a fifth of the wage on top; the crew takes a month to hire.
CALENDAR = "calendar,tier,from,to,hours,premium,hiring_months\n" + "\n".join(
    f"DAY,{tier},2026-{m:02d}-01,2026-{m:02d}-{d},{hours},{premium},{hiring}"
    for m, d in enumerate(DAYS, 1)
    for tier, hours, premium, hiring in (("regular", 100, 0, 0), ("shift", 50, 0.2, 1))
)


def asked(*cars: int) -> str:
    return "programme,from,to,base\n" + "\n".join(
        f"P,2026-{m:02d}-01,2026-{m:02d}-28,{n}" for m, n in enumerate(cars, 1)
    )


# Two operators at 1 million an hour: a car takes an hour and 2 of crew, and brings 8 of its 10 million.
TOY = {
    "calendars": CALENDAR,
    "items": "item,kind,unit\ncar,product,car\ncrew,labour,h",
    "lines": "line,site,calendar,status,on_stream,crew_item\nL,S,DAY,existing,2026-01-01,crew",
    "stages": "line,stage,machines,rate,operators\nL,build,1,1,2",
    "supply": f"item,site,from,to,price\ncrew,S,2026-01-01,{END},1000000",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
    "demand": asked(200, 200, 200, 10),
}


def test_a_given_shift_adds_its_hours_and_pays_its_crew_to_the_full(tmp_path: Path) -> None:
    decisions = "action,object,date,status\nshift,L,2026-02-15,committed"
    planned = toys.solve(tmp_path, END, **TOY, decisions=decisions)
    # Half of February's 50 hours, and all of them from March on.
    assert planned.plan["period_make"]["made"].tolist() == pytest.approx([100, 125, 150, 10])
    shifts = planned.plan["period_shifts"].set_index("period")
    assert shifts["hours"].to_dict() == {"2026-02": 25.0, "2026-03": 50.0, "2026-04": 50.0}
    # April: 10 cars take 20 of the 100 crew hours; the other 80 are paid all the same.
    assert shifts["standby"].tolist() == pytest.approx([0, 0, 80])
    premium = 0.2 * 2 * (25 + 50 + 50)
    assert -planned.answer.objective == pytest.approx(385 * 8 - 80 - premium)
    crew = planned.plan["yearly_materials"].set_index("item").loc["crew"]
    assert crew["used"] == pytest.approx(385 * 2 + 80 + premium)


def test_the_planner_starts_the_shift_when_it_pays(tmp_path: Path) -> None:
    # Hired from February on. February asks for 100: only March and April pay, 400 a month for a premium of 20.
    planned = toys.solve(tmp_path, END, toys.BOTH, ("shifts",), **{**TOY, "demand": asked(200, 100, 200, 200)})
    row = planned.inputs["decisions"].iloc[0]
    assert (row["action"], row["object"], row["date"]) == ("shift", "L", pd.Timestamp(2026, 3, 1))
    assert -planned.answer.objective == pytest.approx(500 * 8 - 2 * 20)
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)


def test_a_shift_that_would_wait_too_long_is_not_worked(tmp_path: Path) -> None:
    # From February on it brings 400 less 20, then 20 + 100 a month are paid for nothing in March and April: 380 - 240. At a wage
    # of 4 million a car brings 2 only: 100 less 80, then 80 + 400 a month.
    tables = {**TOY, "demand": asked(100, 150, 0, 0)}
    assert toys.solve(tmp_path / "low", END, decide=("shifts",), **tables).plan["period_shifts"]["hours"].sum() == 150.0
    dear = {**tables, "supply": TOY["supply"].replace("1000000", "4000000")}
    assert toys.solve(tmp_path / "dear", END, decide=("shifts",), **dear).plan["period_shifts"].empty


def test_a_shift_that_nobody_decided_is_not_worked(tmp_path: Path) -> None:
    assert toys.solve(tmp_path, END, **TOY).plan["period_make"]["made"].tolist() == pytest.approx([100, 100, 100, 10])


def test_no_shift_starts_after_the_last_hours_of_its_tier(tmp_path: Path) -> None:
    # Hours of the shift end with March: from April on there is nothing to start.
    calendar = CALENDAR.replace("DAY,shift,2026-04-01,2026-04-30,50", "DAY,shift,2026-04-01,2026-04-30,0")
    shifts = capacity(toys.load(tmp_path, END, ("shifts",), **{**TOY, "calendars": calendar})).shifts
    assert shifts["start"].dt.month.tolist() == [2, 3]


def test_overtime_waits_for_its_crew(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, END, **{**TOY, "calendars": CALENDAR.replace("shift", "overtime")})
    # From February 1st on, a month after the plan date.
    assert planned.plan["period_make"]["made"].tolist() == pytest.approx([100, 150, 150, 10])


COPIES = {
    **TOY,
    "calendars": CALENDAR.replace(",0.2,1", ",0.2,0"),
    "lines": "line,site,calendar,status,copies,ramp_first,crew_item\nN,S,DAY,candidate,2,R,crew",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate,operators,ramp_share\nN,build,1,1,2,1",
    "ramps": "curve,month,uptime_factor\nR,0,0.5\nR,1,1",
}


def enumerated(inputs: Inputs, days: list[pd.Timestamp]) -> float:
    """The best objective over all copies, their days and the start of the shift, each planned as given."""
    shifts = [{"action": "shift", "object": "N", "date": day} for day in days]
    return toys.beside_copies(inputs, days, [None, *shifts])


@pytest.mark.thorough
# Drawn once: every example makes forty plans.
@pytest.mark.parametrize(("capex", "demand", "wage"), [(190, (130, 265, 390), 2)])
def test_copies_and_shifts_decided_together_equal_enumeration(
    capex: int, demand: tuple[int, ...], wage: int, tmp_path: Path
) -> None:
    tables = {
        **COPIES,
        "capex": f"line,part,order_year,cost_million,life_years\nN,all,2026,{capex},0.01",
        "demand": asked(*demand),
        "supply": TOY["supply"].replace("1000000", f"{wage}000000"),
    }
    inputs = toys.load(tmp_path, "2026-03-31", ("lines", "shifts"), **tables)
    answer = solve(pipeline.build(inputs)[1], Options(door="highs", gap=0.0))
    expected = enumerated(inputs, [pd.Timestamp(2026, m, 1) for m in (1, 2, 3)])
    assert answer.objective == pytest.approx(expected, rel=1e-7, abs=1e-6)
    assert {"on_stream", "shift"} <= set(decided(inputs, answer)["decisions"]["action"])
    _, published = pipeline.build(decided(inputs, answer))
    assert solve(published, Options(door="highs")).objective == pytest.approx(answer.objective, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("standby", 79.0, "99 crew hours are paid, 1 less than the shift takes (100)"),
        ("hours", 49.0, "the shift has 50 line hours, the table says 49"),
    ],
)
def test_the_audit_checks_the_crew_of_a_shift(column: str, value: float, rule: str, tmp_path: Path) -> None:
    decisions = "action,object,date,status\nshift,L,2026-02-15,committed"
    planned = toys.solve(tmp_path, END, **TOY, decisions=decisions)
    shifts = planned.plan["period_shifts"].copy()
    shifts.loc[shifts["period"] == "2026-04", column] = value
    found = audit(planned.inputs, {**planned.plan.tables, "period_shifts": shifts}, planned.plan.kpis)
    assert any(rule in finding.message for finding in found)


def test_the_audit_finds_a_shift_before_its_crew_is_hired(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, END, decide=("shifts",), **TOY)
    rows = planned.inputs["decisions"].assign(date=pd.Timestamp(2026, 1, 1))
    found = audit(planned.inputs.replace(decisions=rows), planned.plan.tables, planned.plan.kpis)
    assert any("starts on 2026-01-01, before its crew can be hired (2026-02-01)" in f.message for f in found)
