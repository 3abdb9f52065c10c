"""A report takes the place of the former one whole, or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from planner.exports import folder as folder_module
from planner.exports import moves
from planner.exports.folder import MARK, clean_up, report_folder


def write(folder: Path, word: str) -> None:
    """A report of two files that both hold the word."""
    folder.mkdir(exist_ok=True)
    for name in (MARK, "plan.csv"):
        (folder / name).write_text(word, encoding="utf-8")


def words(folder: Path) -> set[str]:
    """What the two files of a report hold: one word if it is whole."""
    return {(folder / name).read_text(encoding="utf-8") for name in (MARK, "plan.csv")}


def hidden(parent: Path) -> list[str]:
    return [path.name for path in parent.iterdir() if path.name.startswith(".")]


@pytest.fixture(params=["exchange", "fallback"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Both ways of taking the place of a folder."""
    if request.param == "fallback":
        monkeypatch.setattr(folder_module, "exchange", lambda *_: False)
        return "fallback"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    if not moves.exchange(tmp_path / "one", tmp_path / "two"):
        pytest.skip("this system cannot exchange two folders")
    return "exchange"


def test_the_first_report_lies_at_its_target(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "base"
    with report_folder(target) as report:
        assert report.folder.parent == target.parent
        assert report.folder.name.startswith(".")
        write(report.folder, "new")
    assert (report.final, report.beside) == (target, False)
    assert words(target) == {"new"}
    assert hidden(target.parent) == []


@pytest.mark.usefixtures("way")
def test_a_new_report_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write(target, "old")
    (target / "gone.csv").write_text("only in the old report", encoding="utf-8")
    with report_folder(target) as report:
        write(report.folder, "new")
        assert words(target) == {"old"}
    assert words(target) == {"new"}
    assert not (target / "gone.csv").exists()
    assert hidden(tmp_path) == []


def test_exchange_swaps_two_folders(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write(one, "one")
    write(two, "two")
    if not moves.exchange(one, two):
        pytest.skip("this system cannot exchange two folders")
    assert (words(one), words(two)) == ({"two"}, {"one"})


def test_exchange_tells_what_forbids_it(tmp_path: Path) -> None:
    write(tmp_path / "one", "one")
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux exchanges folders")
    with pytest.raises(FileNotFoundError):
        moves.exchange(tmp_path / "one", tmp_path / "missing")


def test_an_exception_leaves_the_old_report_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write(target, "old")

    def broken() -> None:
        with report_folder(target) as report:
            write(report.folder, "new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert words(target) == {"old"}
    assert hidden(tmp_path) == []


@pytest.mark.usefixtures("way")
def test_a_report_that_is_held_open_is_left_and_the_new_one_goes_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "base"
    write(target, "old")
    write(tmp_path / "base-2", "taken")
    rename = Path.rename

    def forbidden(self: Path, to: Path) -> Path:
        if target in (self, to):
            raise PermissionError(errno.EACCES, "in use", str(self))
        return rename(self, to)

    def refused(*_: Path) -> bool:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "rename", forbidden)
    if folder_module.exchange is moves.exchange:
        monkeypatch.setattr(folder_module, "exchange", refused)
    with report_folder(target) as report:
        write(report.folder, "new")
    assert (report.final, report.beside) == (tmp_path / "base-3", True)
    assert words(target) == {"old"}
    assert words(tmp_path / "base-3") == {"new"}
    assert hidden(tmp_path) == []


def test_the_second_of_two_moves_failing_brings_the_old_report_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, new, aside = tmp_path / "base", tmp_path / "new", tmp_path / "aside"
    write(target, "old")
    write(new, "new")
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if self == new:
            raise OSError(errno.EBUSY, "busy")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="busy"):
        moves.move_over(new, target, aside)
    assert words(target) == {"old"}
    assert not aside.exists()


def test_a_folder_that_is_no_report_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "dear.jpg").write_text("precious", encoding="utf-8")
    with report_folder(target) as report:
        write(report.folder, "new")
    assert (report.final, report.beside) == (tmp_path / "photos-2", True)
    assert (target / "dear.jpg").read_text(encoding="utf-8") == "precious"


def test_a_file_and_an_empty_folder_in_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    finals = []
    for name in ("file", "empty"):
        with report_folder(tmp_path / name) as report:
            write(report.folder, "new")
        finals.append(report.final.name)
    assert finals == ["file-2", "empty"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_linked_target_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "disk", "old")
    link = tmp_path / "base"
    link.symlink_to(tmp_path / "disk")
    with report_folder(link) as report:
        write(report.folder, "new")
    assert link.is_symlink()
    assert words(link) == {"new"}


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
def test_a_kill_at_any_moment_leaves_a_whole_report(
    tmp_path: Path, point: str, there: bool, word: str
) -> None:
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


def test_which_processes_run() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    assert moves.running(os.getpid())
    assert not moves.running(done.pid)
    assert not moves.running(10**30)
