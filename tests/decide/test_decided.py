"""What was decided is told so that it can be decided again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys
from decide.test_copies import END, THREE

from planner.exports.tables import write_tables

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
