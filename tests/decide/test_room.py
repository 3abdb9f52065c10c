"""Floor and groups: what is given counts and holds, and the audit finds what the planner may not decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys

from planner.results.audit import audit

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned

# A copy of N or K makes 100 cars a month for 300 or 350 million; 400 are asked for in January and in February, worth 10 each.
TWO = {
    "lines": """line,site,calendar,status,copies
        N,S,DAY,candidate,2
        K,S,DAY,candidate,2""",
    "line_items": "line,item\nN,car\nK,car",
    "stages": "line,stage,machines,rate,floor_m2\nN,build,1,1,50\nK,build,1,1,80",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,300,0.01\nK,all,2026,350,0.01",
    "demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,400\nP,2026-02-01,2026-02-28,400",
    "groups": "group,line\nworks,N\nworks,K",
}
DECISIONS = "action,object,copy,date,status\n"


def solved(folder: Path, limits: str = "", decisions: str = "", **tables: str) -> Planned:
    limited = {"group_limits": f"group,kind,from,copies\n{limits}"} if limits else {"groups": ""}
    given = {"decisions": DECISIONS + decisions} if decisions else {}
    return toys.solve(folder, decide=("lines",), **TWO | limited | given | tables)


def copies(planned: Planned) -> list[tuple[str, int, int]]:
    rows = planned.plan["investments"]
    return list(zip(rows["line"], rows["copy"], rows["on_stream"].dt.month, strict=True))


def test_without_limits_all_four_are_bought(tmp_path: Path) -> None:
    assert copies(solved(tmp_path)) == [("N", 1, 1), ("N", 2, 1), ("K", 1, 1), ("K", 2, 1)]


def test_a_most_gives_way_to_the_next_of_its_group(tmp_path: Path) -> None:
    # Three in all, but two until February: the third, of whichever line, comes in February: 100 cars more, 1,000 for 300 or 350.
    planned = solved(tmp_path, "works,most,,2\nworks,most,2026-02-01,3")
    assert sorted(month for _, _, month in copies(planned)) == [1, 1, 2]


def test_given_copies_count_in_a_group_and_may_break_its_most(tmp_path: Path) -> None:
    given = "on_stream,K,1,2026-01-01,committed\non_stream,K,2,2026-01-01,committed"
    assert copies(solved(tmp_path / "one", "works,most,,1", given)) == [("K", 1, 1), ("K", 2, 1)]
    assert copies(solved(tmp_path / "three", "works,most,,3", given)) == [("N", 1, 1), ("K", 1, 1), ("K", 2, 1)]


def test_a_given_route_is_the_route_of_its_group(tmp_path: Path) -> None:
    given = "on_stream,K,1,2026-01-01,committed"
    assert copies(solved(tmp_path / "given", "works,exclusive,,", given)) == [("K", 1, 1), ("K", 2, 1)]
    assert copies(solved(tmp_path, "works,exclusive,,")) == [("N", 1, 1), ("N", 2, 1)]


def test_floor_of_a_year_counts_what_is_given(tmp_path: Path) -> None:
    # 80 m2 of the given copy of K leave 100: two of N, not another of K.
    budget = {"budgets": "measure,year,most\nfloor,2026,180"}
    given = "on_stream,K,1,2026-01-01,committed"
    assert copies(solved(tmp_path, decisions=given, **budget)) == [("N", 1, 1), ("N", 2, 1), ("K", 1, 1)]


def test_a_least_buys_copies_that_nothing_asks_for(tmp_path: Path) -> None:
    nothing = "programme,from,to,base\nP,2026-01-01,2026-01-31,0"
    assert copies(solved(tmp_path / "free", demand=nothing)) == []
    planned = solved(tmp_path, "works,least,2026-02-01,3", demand=nothing)
    assert [line for line, _, _ in copies(planned)] == ["N", "N", "K"]


@pytest.mark.parametrize(
    ("limits", "budget", "message"),
    [
        ([("most", None, 3.0)], None, "group works by 2026-02-28: 4 copies, 1 more than the group may have (3)"),
        ([("least", "2026-01-31", 5.0)], None, "group works by 2026-01-31: 4 copies, 1 fewer than the group must have"),
        ([("exclusive", None, float("nan"))], None, "group works: more than one of its lines has copies (K, N)"),
        ([], 259.0, "budget of floor 2026: 260 m2 are taken, 1 more than the floor leaves (259)"),
    ],
)
def test_the_audit_finds_copies_that_have_no_room(
    limits: list[tuple[str, str | None, float]], budget: float | None, message: str, tmp_path: Path
) -> None:
    planned = solved(tmp_path)
    groups = pd.DataFrame({"group": ["works", "works"], "line": ["N", "K"]})
    rows = pd.DataFrame(limits, columns=["kind", "from", "copies"]).assign(group="works")
    rows["from"] = pd.to_datetime(rows["from"])
    budgets = pd.DataFrame({"measure": ["floor"], "year": [2026], "most": [budget]}).dropna()
    wrong = planned.inputs.replace(groups=groups, group_limits=rows, budgets=budgets)
    found = audit(wrong, planned.plan.tables, planned.plan.kpis)
    assert any(finding.message.startswith(message) for finding in found), [f.message for f in found]
