"""Decided line copies against hand convolutions, enumeration and the limits of the case."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import pipeline
from planner.errors import NoPlanError
from planner.results.audit import audit
from planner.results.decided import decided
from planner.solve import Options, solve

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

MONTHS = 8
END = "2026-08-31"
HOURS = "calendar,from,to,hours\n" + "\n".join(
    f"DAY,2026-{m:02d}-01,2026-{m:02d}-{d},100" for m, d in enumerate((31, 28, 31, 30, 31, 30, 31, 31), 1)
)
# Uptime by month since on stream; the yield of the only stage ramps too.
FIRST = [(0.2, 0.5), (0.4, 0.8), (0.7, 0.9), (1.0, 1.0)]
SECOND = [(0.5, 0.8), (1.0, 1.0)]
LATER = [(0.8, 1.0), (1.0, 1.0)]
RAMPS = "curve,month,uptime_factor,yield_factor\n" + "\n".join(
    f"{name},{month},{up},{good}"
    for name, curve in (("first", FIRST), ("second", SECOND), ("later", LATER))
    for month, (up, good) in enumerate(curve)
)
LINE = "line,site,calendar,status,copies,ramp_first,ramp_second,ramp_later,lead_months,approval_months,gap_months"
THREE = {
    "calendars": HOURS,
    "lines": f"{LINE}\nN,S,DAY,candidate,3,first,second,later,1,1,1",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate,yield,ramp_share\nN,build,1,1,0.9,1",
    "ramps": RAMPS,
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,1,0.01",
    "demand": f"programme,from,to,base\nP,2026-01-01,{END},8000",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
    "stocks": "item,site\ncar,S",
}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The plan of three copies, decided."""
    return toys.solve(tmp_path_factory.mktemp("three"), END, decide=("lines",), **THREE)


def test_three_copies_make_the_convolution_of_their_starts_with_their_own_ramps(three: Planned) -> None:
    # Approved from February on (plan date January, one month), on stream a month after the order, a month apart.
    copies = three.plan["investments"]
    assert copies["on_stream"].dt.month.tolist() == [3, 4, 5]
    expected = np.zeros(MONTHS)
    for month, curve in ((3, FIRST), (4, SECOND), (5, LATER)):
        start = np.zeros(MONTHS)
        start[month - 1] = 1.0
        ramp = np.array([*curve, *[(1.0, 1.0)] * MONTHS])[:MONTHS]
        # 100 hours, one start an hour: uptime times yield 0.9 times its factor.
        expected += np.convolve(start, 100.0 * ramp[:, 0] * 0.9 * ramp[:, 1])[:MONTHS]
    made = three.plan["period_make"].groupby("period")["made"].sum().reindex(three.plan["periods"]["period"])
    np.testing.assert_allclose(made.fillna(0.0), expected, rtol=1e-9, atol=1e-9)


def test_nothing_is_ordered_before_approval_nor_made_before_the_lead_time(tmp_path: Path) -> None:
    lines = f"{LINE},earliest\nN,S,DAY,candidate,2,,,,2,1,0,2026-05-15"
    copies = toys.solve(tmp_path, END, decide=("lines",), **{**THREE, "lines": lines}).plan
    # Ordered from February 1st on, so on stream from April on; the line's own earliest day is in May.
    assert copies["investments"]["order"].min() == pd.Timestamp(2026, 4, 1)
    assert copies["investments"]["on_stream"].min() == pd.Timestamp(2026, 6, 1)
    assert copies["period_make"].loc[copies["period_make"]["made"] > 0, "period"].min() == "2026-06"


def test_cells_of_a_new_copy_go_into_sold_cars_after_its_release(tmp_path: Path) -> None:
    # The cell line is on stream in January at the earliest; what it makes is released two months later, in March.
    tables = {
        "calendars": HOURS,
        "items": "item,kind,unit\ncar,vehicle,car\ncell,cell,cell",
        "bom": "parent,component,quantity\ncar,cell,1",
        "lines": "line,site,calendar,status,on_stream,release_months\nL,S,DAY,existing,2026-01-01,0\nN,S,DAY,candidate,,2",
        "line_items": "line,item\nL,car\nN,cell",
        "stages": "line,stage,machines,rate\nL,build,1,1\nN,build,1,1",
        "capex": THREE["capex"],
        "stocks": "item,site\ncell,S",
        "demand": f"programme,from,to,base\nP,2026-01-01,{END},800",
        "prices": THREE["prices"],
    }
    plan = toys.solve(tmp_path, END, decide=("lines",), **tables).plan
    made = plan["period_make"].loc[plan["period_make"]["made"] > 1e-6]
    assert plan["investments"].set_index("line")["on_stream"]["N"] == pd.Timestamp(2026, 1, 1)
    assert made.loc[made["item"] == "car", "period"].min() == "2026-03"


def test_the_sum_of_two_copies_never_lends_a_mature_yield(tmp_path: Path) -> None:
    # A copy opened in one month makes what its own age allows, whatever older dates it could have had.
    planned = toys.solve(
        tmp_path, END, decide=("lines",), **{**THREE, "lines": f"{LINE}\nN,S,DAY,candidate,1,first,,,6,0,0"}
    )
    made = planned.plan["period_make"].set_index("period")["made"]
    assert made["2026-07"] == pytest.approx(100 * 0.2 * 0.9 * 0.5)
    assert made["2026-08"] == pytest.approx(100 * 0.4 * 0.9 * 0.8)


