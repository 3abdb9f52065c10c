"""Both doors, their statuses and their prices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import highspy
import numpy as np
import pandas as pd
import pytest

from planner.errors import NoPlanError, StoppedError, UsageError
from planner.model.algebra import Columns, Cost, Rows, coef
from planner.model.assemble import Program, assemble
from planner.pipeline.solving import require_plan
from planner.solve import Options, Status, solve
from planner.solve.pulp_door import write
from tests.solve.programs import DOORS

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned
    from planner.solve import Answer


def one_variable(sense: str, rhs: float, cost: float) -> Program:
    x = Columns("x", "unit", pd.DataFrame({"k": [0]}), np.array([100.0]))
    row = Rows("limit", sense, "unit", pd.DataFrame({"r": [0]}), np.array([rhs]), (coef(x, [0], 2.0),))  # type: ignore[arg-type]
    return assemble([x], [row], [Cost("c", x, np.array([cost]))])


@pytest.mark.parametrize("options", DOORS)
def test_sign_and_size_of_a_price(options: Options) -> None:
    # 2 x <= 10, each x earns 3: x = 5, one more unit of the limit earns 1.5.
    answer = solve(one_variable("<=", 10.0, -3.0), options)
    assert answer.x.tolist() == pytest.approx([5.0])
    assert answer.objective == pytest.approx(-15.0)
    assert answer.prices("limit")["worth"].tolist() == pytest.approx([1.5])
    # 2 x >= 10, each x costs 3: x = 5, one unit less of the limit saves 1.5.
    answer = solve(one_variable(">=", 10.0, 3.0), options)
    assert answer.prices("limit")["worth"].tolist() == pytest.approx([1.5])


@pytest.mark.parametrize("options", DOORS)
def test_a_failed_solve_has_no_numbers(options: Options) -> None:
    infeasible = solve(one_variable("<=", -10.0, 1.0), options)
    assert infeasible.status is Status.INFEASIBLE
    unbounded = solve(one_variable(">=", 1.0, -1.0), options)
    assert unbounded.status in {Status.UNBOUNDED, Status.INFEASIBLE, Status.STOPPED}
    for answer in (infeasible, unbounded):
        assert not answer.status.has_plan
        assert answer.x.size == 0
        assert np.isnan(answer.objective)


@pytest.mark.parametrize("options", DOORS)
def test_base_case_has_one_optimum_on_every_door(base: Planned, options: Options) -> None:
    answer = solve(base.program, options)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(base.answer.objective, rel=1e-7)
    assert answer.gap == pytest.approx(0.0, abs=1e-7)
    _check_optimality(answer)


def _check_optimality(answer: Answer) -> None:
    """Feasible, prices of the right sign, complementary, and no gap between the program and its dual."""
    program, scale = answer.program, answer.program.row_scale
    x, value = answer.x / program.column_scale, answer.row_value / scale
    price = answer.price * scale / program.money_scale
    assert x.min() >= -1e-7
    # CBC hands its solution over as text with about eight digits.
    activity = replace(program, data=np.abs(program.data)).matvec(x)
    size = 1e-6 * np.maximum(1.0, activity)
    assert np.all(value <= program.row_upper + size)
    assert np.all(value >= program.row_lower - size)
    only_upper, only_lower = np.isinf(program.row_lower), np.isinf(program.row_upper)
    assert price[only_upper].max(initial=0.0) <= 1e-6
    assert price[only_lower].min(initial=0.0) >= -1e-6
    limit = np.where(only_upper, program.row_upper, program.row_lower)
    # A row is as far from its limit as the solver's tolerance allows, whatever the price of that is.
    apart = np.abs(value - limit) / np.maximum(1.0, activity)
    assert (np.abs(price) * apart / np.maximum(1.0, np.abs(price))).max() <= 1e-6
    reduced = answer.reduced_cost * program.column_scale / program.money_scale
    assert reduced.min() >= -1e-6
    assert price @ limit == pytest.approx(program.cost @ x, rel=1e-6)


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
def test_written_program_has_the_same_optimum(base: Planned, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"plan{suffix}"
    write(base.program, path)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    highs.run()
    scaled = highs.getInfo().objective_function_value
    assert scaled * base.program.money_scale + base.program.constant == pytest.approx(base.answer.objective, rel=1e-6)
    names = pd.read_csv(f"{path}.names.csv")
    assert len(names) == sum(base.program.shape)
    assert names["name"].is_unique
    assert {"make", "item_balance"} <= set(names["family"])


def test_unknown_door_and_solver_are_told(base: Planned) -> None:
    with pytest.raises(UsageError, match="known: pulp, highs"):
        solve(base.program, Options(door="window"))
    with pytest.raises(UsageError, match="PuLP knows no solver 'NOPE'"):
        solve(base.program, Options(solver="NOPE"))


def test_a_solve_without_a_plan_is_an_error_with_its_exit_code(base: Planned) -> None:
    unbounded = solve(one_variable(">=", 1.0, -1.0), Options(door="highs"))
    with pytest.raises(NoPlanError) as caught:
        require_plan(base.inputs, base.capacity, base.program, unbounded)
    assert caught.value.exit_code == 3
    with pytest.raises(StoppedError) as stopped:
        require_plan(base.inputs, base.capacity, base.program, replace(unbounded, status=Status.STOPPED))
    assert stopped.value.exit_code == 4


@pytest.mark.parametrize("door", ["highs", "pulp"])
def test_a_solve_stopped_at_once_has_no_plan(base: Planned, door: str) -> None:
    answer = solve(base.program, Options(door=door, time_limit=0.0))
    if answer.status is Status.OPTIMAL:  # presolve alone may solve it
        assert answer.objective == pytest.approx(base.answer.objective, rel=1e-7)
    else:
        assert answer.status is Status.STOPPED
        assert answer.x.size == 0
