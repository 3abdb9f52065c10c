"""Reading a workbook back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary
from planner.messages import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from planner.results.plan import Plan

    Read = Callable[[Plan], Workbook]

SHEETS = {key.partition(".")[2]: name for key, name in catalogue().items() if key.startswith("workbook_sheet.")}

ASKED_FOR = frozenset(
    {
        *("bridge", "alternatives", "alternative_choices", "shared_decisions", "findings", "edits", "margins"),
        *("reach", "conflict", "bends", "single_changes", "why_not", "why_not_moves"),
        *("plan_vs_actual", "changed_decisions"),
    }
)
"""Tables of explanations and of planning anew: no plan has them by itself."""
TABLES = {table: columns for table, columns in dictionary().items() if table not in ASKED_FOR}
"""Columns of the tables of a plan."""


def values(file: Workbook, key: str) -> list[list[Any]]:
    return [list(row) for row in file[SHEETS[key]].iter_rows(values_only=True)]


def all_texts(file: Workbook) -> set[str]:
    return {
        cell for sheet in file for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
    }
