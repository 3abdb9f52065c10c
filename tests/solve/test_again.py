"""Re-solves from the kept basis: as good as fresh ones, and no answer depends on what was asked before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import highspy
import numpy as np
import pytest

from planner.model.reform import natural_cost
from planner.solve import Options, Status, highs_door, solve
from planner.solve.again import Again
from planner.solve.fixed import bounded, fixed, held, relaxed
from planner.solve.kept import Kept
from tests.solve.programs import DOORS, copies, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.assemble import Program
    from planner.pipeline import Planned
    from planner.solve import Answer
    from planner.solve.answer import Raw

FRESH = Options(door="highs")
NONE, ONE = np.array([0]), np.array([1])


def questions(base: Planned) -> list[Callable[[Again], Answer]]:
    program = base.program
    draw = np.random.default_rng(5)
    rows = draw.choice(program.shape[0], 40, replace=False)
    columns = draw.choice(program.shape[1], 40, replace=False)
    cost, x = natural_cost(program)[columns], base.answer.x[columns]
    row_low, row_high = program.row_lower * program.row_scale, program.row_upper * program.row_scale
    sell = np.arange(*program.column_slice("sell").indices(program.shape[1]))
    return [
        lambda again: again.loosened(rows, 0.02),
        lambda again: again.with_bounds(columns, 0.0, x),
        lambda again: again.with_costs(columns, cost * 1.1),
        lambda again: again.with_limits(rows, row_low[rows] - 1.0, row_high[rows] + 1.0),
        lambda again: again.with_bounds(sell[:5], 0.0, 0.0),
        lambda again: again.solve(bounded(replace(program, cost=program.cost * 2), sell[:9], 0.0, 10.0)),
    ]


def test_answers_are_those_of_fresh_solves_in_any_order(base: Planned) -> None:
    again, other, asked = Again(base.program), Again(base.program), questions(base)
    answers = [ask(again) for ask in asked]
    backwards = [ask(other) for ask in reversed(asked)][::-1]
    objectives = {round(answer.objective, 3) for answer in answers}
    assert len(objectives) > 3  # the questions change something
    for answer, same in zip(answers, backwards, strict=True):
        fresh = solve(answer.program, FRESH)
        assert answer.status is Status.OPTIMAL
        assert answer.objective == pytest.approx(fresh.objective, rel=1e-8)
        assert np.array_equal(answer.x, same.x)
        assert np.array_equal(answer.price, same.price)
    assert again.loosened(np.arange(0), 0.1).objective == pytest.approx(base.answer.objective, rel=1e-9)
    assert again.first.objective == pytest.approx(base.answer.objective, rel=1e-9)


def test_limits_that_keep_the_basis_need_no_solve(base: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    again, solves = Again(base.program, base.answer.basis), []
    solved, first = Kept._solved, Again(base.program, base.answer.basis)._kept._basis

    def basic(basis: highspy.HighsBasis) -> list[bool]:
        return [each == highspy.HighsBasisStatus.kBasic for each in (*basis.col_status, *basis.row_status)]

    def counted(kept: Kept, program: Program) -> Raw:
        solves.append(program)
        return solved(kept, program)

    def leaves(program: Program) -> bool:
        """Whether HiGHS, begun at the first basis, ends with others in it (a limit met from the other side is none)."""
        highs = highs_door.loaded(program, FRESH)
        highs.setBasis(first)
        highs.run()
        return basic(highs.getBasis()) != basic(first)

    monkeypatch.setattr(Kept, "_solved", counted)
    asked_again = []
    for row in np.random.default_rng(7).choice(np.flatnonzero(base.answer.price), 40, replace=False):
        before = len(solves)
        answer = again.loosened(np.array([row]), 0.01)
        fresh = solve(answer.program, FRESH)
        assert answer.objective == pytest.approx(fresh.objective, rel=1e-9)
        asked, value = answer.program, answer.row_value / answer.program.row_scale
        assert (answer.x / asked.column_scale > asked.lower - 1e-6).all()
        assert ((value > asked.row_lower - 1e-6) & (value < asked.row_upper + 1e-6)).all()
        assert len(solves) == before or leaves(asked)
        asked_again.append(len(solves) - before)
    # Both kinds are among them, and none is solved twice.
    assert set(asked_again) == {0, 1}


def test_where_a_basis_no_longer_fits_the_program_is_solved_again() -> None:
    # Maximise 2 x + y with x + y <= 4, x <= 3, y <= 3: (3, 1) = 7. With x + y <= 5: (3, 2) = 8, the same basis; with
    # x + y <= 7 y would be 4: no, (3, 3) = 9. With x + y <= 2 x is no longer 3: (2, 0) = 4.
    limits = [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    program = relaxed(whole(limits, [4.0, 3.0, 3.0], [-2.0, -1.0], [np.inf, np.inf]))
    again = Again(program)
    for most, x, objective in ((5.0, [3, 2], -8.0), (7.0, [3, 3], -9.0), (2.0, [2, 0], -4.0), (5.0, [3, 2], -8.0)):
        answer = again.with_limits(NONE, -np.inf, most)
        assert answer.x.tolist() == pytest.approx(x)
        assert answer.objective == pytest.approx(objective)
    # Without the first limit all of both; the price that pushed against it is gone.
    assert again.with_limits(NONE, -np.inf, np.inf).objective == pytest.approx(-9.0)


@pytest.mark.parametrize("options", [Options(door="pulp"), Options(door="highs")], ids=["pulp", "highs"])
def test_the_basis_of_either_door_is_an_optimum(base: Planned, options: Options) -> None:
    answer = solve(base.program, options)
    assert answer.basis is not None
    kept = Kept(base.program, answer.basis)
    assert kept.first.x * base.program.column_scale == pytest.approx(answer.x, abs=1e-6)
    highs = highs_door.loaded(base.program, FRESH)
    highs_door.start_from(highs, answer.basis)
    highs_door.go(highs)
    assert highs.getInfo().simplex_iteration_count <= 0


def test_changes_in_natural_units_by_hand() -> None:
    # Copies held at 2 make 8 units at 5 each: 21 - 40 = -19. `make` counts in hundreds inside the program.
    again = Again(held(relaxed(copies()), NONE, 2.0))
    assert again.first.objective == pytest.approx(-19.0)
    # At most 6 units: 21 - 30 = -9; at 4 each: 21 - 32 = -11; no more than 3 asked for: 21 - 15 = 6; 3 copies: 31.5 - 50.
    assert again.with_bounds(ONE, 0.0, 6.0).objective == pytest.approx(-9.0)
    cheaper = again.with_costs(ONE, -4.0)
    assert cheaper.objective == pytest.approx(-11.0)
    assert cheaper.program.terms["changed"].tolist() == pytest.approx([0.0, 1.0])
    assert again.with_limits(ONE, -np.inf, 3.0).objective == pytest.approx(6.0)
    assert again.with_bounds(NONE, 3.0, 3.0).objective == pytest.approx(-18.5)
    # At least 9 units of 2 copies are none; the next answer is not the worse for it.
    assert again.with_bounds(ONE, 9.0, 20.0).status is Status.INFEASIBLE
    assert again.with_bounds(ONE, 0.0, 6.0).objective == pytest.approx(-9.0)


def test_another_program_is_refused(base: Planned) -> None:
    with pytest.raises(ValueError, match="integer"):
        Again(copies())
    again = Again(base.program)
    with pytest.raises(ValueError, match="data"):
        again.solve(replace(base.program, data=base.program.data * 2))


@pytest.mark.parametrize("options", DOORS)
def test_what_is_held_stays(options: Options) -> None:
    # 1 copy: 10.5 - 20 = -9.5; without whole copies 2.5 of them: 26.25 - 50 = -23.75, a bound on -19.
    held_at_one = solve(held(copies(), NONE, 1.0), options)
    assert held_at_one.x.tolist() == pytest.approx([1.0, 4.0])
    assert held_at_one.objective == pytest.approx(-9.5)
    free = solve(relaxed(copies()), options)
    assert free.x.tolist() == pytest.approx([2.5, 10.0])
    assert free.objective == pytest.approx(-23.75)


def test_fixed_rounds_what_the_tolerance_left() -> None:
    program = copies()
    answer = solve(program, FRESH)
    left = fixed(program, replace(answer, x=np.array([2.0 - 4e-7, 8.0])))
    assert left.lower.tolist() == [2.0, 0.0]
    assert left.upper[0] == 2.0
    assert not left.integer.any()
    assert program.integer.any()


@pytest.mark.parametrize("options", DOORS)
def test_a_decision_that_breaks_a_limit_is_infeasible(options: Options) -> None:
    # Twice x is at most 3: x of 2 is too much.
    assert solve(held(whole([[2.0]], [3.0], [-1.0], [5.0]), NONE, 2.0), options).status is Status.INFEASIBLE


@pytest.mark.parametrize("door", ["highs", "pulp"])
def test_where_the_simplex_stalls_the_interior_point_ends_at_a_vertex(
    base: Planned, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highs_door, "PATIENCE", 0.0)
    monkeypatch.setattr(highs_door, "LEAST_PATIENCE", 3)
    answer = solve(base.program, Options(door=door))
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(base.answer.objective, rel=1e-8)
    # A vertex: no more variables and rows lie between their bounds than there are rows.
    program = base.program
    x, value = answer.x / program.column_scale, answer.row_value / program.row_scale
    between = (x > program.lower + 1e-9) & (x < program.upper - 1e-9)
    slack = (value > program.row_lower + 1e-9) & (value < program.row_upper - 1e-9)
    assert between.sum() + slack.sum() <= program.shape[0]
    assert Again(program).loosened(np.arange(0), 0.0).objective == pytest.approx(answer.objective, rel=1e-8)


def test_the_interior_point_is_what_takes_over(base: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs_door, "PATIENCE", 0.0)
    monkeypatch.setattr(highs_door, "LEAST_PATIENCE", 3)
    highs = highs_door.loaded(base.program, FRESH)
    highs_door.go(highs)
    assert highs.getInfo().ipm_iteration_count > 0
    monkeypatch.undo()
    usual = highs_door.loaded(base.program, FRESH)
    highs_door.go(usual)
    assert usual.getInfo().ipm_iteration_count <= 0


def test_an_option_that_highs_refuses_is_an_error() -> None:
    with pytest.raises(highs_door.HighsError, match="mip_lp_solver"):
        solve(copies(), Options(door="highs", root="guess"))
    assert solve(copies(), Options(door="highs", root="ipm")).objective == pytest.approx(-19.0)
