"""Start files onto which a workbook is dropped: for Windows, macOS and Linux, without a path of any machine."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from planner.exports.folder import write_whole
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["STARTS", "write_starts"]

_WORDS = ("about", "ask", "kind", "install", "close")
_RUN = re.compile(r'[&|<>^%!"\r\n]')


@dataclass(frozen=True, slots=True)
class _Start:
    """How a start file is made: from which of this folder's files, the end of its lines, and how it quotes a text."""

    source: str
    end: str
    quoted: Callable[[str], str]


def _as_is(words: str) -> str:
    """A text as `echo` of Windows takes it: without the signs that it would run."""
    return _RUN.sub(" ", words)


STARTS = {
    "start-windows.bat": _Start("start.bat", "\r\n", _as_is),
    "start-macos.command": _Start("start.sh", "\n", shlex.quote),
    "start-linux.sh": _Start("start.sh", "\n", shlex.quote),
}
"""The start files by name."""


def write_starts(folder: Path) -> list[Path]:
    """Write the start files into a folder, those that a shell runs executable; gives the files.

    Raises:
        OSError: A file cannot be written.
    """
    written = []
    for name, start in STARTS.items():
        content = files(__name__).joinpath(start.source).read_text(encoding="utf-8")
        for word in _WORDS:
            content = content.replace(f"@{word}@", start.quoted(text(f"starts.{word}")))
        file = write_whole(folder / name, content.replace("\n", start.end).encode())
        file.chmod(0o755)
        written.append(file)
    return written
