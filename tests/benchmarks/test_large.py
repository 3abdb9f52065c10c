"""Every way to solve the grown case finds the same optimum, and the page shows what was measured."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.benchmarks import large
from tests.benchmarks.job import SOLVER
from tests.benchmarks.large import FILE, FIRST, OPTIMUM, PEAK, PLANNER, TOLD, measured, tables

pytestmark = pytest.mark.thorough

BASE = Path(__file__).parents[2] / "inputs" / "base"


def test_every_way_finds_the_optimum_of_the_base(tmp_path: Path) -> None:
    found = measured(copytree(BASE, tmp_path / "base"), 1)
    assert found[FIRST]["non-zeros"] > found[PLANNER]["non-zeros"]
    assert found[FILE][OPTIMUM] == pytest.approx(found[PLANNER][OPTIMUM], rel=1e-6)
    ratio = found[PLANNER][PEAK] / found[FILE][PEAK]
    job = {SOLVER: 2.0, TOLD: 3.0}
    _, told = tables({"base": found}, {"base": job})
    assert f"{ratio:.2f}" in told
    assert "1.50" in told


def test_another_optimum_stops_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([{}, {OPTIMUM: -1.0}, {OPTIMUM: -1.1}])
    monkeypatch.setattr(large, "_fresh", lambda _way, _case: next(told))
    with pytest.raises(SystemExit, match="is not -1"):
        measured(tmp_path / "base", 1)
