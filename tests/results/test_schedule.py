"""Gates and line copies with their dates, on toys worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import toys

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

YEARS = {
    "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2027-12-31,2400",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2027-12-31,1",
    "demand": "programme,from,to,base\nP,2027-06-01,2027-12-31,100",
}
GATES = YEARS | {
    "items": "item,kind,unit\ncar,vehicle,car\nvan,vehicle,van",
    "line_items": "line,item\nL,car\nL,van",
    "programmes": "programme,item,site,sop_earliest\nP,car,S,2027-06-01\nQ,van,S,2025-06-01",
    "gates": "gate,months\nA,3\nB,2",
    "programme_gates": "programme,gate\nP,A\nQ,A",
    "gate_order": "gate,after\nA,B",
    "gate_needs": "gate,item,fleet,quantity\nA,car,F,10\nB,car,F,20",
}


def month(days: pd.Series) -> list[str]:
    return days.dt.strftime("%Y-%m").tolist()


def test_gates_that_only_other_gates_wait_for_are_listed_and_those_that_have_passed_are_not(tmp_path: Path) -> None:
    # A takes March to May 2027 and waits for B, which takes January and February; Q is in production since 2025.
    gates = toys.solve(tmp_path, "2027-12-31", **GATES).plan["gates"]
    assert gates["programme"].tolist() == ["P", "P"]
    assert gates["gate"].tolist() == ["B", "A"]
    assert month(gates["start"]) == ["2027-01", "2027-03"]


def test_a_copy_that_comes_after_the_horizon_is_listed_with_what_it_costs(tmp_path: Path) -> None:
    # Ordered in December 2027 for 2028-03: paid within the horizon, runs after it. The first copy runs.
    plan = toys.solve(
        tmp_path,
        "2027-12-31",
        **YEARS,
        lines="line,site,calendar,status,copies,lead_months\nL,S,DAY,candidate,2,3",
        decisions="action,object,copy,date\non_stream,L,1,2026-01-01\non_stream,L,2,2028-03-01",
        capex="line,part,order_year,cost_million,life_years\nL,plant,2025,100,10",
    ).plan
    rows = plan["investments"]
    assert rows["copy"].tolist() == [1, 2]
    assert month(rows["order"]) == ["2025-10", "2027-12"]
    assert rows["capex_million"].tolist() == [100, 100]
    assert plan["yearly_finance"]["capex"].tolist() == [0, 100]
    assert plan["yearly_lines"]["copies_on_stream"].tolist() == [1, 1]


def test_decided_copies_without_a_price_are_free(tmp_path: Path) -> None:
    rows = toys.solve(
        tmp_path,
        "2027-12-31",
        **YEARS,
        lines="line,site,calendar,status\nL,S,DAY,candidate",
        decisions="action,object,date\non_stream,L,2026-01-01",
    ).plan["investments"]
    assert rows["capex_million"].tolist() == [0]
