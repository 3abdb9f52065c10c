"""What was decided is told so that it can be decided again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import toys
from decide import test_contracts, test_shifts
from decide.test_copies import END, THREE
from decide.test_waiting import GATE

from planner.exports.tables import write_tables
from planner.results.audit import audit

if TYPE_CHECKING:
    from pathlib import Path


def test_the_listed_decisions_given_as_committed_make_the_same_plan(tmp_path: Path) -> None:
    decided = toys.solve(tmp_path / "decided", END, decide=("lines",), **THREE).plan
    assert decided["decisions"]["status"].tolist() == ["planned"] * 3
    write_tables(decided, tmp_path)
    rows = (tmp_path / "decisions.csv").read_text(encoding="utf-8").replace("planned", "committed")
    given = toys.solve(tmp_path / "given", END, **THREE, decisions=rows).plan
    assert (
        given["yearly_plan"]["production_installs"].tolist() == decided["yearly_plan"]["production_installs"].tolist()
    )
    assert given.kpis["npv_million"] == pytest.approx(decided.kpis["npv_million"], rel=1e-9)
    columns = ["copy", "order", "on_stream", "capex_million"]
    assert given["investments"][columns].equals(decided["investments"][columns])


def test_decisions_that_do_not_hold_are_not_listed(tmp_path: Path) -> None:
    rows = "action,object,copy,date,status,by,minute\non_stream,N,1,2026-06-01,proposed,A,M"
    plan = toys.solve(tmp_path, END, decide=("lines",), **THREE, decisions=rows).plan
    # All three copies come as early as they can; the proposal of June did not hold.
    assert plan["decisions"]["date"].dt.month.tolist() == [3, 4, 5]
    assert plan["decisions"]["by"].tolist() == ["", "", ""]


@pytest.mark.parametrize(
    ("action", "kind", "tables", "end", "soonest"),
    [
        ("sop", "sop", GATE | {"decisions": ""}, END, "2026-04-01"),
        ("gate", "gates", GATE, END, "2026-03-01"),
        ("shift", "shifts", test_shifts.TOY, test_shifts.END, "2026-03-01"),
        (
            "sign",
            "contracts",
            test_contracts.CASE | {"stocks": ""} | test_contracts.contract(0),
            "2026-02-28",
            "2026-01-02",
        ),
    ],
)
def test_the_audit_finds_what_was_decided_before_anything_may_be(
    action: str, kind: str, tables: dict[str, str], end: str, soonest: str, tmp_path: Path
) -> None:
    decide = (kind, "gates") if kind == "sop" else (kind,)
    planned = toys.solve(tmp_path, end, decide=decide, **tables)
    decisions = planned.inputs["decisions"]
    dates = decisions.loc[decisions["action"] == action, "date"]
    assert (dates < soonest).all()
    assert len(dates) == 1
    assert not audit(planned.inputs, planned.plan.tables, planned.plan.kpis)
    later = replace(planned.inputs.case, decide_from=dt.date.fromisoformat(soonest))
    found = audit(planned.inputs.replace(case=later), planned.plan.tables, planned.plan.kpis)
    assert any(f"before anything may be decided ({soonest})" in f.message for f in found)
