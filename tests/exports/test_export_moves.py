"""How a folder takes the place of another."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from exports.export_folders import words, write

from planner.exports import moves


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


def test_which_processes_run() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    assert moves.running(os.getpid())
    assert not moves.running(done.pid)
    assert not moves.running(10**30)
