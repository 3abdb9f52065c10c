"""Nothing that can be counted has grown: no clock decides whether the planner is as fast as it was."""

from __future__ import annotations

from tests.benchmarks.counts import KNOWN, counted, written


def test_counts_are_those_of_the_file() -> None:
    """Whoever means a change runs `python tests/benchmarks/counts.py` and shows the difference of the file."""
    assert written(counted()).splitlines() == KNOWN.read_text(encoding="utf-8").splitlines()
