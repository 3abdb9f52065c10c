"""Published problems, written as case folders and nothing else, reach their published optimum and prices on every door."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from planner import pipeline
from planner.solve import Options, solve

CASES = Path(__file__).parents[1] / "cases"
DOORS = [
    pytest.param(Options(door="pulp"), id="pulp-HiGHS"),
    pytest.param(Options(door="pulp", solver="PULP_CBC_CMD"), id="pulp-CBC"),
    pytest.param(Options(door="highs"), id="highs"),
]
HOURS = 32.0


def known(case: str) -> dict[str, object]:
    return tomllib.loads((CASES / case / "known.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("options", DOORS)
@pytest.mark.parametrize("case", ["steel", "factory"])
def test_published_optimum(case: str, options: Options) -> None:
    planned = pipeline.plan(pipeline.load(CASES / case)[0], options)
    assert -planned.answer.objective * 1e6 == pytest.approx(known(case)["objective"], rel=1e-6)


@pytest.mark.parametrize("options", DOORS)
def test_published_value_of_an_hour_in_week_3(options: Options, tmp_path: Path) -> None:
    """Avail of week 3 raised step by step: objective and dual value of each step are in print (steelT.sa3)."""
    for step in known("steel")["hours_in_week_3"]:
        folder = _with_hours(tmp_path / str(step["hours"]), step["hours"])
        _, program = pipeline.build(pipeline.load(folder)[0])
        answer = solve(program, options)
        worth = answer.prices("stage_hours").set_index("period")["worth"][2]
        assert -answer.objective * 1e6 == pytest.approx(step["objective"], rel=1e-6)
        assert worth * 1e6 == pytest.approx(step["marginal_value_per_hour"], rel=1e-6)


def _with_hours(folder: Path, hours: float) -> Path:
    folder.mkdir()
    for file in (CASES / "steel").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "known.toml").unlink()
    calendars = folder / "calendars.csv"
    rows = calendars.read_text(encoding="utf-8").splitlines()
    week = next(k for k, row in enumerate(rows) if row.split(",")[4] == f"{HOURS:g}")
    cells = rows[week].split(",")
    cells[4] = f"{hours:g}"
    rows[week] = ",".join(cells)
    calendars.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
