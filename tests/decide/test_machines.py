"""Extra machines at single stages: decided by hand and by the planner, against hand-made sums and enumeration."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.capacity import capacity
from planner.model import catalogue
from planner.results.audit import audit
from planner.results.decided import decided
from planner.solve import Options, solve
from planner.tables.aims import Wanted
from planner.tables.target import Target

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned

END = "2026-04-30"
HOURS = "calendar,from,to,hours\n" + "\n".join(
    f"DAY,2026-{m:02d}-01,2026-{m:02d}-{d},100" for m, d in enumerate((31, 28, 31, 30), 1)
)
# Two stages: a car takes an hour at each; `cut` has one machine (100 a month), `weld` two slower ones (150 a month).
TWO = {
    "calendars": HOURS,
    "stages": "line,stage,machines,rate\nL,cut,1,1\nL,weld,2,0.75",
    "demand": "\n".join(["programme,from,to,base", *(f"P,2026-{m:02d}-01,2026-{m:02d}-28,400" for m in range(1, 5))]),
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
    "machines": "line,stage,capex_million,life_years,lead_months,most,ramp\nL,cut,60,10,1,2,R\nL,weld,100,10,2,1,",
    "ramps": "curve,month,uptime_factor\nR,0,0.5\nR,1,1",
}


def test_a_decided_machine_adds_hours_by_its_own_age_and_moves_the_bottleneck(tmp_path: Path) -> None:
    decisions = "action,object,copy,stage,date,quantity,status\nmachines,L,1,cut,2026-02-15,1,committed"
    planned = toys.solve(tmp_path, END, **TWO, decisions=decisions)
    made = planned.plan["period_make"].set_index("period")["made"]
    # cut: 100; on 14 of 28 days of February half of 100 hours at 0.5: 125; from March on 200, and welding holds 150.
    assert made.tolist() == pytest.approx([100, 125, 150, 150])
    stages = planned.plan["yearly_stages"].set_index("stage")
    assert stages["machine_hours"].to_dict() == {
        "cut": pytest.approx(100 + 125 + 200 + 200),
        "weld": pytest.approx(800),
    }
    listed = planned.plan["machines"].iloc[0]
    assert (listed["order"], listed["quantity"], listed["capex_million"]) == (pd.Timestamp(2026, 1, 1), 1, 60.0)
    # 60 million are paid in January on order, and 10 years of life leave most of it at the end: 2.5 months are gone.
    terms = planned.plan["objective_terms"].set_index("term")["million"]
    assert terms["capex"] == pytest.approx(-60)
    assert terms["residual"] == pytest.approx(60 * (1 - 2.5 / 120))


def test_the_planner_buys_the_machines_that_pay(tmp_path: Path) -> None:
    # Lives are short, so nothing is left at the end. From February on (a month's lead) a cutter brings 25 cars at first and
    # 50 a month then: 250 + 500 + 500 for 60. From March on (two months) a welder lifts 150 to 200: 1,000 for 100. A second
    # cutter, in February too, lifts February to 150 (welding): 250 for 60, and with the welder March and April to 225 (three
    # welders at 0.75): 2 * 250 more.
    machines = TWO["machines"].replace(",10,", ",0.01,")
    planned = toys.solve(tmp_path, END, toys.BOTH, ("machines",), **{**TWO, "machines": machines})
    bought = planned.plan["machines"].set_index("stage")
    assert bought["quantity"].to_dict() == {"cut": 2, "weld": 1}
    assert bought["on_stream"].dt.month.to_dict() == {"cut": 2, "weld": 3}
    assert planned.plan["period_make"]["made"].tolist() == pytest.approx([100, 150, 225, 225])
    assert -planned.answer.objective == pytest.approx((100 + 150 + 225 + 225) * 10 - 2 * 60 - 100)
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)
    # cut 100 + 200 + 300 + 300 against welding 150 + 150 + 225 + 225: the bottleneck, cutting without them, has moved.
    assert planned.plan["yearly_lines"]["bottleneck"].tolist() == ["weld"]
    assert toys.solve(tmp_path / "plain", END, **TWO).plan["yearly_lines"]["bottleneck"].tolist() == ["cut"]


@pytest.mark.thorough
def test_the_capex_of_a_target_counts_machines(tmp_path: Path) -> None:
    # Without machines 100 cars a month; a cutter from February on lifts three months to 150: 550 for 60. More takes a
    # welder from March on as well: 150 and twice 200, for 160.
    inputs = toys.load(tmp_path, END, decide=("machines",), **TWO)
    for vehicles, capex in ((400, 0), (450, 60), (551, 160)):
        plan = pipeline.plan(
            Wanted(target=Target("least_capex", vehicles)).of(inputs), Options(door="highs"), ahead=toys.WITHOUT_WAITS
        ).plan
        level = plan["objective_levels"].iloc[0]
        assert level["objective"] == "capex"
        assert level["value"] == pytest.approx(capex)
        assert plan.kpis["capex_million"] == pytest.approx(capex)


def best(folder: Path, tables: dict[str, str], most: dict[str, int], budget: float) -> float:
    """The best objective over every number of machines on every day, each planned as given."""
    inputs = toys.load(folder, END, **tables)
    places = [("cut", m) for m in (2, 3, 4)] + [("weld", m) for m in (3, 4)]
    found = np.inf
    for numbers in itertools.product(*(range(most[stage] + 1) for stage, _ in places)):
        rows = [(s, m, n) for (s, m), n in zip(places, numbers, strict=True) if n]
        if any(sum(n for s, _, n in rows if s == stage) > number for stage, number in most.items()):
            continue
        chosen = [
            {"action": "machines", "object": "L", "stage": s, "date": pd.Timestamp(2026, m, 1), "quantity": n}
            for s, m, n in rows
        ]
        spent, program = pipeline.build(toys.given(inputs, chosen))
        if spent.spend["million"].sum() <= budget + 1e-9:
            found = min(found, solve(program, Options(door="highs")).objective)
    return found


@pytest.mark.thorough
# Drawn once: every example plans each set of machines on each of its days.
@pytest.mark.parametrize(("prices", "demand", "budget"), [((170, 240), (90, 170, 210, 260), 450)])
def test_small_cases_equal_enumeration(
    prices: tuple[int, ...], demand: tuple[int, ...], budget: int, tmp_path: Path
) -> None:
    asked = "\n".join(f"P,2026-{m:02d}-01,2026-{m:02d}-28,{quantity}" for m, quantity in enumerate(demand, 1))
    cut, weld = prices
    tables = {
        **TWO,
        "machines": f"line,stage,capex_million,life_years,lead_months,most,ramp\nL,cut,{cut},2,1,2,R\nL,weld,{weld},2,2,1,",
        "demand": f"programme,from,to,base\n{asked}",
        "budgets": f"measure,year,most\ncapex,2026,{budget}",
    }
    inputs = toys.load(tmp_path, END, ("machines",), **tables)
    _, program = pipeline.build(inputs)
    answer = solve(program, Options(door="highs", gap=0.0))
    assert len(decided(inputs, answer)["decisions"]) > 0
    expected = best(tmp_path / "given", tables, {"cut": 2, "weld": 1}, budget)
    assert answer.objective == pytest.approx(expected, rel=1e-7, abs=1e-6)
    _, published = pipeline.build(decided(inputs, answer))
    assert solve(published, Options(door="highs")).objective == pytest.approx(answer.objective, rel=1e-7, abs=1e-6)


COPIES = {
    **TWO,
    "lines": "line,site,calendar,status,copies,ramp_first,lead_months\nN,S,DAY,candidate,2,R,1",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate,ramp_share\nN,cut,1,1,1\nN,weld,2,0.75,0",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,300,0.01",
    "machines": "line,stage,capex_million,life_years,lead_months,most\nN,cut,60,0.01,0,1",
}


def test_copies_to_be_decided_get_machines_on_their_own_day(tmp_path: Path) -> None:
    # Two copies from February on, each with a cutter of its own: both ramp alike, half in February and all from March on.
    # cut 100 + 100 against welding 150: February 75, then 150 a copy.
    planned = toys.solve(tmp_path, END, toys.BOTH, ("lines", "machines"), **COPIES)
    made = planned.plan["period_make"].groupby("period")["made"].sum()
    assert made.tolist() == pytest.approx([150, 300, 300])
    assert -planned.answer.objective == pytest.approx(750 * 10 - 2 * (300 + 60))
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)
    assert planned.plan["machines"][["copy", "stage", "quantity"]].to_numpy().tolist() == [[1, "cut", 1], [2, "cut", 1]]


def test_machines_of_one_copy_never_help_another(tmp_path: Path) -> None:
    # One cutter can be paid for: one copy makes 150, the other 100 in March; what is welded to spare stays where it is.
    budgets = "measure,year,most\ncapex,2026,660"
    planned = toys.solve(tmp_path, END, decide=("lines", "machines"), **COPIES, budgets=budgets)
    made = planned.plan["period_make"].groupby("period")["made"].sum()
    assert made["2026-03"] == pytest.approx(250)
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)


def _with_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "binding_load", lambda _make, load, _hours: load.reset_index(drop=True))


def test_rows_that_can_never_bind_leave_the_optimum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A third stage with hours for 500 cars is never the tightest, whatever is bought at the others.
    stages = TWO["stages"] + "\nL,paint,5,1"
    tables = {**TWO, "stages": stages, "machines": TWO["machines"].replace(",10,", ",0.01,")}
    inputs = toys.load(tmp_path, END, ("machines",), **tables)
    found: list[tuple[float, set[str]]] = []
    for every in (False, True):
        if every:
            _with_every_row(monkeypatch)
        _, program = pipeline.build(inputs)
        rows = next(rows for rows in program.rows if rows.name == "stage_hours")
        found.append((solve(program, Options(door="highs", gap=0.0)).objective, set(rows.keys["stage"])))
    assert found[0][1] == {"cut", "weld"}
    assert found[1][1] == {"cut", "weld", "paint"}
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-9)


def test_a_stage_that_more_machines_elsewhere_make_the_tightest_keeps_its_row(tmp_path: Path) -> None:
    # Without extra cutters welding never holds; with two of them it does.
    _, program = pipeline.build(toys.load(tmp_path, END, ("machines",), **TWO))
    rows = next(rows for rows in program.rows if rows.name == "stage_hours")
    assert set(rows.keys["stage"]) == {"cut", "weld"}
    committed = "action,object,copy,stage,date,quantity,status\nmachines,L,1,cut,2026-02-01,2,committed"
    kept = capacity(toys.load(tmp_path / "kept", END, ("machines",), **TWO, decisions=committed))
    assert set(kept.machines.loc[kept.machines["status"] == "option", "stage"]) == {"weld"}


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("date", pd.Timestamp(2026, 1, 1), "ordered on 2025-12-01, before the plan date (2026-01-01)"),
        ("date", pd.Timestamp(2025, 12, 1), "comes on stream on 2025-12-01, before its copy (2026-01-01)"),
        ("quantity", 3, "only 2 can be had"),
    ],
)
def test_the_audit_finds_machines_that_were_not_open(column: str, value: object, rule: str, tmp_path: Path) -> None:
    planned = _plan(tmp_path)
    rows = planned.inputs["decisions"].copy()
    rows.loc[rows["stage"] == "cut", column] = value
    found = audit(planned.inputs.replace(decisions=rows), planned.plan.tables, planned.plan.kpis)
    assert any(rule in finding.message for finding in found)


def test_the_audit_finds_machines_before_their_earliest_day_and_over_budget(tmp_path: Path) -> None:
    planned = _plan(tmp_path)
    machines = planned.inputs["machines"].assign(earliest=pd.Timestamp(2026, 4, 1))
    budgets = pd.DataFrame({"measure": ["capex"], "year": [2026], "most": [219.0]})
    wrong = planned.inputs.replace(machines=machines, budgets=budgets)
    found = [finding.message for finding in audit(wrong, planned.plan.tables, planned.plan.kpis)]
    assert any("comes on stream on 2026-02-01, before it can (2026-04-01)" in message for message in found)
    assert any("220 million is paid, 1 more than the budget leaves" in message for message in found)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("order", pd.Timestamp(2026, 3, 1), "it is ordered on 2026-01-01, the table says 2026-03-01"),
        ("quantity", 7, "2 are decided, the table says 7"),
        ("capex_million", 1.0, "it costs 120 million, the table says 1"),
        ("stage", "weld", "extra machines at line L copy 1, stage weld"),
    ],
)
def test_the_audit_checks_the_list_of_machines(column: str, value: object, rule: str, tmp_path: Path) -> None:
    planned = _plan(tmp_path)
    listed = planned.plan["machines"].copy()
    listed.loc[0, column] = value
    found = audit(planned.inputs, {**planned.plan.tables, "machines": listed}, planned.plan.kpis)
    assert any(rule in finding.message for finding in found)


def _plan(folder: Path) -> Planned:
    machines = TWO["machines"].replace(",10,", ",0.01,")
    return toys.solve(folder, END, decide=("machines",), **{**TWO, "machines": machines})


def test_machines_offered_and_not_left_to_the_planner_change_nothing(tmp_path: Path) -> None:
    plain = toys.solve(tmp_path / "plain", END, **{**TWO, "machines": ""})
    offered = toys.solve(tmp_path / "offered", END, **TWO)
    assert offered.answer.objective == pytest.approx(plain.answer.objective, rel=1e-12)
    assert offered.program.counts() == plain.program.counts()
    assert replace(plain.inputs.case, name="") == replace(offered.inputs.case, name="")
