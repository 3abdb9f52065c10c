"""The time limit holds whatever the solver does, and what it found by then is the plan."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.errors import UsageError
from planner.solve import Options, Status, highs_door, solve, watch
from planner.solve.answer import News
from planner.solve.verdict import feasible
from planner.solve.watch import SolverDiedError, watched
from tests.solve.programs import DOORS, copies, nobody, split

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned

# A solver that says some words and then ignores its limit: it would sleep for eleven days.
STAND_IN = """
import os, pickle, sys, time
import numpy as np
from planner.solve.answer import News
pickle.load(sys.stdin.buffer)
{first}
for said in [{words}]:
    pickle.dump(said, sys.stdout.buffer)
sys.stdout.buffer.flush()
time.sleep(1e6)
"""
PLAN = "News(np.array([1.0, 0.04])), News(None, -30.0), News(np.array([1.0, 0.01])), News(np.array([9.0, 9.0]), -25.0)"


def stand_in(words: str, first: str = "") -> tuple[str, ...]:
    return (sys.executable, "-c", STAND_IN.format(words=words, first=first))


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "GRACE", 0.2)


def test_a_solver_that_ignores_its_limit_is_ended_with_its_best_plan() -> None:
    # One copy, whose 4 units are 0.04 of the program's: 10.5 - 20 = -9.5; the next plan (1 unit) is worse and not kept.
    program = replace(copies(), upper=np.array([5.0, 10.0]))
    raw = watched(program, Options(time_limit=0.1), None, stand_in(PLAN.rsplit(", News", 1)[0]))
    assert raw.status is Status.FEASIBLE
    assert raw.x.tolist() == [1.0, 0.04]
    assert raw.objective * program.money_scale == pytest.approx(-9.5)
    assert raw.bound == -30.0
    assert np.isnan(raw.row_price).all()


def test_a_plan_that_breaks_limits_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # The last plan of the stand-in seems best, with 9 copies of 5: it is no plan; the start, one copy, is.
    program = copies()
    monkeypatch.setattr(watch.watched, "__defaults__", (stand_in(PLAN),))
    assert solve(program, Options(time_limit=0.1)).status is Status.STOPPED
    answer = solve(program, Options(time_limit=0.1), start=np.array([1.0, 4.0]))
    assert answer.status is Status.FEASIBLE
    assert answer.x.tolist() == [1.0, 4.0]
    assert answer.bound == pytest.approx(-25.0 * program.money_scale)
    # (25 money units - 9.5) / 9.5 of the gap is not hidden.
    assert answer.gap == pytest.approx((25.0 * program.money_scale - 9.5) / 9.5)


@pytest.mark.parametrize("words", ["", "News()"])
def test_a_solver_that_ignores_its_limit_without_a_plan_is_stopped(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "STARTING", 0.1)
    raw = watched(copies(), Options(time_limit=0.1), None, stand_in(words))
    assert raw.status is Status.STOPPED
    assert raw.x.size == 0


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_what_a_solver_started_ends_with_it(tmp_path: Path) -> None:
    # A solver of PuLP is a program of its own, the child of the child: while it lives it holds the pipe open.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    first = f"import subprocess; subprocess.Popen(['sleep', '1000000'], stdout=open({str(pipe)!r}, 'wb'))"
    watched(copies(), Options(time_limit=0.5), None, stand_in("News()", first))
    os.set_blocking(held, True)
    assert os.read(held, 1) == b""
    os.close(held)


def test_a_solver_that_dies_is_told() -> None:
    with pytest.raises(SolverDiedError, match="exit code 3") as caught:
        watched(copies(), Options(time_limit=60.0), None, stand_in("News()", "os._exit(3)"))
    assert caught.value.exit_code == 4


def test_a_solver_ends_when_the_planner_is_gone(tmp_path: Path) -> None:
    child = watch._Child(watch.CHILD, str(tmp_path))
    child.give((split(), Options(door="highs", time_limit=1e6), None))
    assert isinstance(child.said.get(), News)
    child._writer.join()
    assert child.process.stdin is not None
    child.process.stdin.close()
    assert child.process.wait() != 0
    child.end()


@pytest.mark.parametrize("options", DOORS)
def test_a_hard_program_under_a_limit_is_feasible_and_never_optimal(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "GRACE", 60.0)  # these solvers end by themselves, on a busy machine a little late
    program = split()
    answer = solve(program, replace(options, time_limit=1.0), start=nobody(program))
    assert answer.status is Status.FEASIBLE
    assert feasible(program, answer.x / program.column_scale)
    # Its costs are what it misses plus 5; no plan costs less than 5, and no solver proves more within hours.
    assert answer.objective == pytest.approx(answer.values("miss")["value"].sum() + 5.0)
    assert answer.bound is not None
    assert answer.bound == pytest.approx(5.0, abs=1e-2)
    assert answer.gap is not None
    assert answer.gap > options.gap


def test_no_bound_of_a_first_incumbent_that_is_completed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # To complete a plan that leaves most customers out HiGHS solves a program without them: it misses thousands. With all of
    # them no more than what the solver has found is missed, and a bound is never above that.
    monkeypatch.setattr(highs_door, "ROUND", -1.0)
    program, told = split(), []
    start = nobody(program)
    start[:8] = start[-12:] = np.nan
    raw = highs_door.solve(program, Options(door="highs", time_limit=0.5), start, told.append)
    bounds = [news.bound for news in told if news.bound is not None]
    assert bounds
    assert max(bounds) <= raw.objective
    assert min(float(program.cost @ news.x) for news in told if news.x is not None) >= raw.objective - 1e-6


@pytest.mark.parametrize("options", DOORS)
def test_a_limit_that_is_not_reached_changes_nothing(base: Planned, options: Options) -> None:
    free, limited = (solve(base.program, replace(options, time_limit=limit)) for limit in (None, 1e6))
    assert limited.status is Status.OPTIMAL
    assert limited.program is base.program
    assert limited.solver == free.solver
    assert limited.objective == free.objective
    for name in ("x", "price", "reduced_cost"):
        assert np.array_equal(getattr(limited, name), getattr(free, name))


def test_an_error_in_the_process_of_the_solver_is_raised_here() -> None:
    with pytest.raises(UsageError, match="PuLP knows no solver 'NOPE'"):
        solve(copies(), Options(solver="NOPE", time_limit=1e6))
