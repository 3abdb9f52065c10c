"""Sweeps whose processes are killed: nothing is lost, nothing made twice, and the bytes are the same."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sweep_case
import sweep_process
from sweep_process import Deadly

from planner.studies.designs import Task
from planner.studies.local import by_processes
from planner.studies.study import portable
from planner.studies.sweep import Asked, sweep
from planner.tables.raw import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = 10
MORE = ("--sample", str(SAMPLE), "--seed", "5")
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="watches processes in /proc")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sweep_case.write(tmp_path_factory.mktemp("killed") / "toy")


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, bytes]:
    """The sweep as nobody disturbs it."""
    sweep(folder, folder.parent / "whole", Asked("sample", number=SAMPLE, seed=5))
    return sweep_process.content(folder.parent / "whole")


@linux
def test_a_killed_sweep_resumes_and_its_workers_end_with_it(
    folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    process = sweep_process.command(folder, tmp_path, *MORE, "--workers", "2")
    sweep_process.until(lambda: sweep_process.records(tmp_path) >= 3)
    workers = sweep_process.spawned(process.pid)
    process.kill()
    process.communicate()
    assert len(workers) == 2
    sweep_process.until(lambda: not any(map(sweep_process.runs, workers)))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/sweeps/*/runs/*.json")}
    assert 3 <= len(before) < SAMPLE
    sweep_process.finished(sweep_process.command(folder, tmp_path, *MORE, "--workers", "2"))
    assert sweep_process.content(tmp_path) == whole
    # What was finished was not made again.
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.thorough
@linux
def test_a_killed_worker_loses_nothing(folder: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    process = sweep_process.command(folder, tmp_path, *MORE, "--workers", "2")
    sweep_process.until(lambda: sweep_process.records(tmp_path) >= 3)
    os.kill(sweep_process.spawned(process.pid)[0], signal.SIGKILL)
    sweep_process.finished(process)
    assert sweep_process.content(tmp_path) == whole


@pytest.mark.thorough
def test_a_run_that_kills_its_worker_is_recorded_and_stops_nothing(folder: Path) -> None:
    tasks = [Task(number, f"run {number}") for number in range(6)]
    done = {task.number: record for task, record in by_processes(Deadly(portable(raw(folder))), tasks, 2)}
    assert sorted(done) == list(range(6))
    assert [done[number]["status"] for number in range(6)] == ["optimal", "failed", *["optimal"] * 4]
    assert "died" in done[1]["reason"]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A Dask scheduler on this machine."""
    with sweep_process.scheduler(tmp_path) as address:
        yield address


def test_a_cluster_loses_nothing_with_one_of_two_workers(
    folder: Path, whole: dict[str, bytes], scheduler: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with sweep_process.worker(scheduler, tmp_path / "a"), sweep_process.worker(scheduler, tmp_path / "b") as other:
        process = sweep_process.command(folder, out, *MORE, "--scheduler", scheduler)
        sweep_process.until(lambda: sweep_process.records(out) >= 4)
        other.kill()
        assert sweep_process.records(out) < SAMPLE
        sweep_process.finished(process)
    assert sweep_process.content(out) == whole


def test_no_scheduler_is_told(folder: Path, tmp_path: Path) -> None:
    process = sweep_process.command(folder, tmp_path, *MORE, "--scheduler", "tcp://127.0.0.1:9")
    _, told = process.communicate(timeout=sweep_process.PATIENCE)
    assert process.returncode == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in told
