"""Studies of regret in processes: the same bytes as in one, also after a kill and on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import regret_case
import sweep_process

from planner.studies.regret import Asked, regret
from planner.studies.regret.files import write

if TYPE_CHECKING:
    from pathlib import Path

ALL = 6
"""Two own plans and two choices in both scenarios."""
SCENARIOS = ("base", "boom")
MORE = ("--due-months", "0", "--scenarios", ",".join(SCENARIOS))
pytestmark = [pytest.mark.slow, pytest.mark.thorough]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return regret_case.write(tmp_path_factory.mktemp("regret") / "toy")


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, bytes]:
    """The study in one process, undisturbed."""
    write(regret(folder, folder.parent / "whole", Asked(SCENARIOS, 0)))
    found = sweep_process.content(folder.parent / "whole")
    assert len([name for name in found if name.startswith("runs/")]) == ALL
    return found


def test_a_killed_study_resumes_to_the_bytes_of_one_process(
    folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    process = sweep_process.command(folder, tmp_path, *MORE, "--workers", "2", study="regret")
    sweep_process.until(lambda: sweep_process.records(tmp_path) >= 1)
    process.kill()
    process.communicate()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/regrets/*/runs/*.json")}
    # One of the records is taken away: however late the kill came, something is left to be made.
    lost = min(before)
    lost.unlink()
    del before[lost]
    sweep_process.finished(sweep_process.command(folder, tmp_path, *MORE, "--workers", "2", study="regret"))
    assert sweep_process.content(tmp_path) == whole
    assert lost.is_file()
    # What was finished was not made again.
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_cluster_gives_the_bytes_of_one_process(folder: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    with sweep_process.scheduler(tmp_path) as address, sweep_process.worker(address, tmp_path / "a"):
        sweep_process.finished(sweep_process.command(folder, out, *MORE, "--scheduler", address, study="regret"))
    assert sweep_process.content(out) == whole
