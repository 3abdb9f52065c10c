"""A report is written to a hidden folder and moved into place whole: a killed run leaves the old one."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from planner.exports.moves import exchange, move_over, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "manifest.json"
"""Every report holds this file; a folder without it is somebody else's and is never replaced."""

_NEW, _OLD = "new", "old"


@dataclass(slots=True)
class Report:
    """A report on its way.

    Attributes:
        folder: Where to write it while it is being made.
        final: Where it lies once the block has ended; until then where it is meant to go.
        beside: Whether the place was taken (held open, or no report of ours), so that it lies beside.
    """

    folder: Path
    final: Path
    beside: bool = False


@contextmanager
def report_folder(target: Path) -> Iterator[Report]:
    """A fresh folder beside `target` that becomes `target` in one move when the block ends well.

    An exception in the block leaves the old report as it is and removes the new one. What killed runs have
    left behind is cleaned up first.

    Args:
        target: Folder of the report; its parents are made.

    Yields:
        The report; `final` and `beside` tell after the block where it went.

    Raises:
        OSError: Neither the target nor a folder beside it can be written.
    """
    place = target.resolve() if target.is_symlink() else target
    place.parent.mkdir(parents=True, exist_ok=True)
    clean_up(place)
    report = Report(_fresh(place), place)
    try:
        yield report
        report.final = _settle(report.folder, place)
        report.beside = report.final != place
    finally:
        # After an exchange this name holds the former report, after a failure the unfinished one.
        shutil.rmtree(report.folder, ignore_errors=True)


def write_whole(file: Path, content: bytes) -> Path:
    """Write a file in place of a former one, whole or not at all; gives the file.

    Raises:
        OSError: The file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def clean_up(target: Path) -> None:
    """Undo what killed runs left: put a report that was set aside back, remove unfinished ones.

    Folders of runs that are still alive are left alone.
    """
    for folder in _left_behind(target, _OLD):
        if not target.exists():
            folder.rename(target)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    for folder in _left_behind(target, _NEW):
        shutil.rmtree(folder, ignore_errors=True)


def _left_behind(target: Path, kind: str) -> list[Path]:
    """Hidden folders of dead runs for this target, in the order of their names."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(\d+)-\d+\.{kind}")
    found = ((folder, pattern.fullmatch(folder.name)) for folder in sorted(target.parent.iterdir()))
    return [folder for folder, match in found if match and not running(int(match[1]))]


def _hidden(target: Path, number: int, kind: str) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}-{number}.{kind}")


def _fresh(target: Path) -> Path:
    """A new empty folder; the number keeps two reports of one process apart."""
    for number in count(1):
        folder = _hidden(target, number, _NEW)
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError


def _settle(new: Path, target: Path) -> Path:
    """Move the finished folder to `target`, or beside it where that cannot be; tell where it went."""
    try:
        if _ours(target):
            _replace(new, target)
            return target
    except OSError:
        # A program holds the old report open, or the system forbids it: nobody's work is lost beside it.
        if not new.exists():
            raise
    return _beside(new, target)


def _ours(target: Path) -> bool:
    """Whether the place is free or holds a report of ours."""
    if not target.exists():
        return True
    return target.is_dir() and ((target / MARK).is_file() or not any(target.iterdir()))


def _replace(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        move_over(new, target, new.with_suffix(f".{_OLD}"))


def _beside(new: Path, target: Path) -> Path:
    """Move to the first free name of target-2, target-3, ..."""
    for number in count(2):
        place = target.with_name(f"{target.name}-{number}")
        if not place.exists():
            new.rename(place)
            return place
    raise AssertionError
