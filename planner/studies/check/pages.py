"""The sheets of a workbook as grids of cells, read in bounded memory."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

Pages = dict[str, list[list[Any]]]
"""Rows by sheet, each from column A on; "" for an empty cell."""
MOST_BYTES = 200_000_000
"""Unpacked size from which on a workbook is not read: ten times that of a large plan."""


def pages(path: Path) -> Pages:
    """Every sheet of a workbook.

    Raises:
        UsageError: It is no workbook, or unpacks to more than a plan ever takes.
        OSError: It cannot be read.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > MOST_BYTES:
            raise UsageError(text("check.too_large", file=path))
        with CalamineWorkbook.from_path(path) as book:
            return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (zipfile.BadZipFile, CalamineError) as error:
        raise UsageError(text("check.no_workbook", file=path)) from error
