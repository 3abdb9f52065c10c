"""A plan found at a limit says so everywhere; without a limit the same inputs give the same files on every run."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import toys

from planner import pipeline
from planner.cli.show import summary
from planner.solve import Options
from tests.decide import hard_case
from tests.decide.test_copies import END, THREE

ROOT = Path(__file__).parents[2]


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planner", *words], capture_output=True, text=True, check=False, cwd=ROOT
    )


def told(folder: Path) -> list[str]:
    """Every text of a workbook's cover and of its sheet about the plan."""
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    cells = [cell for name in ("Cover", "About") for row in book[name].iter_rows(values_only=True) for cell in row]
    return [cell for cell in cells if isinstance(cell, str)]


@pytest.mark.parametrize("door", ["highs", pytest.param("pulp", marks=pytest.mark.thorough)])
def test_a_plan_found_at_the_limit_says_so_everywhere(door: str, tmp_path: Path) -> None:
    case = hard_case.write(tmp_path / "hard")
    done = command(
        "run", str(case), "--out", str(tmp_path), "--door", door, "--time-limit", "2", "--waiting", "none", "--json"
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    manifest = json.loads((tmp_path / "hard" / "base" / "manifest.json").read_text(encoding="utf-8"))
    kpis = json.loads((tmp_path / "hard" / "base" / "kpis.json").read_text(encoding="utf-8"))
    objective, bound = kpis["objective_million"], kpis["bound_million"]
    # What bound and plan leave between them, and too much for the plan to be called optimal.
    gap = (objective - bound) / -objective
    assert gap > Options().gap
    for said in (figures, kpis, manifest["solve"]):
        assert said["status"] == "feasible"
        assert said["gap"] == pytest.approx(gap, rel=1e-9)
    assert figures["reproducible"] is manifest["reproducible"] is False
    assert figures["bound_million"] == manifest["solve"]["bound"] == bound < objective
    limited = [cell for cell in told(tmp_path / "hard" / "base") if cell.startswith("Feasible, not proved best")]
    assert len(limited) == 2
    for cell in limited:
        assert f"{kpis['gap']:.2%}" in cell
        assert f"{bound:,.6g}" in cell
        assert "Another run may end with another plan" in cell


def test_the_terminal_tells_bound_and_gap_and_never_hides_that_there_is_none(tmp_path: Path) -> None:
    plan = toys.solve(tmp_path).plan
    assert summary(plan).startswith("Optimal plan by HiGHS")
    stopped = replace(plan, solve=replace(plan.solve, status="feasible", bound=-1680.0, gap=0.05))
    assert "objective -1,600, bound -1,680 million, gap 5.00%) and not reproducible" in summary(stopped)
    blind = replace(plan, solve=replace(plan.solve, status="feasible", bound=None, gap=None))
    assert "the solver tells no bound" in summary(blind)
    assert "gap" not in summary(blind)


@pytest.mark.thorough
def test_a_wide_gap_ends_the_search_early(tmp_path: Path) -> None:
    # Half of the objective is allowed: what is found is called optimal within it, and its gap is told.
    inputs = pipeline.load(hard_case.write(tmp_path / "hard"))[0]
    solve = pipeline.plan(inputs, Options(door="highs", gap=0.5), ahead=toys.WITHOUT_WAITS).plan.solve
    assert solve.status == "optimal"
    assert solve.bound is not None
    gap = (solve.objective - solve.bound) / -solve.objective
    # The search ended before the default gap, at which it would have had to go on.
    assert Options().gap < gap <= 0.5
    assert solve.gap == pytest.approx(gap, rel=1e-9)


def test_two_runs_in_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "case", END, ("lines",), **THREE)
    reports = []
    for name in ("one", "two"):
        done = command("run", str(case), "--out", str(tmp_path / name), "--quiet")
        assert done.returncode == 0, done.stderr
        folder = tmp_path / name / "case" / "base"
        # The manifest has the seconds of the run.
        reports.append({path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"})
    assert reports[0] == reports[1]
    assert {"plan.xlsx", "kpis.json", "investments.csv"} <= set(reports[0])
