"""Every check is triggered by one slip in a good case and tells it exactly."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.messages import catalogue
from planner.tables import inspect, loading
from planner.tables.checks import CHECKS, check
from planner.tables.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = Known()
SLIPS = tomllib.loads(Path(__file__).with_name("slips.toml").read_text(encoding="utf-8"))["slip"]


@pytest.fixture(autouse=True)
def _nothing_is_looked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    # A slip changes a column or two: what checks found of all others in the good case need not be found again.
    monkeypatch.setattr(loading, "check", partial(check, known=KNOWN))


def test_good_case_has_no_problem(good: Path) -> None:
    inputs, problems = inspect(good)
    assert problems == []
    assert inputs is not None


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip['check']}: {slip['edits'][-1][:40]!r}" for slip in SLIPS])
def test_slip_is_told_exactly(slip: dict[str, Any], spoiled: Callable[..., Path]) -> None:
    folder = spoiled(*slip["edits"])
    inputs, problems = inspect(folder)
    told = next(problem for problem in problems if problem.check == slip["check"])
    exact = {
        "severity": str(told.severity),
        "place": told.place,
        "value": told.value,
        "message": told.message,
        "advice": told.advice,
    }
    assert {key: value.replace(str(folder), "FOLDER") for key, value in exact.items()} == {
        key: slip[key] for key in exact
    }
    # One slip is told once, and nothing else with it but what `also` names.
    assert sorted(problem.check for problem in problems) == sorted([slip["check"], *slip.get("also", [])])
    assert (inputs is None) == any(problem.severity == "error" for problem in problems)


def test_every_check_and_every_text_has_a_slip() -> None:
    triggered = {slip["check"] for slip in SLIPS}
    texts = {key.split(".")[1] for key in catalogue() if key.startswith("problem.")}
    texts = {check for check in texts if not check.startswith("workbook_")} - {
        "no_workbook"
    }  # of a workbook: test_book_*.py
    assert set(CHECKS) <= texts
    assert texts == triggered


def test_every_problem_has_message_and_advice() -> None:
    for name in {slip["check"] for slip in SLIPS}:
        assert catalogue()[f"problem.{name}.message"]
        assert catalogue()[f"problem.{name}.advice"]
