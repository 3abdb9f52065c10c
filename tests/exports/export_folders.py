"""Small reports of two files that hold the same word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.folder import MARK

if TYPE_CHECKING:
    from pathlib import Path


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
