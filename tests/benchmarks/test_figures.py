"""The page of figures shows what was measured, keeps what was not measured anew, and its plots are the same for the same numbers."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import decided, figures, open_cases
from tests.benchmarks.choices import Found
from tests.benchmarks.phases import Size
from tests.benchmarks.plots import Curve, draw

if TYPE_CHECKING:
    from pathlib import Path

SIZE = {"rows": 10, "columns": 20, "non_zeros": 30, "whole": 4}


def solve(
    seconds: float, value: float = -100.0, bound: float = -100.0, gap: float = 0.0005
) -> tuple[Found, dict[str, int]]:
    return Found(seconds, 1, gap, value, bound), SIZE


def test_a_part_is_measured_anew_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def large(_runs: int, folder: Path) -> str:
        (folder / "large.svg").write_text("<svg/>")
        return "## Large\n\nnew"

    monkeypatch.setitem(figures.PARTS, "large", large)
    page = tmp_path / "FIGURES.md"
    page.write_text(figures.page({"build": "## Build\n\nold", "large": "## Large\n\nold"}))
    monkeypatch.setattr(sys, "argv", ["figures.py", "large", "--runs", "7", "--page", str(page)])
    figures.main()
    known = figures.known(page)
    assert known["build"] == "## Build\n\nold"
    assert known["large"].startswith("## Large\n\nnew\n\n7 runs. Machine: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["FIGURES.md", "large.svg"]


def test_a_part_that_fails_leaves_the_page_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_runs: int, folder: Path) -> str:
        (folder / "build.svg").write_text("half")
        raise SystemExit("the ways do not agree")

    monkeypatch.setitem(figures.PARTS, "build", failing)
    page = tmp_path / "FIGURES.md"
    page.write_text(before := figures.page({"build": "## Build\n\nold"}))
    monkeypatch.setattr(sys, "argv", ["figures.py", "build", "--page", str(page)])
    with pytest.raises(SystemExit, match="agree"):
        figures.main()
    assert page.read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["FIGURES.md"]


def test_plots_are_the_same_for_the_same_numbers_only(tmp_path: Path) -> None:
    for name, last in (("a", 4.0), ("b", 4.0), ("c", 5.0)):
        (tmp_path / name).mkdir()
        draw(tmp_path / name / "x.svg", "non-zeros", "s", [Curve("planner", [1e4, 1e6], [0.1, last])])
    a, b, c = ((tmp_path / name / "x.svg").read_bytes() for name in "abc")
    assert a == b != c


def test_a_solve_that_was_stopped_is_told_so() -> None:
    # 600 s were allowed: the naive one took them all, and is at least 600 / 8 = 75 times slower.
    told = decided.tables({"month": {decided.PLANNER: solve(8.0), decided.NAIVE: solve(600.0, gap=0.02)}}, 0.001)
    assert "> 600.0" in told[0]
    assert "> 75.0" in told[1]


def test_ways_that_do_not_agree_stop_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The planner's plan costs -100; the other says that nothing costs less than -99.
    ways = {decided.PLANNER: solve(1.0), decided.NAIVE: solve(2.0, -98.0, -99.0)}
    monkeypatch.setattr(decided, "_median", lambda _case, _step, way, *_: ways[way])
    with pytest.raises(SystemExit, match="do not agree"):
        decided.measured(tmp_path, 1, 0.001, 600.0)


def test_the_middle_of_the_runs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = iter([3.0, 1.0, 2.0])

    def fresh(_words: list[str]) -> tuple[str, tuple[float, float]]:
        return "\n" + decided.json.dumps({"found": asdict(solve(next(taken))[0]), "size": SIZE}), (0.0, 0.0)

    monkeypatch.setattr(decided, "fresh", fresh)
    assert decided._median(tmp_path, "month", decided.PLANNER, 3, 0.001, 600.0)[0].seconds == 2.0


def test_seconds_are_told_by_a_million_non_zeros() -> None:
    # 2 s for 500,000 non-zeros are 4 s for a million.
    told = open_cases.tabled({Size(1, 2): {"whole": 10.0, "non-zeros": 5e5, "seconds": 2.0}})
    assert told.splitlines()[-1].split()[-1] == "4.0"
