"""Calendars, seasons, gates and money by date, worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.calendar import timeline
from planner.capacity import capacity, money
from planner.errors import InputError
from planner.tables.inputs import Case, Steps

if TYPE_CHECKING:
    from pathlib import Path


def case(end: str, *steps: tuple[str, str]) -> Case:
    return Case(
        name="toy",
        title="Toy",
        currency="CNY",
        plan_date=dt.date(2026, 1, 1),
        start=dt.date(2026, 1, 1),
        end=dt.date.fromisoformat(end),
        steps=tuple(Steps(dt.date.fromisoformat(until), step) for until, step in steps),  # type: ignore[arg-type]
        discount_rate=0.1,
        price_year=2026,
        demand_level="base",
        supply_level="base",
        pilot_until=dt.date(2026, 12, 31),
        owners={},
    )


def test_the_evaluation_goes_on_in_calendar_years() -> None:
    plan = replace(case("2026-12-31", ("2026-12-31", "quarter")), evaluate_until=dt.date(2028, 6, 30))
    periods = timeline(plan, _none()).periods
    assert periods["period"].tolist() == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027", "2028"]
    assert periods["phase"].tolist() == ["plan"] * 4 + ["evaluation"] * 2
    assert periods["days"].tolist() == [90, 91, 92, 92, 365, 182]
    # 12 months of plan, half of 12, and half of the last 6 months.
    assert periods["mid"].tolist()[4:] == [18, 27]


def test_months_then_quarters_then_years() -> None:
    time = timeline(
        case("2028-12-31", ("2026-02-28", "month"), ("2027-12-31", "quarter"), ("2028-12-31", "year")), _none()
    )
    assert time.periods["period"].tolist() == [
        "2026-01",
        "2026-02",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
        "2027-Q1",
        "2027-Q2",
        "2027-Q3",
        "2027-Q4",
        "2028",
    ]
    assert time.periods["days"].sum() == 365 + 365 + 366
    assert time.segments["days"].sum() == 365 + 365 + 366


def test_weeks_stay_inside_a_year_and_split_at_months() -> None:
    time = timeline(case("2027-01-31", ("2027-01-31", "week")), _none())
    # 2026-01-01 is a Thursday: four days to Sunday; 2026-12-31 is a Thursday and 2027-01-01 starts anew.
    assert time.periods["days"].iloc[0] == 4
    assert (time.periods["start"].dt.year == (time.periods["end"] - pd.Timedelta(days=1)).dt.year).all()
    assert time.periods["period"].is_unique
    week = time.segments.loc[time.segments["period"] == 4]  # 26 January to 1 February
    assert week["days"].tolist() == [6, 1]


def test_discount_at_mid_period() -> None:
    time = timeline(case("2027-12-31", ("2027-12-31", "year")), _none())
    factors = money.discount_factors(case("2027-12-31", ("2027-12-31", "year")), _none(), time)
    assert factors == pytest.approx([1.1**-0.5, 1.1**-1.5])


def test_demand_follows_its_season_from_the_start_of_production(tmp_path: Path) -> None:
    # A year of 100 with weights 1 in summer (April to September) and 2 in winter; production starts on 16 April: of April's 30
    # days 15 count. Weights: 0.5 + 5 * 1 + 3 * 2 = 11.5; April 0.5 / 11.5, October 2 / 11.5, January to March nothing.
    found = capacity(
        toys.load(
            tmp_path,
            "2026-12-31",
            calendars="calendar,from,to,hours\nDAY,2026-01-01,2026-12-31,1200",
            prices="programme,from,to,price_net\nP,2026-01-01,2026-12-31,1",
            programmes="programme,item,site,sop_earliest,season\nP,car,S,2026-04-16,N",
            seasons="season,month,weight\n" + "\n".join(f"N,{m},{1 if 4 <= m <= 9 else 2}" for m in range(1, 13)),
            demand="programme,from,to,base\nP,2026-01-01,2026-12-31,100",
        )
    ).rollout.demand
    assert found["period"].tolist() == list(range(3, 12))
    assert found["demand"].iloc[0] == pytest.approx(100 * 0.5 / 11.5)
    assert found["demand"].iloc[6] == pytest.approx(100 * 2 / 11.5)
    assert found["demand"].sum() == pytest.approx(100)


GATES = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2027-12-31,2400",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2027-12-31,1",
    "demand": "programme,from,to,base\nP,2027-06-01,2027-12-31,100",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2027-06-01",
    "programme_gates": "programme,gate\nP,A\nP,W",
    "gate_order": "gate,after\nA,B",
    "gate_needs": "gate,item,fleet,quantity,used_up\nA,car,F,10,0.5\nB,car,F,20,1\nW,car,F,8,0",
}


def test_gates_run_as_late_as_season_order_and_production_allow(tmp_path: Path) -> None:
    # A takes 3 months before June: March to May. B (of nobody's list, but A waits for it) takes 2: January and February. W takes 2
    # months of November to March: February and March. Fleet F in order of start: B 20; W 8 + 20 used up; A 10 + 20.
    found = capacity(
        toys.load(tmp_path, "2027-12-31", gates="gate,months,season_from,season_to\nA,3,,\nB,2,,\nW,2,11,3", **GATES)
    )
    dates = found.rollout.gate_dates.set_index("gate")
    assert dates["start"].dt.strftime("%Y-%m").to_dict() == {"A": "2027-03", "B": "2027-01", "W": "2027-02"}
    assert dates["end"].dt.strftime("%Y-%m").to_dict() == {"A": "2027-06", "B": "2027-03", "W": "2027-04"}
    needs = found.rollout.fleet_needs.set_index("gate")
    assert needs["needed"].to_dict() == {"B": 20, "W": 28, "A": 30}
    assert needs["last"].to_dict() == {"B": 11, "W": 12, "A": 13}


def test_a_gate_that_cannot_pass_in_time_is_told_with_the_start_of_production_that_leaves_room(tmp_path: Path) -> None:
    # Before June 2027 A takes 14 months, from April 2026, and B 4 before it: from December 2025. One month later both fit.
    late = "gate,months,season_from,season_to\nA,14,,\nB,4,,\nW,2,11,3"
    (problem,) = pipeline.validate(toys.write(tmp_path, "2027-12-31", gates=late, **GATES))[1]
    assert problem.place == "gates.csv row 3 column gate"
    assert problem.message == (
        "Gate B must have passed before the production of P starts on 2027-06-01; "
        "it would have to start in 2025-12, before the horizon."
    )
    assert problem.advice.startswith("Let production start on 2027-07-01 or later")
    with pytest.raises(InputError, match="Gate B must have passed"):
        pipeline.load(tmp_path)


def test_gates_of_a_programme_in_production_have_passed(tmp_path: Path) -> None:
    gates = "gate,months,season_from,season_to\nA,3,,\nB,2,,\nW,2,11,3"
    running = GATES | {"programmes": "programme,item,site,sop_earliest\nP,car,S,2025-06-01"}
    assert capacity(toys.load(tmp_path / "one", "2027-12-31", gates=gates, **running)).rollout.gate_dates.empty
    # Another programme that needs W has yet to start: W is dated for it alone.
    both = running | {
        "items": "item,kind,unit\ncar,vehicle,car\nvan,vehicle,van",
        "line_items": "line,item\nL,car\nL,van",
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2025-06-01\nQ,van,S,2027-06-01",
        "programme_gates": "programme,gate\nP,A\nP,W\nQ,W",
        "demand": "programme,from,to,base\nP,2027-06-01,2027-12-31,100\nQ,2027-06-01,2027-12-31,100",
        "prices": "programme,from,to,price_net\nP,2026-01-01,2027-12-31,1\nQ,2026-01-01,2027-12-31,1",
    }
    found = toys.solve(tmp_path / "two", "2027-12-31", gates=gates, **both)
    assert found.capacity.rollout.gate_dates["gate"].tolist() == ["W"]
    assert found.capacity.rollout.gate_dates["start"].dt.strftime("%Y-%m").tolist() == ["2027-02"]


def test_capex_is_paid_by_profile_at_the_price_of_its_order_year(tmp_path: Path) -> None:
    # On stream 2027-03-01, ordered 14 months before: 2026-01. 30 % on order, 40 % six months later, 30 % on stream; the price of
    # 2026 is 100. Residual at the end of 2027: 10 months of 10 years old: 100 * (1 - 10 / 120).
    found = capacity(
        toys.load(
            tmp_path,
            "2027-12-31",
            calendars="calendar,from,to,hours\nDAY,2026-01-01,2027-12-31,2400",
            lines="line,site,calendar,status,lead_months,spend_profile\nL,S,DAY,candidate,14,P",
            decisions="action,object,date\non_stream,L,2027-03-01",
            spend_profiles="profile,event,months,share\nP,order,0,0.3\nP,order,6,0.4\nP,on_stream,0,0.3",
            capex="line,part,order_year,cost_million,life_years\nL,plant,2026,100,10\nL,plant,2027,80,10",
        )
    )
    assert found.spend["date"].dt.strftime("%Y-%m").tolist() == ["2026-01", "2026-07", "2027-03"]
    assert found.spend["million"].tolist() == pytest.approx([30, 40, 30])
    assert found.residual["million"].tolist() == pytest.approx([100 * (1 - 10 / 120)])


def _none() -> pd.DataFrame:
    return pd.DataFrame({"period": [], "start": [], "end": [], "discount_factor": np.empty(0)})
