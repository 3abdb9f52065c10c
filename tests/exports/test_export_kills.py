"""A run that is killed leaves a whole report, and the next one cleans up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from exports.export_folders import hidden, words, write

from planner.exports import folder as folder_module
from planner.exports.folder import clean_up, report_folder

KILLED = """
    import os, shutil, signal, sys
    from pathlib import Path
    from planner.exports import folder, moves

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    point, target = sys.argv[1], Path(sys.argv[2])
    if point in ("between", "two moves done"):
        folder.exchange = lambda *_: False
    with folder.report_folder(target) as report:
        (report.folder / "manifest.json").write_text("new")
        if point == "writing":
            die()
        (report.folder / "plan.csv").write_text("new")
        if point == "before":
            folder._settle = die
        if point in ("exchanged", "two moves done"):
            shutil.rmtree = die
        if point == "between":
            rename = Path.rename
            Path.rename = lambda self, to: die() if self == report.folder else rename(self, to)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize(
    ("point", "there", "word"),
    [
        ("writing", True, "old"),
        ("before", True, "old"),
        ("exchanged", True, "new"),
        ("between", False, "old"),
        ("two moves done", True, "new"),
    ],
)
def test_a_kill_at_any_moment_leaves_a_whole_report(tmp_path: Path, point: str, there: bool, word: str) -> None:
    target = tmp_path / "base"
    write(target, "old")
    script = tmp_path / "killed.py"
    script.write_text(textwrap.dedent(KILLED), encoding="utf-8")
    root = Path(folder_module.__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, script, point, target], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.exists() is there
    assert len(hidden(tmp_path)) >= 1
    clean_up(target)
    assert words(target) == {word}
    assert hidden(tmp_path) == []


def test_folders_of_living_runs_are_left_alone(tmp_path: Path) -> None:
    # Process 1 lives as long as the system does; our own number counts as alive too.
    for number in (1, os.getpid()):
        (tmp_path / f".base.{number}-1.new").mkdir()
    (tmp_path / ".base.x-1.new").mkdir()
    (tmp_path / ".other.99999999-1.new").mkdir()
    before = sorted(hidden(tmp_path))
    with report_folder(tmp_path / "base") as report:
        write(report.folder, "new")
        assert report.folder.name == f".base.{os.getpid()}-2.new"
    assert sorted(hidden(tmp_path)) == before


def test_a_report_set_aside_by_a_living_run_is_not_taken_back(tmp_path: Path) -> None:
    write(tmp_path / ".base.1-1.old", "old")
    clean_up(tmp_path / "base")
    assert not (tmp_path / "base").exists()
