"""What waiting costs, what copies unlock and which decisions are due, on toys worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys
from decide.test_copies import END, HOURS, LINE

from planner import pipeline
from planner.errors import UsageError
from planner.results.ahead import Ahead, ahead_of
from planner.results.audit import audit
from planner.results.delays import with_date
from planner.results.missed import Missed
from planner.results.variants import Variants
from planner.results.view import View
from planner.solve import Options, solve
from planner.solve.again import Again

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

# From May on the new line can be there: approved in February, ordered in March at the latest, two months of lead time.
# It makes 100 cars a month at 10 million each: 4,000 million from May to August. Capex 30 million, gone at once.
ONE = {
    "calendars": HOURS,
    "lines": f"{LINE}\nN,S,DAY,candidate,1,,,,2,2,0",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,30,0.01",
    "demand": f"programme,from,to,base\nP,2026-01-01,{END},8000",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
}
TWO = {**ONE, "lines": f"{LINE}\nN,S,DAY,candidate,2,,,,0,0,2"}
GIVEN = "action,object,copy,date,status\non_stream,N,1,2026-05-01,{status}"
# Production from March on, gate G in February, its fleet of 10 cars built in January; 100 cars a month until April.
GATE = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "calendars": HOURS,
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,10",
    "demand": f"programme,from,to,base\nP,2026-01-01,{END},8000",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
    "decisions": "action,object,date,status\nsop,P,2026-03-01,approved",
}


def planned(folder: Path, ahead: Ahead | None = None, **tables: str) -> Planned:
    """The plan of a toy to August whose lines are decided."""
    return pipeline.plan(toys.load(folder, END, ("lines",), **tables), Options(door="highs"), ahead=ahead)


def test_waiting_three_months_loses_the_margin_of_three_months(tmp_path: Path) -> None:
    due = planned(tmp_path, **ONE).plan["decisions_due"]
    assert due[["kind", "object", "copy", "status", "capex_million"]].to_numpy().tolist() == [
        ["line_copy", "N", 1, "planned", 30.0]
    ]
    # Ordered on March 1st after two months of approval: decided on January 1st.
    assert due["decide_by"].tolist() == [pd.Timestamp(2026, 1, 1)]
    assert due["takes_effect"].tolist() == [pd.Timestamp(2026, 5, 1)]
    # 300 cars less; after 6 and 12 months the horizon is over: no copy, 400 cars less and 30 million saved.
    assert due[["lost_3", "lost_6", "lost_12"]].to_numpy().tolist() == [[3000.0, 3970.0, 3970.0]]
    assert due["remark"].tolist() == [""]


def test_a_copy_unlocks_what_it_and_the_later_ones_of_its_line_bring(tmp_path: Path) -> None:
    # Copies run from January and from March on: 800 and 600 cars. Without the first there is no second.
    plan = planned(tmp_path, **TWO).plan["investments"]
    assert plan["on_stream"].dt.month.tolist() == [1, 3]
    assert plan["unlocks_installs"].tolist() == [1400.0, 600.0]
    assert plan["unlocks_million"].tolist() == [14000.0 - 60.0, 6000.0 - 30.0]
    assert plan["unlocks"].tolist() == [
        "1,400 production installs and 13,940.0 million CNY (with the copies after it: 2)",
        "600 production installs and 5,970.0 million CNY",
    ]


def test_a_wait_moves_the_later_copies_as_far_as_their_gap_forces_them(tmp_path: Path) -> None:
    due = planned(tmp_path, **TWO).plan["decisions_due"].set_index("copy")
    # The first from April instead of January: 300 cars; the second, two months after it, from June instead of March: 300.
    assert due.loc[1, "lost_3"] == 6000.0
    # The second alone from June: 300; from September, after the horizon: 600 and its capex.
    assert due.loc[2, ["lost_3", "lost_6"]].tolist() == [3000.0, 6000.0 - 30.0]


def test_existing_copies_unlock_nothing(tmp_path: Path) -> None:
    copies = toys.solve(tmp_path, ahead=Ahead()).plan["investments"]
    assert copies["unlocks"].tolist() == [""]
    assert copies[["unlocks_installs", "unlocks_million"]].isna().all(axis=None)
    assert copies["decide_by"].isna().all()


def test_a_loss_is_told_as_one(tmp_path: Path) -> None:
    # Given though nobody asks for a car: 30 million for nothing.
    tables = {
        **ONE,
        "demand": f"programme,from,to,base\nP,2026-01-01,{END},0",
        "decisions": GIVEN.format(status="done"),
    }
    copies = toys.solve(tmp_path, END, **tables, ahead=Ahead()).plan["investments"]
    assert copies["unlocks"].tolist() == ["0 production installs at a loss of 30.0 million CNY"]


def test_a_wait_that_misses_a_hard_target_has_no_plan(tmp_path: Path) -> None:
    target = "measure,programme,date,value,kind\nproduction_installs,P,2026-08-31,100,hard"
    due = planned(tmp_path, **ONE, targets=target).plan["decisions_due"]
    # From August on there are 100 cars, later none.
    assert due["lost_3"].tolist() == [3000.0]
    assert due[["lost_6", "lost_12"]].isna().all(axis=None)
    assert due["remark"].tolist() == ["no plan after 6, 12 months: target: production_installs"]
    assert due["no_plan_after"].tolist() == ["6; 12"]


def test_a_copy_without_which_there_is_no_plan_says_so(tmp_path: Path) -> None:
    target = "measure,programme,date,value,kind\nproduction_installs,P,2026-08-31,100,hard"
    copies = planned(tmp_path, **ONE, targets=target).plan["investments"]
    assert copies["unlocks"].tolist() == ["all: without it there is no plan: target: production_installs"]
    assert copies["unlocks_million"].isna().all()


def test_waiting_with_a_given_copy_costs_the_same_as_with_a_decided_one(tmp_path: Path) -> None:
    decided = planned(tmp_path / "decided", **ONE).plan["decisions_due"]
    given = toys.solve(tmp_path / "given", END, **ONE, decisions=GIVEN.format(status="committed"), ahead=Ahead()).plan[
        "decisions_due"
    ]
    lost = ["lost_3", "lost_6", "lost_12"]
    assert given[lost].to_numpy().tolist() == decided[lost].to_numpy().tolist()


def test_given_copies_may_overspend_a_budget_and_wait_within_what_they_pay(tmp_path: Path) -> None:
    # 30 of 10 million: given all the same, and as much later in the year.
    tables = {**ONE, "budgets": "measure,year,most\ncapex,2026,10", "decisions": GIVEN.format(status="committed")}
    assert toys.solve(tmp_path, END, **tables, ahead=Ahead()).plan["decisions_due"]["lost_3"].tolist() == [3000.0]


@pytest.mark.thorough
def test_what_is_carried_out_or_far_away_is_not_due(tmp_path: Path) -> None:
    done = toys.solve(tmp_path / "done", END, **ONE, decisions=GIVEN.format(status="done"), ahead=Ahead()).plan
    assert done["decisions_due"].empty
    # Ordered in November 2025, before the plan date.
    ordered = f"{LINE}\nN,S,DAY,candidate,1,,,,6,2,0"
    tables = {**ONE, "lines": ordered, "decisions": GIVEN.format(status="committed")}
    assert toys.solve(tmp_path / "ordered", END, **tables, ahead=Ahead()).plan["decisions_due"].empty
    # Approved within a month it is ordered on March 1st: decided on February 1st, later than January.
    lines = f"{LINE}\nN,S,DAY,candidate,1,,,,2,1,0"
    tables = {**ONE, "lines": lines, "decisions": GIVEN.format(status="committed")}
    for months, rows in ((0, 0), (1, 1)):
        inputs = toys.load(tmp_path / str(months), END, **tables)
        plan = pipeline.plan(inputs, Options(door="highs"), ahead=Ahead(due_months=months)).plan
        assert len(plan["decisions_due"]) == rows


def test_a_start_of_production_and_its_gate_wait_together(tmp_path: Path) -> None:
    due = toys.solve(tmp_path, END, **GATE, ahead=Ahead()).plan["decisions_due"].set_index("kind")
    # Due when the gate begins; its fleet stands the day before.
    assert due["decide_by"].to_dict() == {
        "gate_fleet": pd.Timestamp(2026, 1, 31),
        "sop": pd.Timestamp(2026, 2, 1),
    }
    assert due["status"].tolist() == ["approved", "approved"]
    # Cars of March, April and May are not sold: 300 at 10 million.
    assert due["lost_3"].to_dict() == {"gate_fleet": 3000.0, "sop": 3000.0}


def test_a_gate_waits_for_its_next_season(tmp_path: Path) -> None:
    # Winter is January and February: three months later is January 2027, after the horizon; no car is sold.
    season = GATE | {"gates": "gate,months,season_from,season_to\nG,1,1,2"}
    due = toys.solve(tmp_path, END, **season, ahead=Ahead()).plan["decisions_due"].set_index("kind")
    assert due.loc["gate_fleet", "lost_3"] == 6000.0
    # The start of production alone waits until June; the gate stays in its season.
    assert due.loc["sop", "lost_3"] == 3000.0


def test_a_start_that_nobody_decided_is_proposed(tmp_path: Path) -> None:
    tables = GATE | {"programmes": "programme,item,site,sop_earliest\nP,car,S,2026-03-01", "decisions": ""}
    due = toys.solve(tmp_path, END, **tables, ahead=Ahead()).plan["decisions_due"]
    assert due["status"].tolist() == ["proposed", "proposed"]
    assert due["lost_3"].tolist() == [3000.0, 3000.0]


def test_decided_again_others_take_the_place_of_what_waits(tmp_path: Path) -> None:
    # Two lines alike but for a million: the cheaper makes all that is asked for, less than 100 cars a month.
    tables = ONE | {
        "lines": f"{LINE}\nN,S,DAY,candidate,1,,,,0,0,0\nM,S,DAY,candidate,1,,,,0,0,0",
        "line_items": "line,item\nN,car\nM,car",
        "stages": "line,stage,machines,rate\nN,build,1,1\nM,build,1,1",
        "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,30,0.01\nM,all,2026,31,0.01",
        "demand": f"programme,from,to,base\nP,2026-01-01,{END},700",
    }
    held = planned(tmp_path / "held", **tables).plan["decisions_due"]
    assert held["object"].tolist() == ["N"]
    # January to March are 90 of the 243 days on which 700 cars are asked for.
    assert held["lost_3"].tolist() == pytest.approx([7000.0 * 90 / 243])
    again = planned(tmp_path / "again", Ahead(waiting="decide"), **tables).plan["decisions_due"]
    assert again["lost_3"].tolist() == pytest.approx([1.0])
    assert again["lost_12"].tolist() == pytest.approx([1.0])


def test_committed_decisions_wait_and_the_others_are_decided_again(tmp_path: Path) -> None:
    # The first copy waits from May to August, the second may come at any time after it: it is not worth 30 million twice.
    rows = GIVEN.format(status="committed")
    tables = {**ONE, "lines": f"{LINE}\nN,S,DAY,candidate,1,,,,2,2,0", "decisions": rows}
    again = planned(tmp_path, Ahead(waiting="decide"), **tables).plan["decisions_due"]
    assert again["lost_3"].tolist() == pytest.approx([3000.0])


def test_nothing_is_asked_where_nobody_asks(tmp_path: Path) -> None:
    due = planned(tmp_path, Ahead(waiting="none"), **ONE).plan["decisions_due"]
    assert due[["lost_3", "lost_6", "lost_12"]].isna().all(axis=None)
    with pytest.raises(UsageError, match="hold, decide, none"):
        ahead_of(12, "guess")
    with pytest.raises(UsageError, match="take one of them"):
        ahead_of(12, "decide", plain=True)


def test_a_plain_plan_is_not_solved_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The gate's next window and the start of production that follows from it need no solve: those of the full plan.
    full = planned(tmp_path / "full", **GATE).plan
    assert full["gates"].loc[0, "missing_cost_million"] > 0

    def solved(*_: object) -> None:
        raise AssertionError

    for kind, name in ((Missed, "cost"), (Variants, "outcome"), (Again, "reach"), (Again, "moved")):
        monkeypatch.setattr(kind, name, solved)
    plan = planned(tmp_path / "plain", ahead_of(12, "hold", plain=True), **GATE).plan
    same = ["gate", "next_window", "sop_if_missed", "if_missed"]
    assert plan["gates"][same].equals(full["gates"][same])
    assert plan["gates"]["missing_cost_million"].isna().all()
    assert plan["decisions_due"][["kind", "object"]].equals(full["decisions_due"][["kind", "object"]])
    assert plan["decisions_due"][["lost_3", "lost_6", "lost_12"]].isna().all(axis=None)
    assert "prices" not in plan.tables
    assert plan["yearly_plan"].equals(full["yearly_plan"])


def test_a_cost_that_a_full_plan_lacks_is_found(tmp_path: Path) -> None:
    # G waits for W: two gates with costs. Of one the cost is taken out: a plan without further solves has none at all.
    two = {
        **GATE,
        "gates": "gate,months\nG,1\nW,1",
        "programme_gates": "programme,gate\nP,G\nP,W",
        "gate_order": "gate,after\nG,W",
    }
    made = planned(tmp_path, **two)
    assert not audit(made.inputs, made.plan.tables, made.plan.kpis, made.plan.solve.objective)
    gates = made.plan["gates"].copy()
    assert (gates["missing_cost_million"] > 0).all()
    gates.loc[0, "missing_cost_million"] = np.nan
    found = audit(made.inputs, {**made.plan.tables, "gates": gates}, made.plan.kpis, made.plan.solve.objective)
    assert [finding.rule for finding in found] == ["missed_word"]


def moved(inputs: Inputs, copy: int, date: str) -> Inputs:
    """The case with another date of a copy."""
    rows = inputs["decisions"]
    return inputs.replace(decisions=rows.assign(date=rows["date"].mask(rows["copy"] == copy, pd.Timestamp(date))))


def test_a_wait_costs_what_the_case_costs_when_it_is_given_so(tmp_path: Path) -> None:
    plan = planned(tmp_path, **TWO)
    later = moved(plan.inputs, 2, "2026-06-01")
    _, program = pipeline.build(later)
    given = solve(program, Options(door="highs")).objective
    lost = plan.plan["decisions_due"].set_index("copy")["lost_3"][2]
    assert given - plan.answer.objective == pytest.approx(lost)


@pytest.mark.thorough
def test_no_wait_with_what_was_decided_gains(tmp_path: Path) -> None:
    for number, capex in enumerate((30, 2500, 4500)):
        tables = TWO | {"capex": f"line,part,order_year,cost_million,life_years\nN,all,2026,{capex},2"}
        due = planned(tmp_path / str(number), **tables).plan["decisions_due"]
        lost = due[["lost_3", "lost_6", "lost_12"]].to_numpy()
        assert (lost[~np.isnan(lost)] >= -1e-6).all()


def test_the_program_with_copies_by_bounds_says_what_the_plan_says(base: Planned) -> None:
    view = View(base.inputs, base.capacity, base.answer)
    own = base.inputs["decisions"]
    outcome = Variants(view, []).outcome(own)
    assert outcome.million == pytest.approx(0.0, abs=1e-4)
    assert outcome.installs == pytest.approx(0.0, abs=1e-2)
    # And so does a program that is built anew with other copies, and another start of production.
    later = own.assign(date=own["date"].mask((own["object"] == "PACK") & (own["copy"] == 1), pd.Timestamp(2027, 7, 1)))
    _, program = pipeline.build(base.inputs.replace(decisions=later))
    anew = solve(program, Options(door="highs")).objective - base.answer.objective
    assert Variants(view, [later]).outcome(later).million == pytest.approx(anew, abs=1e-4)
    start = with_date(later, "sop", "P1", 1, pd.Timestamp(2028, 1, 1))
    _, program = pipeline.build(base.inputs.replace(decisions=start))
    anew = solve(program, Options(door="highs")).objective - base.answer.objective
    assert Variants(view, [start]).outcome(start).million == pytest.approx(anew, abs=1e-4)


def test_decisions_that_were_not_told_beforehand_are_refused(tmp_path: Path) -> None:
    plan = planned(tmp_path, **ONE)
    view = View(plan.inputs, plan.capacity, plan.answer)
    with pytest.raises(KeyError):
        Variants(view, []).outcome(moved(plan.inputs, 1, "2026-07-01")["decisions"])
