"""Reading a workbook back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.messages import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from planner.results.plan import Plan

    Read = Callable[[Plan], Workbook]

SHEETS = {key.partition(".")[2]: name for key, name in catalogue().items() if key.startswith("workbook_sheet.")}


def values(file: Workbook, key: str) -> list[list[Any]]:
    return [list(row) for row in file[SHEETS[key]].iter_rows(values_only=True)]


def all_texts(file: Workbook) -> set[str]:
    return {
        cell for sheet in file for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
    }
