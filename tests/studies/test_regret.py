"""Regret of a toy by the arithmetic of `regret_case`: matrix, picks, pairs without a plan, merging, resumption."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import regret_case
from typer.testing import CliRunner

from planner.cli import app
from planner.errors import NoPlanError, UsageError
from planner.studies.record import OVER
from planner.studies.regret import Asked, matrix, outcomes, regret
from planner.studies.regret.asked import among, weights
from planner.studies.regret.files import write
from planner.studies.regret.worth import unsure

if TYPE_CHECKING:
    from planner.studies.record import Record
    from planner.studies.regret import Regrets


def study(tmp_path: Path, *scenarios: str, told: tuple[str, ...] = (), **tables: str) -> Regrets:
    return regret(regret_case.write(tmp_path / "toy", **tables), tmp_path / "out", Asked(scenarios, 0, told))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the toy stands with the finished study of base and boom, which nobody touches."""
    place = tmp_path_factory.mktemp("two")
    study(place, "base", "boom")
    return place


@pytest.fixture
def kept(two: Path, tmp_path: Path) -> Path:
    """A copy of it: its runs need not be made again."""
    return Path(shutil.copytree(two, tmp_path, dirs_exist_ok=True))


def values(found: Regrets) -> dict[tuple[str, str], float]:
    return {(pair.choice, pair.scenario): round(pair.value, 6) for pair in found.pairs}


def test_two_futures_by_hand(kept: Path) -> None:
    found = study(kept, "base", "boom")
    assert values(found) == {("C1", "base"): 3000, ("C1", "boom"): 3200, ("C2", "base"): 2700, ("C2", "boom"): 4000}
    # Regret: 4000 - 3200 = 800 without M in boom, 3000 - 2700 = 300 with it in base.
    assert [pair.regret for pair in found.pairs] == pytest.approx([0, 800, 300, 0])
    first, second = found.choices
    assert (first.scenarios, second.scenarios) == (("base",), ("boom",))
    assert first.decisions == "nothing is decided now"
    assert second.decisions == "M copy 1 ordered 2026-01-01, on stream 2026-02-01"
    # Means: of 3000 and 3200, of 2700 and 4000.
    assert (first.expected, first.worst, first.regret) == pytest.approx((3100, 3000, 800))
    assert (second.expected, second.worst, second.regret) == pytest.approx((3350, 2700, 300))
    assert (first.picked_by, second.picked_by) == (("maximin",), ("expected", "regret"))
    # WS = (3000 + 4000) / 2, RP = 3350, EEV = 3100.
    worth = found.worth
    assert (worth.ws, worth.rp, worth.eev, worth.evpi, worth.vss) == pytest.approx((3500, 3350, 3100, 150, 250))
    assert not found.warnings


def test_weights_move_the_pick(kept: Path) -> None:
    # 0.9 * 3000 + 0.1 * 3200 = 3020 against 0.9 * 2700 + 0.1 * 4000 = 2830.
    found = study(kept, "base", "boom", told=("boom=0.1",))
    assert [row.expected for row in found.choices] == pytest.approx([3020, 2830])
    assert found.choices[0].picked_by == ("expected", "maximin")
    assert found.worth.vss == 0


@pytest.mark.thorough
def test_the_same_first_moves_are_one_choice_and_a_pair_may_have_no_plan(kept: Path) -> None:
    found = study(kept)
    assert [row.scenarios for row in found.choices] == [("base", "poor"), ("boom", "must", "slow")]
    assert list(found.without) == ["stuck"]
    names = ["base", "boom", "poor", "must", "slow"]
    first, second = [3000, 3200, 3000, -math.inf, 3000], [2700, 4000, 2700, 4000, 3200]
    told = {("C1", name): value for name, value in zip(names, first, strict=True)}
    assert values(found) == told | {("C2", name): value for name, value in zip(names, second, strict=True)}
    pairs = {(pair.choice, pair.scenario): pair for pair in found.pairs}
    assert (pairs["C1", "must"].status, pairs["C1", "must"].regret) == ("no_plan", math.inf)
    assert pairs["C1", "must"].reason
    assert pairs["C2", "poor"].over == pytest.approx(100)
    assert sum(found.weights.values()) == pytest.approx(1)
    # Only C2 has a plan everywhere: (2700 + 4000 + 2700 + 4000 + 3200) / 5 = 3320.
    assert [pick.choice for pick in found.picks] == ["C2", "C2", "C2"]
    assert found.choices[1].expected == pytest.approx(3320)
    assert (found.worth.eev, found.worth.vss) == (None, None)


