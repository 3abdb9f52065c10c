"""Ratios of the yearly plan, as live formulas beside its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.tables import rounded
from planner.exports.workbook.cells import Cells
from planner.exports.workbook.fields import Field, numbers
from planner.messages import text

if TYPE_CHECKING:
    from planner.exports.workbook.book import Book

SHAPE = "0.0%"
RATIOS = {
    "yearly_plan": {"served": ("production_installs", "demand"), "of_target": ("cumulative_production", "target")},
    "yearly_total": {"served": ("production_installs", "demand"), "of_target": ("cumulative_production", "target")},
}
"""Ratios by table: what is divided by what."""


def ratios(book: Book, table: str) -> list[Field]:
    """Columns for the ratios of a table, which its result table does not have."""
    frame, columns = book.plan[table], {column.name: column for column in dictionary()[table]}
    at = Cells(table, len(frame))
    found = []
    for name, (part, whole) in RATIOS.get(table, {}).items():
        parts, wholes = (numbers(rounded(frame[column], columns[column])) for column in (part, whole))
        if not any(wholes):
            continue
        cells = [ratio(one, all_of_it) for one, all_of_it in zip(parts, wholes, strict=True)]
        made = [divided(at.cell(part, row), at.cell(whole, row)) for row in range(at.rows)]
        found.append(Field(text(f"workbook_ratio.{name}"), cells, SHAPE, "right", formulas=made))
    return found


def ratio(part: float | None, whole: float | None) -> float | None:
    """Part over whole; None where there is no whole."""
    return (part or 0.0) / whole if whole else None


def divided(part: str, whole: str) -> str:
    """The same as a formula of two cells: empty where there is no whole."""
    return f'=IF(N({whole})=0,"",{part}/{whole})'
