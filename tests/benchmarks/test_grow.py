"""The larger cases are sound, larger by what they say, and have plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner import pipeline
from planner.solve import Options
from tests.benchmarks.grow import given, grow

if TYPE_CHECKING:
    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

pytestmark = pytest.mark.thorough

BASE = Path(__file__).parents[2] / "inputs" / "base"


def plan_given(inputs: Inputs) -> Planned:
    return pipeline.plan(given(inputs), Options(door="highs"), missed=False)


def test_a_larger_case_has_no_problems_and_a_plan(tmp_path: Path) -> None:
    # Twice 4 programmes in twice 36 periods; the plan made twice over is a plan of the large case, less at most 15 % of
    # demand and 3 % of price of the second half.
    inputs, problems = pipeline.load(grow(BASE, tmp_path / "large", programmes=2, periods=2))
    planned, base = (plan_given(case) for case in (inputs, pipeline.load(BASE)[0]))
    assert not problems
    large, small = (made.plan["periods"]["phase"].value_counts() for made in (planned, base))
    assert large["plan"] == 2 * small["plan"]
    assert large["evaluation"] == small["evaluation"]
    assert len(inputs["programmes"]) == 8
    assert planned.answer.objective < 1.7 * base.answer.objective


def test_the_same_seed_gives_the_same_case_and_another_seed_another(tmp_path: Path) -> None:
    demand = [
        (grow(BASE, tmp_path / str(number), programmes=2, seed=seed) / "demand.csv").read_text(encoding="utf-8")
        for number, seed in enumerate((1, 1, 2))
    ]
    assert demand[0] == demand[1]
    assert demand[0] != demand[2]


def test_a_larger_case_does_not_mix_with_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        grow(BASE, tmp_path)


def test_lines_get_as_many_stages_as_asked_and_the_plan_stays(tmp_path: Path) -> None:
    # Checks are no slower than the stages whose work they check and lose nothing: what was possible is, and no more.
    inputs, problems = pipeline.load(grow(BASE, tmp_path / "large", stages=15))
    planned, base = (plan_given(case) for case in (inputs, pipeline.load(BASE)[0]))
    assert not problems
    assert set(inputs["stages"].groupby("line").size()) == {15}
    assert planned.answer.objective == pytest.approx(base.answer.objective, rel=1e-7)
