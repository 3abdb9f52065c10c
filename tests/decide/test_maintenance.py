"""Maintenance given, at the start of its window, or on a day that is decided; with copies decided beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.model import catalogue
from planner.results.audit import audit
from planner.results.decided import decided
from planner.solve import Options, solve

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.inputs import Inputs

END = "2026-03-31"


def asked(*cars: int) -> str:
    return "programme,from,to,base\n" + "\n".join(
        f"P,2026-{m:02d}-01,2026-{m:02d}-28,{n}" for m, n in enumerate(cars, 1)
    )


# The only machine of L stands still for 14 days between January and March.
TOY = {
    "maintenance": f"job,line,stage,days,from,to\nJ,L,build,14,2026-01-01,{END}",
    "demand": asked(100, 60, 100),
}


def test_a_job_that_nobody_decides_is_done_at_the_start_of_its_window(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, END, **TOY)
    # 14 of January's 31 days: 100 * 17 / 31.
    assert planned.plan["period_make"]["made"].tolist() == pytest.approx([100 * 17 / 31, 60, 100])
    assert planned.plan["maintenance"]["status"].tolist() == ["window"]


def test_a_given_job_takes_the_hours_of_its_days(tmp_path: Path) -> None:
    decisions = "action,object,date,status\nmaintain,J,2026-02-22,committed"
    planned = toys.solve(tmp_path, END, **{**TOY, "demand": asked(100, 100, 100)}, decisions=decisions)
    # 7 days of February and 7 of March; over two machines at another stage nothing would be lost.
    assert planned.plan["period_make"]["made"].tolist() == pytest.approx([100, 75, 100 * 24 / 31])
    stages = planned.plan["yearly_stages"].iloc[0]
    assert stages["machine_hours"] == pytest.approx(100 + 75 + 100 * 24 / 31)


def test_the_planner_does_it_when_it_costs_least(tmp_path: Path) -> None:
    # February asks for 60 and can make 50 meanwhile; in January or March 45 would be lost.
    planned = toys.solve(tmp_path, END, toys.BOTH, ("maintenance",), **TOY)
    assert planned.plan["maintenance"]["start"].tolist() == [pd.Timestamp(2026, 2, 1)]
    assert planned.plan["maintenance"]["end"].tolist() == [pd.Timestamp(2026, 2, 14)]
    assert -planned.answer.objective == pytest.approx(2500)
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(planned.answer.objective, rel=1e-7)


def test_the_first_day_in_the_window_counts_and_none_before_the_plan_date(tmp_path: Path) -> None:
    # From January 20th to February 10th: 14 days may start on January 20th only (February 1st is too late).
    work = "job,line,stage,days,from,to\nJ,L,build,14,2026-01-20,2026-02-10"
    plan = toys.solve(tmp_path / "window", END, decide=("maintenance",), **{**TOY, "maintenance": work}).plan
    assert plan["maintenance"]["start"].tolist() == [pd.Timestamp(2026, 1, 20)]
    later = toys.load(tmp_path / "later", END, ("maintenance",), {"plan_date": "2026-02-10"}, **TOY)
    assert pipeline.build(later)[0].jobs["date"].tolist() == [pd.Timestamp(2026, 2, 10), pd.Timestamp(2026, 3, 1)]


# Painting has a fifth to spare: only a job there makes it the tightest.
SPARE = {
    **TOY,
    "stages": "line,stage,machines,rate\nL,build,1,1\nL,paint,1,1.2\nL,pack,1,9",
    "maintenance": f"job,line,stage,days,from,to\nJ,L,paint,14,2026-01-01,{END}",
}


def test_a_stage_to_spare_makes_up_for_its_job_and_its_row_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = toys.load(tmp_path, END, ("maintenance",), **SPARE)
    found = []
    for every in (False, True):
        if every:
            monkeypatch.setattr(catalogue, "binding_load", lambda _make, load, _hours: load.reset_index(drop=True))
        _, program = pipeline.build(inputs)
        rows = next(rows for rows in program.rows if rows.name == "stage_hours")
        found.append((solve(program, Options(door="highs", gap=0.0)).objective, set(rows.keys["stage"])))
    # In February painting makes 120 * 14 / 28 = 60: nothing is lost.
    assert found[0][0] == pytest.approx(-2600)
    assert found[1][0] == pytest.approx(-2600)
    assert found[0][1] == {"build", "paint"}
    assert found[1][1] == {"build", "paint", "pack"}


COPIES = {
    "lines": "line,site,calendar,status,copies,ramp_first\nN,S,DAY,candidate,2,R",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate,ramp_share\nN,build,1,1,1\nN,paint,2,0.6,0",
    "ramps": "curve,month,uptime_factor\nR,0,0.5\nR,1,1",
}


def enumerated(inputs: Inputs, days: list[pd.Timestamp]) -> float:
    """The best objective over all copies, their days and the day of the job, each planned as given."""
    return toys.beside_copies(inputs, days, [{"action": "maintain", "object": "J", "date": day} for day in days])


@pytest.mark.thorough
# Drawn once: every example makes forty plans.
@pytest.mark.parametrize(("capex", "demand", "stage", "days"), [(240, (95, 180, 260), "paint", 17)])
def test_copies_and_a_job_decided_together_equal_enumeration(
    capex: int, demand: tuple[int, ...], stage: str, days: int, tmp_path: Path
) -> None:
    tables = {
        **COPIES,
        "capex": f"line,part,order_year,cost_million,life_years\nN,all,2026,{capex},0.01",
        "demand": asked(*demand),
        "maintenance": f"job,line,stage,days,from,to\nJ,N,{stage},{days},2026-01-01,{END}",
    }
    inputs = toys.load(tmp_path, END, ("lines", "maintenance"), **tables)
    answer = solve(pipeline.build(inputs)[1], Options(door="highs", gap=0.0))
    expected = enumerated(inputs, [pd.Timestamp(2026, m, 1) for m in (1, 2, 3)])
    assert answer.objective == pytest.approx(expected, rel=1e-7, abs=1e-6)
    assert {"on_stream", "maintain"} <= set(decided(inputs, answer)["decisions"]["action"])
    _, published = pipeline.build(decided(inputs, answer))
    assert solve(published, Options(door="highs")).objective == pytest.approx(answer.objective, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("date", pd.Timestamp(2026, 3, 20), "does not lie in its window (2026-01-01 .. 2026-03-31)"),
        ("date", pd.Timestamp(2025, 12, 20), "it starts on 2025-12-20, before the plan date (2026-01-01)"),
        ("date", pd.Timestamp(2026, 2, 2), "it starts on 2026-02-02, the table says 2026-02-01"),
    ],
)
def test_the_audit_finds_jobs_on_other_days(column: str, value: object, rule: str, tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, END, decide=("maintenance",), **TOY)
    rows = planned.inputs["decisions"].assign(**{column: value})
    found = audit(planned.inputs.replace(decisions=rows), planned.plan.tables, planned.plan.kpis)
    assert any(rule in finding.message for finding in found)


def test_the_audit_finds_hours_that_a_job_takes(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, END, **{**TOY, "maintenance": ""})
    work = toys.load(tmp_path / "job", END, **TOY)["maintenance"]
    tables = {**planned.plan.tables, "maintenance": pd.DataFrame(columns=["job", "start", "end"])}
    found = [finding.rule for finding in audit(planned.inputs.replace(maintenance=work), tables, planned.plan.kpis)]
    assert {"stage_hours", "missing_row"} <= set(found)
