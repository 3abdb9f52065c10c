"""Extra machines of copies that are left open come in packages: the same optimum as with columns for each stage."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.capacity import build, capacity, packages
from planner.memory import forget
from planner.model.catalogue import program
from planner.model.suggested import suggested
from planner.results.decided import decided
from planner.solve import Options, solve

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs

END = "2026-05-31"
EXACT = Options(door="highs", gap=0.0)
DAYS = (31, 28, 31, 30, 31)
# A new copy makes 100 cars a month at `cut`, 150 at `weld`; its ramp is done after a month, that of an extra cutter after two.
COPIES = {
    "calendars": "calendar,from,to,hours\n"
    + "\n".join(f"DAY,2026-{m:02d}-01,2026-{m:02d}-{d},100" for m, d in enumerate(DAYS, 1)),
    "lines": "line,site,calendar,status,copies,ramp_first,lead_months\nN,S,DAY,candidate,2,R,1",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate,ramp_share\nN,cut,1,1,1\nN,weld,2,0.75,0\nN,paint,5,1,0",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,300,0.01",
    "machines": """line,stage,capex_million,life_years,lead_months,most,ramp
        N,cut,60,0.01,0,2,SLOW
        N,weld,100,0.01,0,1,
        N,paint,50,0.01,0,1,""",
    "ramps": "curve,month,uptime_factor\nR,0,0.5\nR,1,1\nSLOW,0,0.25\nSLOW,1,0.5\nSLOW,2,1",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
}
MADE = [0, 100, 250, 370, 420]


def case(folder: Path, made: list[int] = MADE, **tables: str) -> Inputs:
    asked = "\n".join(f"P,2026-{m:02d}-01,2026-{m:02d}-28,{quantity}" for m, quantity in enumerate(made, 1))
    return toys.load(
        folder, END, ("lines", "machines"), **{**COPIES, "demand": f"programme,from,to,base\n{asked}", **tables}
    )


def both(inputs: Inputs) -> tuple[Program, Program]:
    """The program with packages and that with columns for each stage."""
    known = capacity(inputs), capacity(inputs, most_sets=0)
    return program(inputs, known[0]), program(inputs, known[1])


def size(built: Program, family: str) -> int:
    return next(len(columns) for columns in built.columns if columns.name == family)


@pytest.mark.parametrize("budget", [5000, 700, 460])
@pytest.mark.parametrize("made", [MADE, [400] * 5, [0, 0, 120, 300, 310]])
def test_the_optimum_is_that_of_columns_for_each_stage(made: list[int], budget: int, tmp_path: Path) -> None:
    inputs = case(tmp_path, made, budgets=f"measure,year,most\ncapex,2026,{budget}")
    packed, staged = both(inputs)
    assert size(packed, "package") > 0
    assert size(packed, "extra") == 0
    assert size(staged, "package") == 0
    assert size(staged, "extra") > 0
    answer = solve(packed, EXACT)
    assert answer.objective == pytest.approx(solve(staged, EXACT).objective, rel=1e-7, abs=1e-6)
    given = decided(inputs, answer)
    _, published = pipeline.build(given)
    assert solve(published, EXACT).objective == pytest.approx(answer.objective, rel=1e-7, abs=1e-6)


def test_sets_that_others_outdo_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of 3 * 2 * 2 sets paint is in half and never pays, and a welder alone neither: two and one cutters, with a welder or not.
    inputs = case(tmp_path)
    few, _ = both(inputs)
    monkeypatch.setattr(packages, "undominated", lambda _cost, good: np.arange(len(good)))
    forget()
    every, _ = both(inputs)
    forget()
    dates = size(every, "package") // 11
    assert size(every, "package") == 11 * dates
    assert size(few, "package") <= 4 * dates
    assert not any(
        "paint" in str(text) for text in next(c for c in few.columns if c.name == "package").keys["machines"]
    )
    assert solve(few, EXACT).objective == pytest.approx(solve(every, EXACT).objective, rel=1e-9)


def test_copies_of_one_day_come_with_different_packages(tmp_path: Path) -> None:
    # Two copies from February on. A cutter more at one of them brings 25, 50 and 50 cars (welding holds it to 150) of 12.5, 50,
    # 50, 50 that it could: 250 cars are asked for from March on, and a second cutter would make none that is sold.
    inputs = case(tmp_path, [0, 100, 250, 250, 250])
    planned = pipeline.plan(inputs, EXACT)
    assert planned.plan["machines"][["line", "copy", "stage", "quantity"]].to_numpy().tolist() == [["N", 1, "cut", 1]]
    assert planned.plan["period_make"].groupby("period")["made"].sum().tolist() == pytest.approx([100, 250, 250, 250])
    assert -planned.answer.objective == pytest.approx(850 * 10 - 2 * 300 - 60)
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)


@pytest.mark.thorough
def test_packages_equal_brute_force_over_sets(tmp_path: Path) -> None:
    # Both copies from February on, as given, with every pair of sets.
    inputs = case(tmp_path, [0, 150, 220, 360, 430], budgets="measure,year,most\ncapex,2026,830")
    answer = solve(both(inputs)[0], EXACT)
    best = np.inf
    sets = list(itertools.product(range(3), range(2)))
    for chosen in itertools.product([None, *sets], repeat=2):
        if chosen[0] is None and chosen[1] is not None:
            continue
        copies = [(k, own) for k, own in enumerate(chosen, 1) if own is not None]
        spent = sum(300 + 60 * cut + 100 * weld for _, (cut, weld) in copies)
        if spent > 830:
            continue
        same = {"object": "N", "date": pd.Timestamp(2026, 2, 1)}
        rows = [{"action": "on_stream", "copy": k, **same} for k, _ in copies]
        rows += [
            {"action": "machines", "copy": k, "stage": stage, "quantity": n, **same}
            for k, own in copies
            for stage, n in zip(("cut", "weld"), own, strict=True)
            if n
        ]
        best = min(best, solve(pipeline.build(toys.given(inputs, rows))[1], EXACT).objective)
    assert answer.objective == pytest.approx(best, rel=1e-7)


def test_a_machine_that_ramps_slower_than_its_line_adds_by_its_own_age(tmp_path: Path) -> None:
    # One cutter more, on stream in February: 0.25, 0.5, 1 and 1 of 100 hours at the cutters' own yield of 1, welding at 150
    # (75 in February, when the copy is at half): 50 + 25 = 75, 100 + 50 = 150, 150, 150. So 25, 50, 50, 50 more.
    known = capacity(case(tmp_path))
    sets = known.packages.sets
    one = sets.loc[(sets["on_stream"] == "2026-02-01") & (sets["machines"] == (("cut", 1),)), "package"].item()
    good = known.packages.good
    assert good.loc[good["package"] == one, "good"].tolist() == pytest.approx([25, 50, 50, 50])


def test_suggested_machines_are_a_package_of_a_suggested_copy(tmp_path: Path) -> None:
    # As a plan's own decisions are when they are suggested to the next one.
    inputs = case(tmp_path)
    rows = pd.DataFrame(
        {
            "action": ["on_stream", "machines"],
            "object": "N",
            "copy": 1,
            "stage": ["", "cut"],
            "quantity": 1,
            "share": 1.0,
        }
    ).assign(date=pd.Timestamp(2026, 2, 1).as_unit("s"), status="approved")
    inputs = inputs.replace(decisions=rows)
    built = program(inputs, capacity(inputs))
    start = suggested(built, inputs["decisions"], inputs.case)
    assert start is not None
    keys = next(columns for columns in built.columns if columns.name == "package").keys
    value = start[built.column_slice("package")]
    assert not np.isnan(value).any()
    assert keys.loc[value > 0, "machines"].tolist() == [(("cut", 1),)]
    assert keys.loc[value > 0, "on_stream"].tolist() == [pd.Timestamp(2026, 2, 1)]


@pytest.mark.parametrize(
    "tables",
    [
        {"line_items": "line,item\nN,car\nN,van", "items": "item,kind,unit\ncar,product,car\nvan,product,van"},
        {"maintenance": "job,line,stage,days,from,to\nJ,N,cut,3,2026-02-01,2026-04-30"},
    ],
)
def test_other_lines_keep_columns_for_each_stage(tables: dict[str, str], tmp_path: Path) -> None:
    built = both(case(tmp_path, **tables))[0]
    assert size(built, "package") == 0
    assert size(built, "extra") > 0


def test_a_copy_with_too_many_sets_keeps_columns_for_each_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = case(tmp_path)
    monkeypatch.setattr(build, "MOST_SETS", 11)
    assert size(program(inputs, capacity(inputs)), "package") == 0
    monkeypatch.setattr(build, "MOST_SETS", 12)
    assert size(program(inputs, capacity(inputs)), "package") > 0
