"""Random small cases hold when their reports are read back; `plans.py` runs as many as one likes."""

from __future__ import annotations

import pytest

from tests.benchmarks.plans import CHOICES, findings

pytestmark = pytest.mark.thorough

COUNT = 3


def test_reports_of_random_cases_hold() -> None:
    told = list(findings(COUNT, seed=3))
    assert [words for _, words in told if words] == []
    assert sum(words is not None for _, words in told) >= COUNT / 2
    assert all(numbers.keys() == CHOICES.keys() for numbers, _ in told)
