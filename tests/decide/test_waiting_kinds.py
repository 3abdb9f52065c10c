"""What waiting with machines, shifts and contracts costs, on toys worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys
from decide import test_contracts, test_machines, test_shifts
from decide.test_copies import END
from decide.test_waiting import ONE

from planner import pipeline
from planner.results.ahead import Ahead
from planner.solve import Options

if TYPE_CHECKING:
    from pathlib import Path

LOST = ["lost_3", "lost_6", "lost_12"]
HEAD = "action,object,copy,stage,date,quantity,status\n"


def test_machines_are_due_on_their_order_and_wait(tmp_path: Path) -> None:
    # A cutter from January on lifts 100 cars a month to the 150 that welding holds, in its first month too. From April on:
    # 150 cars less. Never: 200 less, and 60 million saved.
    machines = "line,stage,capex_million,life_years,lead_months,most,ramp\nL,cut,60,0.01,0,1,R"
    decisions = f"{HEAD}machines,L,1,cut,2026-01-01,1,approved"
    tables = {**test_machines.TWO, "machines": machines, "decisions": decisions}
    row = toys.solve(tmp_path, test_machines.END, **tables, ahead=Ahead()).plan["decisions_due"].iloc[0]
    assert row[["kind", "object", "stage", "status", "capex_million"]].tolist() == [
        "machine",
        "L",
        "cut",
        "approved",
        60,
    ]
    assert row["decide_by"] == pd.Timestamp(2026, 1, 1)
    assert row[LOST].tolist() == pytest.approx([1500, 1940, 1940])


def test_machines_wait_with_their_copy_and_are_not_bought_without_it(tmp_path: Path) -> None:
    # From May to August the copy and its machine make 100 cars a month each.
    tables = ONE | {
        "machines": "line,stage,capex_million,life_years\nN,build,10,0.01",
        "decisions": f"{HEAD}on_stream,N,1,,2026-05-01,1,committed\nmachines,N,1,build,2026-05-01,1,committed",
    }
    plan = toys.solve(tmp_path, END, **tables, ahead=Ahead()).plan
    due = plan["decisions_due"].set_index("kind")
    assert due.loc["line_copy", LOST].tolist() == pytest.approx([6000, 8000 - 40, 8000 - 40])
    assert due.loc["machine", LOST].tolist() == pytest.approx([3000, 4000 - 10, 4000 - 10])
    assert plan["investments"]["unlocks_million"].tolist() == pytest.approx([8000 - 40])


def test_machines_that_come_with_a_decided_copy_wait_with_all_else_decided_again(tmp_path: Path) -> None:
    # From May to August the copy and its machine make 200 cars a month. A machine comes on its copy's own day: from August
    # on both, 200 cars, are worse than the copy from May on without it, 400 cars and 10 million less capex.
    tables = ONE | {"machines": "line,stage,capex_million,life_years\nN,build,10,0.01"}
    inputs = toys.load(tmp_path, END, ("lines", "machines"), **tables)
    plan = pipeline.plan(inputs, Options(door="highs"), ahead=Ahead(waiting="decide")).plan
    assert plan["machines"][["line", "copy", "stage", "quantity"]].to_numpy().tolist() == [["N", 1, "build", 1]]
    row = plan["decisions_due"].set_index("kind").loc["machine"]
    assert row[LOST].tolist() == pytest.approx([4000 - 10] * 3)


def test_a_shift_is_due_when_its_crew_must_be_hired(tmp_path: Path) -> None:
    # February and March: 50 cars at 10, of crew 100 hours and 20 of premium; April: 100 hours that nothing else saves.
    decisions = "action,object,date,status\nshift,L,2026-02-01,approved"
    plan = toys.solve(tmp_path, test_shifts.END, **test_shifts.TOY, decisions=decisions, ahead=Ahead()).plan
    row = plan["decisions_due"].iloc[0]
    assert row[["kind", "object"]].tolist() == ["shift", "L"]
    assert (row["decide_by"], row["takes_effect"]) == (pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 2, 1))
    assert row[LOST].tolist() == pytest.approx([2 * (500 - 120) - 100] * 3)


def test_a_contract_waits_until_its_last_day_and_is_lost_after_it(tmp_path: Path) -> None:
    # It saves 140 of parts for 100 in advance, signed in January or by April.
    case = test_contracts.CASE | {"stocks": "", "decisions": test_contracts.SIGNED.format("approved")}
    terms = test_contracts.contract(100, "2026-01-01", "2026-04-01")
    row = toys.solve(tmp_path, **case, **terms, ahead=Ahead()).plan["decisions_due"].iloc[0]
    assert row[["kind", "object"]].tolist() == ["contract", "C"]
    assert row[LOST].tolist() == pytest.approx([0, 40, 40])


def test_machines_and_contracts_wait_and_the_rest_is_decided_again(tmp_path: Path) -> None:
    machines = "line,stage,capex_million,life_years,lead_months,most,ramp\nL,cut,60,0.01,0,1,R"
    inputs = toys.load(tmp_path / "m", test_machines.END, ("machines",), **{**test_machines.TWO, "machines": machines})
    again = pipeline.plan(inputs, Options(door="highs"), ahead=Ahead(waiting="decide")).plan["decisions_due"]
    # As above: nothing else can take its place.
    assert again[LOST].to_numpy().tolist() == [pytest.approx([1500, 1940, 1940])]
    case = test_contracts.CASE | {"stocks": ""}
    inputs = toys.load(tmp_path / "c", decide=("contracts",), **case, **test_contracts.contract(100, "2026-01-01"))
    again = pipeline.plan(inputs, Options(door="highs"), ahead=Ahead(waiting="decide")).plan["decisions_due"]
    assert again[LOST].to_numpy().tolist() == [pytest.approx([40, 40, 40])]
