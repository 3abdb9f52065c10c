"""Sweeps of a toy: numbers by hand, the same bytes however they were made, and failures that stop nothing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
import sweep_case

from planner.errors import InputError, UsageError
from planner.memory import forget
from planner.studies import sweep as studies
from planner.studies.carry_out import carry_out
from planner.studies.designs import Task
from planner.studies.record import encoded
from planner.studies.store import Store
from planner.studies.study import Study, portable, run
from planner.studies.sweep import Asked, sweep
from planner.tables.raw import raw

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ["summary.csv", "targets.csv", "tornado.csv", "drivers.csv", "runs.parquet", "sweep.xlsx"]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a sweep as bytes, the manifest without its times."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(files.pop("manifest.json"))
    del manifest["times"]
    return files | {"manifest": json.dumps(manifest).encode()}


def leave_lines_open(folder: Path) -> None:
    """The case decides which candidates it takes."""
    case = folder / "case.toml"
    case.write_text(case.read_text(encoding="utf-8").replace("decide = []", 'decide = ["lines"]'), encoding="utf-8")


def test_a_tornado_by_hand(tmp_path: Path) -> None:
    found = sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", Asked("tornado")).tornado
    assert found is not None
    # By the table of `sweep_case`: swings of 1000, 400 and 320 million.
    assert found["driver"].tolist() == ["demand", "rate", "price"]
    assert found["rank"].tolist() == [1, 2, 3]
    assert found[["low", "high"]].to_numpy().tolist() == [[0.5, 1.5], [0.8, 1.2], [0.9, 1.1]]
    assert found["npv_million_base"].tolist() == pytest.approx([1600] * 3)
    assert found["npv_million_low"].tolist() == pytest.approx([900, 1400, 1440])
    assert found["npv_million_high"].tolist() == pytest.approx([1900, 1800, 1760])
    assert found["npv_million_swing"].tolist() == pytest.approx([1000, 400, 320])
    assert found["production_installs_swing"].tolist() == pytest.approx([100, 40, 0])


def test_a_grid_by_hand(tmp_path: Path) -> None:
    asked = Asked("grid", axes=("demand=0.5,1", "rate=1,1.2"))
    found = sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", asked)
    runs = found.runs
    # The last axis fastest: 90, 90, 160, 120 + 60 = 180 cars.
    assert runs["kpi.total_production_installs"].tolist() == pytest.approx([90, 90, 160, 180])
    assert runs[["driver.demand", "driver.rate"]].to_numpy().tolist() == [[0.5, 1], [0.5, 1.2], [1, 1], [1, 1.2]]
    installs = found.summary.set_index(["measure", "year"]).loc[("production_installs", 2026)]
    # Linear between the sorted 90, 90, 160, 180: p10 at 0.3, p50 at 1.5, p90 at 2.7 of the way.
    assert installs[["p10", "p50", "p90"]].tolist() == pytest.approx([90, 125, 174])
    # 150 by the end of February in two of four; of P 100 in January: 60, 60, 100, 120.
    assert found.targets["chance"].tolist() == [0.5, 0.5]


def test_scenarios_are_the_case_and_each_scenario(tmp_path: Path) -> None:
    found = sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", Asked("scenarios"))
    assert found.runs[["label", "kpi.npv_million"]].to_numpy().tolist() == [["base", 1600.0], ["half", 900.0]]


@pytest.mark.thorough
def test_a_sample_ranks_its_drivers(tmp_path: Path) -> None:
    found = sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", Asked("sample", number=12, seed=1))
    assert found.ranking is not None
    assert found.ranking["driver"].iloc[0] == "demand"
    assert (found.runs["status"] == "optimal").all()
    assert len(found.runs) == 12


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_workers_order_or_resumption(tmp_path: Path) -> None:
    folder, asked = sweep_case.write(tmp_path / "toy"), Asked("sample", number=6, seed=5)
    alone = sweep(folder, tmp_path / "one", asked).folder
    together = sweep(folder, tmp_path / "two", asked, workers=2).folder
    assert content(alone) == content(together)
    # Another order of the runs, broken off after three of them, then resumed by the sweep.
    place = tmp_path / "three" / "toy" / "sweeps" / asked.called
    files = portable(raw(folder))
    inputs = studies._inputs(files, "base")
    tasks = studies.design(asked, inputs, list(studies.drivers(inputs["drivers"])))
    store = Store(place / "runs")
    study = studies.started(files, inputs, asked, store)
    carry_out(study, tasks[::-1][:3], store)
    assert len(list(store.folder.glob("*.json"))) == 3
    told: list[tuple[int, int]] = []
    sweep(folder, tmp_path / "three", asked, tell=lambda *counts: told.append(counts))
    assert told[0] == (0, 3)
    assert content(alone) == content(place)


def test_a_finished_run_is_never_made_again(tmp_path: Path) -> None:
    folder, told = sweep_case.write(tmp_path / "toy"), []
    for name in ("one", "one", "two"):
        asked = Asked("grid", axes=("demand=0.5,1.5",), name=name)
        sweep(folder, tmp_path / "out", asked, tell=lambda *counts: told.append(counts))
    assert [counts for counts in told if counts[0] == 0] == [(0, 2), (0, 0), (0, 2)]
    # A driver at its neutral value is not the case as it stands, but the same point of two axes is one run.
    again: list[tuple[int, int]] = []
    asked = Asked("grid", axes=("demand=1,1,1",))
    found = sweep(folder, tmp_path / "out", asked, tell=lambda *counts: again.append(counts))
    assert again[0] == (0, 1)
    assert len(found.runs) == 3


def test_a_record_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    folder, asked = sweep_case.write(tmp_path / "toy"), Asked("grid", axes=("demand=0.5,1.5",))
    first = sweep(folder, tmp_path / "out", asked)
    before = content(first.folder)
    torn = min((first.folder / "runs").glob("*.json"))
    torn.write_bytes(torn.read_bytes()[:100])
    (first.folder / "runs" / ".half.part").write_bytes(b"{")
    told: list[tuple[int, int]] = []
    sweep(folder, tmp_path / "out", asked, tell=lambda *counts: told.append(counts))
    assert told[0] == (0, 1)
    assert content(first.folder) == before


def test_failed_runs_are_told_and_stop_nothing(tmp_path: Path) -> None:
    # Demand below 0 is no input; a hard target of 150 cars cannot be met at half the demand.
    target = "measure,programme,date,value,kind\nproduction_installs,,2026-02-28,150,hard"
    folder = sweep_case.write(tmp_path / "toy", targets=target)
    found = sweep(folder, tmp_path / "out", Asked("grid", axes=("demand=-1,0.5,1",)))
    assert found.runs["status"].tolist() == ["bad_input", "no_plan", "optimal"]
    first, second, third = found.runs["reason"]
    assert "demand.csv row 2 column base" in first
    assert second
    assert third == ""
    # What has no plan reaches no target; what is no input says nothing of it.
    assert found.targets["chance"].tolist() == [0.5]


@pytest.mark.thorough
def test_decisions_hold_or_are_taken_anew(tmp_path: Path) -> None:
    """The second line is worth 200 million at full demand and nothing at half of it."""
    folder = sweep_case.write(tmp_path / "toy", **sweep_case.CANDIDATES)
    leave_lines_open(folder)
    asked: dict[str, Any] = {"kind": "grid", "axes": ("demand=0.5,1",)}
    held = sweep(folder, tmp_path / "out", Asked(**asked, hold="planned")).runs
    anew = sweep(folder, tmp_path / "out", Asked(**asked, hold="none")).runs
    assert held["kpi.capex_million"].tolist() == pytest.approx([100, 100])
    assert anew["kpi.capex_million"].tolist() == pytest.approx([0, 100])
    assert (held["kpi.npv_million"] <= anew["kpi.npv_million"] + 1e-6).all()
    assert held["kpi.npv_million"].iloc[1] == pytest.approx(anew["kpi.npv_million"].iloc[1])


def test_what_a_held_line_costs_more_than_its_budget_is_told(tmp_path: Path) -> None:
    # 100 million are budgeted; the held line costs 100 x 1.3 = 130.
    drivers = sweep_case.DRIVERS + "\n    dear,capex,,cost_million,times,0.9,1.3,uniform,,"
    budget = "measure,year,most\ncapex,2026,100"
    folder = sweep_case.write(tmp_path / "toy", **sweep_case.CANDIDATES, drivers=drivers, budgets=budget)
    decided = "action,object,copy,date,status\non_stream,M,1,2026-01-01,committed"
    (folder / "decisions.csv").write_text(decided + "\n", encoding="utf-8")
    found = sweep(folder, tmp_path / "out", Asked("tornado", chosen=("dear",))).runs
    assert found["status"].tolist() == ["optimal"] * 3
    assert found["kpi.capex_over_budget_million"].tolist() == pytest.approx([0, 0, 30])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked("tornado", chosen=("demnd",)), "demand"),
        (Asked("grid", axes=("demand",)), "axis"),
        (Asked("grid", axes=("demand=a",)), "axis"),
        (Asked("grid", axes=("demnd=1",)), "demand"),
        (Asked("sample", number=3, method="grid"), "lhs"),
        (Asked("tornado", hold="all"), "planned"),
        (Asked("tornado", name="../up"), "folder"),
    ],
)
def test_what_is_not_known_is_told(tmp_path: Path, asked: Asked, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", asked)


def test_a_case_with_an_error_is_told_before_any_run(tmp_path: Path) -> None:
    folder = sweep_case.write(tmp_path / "toy", drivers=sweep_case.DRIVERS.replace("stage=build", "stage=bild"))
    with pytest.raises(InputError, match=r"drivers\.csv row 4"):
        sweep(folder, tmp_path / "out", Asked("tornado"))
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough
def test_a_run_can_be_repeated_by_hand(tmp_path: Path) -> None:
    from planner import load, plan  # noqa: PLC0415 (as a user would)

    folder, asked = sweep_case.write(tmp_path / "toy"), Asked("sample", number=2, seed=3)
    runs = sweep(folder, tmp_path / "out", asked).runs
    inputs = studies._inputs(portable(raw(folder)), "base")
    for task in studies.design(asked, inputs, list(studies.drivers(inputs["drivers"]))):
        again = plan(load(folder, overrides=task.overrides), door="highs")
        assert again.kpis["npv_million"] == pytest.approx(runs["kpi.npv_million"].iloc[task.number], rel=1e-9)


def test_what_is_remembered_changes_no_byte(tmp_path: Path) -> None:
    folder = sweep_case.write(tmp_path / "toy", **sweep_case.CANDIDATES)
    decided = "action,object,copy,date,status\non_stream,M,1,2026-01-01,committed"
    (folder / "decisions.csv").write_text(decided + "\n", encoding="utf-8")
    study = Study(portable(raw(folder)), due_months=240)
    rules = [("stages.rate where line=L times 0.8",), ("demand.base where programme=P times 1.5",), ()]
    tasks = [Task(number, "", overrides=some) for number, some in enumerate(rules)]

    def fresh(task: Task) -> bytes:
        forget()
        return encoded(run(study, task))

    alone = [fresh(task) for task in tasks]
    assert [encoded(run(study, task)) for task in tasks] == alone
    # The second line fills what January leaves: 120 of 80 + 50, all 100 + 50 of 180, 120 of 100 + 50.
    sold = [json.loads(record)["kpis"]["total_production_installs"] for record in alone]
    assert sold == pytest.approx([120 + 60, 150 + 90, 120 + 60])


def test_the_key_of_a_run_follows_from_all_that_its_numbers_do(tmp_path: Path) -> None:
    files = portable(raw(sweep_case.write(tmp_path / "toy")))
    other = portable(
        raw(sweep_case.write(tmp_path / "more", demand="programme,from,to,base\nP,2026-01-01,2026-01-31,121"))
    )
    task = studies.designs.Task(0, "base")
    moved = portable(raw(sweep_case.write(tmp_path / "elsewhere" / "toy")))
    assert Study(files).key(task) == Study(moved).key(task)
    keys = {
        Study(files).key(task),
        Study(other).key(task),
        Study(files, "planned").key(task),
        Study(files, options=studies.Options(door="highs", gap=0.1)).key(task),
        Study(files).key(studies.designs.Task(0, "base", "half")),
        Study(files).key(studies.designs.Task(0, "base", "base", ("demand.base times 2",))),
    }
    assert len(keys) == 6


@pytest.mark.parametrize(("library", "extra"), [("pyarrow", "sweep"), ("scipy", "sweep")])
def test_a_missing_extra_is_told_before_any_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf'{library}, which is not installed: .* pip install "\.\[{extra}\]"'):
        sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", Asked("tornado"))


def test_a_missing_cluster_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "\.\[cluster\]"'):
        sweep(sweep_case.write(tmp_path / "toy"), tmp_path / "out", Asked("tornado"), scheduler="tcp://127.0.0.1:9")
