from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from planner.capacity.rates import COLUMNS, stage_rates

make = runpy.run_path(str(Path(__file__).parents[1] / "line" / "hand_made.py"))["make"]


def rate_of(recipe: dict[str, Any] | None = None, **stage: Any) -> Any:
    """The one row of item X at the only stage of line L."""
    inputs = make(
        line_items=[{"line": "L", "item": "X"}],
        stages=[{"line": "L", "stage": "s", "machines": 2, **stage}],
        recipes=[{"line": "L", "item": "X", "stage": "s", **recipe}] if recipe else [],
    )
    rates = stage_rates(inputs["stages"], inputs["recipes"], inputs["line_items"])
    assert list(rates.columns) == COLUMNS
    return rates.iloc[0]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ({"rate": 7}, 7.0),  # units an hour, as it stands
        ({"rate": 75, "rate_unit": "kg/h"}, 75.0),
        ({"rate": 40, "rate_unit": "m2/h"}, 40.0),
        ({"rate": 5, "rate_unit": "unit/min"}, 300.0),  # 5 x 60
        ({"rate": 130, "rate_unit": "sheet/min"}, 7800.0),  # 130 x 60
        ({"rate": 8, "rate_unit": "m/min", "web_width_m": 0.35}, 168.0),  # 8 x 60 x 0.35 m2
        ({"slots": 512, "residence_h": 16}, 32.0),  # 512 / 16
    ],
)
def test_every_rate_unit_comes_to_units_an_hour(stage: dict[str, Any], expected: float) -> None:
    assert rate_of(**stage)["per_hour"] == pytest.approx(expected)


def test_without_a_recipe_usage_is_one_and_the_figures_are_the_stage_s() -> None:
    row = rate_of(
        rate=7, uptime=0.8, energy=3, operators=1.5, floor_m2=40, lead_months=9, clock="all", **{"yield": 0.9}
    )
    assert (row["usage"], row["yield_"], row["machines"], row["uptime"], row["clock"]) == (
        1.0,
        0.9,
        2.0,
        0.8,
        "all",
    )
    assert (row["energy"], row["operators"], row["floor_m2"], row["lead_months"]) == (3.0, 1.5, 40.0, 9.0)


def test_a_recipe_gives_own_rate_in_the_stage_s_unit_own_yield_and_usage() -> None:
    stage = {"rate": 8, "rate_unit": "m/min", "web_width_m": 0.5, "yield": 0.9}
    row = rate_of({"usage": 0.476, "rate": 10, "yield": 0.7}, **stage)
    assert row["per_hour"] == pytest.approx(300.0)  # 10 x 60 x 0.5
    assert (row["usage"], row["yield_"]) == (0.476, 0.7)


def test_a_recipe_with_usage_only_keeps_rate_and_yield() -> None:
    row = rate_of({"usage": 0}, rate=7, **{"yield": 0.9})
    assert (row["usage"], row["per_hour"], row["yield_"]) == (0.0, 7.0, 0.9)


def test_one_row_for_every_item_at_every_stage_of_its_lines() -> None:
    inputs = make(
        line_items=[{"line": "M", "item": "X"}, {"line": "L", "item": "Y"}, {"line": "L", "item": "X"}],
        stages=[{"line": line, "stage": stage, "machines": 1, "rate": 1} for line, stage in ("Lb", "La", "Mc", "Nd")],
    )
    rates = stage_rates(inputs["stages"], inputs["recipes"], inputs["line_items"])
    keys = list(zip(rates["line"], rates["item"], rates["stage"], strict=True))
    assert keys == [("M", "X", "c"), ("L", "Y", "b"), ("L", "Y", "a"), ("L", "X", "b"), ("L", "X", "a")]
