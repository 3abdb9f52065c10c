"""A workbook's sheets as grids of values, read by calamine from parts that are safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from planner.tables.workbook.anatomy import MOST_CELLS, Anatomy, anatomy, cell_name, sheets
from planner.tables.workbook.guard import RefusedError, packed_again, parts

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its rows from the first on, each with its cells from column A on; "" for an empty one."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    anatomy: Anatomy

    def cell(self, row: int, column: int) -> str:
        """Sheet and cell as one text, row and column from 0: "stages!F12"."""
        return f"{self.name}!{cell_name(row, column)}"


def pages(path: Path) -> list[Page]:
    """Every sheet of a workbook that holds cells.

    Raises:
        RefusedError: It is not safe to read, or no workbook.
        OSError: The file cannot be read.
    """
    found = parts(path)
    entries = sheets(found)
    if any(one.part not in found for one in entries):
        raise RefusedError("workbook_broken")
    listed = [(one, anatomy(found[one.part])) for one in entries]
    if sum(made.rows * made.columns for _, made in listed) > MOST_CELLS:
        raise RefusedError("workbook_wide", cell="")
    try:
        with CalamineWorkbook.from_filelike(packed_again(found)) as book:
            return [
                Page(one.name, one.hidden, _rows(book, one.name, made) if made.rows else [], made)
                for one, made in listed
            ]
    except CalamineError as error:
        raise RefusedError("workbook_broken") from error


def _rows(book: CalamineWorkbook, name: str, made: Anatomy) -> list[list[Any]]:
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for (row, column), error in made.errors.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = error
    return rows