@pytest.mark.thorough
def test_suggestions_and_decisions_of_people_do_not_contradict_the_moves(tmp_path: Path) -> None:
    # A suggestion for March is no decision: the matrix is as without. A committed copy leaves nothing to choose.
    rows = "action,object,copy,date,status\non_stream,M,1,2026-03-01,{}"
    loose = study(tmp_path / "a", "base", "boom", decisions=rows.format("proposed"))
    assert list(values(loose).values()) == [3000, 3200, 2700, 4000]
    firm = study(tmp_path / "b", "base", "boom", decisions=rows.format("committed"))
    # M comes in March in any case: 2700, and 3000 + 500 - 300 = 3200.
    assert values(firm) == {("C1", "base"): 2700, ("C1", "boom"): 3200}
    assert firm.choices[0].scenarios == ("base", "boom")


def test_a_finished_study_runs_nothing_again_and_writes_the_same_bytes(kept: Path) -> None:
    folder, asked = kept / "toy", Asked(("base", "boom"), 0)
    told: list[tuple[int, int]] = []
    found = regret(folder, kept / "out", asked)
    write(found)
    before = {path.name: path.read_bytes() for path in found.folder.iterdir() if path.is_file()}
    next(iter((found.folder / "runs").iterdir())).unlink()  # as if it had been killed
    write(regret(folder, kept / "out", asked, tell=lambda done, all_: told.append((done, all_))))
    assert max(all_ for _, all_ in told) == 1
    assert {path.name: path.read_bytes() for path in found.folder.iterdir() if path.is_file()} == before
    assert sorted(before) == ["choices.csv", "manifest.json", "regret.csv", "regret.xlsx"]
    table = pd.read_csv(found.folder / "regret.csv")
    assert table["objective_million"].tolist() == [3000, 3200, 2700, 4000]
    manifest = json.loads(before["manifest.json"])
    # Nothing later than the plan date is closed, M is committed: what a reader can give to `planner run --override`.
    assert manifest["runs"][3]["overrides"] == [
        "case.decide_from set 2026-01-02",
        "decisions add action=on_stream; object=M; copy=1; date=2026-02-01; quantity=1; share=1.0; status=committed",
    ]


