"""Starts of production and gates that the planner decides, and those that are given, on toys worked out by hand.

The toy of `toys.py`: one car an hour, 100 hours a month, each car worth 10 million. Here a car costs 1 million to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.errors import InputError, NoPlanError
from planner.solve import Options

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned

MONTHS = pd.period_range("2026-01", "2028-12", freq="M")
LONG = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "calendars": "calendar,from,to,hours\n"
    + "\n".join(f"DAY,{m.start_time:%Y-%m-%d},{m.end_time:%Y-%m-%d},100" for m in MONTHS),
    "prices": "programme,from,to,price_net\nP,2026-01-01,2028-12-31,10000000",
    "line_items": "line,item,cost\nL,car,1000000",
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,30",
}


def decisions(planned: Planned) -> dict[tuple[str, str], str]:
    """What the planner decided: date by action and object."""
    rows = planned.inputs["decisions"]
    rows = rows.loc[rows["status"] == "planned"]
    return {(r.action, r.object): f"{r.date:%Y-%m}" for r in rows.itertuples()}


def worth(planned: Planned) -> float:
    """Net present value, and of the program that decided the same."""
    if planned.choice:
        assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)
    return -planned.answer.objective


# -- given --------------------------------------------------------------------------------------------------------------


def test_a_gate_starts_on_its_decided_day_and_its_fleet_is_due_before(tmp_path: Path) -> None:
    # Production starts in June with 60 cars. By itself the gate takes May, and its 30 cars are built by April's end; decided for
    # March, by February's. A car of a later month costs no less, so both are worth 60 * 9 - 30.
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-06-01",
        "demand": "programme,from,to,base\nP,2026-06-01,2026-06-30,60",
    }
    late = toys.solve(tmp_path / "late", "2026-06-30", **tables)
    early = toys.solve(tmp_path / "early", "2026-06-30", **tables, decisions="action,object,date\ngate,G,2026-03-01")
    assert [f"{d:%Y-%m}" for d in (*late.plan["gates"]["start"], *early.plan["gates"]["start"])] == [
        "2026-05",
        "2026-03",
    ]
    assert early.plan["gates"]["slack_months"].tolist() == [2]
    assert worth(late) == worth(early) == pytest.approx(510)
    # Twin: at most 20 cars a month are made, 60 by March's end; decided for February the gate has 20 cars of January.
    slow = tables | {"stages": "line,stage,machines,rate\nL,build,1,0.2"}
    toys.solve(tmp_path / "enough", "2026-06-30", **slow)
    with pytest.raises(NoPlanError) as caught:
        toys.solve(tmp_path / "few", "2026-06-30", **slow, decisions="action,object,date\ngate,G,2026-02-01")
    assert any("gate: pilot fleet of G by 10 units" in reason for reason in caught.value.reasons)


def test_what_waits_for_a_decided_gate_is_dated_by_it(tmp_path: Path) -> None:
    # G waits for B. G is decided for April: B takes March. Decided for January, B would have to start before the horizon.
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-08-01",
        "demand": "programme,from,to,base\nP,2026-08-01,2026-08-31,60",
        "gates": "gate,months\nB,1\nG,1",
        "gate_order": "gate,after\nG,B",
    }
    april = toys.solve(tmp_path / "a", "2026-08-31", **tables, decisions="action,object,date\ngate,G,2026-04-01")
    assert april.plan["gates"][["gate", "start"]].astype(str).to_numpy().tolist() == [
        ["B", "2026-03-01"],
        ["G", "2026-04-01"],
    ]
    with pytest.raises(InputError, match="Gate B must have passed before a decided gate that waits for it starts"):
        toys.load(tmp_path / "b", "2026-08-31", **tables, decisions="action,object,date\ngate,G,2026-01-01")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "gate,G,2026-08-01",
            "Gate G is decided to run until 2026-08-31; the production of P waits for it and starts in 2026-08.",
        ),
        ("gate,B,2026-07-01", "Gate B is decided to run until 2026-07-31; gate G waits for it and starts in 2026-07."),
        (
            "gate,B,2026-03-01\ngate,G,2026-03-01",
            "Gate B is decided to run until 2026-03-31; gate G waits for it and starts in 2026-03.",
        ),
    ],
)
def test_a_gate_decided_too_late_for_what_waits_is_told(rows: str, message: str, tmp_path: Path) -> None:
    folder = toys.write(
        tmp_path,
        "2026-08-31",
        **LONG
        | {
            "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-08-01",
            "demand": "programme,from,to,base\nP,2026-08-01,2026-08-31,60",
            "gates": "gate,months\nB,1\nG,1",
            "gate_order": "gate,after\nG,B",
            "decisions": f"action,object,date\n{rows}",
        },
    )
    inputs, problems = pipeline.validate(folder)
    (problem,) = [problem for problem in problems if problem.severity == "error"]
    assert inputs is None
    assert problem.message == message
    assert problem.place == "decisions.csv row 2 column date"


def test_a_programme_that_never_starts_needs_no_gate_and_earns_its_fallback_margin(tmp_path: Path) -> None:
    # 60 cars asked for in June, none built; a conventional one brings 2 million.
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest,fallback_margin\nP,car,S,2026-06-01,2000000",
        "demand": "programme,from,to,base\nP,2026-06-01,2026-06-30,60",
    }
    never = toys.solve(tmp_path, "2026-06-30", **tables, decisions="action,object,date\nnever,P,2026-01-01")
    assert worth(never) == pytest.approx(120)
    assert never.plan["gates"].empty
    assert never.plan["yearly_plan"]["limited_by"].tolist() == ["never starts production"]
    assert never.plan["yearly_plan"]["shortfall"].tolist() == [60]


def test_a_decided_gate_runs_though_no_programme_needs_it(tmp_path: Path) -> None:
    # Its 30 cars are built: 120 of fallback margin less 30.
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest,fallback_margin\nP,car,S,2026-06-01,2000000",
        "demand": "programme,from,to,base\nP,2026-06-01,2026-06-30,60",
        "decisions": "action,object,date\nnever,P,2026-01-01\ngate,G,2026-03-01",
    }
    never = toys.solve(tmp_path, "2026-06-30", **tables)
    assert worth(never) == pytest.approx(90)
    rows = never.plan["gates"]
    assert rows[["programme", "gate", "if_missed"]].to_numpy().tolist() == [["", "G", "no delay"]]
    assert rows[["sop", "slack_months", "sop_if_missed"]].isna().all(axis=None)


# -- left to the planner ----------------------------------------------------------------------------------------------


def test_a_winter_that_is_missed_costs_a_year(tmp_path: Path) -> None:
    # The winter gate takes December to February. With the line on stream in November 2026 its 30 cars are built in that month,
    # the gate starts in December and production in 2027, from March on: 100 + 100 cars less 30: 200 * 9 - 30 = 1,770. On stream
    # in December 2026 the next winter starts a year later: production in 2028, 100 * 9 - 30 = 870.
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-01-01",
        "gates": "gate,months,season_from,season_to\nG,3,12,2",
        "demand": "programme,from,to,base\nP,2027-01-01,2027-12-31,100\nP,2028-01-01,2028-12-31,100",
    }
    for day, gate, sop, value in (
        ("2026-11-01", "2026-12", "2027-03", 1770),
        ("2026-12-01", "2027-12", "2028-03", 870),
    ):
        lines = f"line,site,calendar,status,on_stream\nL,S,DAY,existing,{day}"
        found = toys.solve(tmp_path / day, "2028-12-31", toys.BOTH, ("sop",), **tables, lines=lines)
        assert worth(found) == pytest.approx(value)
        passed = decisions(found)
        assert passed["gate", "G"] == gate
        assert sop <= passed["sop", "P"] <= f"{sop[:4]}-12"  # any month of its year sells the 100 cars of the year


def test_a_programme_that_is_better_never_started_does_not(tmp_path: Path) -> None:
    # 60 cars bring 9 each less 30 for the fleet: 510; conventional ones bring 8.6 each: 516. With 8.4 each it starts.
    tables = LONG | {"demand": "programme,from,to,base\nP,2026-03-01,2026-03-31,60"}
    for margin, value, action in ((8600000, 516, "never"), (8400000, 510, "sop")):
        programmes = f"programme,item,site,fallback_margin\nP,car,S,{margin}"
        found = toys.solve(tmp_path / action, "2026-03-31", toys.BOTH, ("sop",), **tables, programmes=programmes)
        assert worth(found) == pytest.approx(value)
        assert (action, "P") in decisions(found)
        assert (("gate", "G") in decisions(found)) == (action == "sop")


def test_a_gate_that_uses_its_fleet_up_starts_last(tmp_path: Path) -> None:
    # CRASH uses up its 40 cars, ROAD needs 60 and leaves them. CRASH first: 60 + 40 = 100 cars; ROAD first: 60 serve both. In the
    # same month CRASH counts as the first, for it stands above: so ROAD goes a month ahead. 60 * 9 - 60 = 480.
    tables = LONG | {
        "gates": "gate,months\nCRASH,1\nROAD,1",
        "programme_gates": "programme,gate\nP,CRASH\nP,ROAD",
        "gate_needs": "gate,item,fleet,quantity,used_up\nCRASH,car,F,40,1\nROAD,car,F,60,0",
        "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,60",
    }
    found = toys.solve(tmp_path, "2026-04-30", toys.BOTH, ("sop",), **tables)
    assert worth(found) == pytest.approx(480)
    assert (decisions(found)["gate", "ROAD"], decisions(found)["gate", "CRASH"]) == ("2026-02", "2026-03")


@pytest.mark.thorough
def test_lines_and_starts_of_production_are_decided_together(tmp_path: Path) -> None:
    # Cars are made by copies of N alone, one costs 300 million and runs two months after its order in January: in March. The 30
    # pilots are March's, the gate takes April, production starts in May with 60 cars: 60 * 9 - 30 - 300 = 210. At 600 million
    # nothing is bought and nothing starts.
    tables = LONG | {
        "lines": "line,site,calendar,status,copies,lead_months\nN,S,DAY,candidate,2,2",
        "line_items": "line,item,cost\nN,car,1000000",
        "stages": "line,stage,machines,rate\nN,build,1,1",
        "decisions": "action,object,date,status\non_stream,N,2026-03-01,proposed",
        "demand": "programme,from,to,base\nP,2026-05-01,2026-05-31,60",
    }
    for price, value in ((300, 210), (600, 0)):
        capex = f"line,part,order_year,cost_million,life_years\nN,all,2026,{price},0.01"
        found = toys.solve(tmp_path / str(price), "2026-05-31", toys.BOTH, ("lines", "sop"), **tables, capex=capex)
        assert worth(found) == pytest.approx(value)
        bought = {("on_stream", "N"): "2026-03", ("sop", "P"): "2026-05", ("gate", "G"): "2026-04"}
        assert decisions(found) == (bought if value else {("never", "P"): "2026-01"})


def test_two_gates_that_use_their_fleet_up_need_the_sum(tmp_path: Path) -> None:
    # 40 + 60 cars whatever goes first: 60 * 9 - 100 = 440.
    tables = LONG | {
        "gates": "gate,months\nCRASH,1\nROAD,1",
        "programme_gates": "programme,gate\nP,CRASH\nP,ROAD",
        "gate_needs": "gate,item,fleet,quantity,used_up\nCRASH,car,F,40,1\nROAD,car,F,60,1",
        "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,60",
    }
    assert worth(toys.solve(tmp_path, "2026-04-30", decide=("sop",), **tables)) == pytest.approx(440)


def test_gates_left_to_the_planner_keep_what_is_decided(tmp_path: Path) -> None:
    # Production is committed for April and gate A for February; B waits for A and takes March.
    tables = LONG | {
        "gates": "gate,months\nA,1\nB,1",
        "gate_order": "gate,after\nB,A",
        "programme_gates": "programme,gate\nP,B",
        "gate_needs": "gate,item,fleet,quantity\nA,car,F,30\nB,car,F,30",
        "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,60",
        "decisions": "action,object,date,status\nsop,P,2026-04-01,committed\ngate,A,2026-02-01,done",
    }
    found = toys.solve(tmp_path, "2026-04-30", decide=("gates",), **tables)
    assert decisions(found) == {("gate", "B"): "2026-03"}
    assert worth(found) == pytest.approx(510)


def test_production_starts_by_its_latest_day_or_never(tmp_path: Path) -> None:
    # The gate has its cars in January and takes February: March. If February is the latest, it never starts.
    tables = LONG | {"demand": "programme,from,to,base\nP,2026-03-01,2026-04-30,60"}
    for latest, found in (("2026-03-01", {("gate", "G"): "2026-02", ("sop", "P"): "2026-03"}), ("2026-02-28", None)):
        programmes = f"programme,item,site,sop_latest\nP,car,S,{latest}"
        planned = toys.solve(tmp_path / latest, "2026-04-30", decide=("sop",), **tables, programmes=programmes)
        assert decisions(planned) == (found or {("never", "P"): "2026-01"})


@pytest.mark.thorough
def test_nothing_undecided_starts_before_the_plan_date(tmp_path: Path) -> None:
    # Planned in the middle of March the gate takes April, production starts in May.
    tables = LONG | {"demand": "programme,from,to,base\nP,2026-03-01,2026-06-30,60"}
    folder = toys.write(tmp_path, "2026-06-30", ("sop",), **tables)
    case = folder / "case.toml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("plan_date = 2026-01-01", "plan_date = 2026-03-15"), encoding="utf-8"
    )
    options = pipeline.build(pipeline.load(folder)[0])[0].rollout
    assert options.gate_options["start"].min() == pd.Timestamp("2026-04-01")
    assert options.sop_options["start"].min() == pd.Timestamp("2026-05-01")
    assert {("gate", "G"), ("sop", "P")} == decisions(
        pipeline.plan(pipeline.load(folder)[0], Options(door="highs"))
    ).keys()


# -- what a missed gate does --------------------------------------------------------------------------------------------


def test_a_missed_gate_is_told_with_its_next_window_and_what_that_costs(tmp_path: Path) -> None:
    # W takes December and January and is followed by G in February 2027; production in March. The year 2027 asks for 120 cars,
    # 2028 for 100: (120 + 100) * 9 - 30 = 1,950. W missed: December 2027, G in February 2028, production in March 2028: 100 * 9 -
    # 30: 1,080 less. G missed: March, production in April 2027: the 120 cars are sold all the same.
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2027-03-01",
        "gates": "gate,months,season_from,season_to\nW,2,12,1\nG,1,,",
        "gate_order": "gate,after\nG,W",
        "demand": "programme,from,to,base\nP,2027-01-01,2027-12-31,120\nP,2028-01-01,2028-12-31,100",
    }
    rows = toys.solve(tmp_path / "a", "2028-12-31", **tables).plan["gates"].set_index("gate")
    assert rows["next_window"].astype(str).to_dict() == {"W": "2027-12-01", "G": "2027-03-01"}
    assert rows["sop_if_missed"].astype(str).to_dict() == {"W": "2028-03-01", "G": "2027-04-01"}
    assert rows["missing_cost_million"].to_dict() == pytest.approx({"W": 1080, "G": 0}, abs=1e-6)
    assert rows["if_missed"].to_dict() == {"W": "production later", "G": "production later"}
    # Where production must start in 2027 it does not: 1,950 are lost. Where 100 cars must be sold in 2027 there is no plan.
    programmes = "programme,item,site,sop_earliest,sop_latest\nP,car,S,2027-03-01,2027-12-31"
    rows = (
        toys.solve(tmp_path / "b", "2028-12-31", **tables | {"programmes": programmes}).plan["gates"].set_index("gate")
    )
    assert pd.isna(rows.loc["W", "sop_if_missed"])
    assert rows.loc["W", "missing_cost_million"] == pytest.approx(1950)
    assert rows.loc["W", "if_missed"] == "too late to start production"
    least = tables["demand"].replace("base\n", "base,least\n").replace(",120", ",120,100").replace("31,100", "31,100,0")
    rows = toys.solve(tmp_path / "c", "2028-12-31", **tables | {"demand": least}).plan["gates"].set_index("gate")
    assert pd.isna(rows.loc["W", "missing_cost_million"])
    assert rows["if_missed"].to_dict() == {"W": "no plan within all limits", "G": "production later"}


def test_a_missed_gate_that_is_shared_moves_those_that_have_no_slack(tmp_path: Path) -> None:
    # P starts in April, Q in June; both need G, which takes March. Missed, it takes April: P in May, Q as planned.
    tables = LONG | {
        "items": "item,kind,unit\ncar,vehicle,car\nvan,vehicle,van",
        "line_items": "line,item,cost\nL,car,1000000\nL,van,1000000",
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-04-01\nQ,van,S,2026-06-01",
        "programme_gates": "programme,gate\nP,G\nQ,G",
        "prices": LONG["prices"] + "\nQ,2026-01-01,2028-12-31,10000000",
        "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,50\nQ,2026-06-01,2026-06-30,50",
    }
    rows = toys.solve(tmp_path, "2026-06-30", **tables).plan["gates"].set_index("programme")
    assert rows["sop_if_missed"].astype(str).to_dict() == {"P": "2026-05-01", "Q": "2026-06-01"}
    assert rows["if_missed"].to_dict() == {"P": "production later", "Q": "production of others later"}
    # April's 50 cars at 9 are lost, for both rows: it is what missing the gate costs.
    assert rows["missing_cost_million"].to_dict() == pytest.approx({"P": 450, "Q": 450})


def test_a_gate_that_has_begun_is_not_missed_any_more(tmp_path: Path) -> None:
    tables = LONG | {
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2026-04-01",
        "demand": "programme,from,to,base\nP,2026-04-01,2026-04-30,50",
        "decisions": "action,object,date,status\ngate,G,2026-02-01,done",
    }
    folder = toys.write(tmp_path, "2026-04-30", **tables)
    case = folder / "case.toml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("plan_date = 2026-01-01", "plan_date = 2026-02-15"), encoding="utf-8"
    )
    (row,) = pipeline.plan(pipeline.load(folder)[0], Options(door="highs")).plan["gates"].itertuples()
    assert row.if_missed == "has begun"
    assert pd.isna(row.missing_cost_million)
