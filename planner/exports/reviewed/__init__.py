"""The strategy review as files: one page for every browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.page import page_of

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.reviewed.content import Review

__all__ = ["PAGE", "write_page"]

PAGE = "report.html"


def write_page(review: Review, folder: Path) -> Path:
    """Write `report.html` into a folder, whole or not at all; gives the file.

    Raises:
        UsageError: A library of the extra is not installed.
        OSError: The file cannot be written.
    """
    content = page_of(review).encode()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{PAGE}.part"
    try:
        part.write_bytes(content)
        part.replace(folder / PAGE)
    finally:
        part.unlink(missing_ok=True)
    return folder / PAGE
