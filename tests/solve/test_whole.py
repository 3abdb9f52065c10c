"""Mixed-integer programs: optima by enumeration, words that claim no more than was shown, first incumbents."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.solve import Options, Status, solve
from planner.solve.answer import Raw, gap_of
from planner.solve.doors import DOORS as BEHIND
from planner.solve.fixed import fixed
from planner.solve.pulp_door import cbc_bound
from planner.solve.verdict import feasible, verdict
from tests.solve.programs import DOORS, copies, nobody, split, whole

if TYPE_CHECKING:
    from planner.model.assemble import Program
    from planner.solve.answer import News

few = st.integers(-9, 9)
small = st.integers(2, 4).flatmap(
    lambda width: st.tuples(
        st.lists(st.lists(few, min_size=width, max_size=width), min_size=1, max_size=3),
        st.lists(st.integers(-10, 30), min_size=3, max_size=3),
        st.lists(few, min_size=width, max_size=width),
        st.lists(st.integers(0, 3), min_size=width, max_size=width),
        st.sampled_from(["<=", ">=", "="]),
        st.integers(-50, 50),
    )
)


def enumerated(
    weights: list[list[int]], limits: list[int], costs: list[int], most: list[int], sense: str
) -> int | None:
    """The least cost of all choices that keep the limits; None where none does."""
    keeps = {"<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "=": lambda a, b: a == b}[sense]
    found = [
        sum(c * v for c, v in zip(costs, x, strict=True))
        for x in product(*(range(m + 1) for m in most))
        if all(
            keeps(sum(w * v for w, v in zip(row, x, strict=True)), b) for row, b in zip(weights, limits, strict=False)
        )
    ]
    return min(found, default=None)


@pytest.mark.parametrize("options", DOORS)
@settings(max_examples=100)
@given(small)
def test_the_optimum_is_that_of_all_choices_tried(options: Options, drawn: tuple) -> None:
    weights, limits, costs, most, sense, constant = drawn
    best = enumerated(weights, limits, costs, most, sense)
    answer = solve(whole(weights, limits[: len(weights)], costs, most, constant, sense), options)
    if best is None:
        assert answer.status is Status.INFEASIBLE
        assert answer.x.size == 0
    else:
        assert answer.status is Status.OPTIMAL
        assert answer.objective == pytest.approx(best + constant, abs=1e-6)
        assert feasible(answer.program, answer.x)
        assert answer.gap is None or answer.gap <= options.gap


@pytest.mark.parametrize("options", DOORS)
def test_decisions_fixed_give_the_same_optimum_and_prices(options: Options) -> None:
    # By the arithmetic of `copies`: 2 copies, 8 units, -19; whole variables have no prices.
    program = copies()
    answer = solve(program, options)
    assert answer.x.tolist() == pytest.approx([2.0, 8.0])
    assert answer.objective == pytest.approx(-19.0)
    assert answer.gap == pytest.approx(0.0, abs=1e-4)
    assert np.isnan(answer.price).all()
    # With the copies fixed one more unit of output earns 5, one more unit asked for nothing.
    priced = solve(fixed(program, answer), options)
    assert priced.objective == pytest.approx(-19.0)
    assert priced.prices("output")["worth"].tolist() == pytest.approx([5.0])
    assert priced.prices("asked")["worth"].tolist() == pytest.approx([0.0])


@pytest.mark.parametrize("options", DOORS)
def test_a_plan_within_the_asked_gap_tells_its_gap(options: Options) -> None:
    # Knapsack of 40 things: asked for 20 %, the solver may stop early, and what it lacks is told.
    draw = np.random.default_rng(3)
    weight = draw.integers(100, 900, (3, 40))
    program = whole(weight, weight.sum(1) / 2, -weight[0] - draw.integers(0, 90, 40), np.ones(40))
    rough, best = solve(program, replace(options, gap=0.2)), solve(program, replace(options, gap=0.0))
    assert rough.status is Status.OPTIMAL
    assert rough.gap is not None
    assert rough.bound is not None
    assert rough.gap <= 0.2
    assert rough.bound <= best.objective + 1e-6
    assert rough.objective >= best.objective - 1e-6
    assert best.gap == pytest.approx(0.0, abs=1e-6)


def test_the_gap_is_a_share_of_what_the_reader_sees() -> None:
    # Money -1,000 and a constant of 990: -10 is told. A bound of -1,001 is 0.1 % away from -1,000, but 10 % from -10.
    program = whole([[1.0]], [1000.0], [-1.0], [2000.0], constant=990.0)
    unpriced = np.full(1, np.nan)
    scale = program.money_scale
    raw = Raw(Status.OPTIMAL, np.array([1000.0]), unpriced, unpriced, -1000 / scale, -1001 / scale, 0.0, "any")
    assert verdict(program, Options(gap=0.01), raw).status is Status.FEASIBLE
    assert verdict(program, Options(gap=0.11), raw).status is Status.OPTIMAL
    assert verdict(program, Options(gap=0.01), replace(raw, bound=None)).status is Status.OPTIMAL
    assert gap_of(-10.0, -11.0, 1e-6) == pytest.approx(0.1)
    assert gap_of(0.0, -1.0, 1e-6) == np.inf
    assert gap_of(0.0, -1e-7, 1e-6) == 0.0
    assert gap_of(-10.0, None, 1e-6) is None


def test_a_plan_at_a_limit_that_keeps_no_limits_is_none() -> None:
    program = whole([[1.0, 1.0]], [1.0], [-1.0, -1.0], [1.0, 1.0])
    unpriced = np.full(2, np.nan)
    raw = Raw(Status.FEASIBLE, np.array([1.0, 1.0]), unpriced[:1], unpriced, -2.0, None, 0.0, "any")
    assert verdict(program, Options(), raw).status is Status.STOPPED
    assert verdict(program, Options(), replace(raw, x=np.array([0.5, 0.5]))).status is Status.STOPPED
    kept = verdict(program, Options(), replace(raw, x=np.array([1.0, 0.0])))
    assert kept.status is Status.FEASIBLE
    # A start that is better than what the solver found is told instead; one that is worse is not.
    better = verdict(program, Options(), replace(raw, x=np.array([0.0, 0.0])), start=np.array([0.0, 1.0]))
    assert better.x.tolist() == [0.0, 1.0]
    assert better.objective == pytest.approx(float(program.cost[1]))
    assert verdict(program, Options(), kept, start=np.zeros(2)) is kept


@pytest.mark.parametrize("door", ["highs", "pulp"])
def test_a_start_is_completed_and_comes_first(door: str) -> None:
    # Given 1 copy and nothing else: 4 units; the best plan (2 copies) comes after it.
    program, told = copies(), []

    def tell(news: News) -> None:
        told.append(news)

    raw = BEHIND[door](program, Options(door=door), np.array([1.0, np.nan]), tell)
    found = [news.x * program.column_scale for news in told if news.x is not None]
    assert found[0].tolist() == pytest.approx([1.0, 4.0])
    assert (raw.x * program.column_scale).tolist() == pytest.approx([2.0, 8.0])


@pytest.mark.parametrize("options", DOORS)
def test_a_whole_start_changes_no_optimum(options: Options) -> None:
    answer = solve(copies(), options, start=np.array([3.0, 10.0]))
    assert answer.objective == pytest.approx(-19.0)


@pytest.mark.parametrize("options", DOORS)
def test_a_solve_stopped_at_once_gives_its_start(options: Options) -> None:
    program = split()
    start = nobody(program)
    answer = solve(program, replace(options, time_limit=0.0), start)
    off = float((program.row_lower * program.row_scale).sum()) + 5.0
    assert answer.status is Status.FEASIBLE
    assert answer.objective <= off + 1e-6
    assert answer.bound is None or answer.bound <= answer.objective


def test_a_start_of_another_program_is_an_error() -> None:
    with pytest.raises(ValueError, match="3"):
        solve(copies(), start=np.zeros(3))


def test_the_bound_in_a_log_of_cbc() -> None:
    closed = "Result - Optimal solution found\n\nObjective value:                -12.50000000\n"
    within = closed.replace("found", "found (within gap tolerance)") + "Lower bound:                    -13.250\n"
    assert cbc_bound(closed) == -12.5
    assert cbc_bound(within) == pytest.approx(-13.2505)
    assert cbc_bound("Result - Problem proven infeasible\n") is None
    assert cbc_bound(within.split("Lower")[0]) is None


def _plan(program: Program, x: np.ndarray) -> bool:
    return feasible(program, x / program.column_scale)


def test_what_is_feasible() -> None:
    program = copies()
    assert _plan(program, np.array([2.0, 8.0]))
    assert not _plan(program, np.array([2.0, 9.0]))
    assert not _plan(program, np.array([1.5, 5.0]))
    assert not _plan(program, np.array([6.0, 5.0]))
    assert not _plan(program, np.array([2.0, -1.0]))
    assert not _plan(program, np.array([2.0, np.nan]))


@pytest.mark.parametrize("options", DOORS)
def test_a_variable_without_terms_keeps_its_bounds(options: Options) -> None:
    # Nothing costs and nothing limits the second variable, which is held at 2.
    program = replace(whole([[1.0, 0.0]], [1.0], [-1.0, 0.0], [1.0, 2.0]), lower=np.array([0.0, 2.0]))
    assert solve(program, options).x.tolist() == [1.0, 2.0]
