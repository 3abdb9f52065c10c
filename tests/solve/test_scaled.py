"""Large linear programs are led by their geometrically scaled twin, to the same answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.solve import Options, Status, highs_door, solve
from planner.solve.scaled import geometric
from tests.solve.programs import DOORS

if TYPE_CHECKING:
    from planner.pipeline import Planned


def test_rows_and_columns_are_divided_by_their_middle() -> None:
    # Three coefficients in two rows and two columns: factors that make all of them 1 exist (rows by 4 and 4, columns by 1
    # and 1/16, say). Rounding to powers of two leaves each within a factor of 2. Row 2 and column 2 are empty.
    row, column, size = np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([4.0, 64.0, 4.0])
    height, width = geometric(row, column, size, (3, 3))
    scaled = size * width[column] / height[row]
    assert ((scaled >= 0.5) & (scaled <= 2.0)).all()
    for factors in (height, width):
        assert (np.log2(factors) == np.round(np.log2(factors))).all()
    assert (height[2], width[2]) == (1.0, 1.0)


@pytest.mark.parametrize("options", DOORS)
def test_a_program_that_is_led_has_the_same_optimum_and_prices_that_prove_it(
    base: Planned, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highs_door, "LARGE", 1)
    answer = solve(base.program, options)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(base.answer.objective, rel=1e-8)
    assert np.isfinite(answer.price).all()


def test_what_leads_leaves_nothing_to_do(base: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = highs_door.loaded(base.program, Options(door="highs"))
    highs_door.go(usual)
    monkeypatch.setattr(highs_door, "LARGE", 1)
    led = highs_door.loaded(base.program, Options(door="highs"))
    highs_door.go(led)
    assert led.getInfo().simplex_iteration_count < usual.getInfo().simplex_iteration_count / 10
    assert led.getBasis().valid


@pytest.mark.parametrize("options", DOORS)
def test_where_there_is_no_plan_what_leads_finds_none_either(
    base: Planned, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highs_door, "LARGE", 1)
    short = replace(base.program, upper=base.program.upper.copy(), lower=base.program.lower.copy())
    short.lower[:] = 1e6
    assert solve(short, options).status is Status.INFEASIBLE


def test_what_leads_takes_of_the_time_limit(base: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs_door, "LARGE", 1)
    highs = highs_door.loaded(base.program, Options(door="highs", time_limit=100.0))
    highs_door.go(highs)
    assert highs.getOptionValue("time_limit")[1] < 100.0
