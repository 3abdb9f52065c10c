"""The sheets of a workbook as grids of cells, read by the reader that refuses what is not safe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.tables.workbook.guard import RefusedError
from planner.tables.workbook.pages import pages as safe_pages

if TYPE_CHECKING:
    from pathlib import Path

Pages = dict[str, list[list[Any]]]
"""Rows by sheet, each from column A on; "" for an empty cell."""


def pages(path: Path) -> Pages:
    """Every sheet of a workbook.

    Raises:
        UsageError: It is no workbook, or none that is safe to read.
        OSError: It cannot be read.
    """
    try:
        return {page.name: page.rows for page in safe_pages(path)}
    except RefusedError as error:
        told = error.problem(path)
        raise UsageError(f"{told.message} {told.advice}") from error