def test_the_command(tmp_path: Path) -> None:
    words = ["regret", str(regret_case.write(tmp_path / "toy")), "--out", str(tmp_path / "out"), "--due-months", "0"]
    words += ["--scenarios", "base,must", "--workers", "1"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "By minimax regret: C2." in done.output
    assert "C1 has no plan in must" in done.output
    facts = json.loads(CliRunner().invoke(app, [*words, "--json", "--quiet"]).stdout)
    assert [pair["value"] for pair in facts["pairs"]] == pytest.approx([3000, None, 2700, 4000])


def test_no_scenario_has_a_plan(tmp_path: Path) -> None:
    # 110 cars are owed in January, of which 100 can be made.
    rows = regret_case.TABLES["demand"].replace("2026-01-31,100,", "2026-01-31,110,110")
    with pytest.raises(NoPlanError, match="No scenario has a plan"):
        study(tmp_path, "base", "boom", demand=rows)


@pytest.mark.parametrize(
    ("scenarios", "told", "words"),
    [
        (("base", "bom"), (), 'no scenario "bom".*boom'),
        (("base",), (), "at least two"),
        (("base", "boom"), ("late=0.5",), 'no scenario "late"'),
        (("base", "boom"), ("boom=half",), "no weight"),
        (("base", "boom"), ("boom=-0.5",), "no weight"),
        (("base", "boom"), ("boom=0.5", "base=0.4"), "sum to 0.9"),
        (("base", "boom"), ("boom=0.8", "base=0.4"), "sum to 1.2"),
    ],
)
def test_what_cannot_be_asked(scenarios: tuple[str, ...], told: tuple[str, ...], words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        study(tmp_path, *scenarios, told=told)


def test_scenarios_planned_for_something_else_have_no_regret(tmp_path: Path) -> None:
    more = f"{regret_case.TABLES['scenarios']}\nmost,case,,objective,set,volume"
    with pytest.raises(UsageError, match="most is not planned for NPV"):
        study(tmp_path, "base", "most", scenarios=more)


def test_weights_share_what_is_left() -> None:
    asked = Asked(weights=("a=0.5",))
    assert weights(asked, ["a", "b", "c"]) == {"a": 0.5, "b": 0.25, "c": 0.25}
    assert among({"a": 0.5, "b": 0.25, "c": 0.25}, ["b", "c"]) == {"b": 0.5, "c": 0.5}
    assert among({"a": 1.0, "b": 0.0}, ["b"]) == {"b": 1.0}


def record(value: float, gap: float | None = 0.0) -> Record:
    bound = None if gap is None else -value - gap
    kpis = {"npv_million": value + 2, "penalties_million": 2.0, OVER: 0.0}
    return {"status": "optimal", "reason": "", "kpis": kpis, "solve": {"objective": -value, "bound": bound}}


@pytest.mark.parametrize(
    ("gap", "alike"),
    [
        # Expected 100 and 99, 1 apart: each may be better by its gap, so 0.6 + 0.6 does not part them and 0.4 + 0.4 does.
        (0.6, ("C2",)),
        (0.4, ()),
        (None, ("C2",)),
    ],
)
def test_choices_within_their_gaps_are_not_told_apart(gap: float | None, alike: tuple[str, ...]) -> None:
    pairs = {("C1", "a"): record(100.0, gap), ("C2", "a"): record(99.0, gap)}
    own = {"a": record(100.0)}
    found = outcomes.outcomes(pairs, own, outcomes.best(own, pairs))
    rows, picks = matrix.table({"C1": (("a",), ""), "C2": ((), "")}, found, {"a": 1.0})
    assert [pick.choice for pick in picks] == ["C1", "C1", "C1"]
    assert [pick.alike for pick in picks] == [alike, alike, alike]
    assert [row.expected for row in rows] == [100, 99]


@pytest.mark.parametrize(
    ("alone", "other", "left"),
    [
        (4.0, 0.0, 3.0),  # half of 4 and half of 2 for the own plans
        (0.0, 0.0, 1.5),  # half of 0 and half of 2, less than half of 1 and half of 2 for the choice of the case
        (0.0, 20.0, 7.5),  # C2 at a mean of 92.5 may come to 92.5 + 15 = 107.5, 7.5 above the 100 of C1
    ],
)
def test_what_the_gaps_leave_open(alone: float, other: float, left: float) -> None:
    own = {"base": record(100.0, alone), "b": record(100.0, 2.0)}
    pairs = {("C1", "base"): record(100.0, 1.0), ("C1", "b"): record(100.0, 2.0)}
    pairs |= {("C2", "base"): record(90.0, other), ("C2", "b"): record(95.0, other / 2)}
    even = {"base": 0.5, "b": 0.5}
    tops = outcomes.best(own, pairs)
    found = outcomes.outcomes(pairs, own, tops)
    rows, _ = matrix.table({"C1": (("base",), ""), "C2": (("b",), "")}, found, even)
    assert unsure(own, tops, rows, found, even) == pytest.approx(left)


def test_what_a_scenario_may_have_above_the_best_known() -> None:
    # Its own plan is worth 97 and may come to 101; a choice has found 100, which leaves 1, and regrets are off by as much.
    own, pairs = {"a": record(97.0, 4.0)}, {("C1", "a"): record(100.0), ("C2", "a"): record(99.0, 0.5)}
    found = outcomes.outcomes(pairs, own, outcomes.best(own, pairs))
    assert [(one.regret, one.unsure) for one in found] == [(0, 1), (1, 1.5)]


def test_a_pair_above_the_own_plan_is_told() -> None:
    own, pairs = {"a": record(100.0, 1.0)}, {("C1", "a"): record(100.5), ("C2", "a"): record(102.0)}
    found = outcomes.outcomes(pairs, own, outcomes.best(own, pairs))
    assert [one.regret for one in found] == pytest.approx([1.5, 0])
    told = outcomes.beyond(own, found)
    assert len(told) == 1
    assert told[0].startswith("C2 is worth 2.0 million more in a")


@pytest.mark.parametrize(("gap", "words"), [(5.0, "stopped 5.0% from"), (None, "stopped without a bound")])
def test_an_own_plan_that_was_stopped_is_told(gap: float | None, words: str) -> None:
    stopped = record(100.0, gap) | {"status": "feasible"}
    stopped["solve"]["gap"] = None if gap is None else 0.05
    told = outcomes.stopped({"a": record(100.0), "b": stopped})
    assert len(told) == 1
    assert told[0].startswith(f"The own plan of b was {words}")
