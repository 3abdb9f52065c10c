"""A sheet of a workbook -> rows of text as those of a table's file, and what is wrong with the sheet itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import Problem, Severity
from planner.tables.decode import Sheet
from planner.tables.tell import listed, problem
from planner.tables.workbook.anatomy import cell_name
from planner.tables.workbook.naming import UNCOMPUTED, at
from planner.tables.workbook.texts import meant, text_of

if TYPE_CHECKING:
    from planner.tables.dictionary import Column, Table
    from planner.tables.workbook.pages import Page


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a sheet holds it: its rows as text (None where it holds nothing), and the columns from 0 by name."""

    sheet: Sheet | None
    columns: dict[str, int]
    problems: list[Problem]


def grid(page: Page, table: Table) -> Grid:
    """The rows below the first row with any text, blank rows and columns left out."""
    problems = form_problems(page)
    told = [[text_of(cell) for cell in row] for row in page.rows]
    filled = [number for number, row in enumerate(told) if any(row)]
    if not filled:
        return Grid(None, {}, [*problems, at(problem("workbook_empty", table.file, value=page.name), page.name)])
    used = sorted({place for row in told for place, cell in enumerate(row) if cell})
    first, *others = filled
    header = tuple(_cell(told[first], place) for place in used)
    columns = [table.columns.get(name) for name in header]
    rows = []
    for number in others:
        row, more = _row(page, number, used, columns, told[number])
        rows.append(row)
        problems += more
    sound = not any(found.severity is Severity.ERROR for found in problems)
    sheet = Sheet(header, rows, [number + 1 for number in others], first + 1, whole=sound)
    return Grid(sheet, dict(reversed(list(zip(header, used, strict=True)))), problems)


def _cell(row: list[Any], place: int) -> Any:  # noqa: ANN401 (of any type)
    return row[place] if place < len(row) else ""


def _row(
    page: Page, number: int, used: list[int], columns: list[Column | None], told: list[str]
) -> tuple[list[str], list[Problem]]:
    """A row as text; what was typed with signs between digits is read and told."""
    row = [_cell(told, place) for place in used]
    problems = []
    for place, (text, column) in enumerate(zip(row, columns, strict=True)):
        if text and column and isinstance(_cell(page.rows[number], used[place]), str):
            row[place] = meant(text, column)
            if row[place] != text:
                words = {"read": row[place]}
                found = problem(
                    "workbook_typed",
                    f"{page.name}.csv",
                    number + 1,
                    column.name,
                    text,
                    severity=Severity.WARNING,
                    words=words,
                )
                problems.append(at(found, page.cell(number, used[place])))
    return row, problems


def form_problems(page: Page) -> list[Problem]:
    """Merged cells and formulas without a value, which are errors; formulas and a hidden sheet, which are read."""
    file = f"{page.name}.csv"
    found = [at(problem("workbook_merged", file, value=ref), f"{page.name}!{ref}") for ref in page.anatomy.merged]
    found += [
        at(problem(UNCOMPUTED, file, row + 1, value=cell_name(row, column)), page.cell(row, column))
        for row, column in page.anatomy.uncomputed
    ]
    computed = [cell_name(*spot) for spot in page.anatomy.formulas if spot not in set(page.anatomy.uncomputed)]
    if computed:
        words = {"cells": listed(computed)}
        found.append(at(problem("workbook_formulas", file, severity=Severity.WARNING, words=words), page.name))
    if page.hidden:
        found.append(at(problem("workbook_hidden", file, severity=Severity.WARNING, value=page.name), page.name))
    return found
