"""Other programs from a program, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.model.algebra import Rows, coef
from planner.model.assemble import ModelError
from planner.model.reform import level, natural_cost, row, with_cost, with_rows
from planner.solve import Options, Status, solve
from tests.solve.programs import DOORS, copies

if TYPE_CHECKING:
    from planner.pipeline import Planned

UNITS = np.array([0.0, 1.0])


@pytest.mark.parametrize("options", DOORS)
def test_a_row_more_holds(options: Options) -> None:
    # By `copies` 2 copies make 8 units and earn 19. At most 7 units: 35 - 21 = 14; its price is what a unit earns.
    program = copies()
    less = with_rows(program, [row(program, "less", UNITS, "<=", 7.0, "unit")])
    assert solve(less, options).x.tolist() == pytest.approx([2.0, 7.0])
    held = replace(less, lower=np.array([2.0, 0.0]), upper=np.array([2.0, np.inf]), integer=np.zeros(2, dtype=bool))
    assert solve(held, options).prices("less")["worth"].tolist() == pytest.approx([5.0])
    # At least 21 units want 6 copies, and 5 are the most; and 10 are asked for.
    more = with_rows(program, [row(program, "more", UNITS, ">=", 21.0, "unit")])
    assert solve(more, options).status is Status.INFEASIBLE
    assert program.shape == (2, 2)


@pytest.mark.parametrize("options", DOORS)
def test_levels_one_after_the_other(options: Options) -> None:
    # First the money, 19 with 2 copies. Then the most units for a money not below 18.5: 3 copies, 10 units, 50 - 31.5.
    program = replace(copies(), constants={"rent": 4.0})
    first = solve(program, options)
    assert first.objective == pytest.approx(-15.0)
    second = with_cost(with_rows(program, [level(program, "money", first.objective + 0.5)]), -UNITS, 3.0, "units")
    answer = solve(second, options, start=first.x)
    assert answer.x.tolist() == pytest.approx([3.0, 10.0])
    assert answer.objective == pytest.approx(-7.0)
    assert answer.program.terms["units"] @ answer.x + answer.program.constants["units"] == pytest.approx(-7.0)
    # Within 0.4 of the best money there are 8 units only.
    tight = with_cost(with_rows(program, [level(program, "money", first.objective + 0.4)]), -UNITS)
    assert solve(tight, options).objective == pytest.approx(-8.0)


def test_rows_of_the_base_case_stay_what_they_are(base: Planned) -> None:
    program = base.program
    held = with_rows(program, [level(program, "money", base.answer.objective + 1.0)])
    assert held.row_slice("item_balance") == program.row_slice("item_balance")
    assert held.row_slice("money") == slice(program.shape[0], program.shape[0] + 1)
    answer = solve(held, Options(door="highs"))
    assert answer.objective == pytest.approx(base.answer.objective, rel=1e-8)
    assert answer.row_value[-1] + program.constant == pytest.approx(base.answer.objective, rel=1e-8)
    same = with_cost(program, natural_cost(program), program.constant)
    assert solve(same, Options(door="highs")).objective == pytest.approx(base.answer.objective, rel=1e-8)


def test_what_does_not_fit_is_refused() -> None:
    program = copies()
    wrong = Rows("wrong", "<=", "copy", pd.DataFrame({"r": [0]}), np.ones(1), (coef(program.columns[1], [0]),))
    with pytest.raises(ModelError, match="unit"):
        with_rows(program, [wrong])
    with pytest.raises(ModelError, match="finite"):
        with_cost(program, np.array([1.0, np.nan]))