def enumerated(inputs: Inputs, options: pd.DataFrame, budget: float) -> float:
    """The best objective over every choice of copies and dates that order, gap and budget allow, each planned as given."""
    best = np.inf
    dates_of = [rows["on_stream"].tolist() for _, rows in options.groupby("copy")]
    choices = [choice for number in range(len(dates_of) + 1) for choice in itertools.product(*dates_of[:number])]
    for dates in choices:
        if any(later < sooner + pd.DateOffset(months=1) for sooner, later in itertools.pairwise(dates)):
            continue
        rows = [{"action": "on_stream", "object": "N", "copy": k, "date": day} for k, day in enumerate(dates, 1)]
        capacity, program = pipeline.build(toys.given(inputs, rows))
        if capacity.spend["million"].sum() <= budget + 1e-9:
            best = min(best, solve(program, Options(door="highs")).objective)
    return best


@settings(max_examples=2)
@given(
    capex=st.integers(1, 2500),
    demand=st.lists(st.integers(0, 300), min_size=4, max_size=4),
    budget=st.integers(100, 6000),
)
@pytest.mark.thorough
def test_small_cases_equal_enumeration(
    capex: int, demand: list[int], budget: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = "\n".join(f"P,2026-{m:02d}-01,2026-{m:02d}-28,{quantity}" for m, quantity in enumerate(demand, 1))
    tables = {
        **THREE,
        "lines": f"{LINE},spend_profile\nN,S,DAY,candidate,2,first,second,,0,0,1,half",
        "demand": f"programme,from,to,base\n{asked}",
        "capex": f"line,part,order_year,cost_million,life_years\nN,all,2026,{capex},2",
        "spend_profiles": "profile,event,months,share\nhalf,order,0,0.5\nhalf,order,2,0.5",
        "budgets": f"measure,year,most\ncapex,2026,{budget}",
    }
    inputs = toys.load(tmp_path_factory.mktemp("toy"), "2026-04-30", ("lines",), **tables)
    capacity, program = pipeline.build(inputs)
    answer = solve(program, Options(door="highs", gap=0.0))
    assert answer.objective == pytest.approx(enumerated(inputs, capacity.options, budget), rel=1e-7, abs=1e-6)
    _, published = pipeline.build(decided(inputs, answer))
    assert solve(published, Options(door="highs")).objective == pytest.approx(answer.objective, rel=1e-7, abs=1e-6)


def test_committed_copies_hold_and_the_next_keeps_its_gap(tmp_path: Path) -> None:
    decisions = "action,object,copy,date,status\non_stream,N,1,2026-04-01,committed"
    plan = toys.solve(tmp_path, END, decide=("lines",), **THREE, decisions=decisions).plan
    copies = plan["investments"]
    assert copies["on_stream"].dt.month.tolist() == [4, 5, 6]
    assert copies["status"].tolist() == ["committed", "planned", "planned"]


@pytest.mark.thorough
def test_a_suggestion_does_not_hold_where_lines_are_decided(tmp_path: Path) -> None:
    decisions = "action,object,copy,date,status\non_stream,N,1,2026-06-01,{status}"
    for status, first in (("proposed", 3), ("approved", 3), ("committed", 6)):
        tables = {**THREE, "decisions": decisions.format(status=status)}
        plan = toys.solve(tmp_path / status, END, decide=("lines",), **tables).plan
        assert plan["investments"]["on_stream"].dt.month.min() == first


@pytest.mark.parametrize(
    ("copy", "column", "value", "rule"),
    [
        (
            1,
            "date",
            pd.Timestamp(2026, 2, 1),
            "ordered on 2026-01-01, before the plan date and its approval allow (2026-02-01)",
        ),
        (2, "date", pd.Timestamp(2026, 5, 1), "copy 3: it comes on stream on 2026-05-01, and its gap"),
        (3, "copy", 4, "only 3 copies can be had"),
        (3, "copy", 4, "copy 3 before it is not decided"),
    ],
)
def test_the_audit_finds_decisions_that_were_not_open(
    copy: int, column: str, value: object, rule: str, three: Planned
) -> None:
    rows = three.inputs["decisions"].copy()
    rows.loc[rows["copy"] == copy, column] = value
    wrong = three.inputs.replace(decisions=rows)
    found = audit(wrong, three.plan.tables, three.plan.kpis, three.plan.solve.objective)
    assert any(rule in finding.message for finding in found)


def test_the_audit_finds_a_budget_that_decided_copies_overspend(three: Planned) -> None:
    budgets = pd.DataFrame({"measure": ["capex"], "year": [2026], "most": [2.5]})
    found = audit(three.inputs.replace(budgets=budgets), three.plan.tables, three.plan.kpis)
    assert any("3 million is paid, 0.5 more than the budget leaves" in finding.message for finding in found)


def test_no_copies_in_order_make_what_is_asked_for(tmp_path: Path) -> None:
    # Three copies at their earliest make no more than 700 cars by August; 2,000 must be sold.
    demand = f"programme,from,to,base,least\nP,2026-01-01,{END},8000,2000"
    with pytest.raises(NoPlanError) as caught:
        toys.solve(tmp_path, END, decide=("lines",), **{**THREE, "demand": demand})
    assert any("demand: least of P" in reason for reason in caught.value.reasons)
