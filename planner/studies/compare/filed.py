"""Input files of two plans that differ, and in which cells, where both are still to be found."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from planner.exports.compared.compared import InputDifference
from planner.messages import text
from planner.scenarios.rule import CASE
from planner.scenarios.rule import FILE as SCENARIOS
from planner.studies.compare.changes import effects
from planner.tables.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.studies.compare.contents import Cells, Contents
    from planner.studies.compare.report import Report

_SHOWN = 12
"""Digits of a fingerprint that tell files apart."""


def filed(first: Report, plan: Report, contents: Contents) -> Iterator[InputDifference]:
    """Files that differ: by cell where both are found by their fingerprint, else by name.

    Cells that a rule of either plan touched are left out: `changes.changed` tells them. So is the file of scenarios,
    whose rules change a plan only by what they touch.
    """
    touched = {place[:3] for report in (first, plan) for place in effects(report)}
    one, other = first.files, plan.files
    for file in sorted({*one, *other}):
        if one.get(file) == other.get(file) or file == SCENARIOS:
            continue
        mine, yours = contents.cells(file, one.get(file)), contents.cells(file, other.get(file))
        if mine is None or yours is None:
            yield _whole_file(plan, file, one.get(file, ""), other.get(file, ""))
            continue
        table = CASE if file == FILE else file.removesuffix(".csv")
        rows = [row for row in _cells(plan, table, mine, yours) if (row.table, row.row, row.column) not in touched]
        yield from rows or [_note(plan, file, one.get(file, ""), other.get(file, ""), "compare.same_cells")]


def _cells(plan: Report, table: str, mine: Cells, yours: Cells) -> Iterator[InputDifference]:
    for row, column, a, b in differing(table, mine, yours):
        yield InputDifference(plan.name, "cell", table, row, column, a, b, "")


def differing(table: str, mine: Cells, yours: Cells) -> Iterator[tuple[str, str, str, str]]:
    """Rows that only one file has (without a column), and cells of the others that differ; case.toml has only cells."""
    for row, column in dict.fromkeys([*mine, *yours]):
        alone = table != CASE and ((row, "") in mine) != ((row, "") in yours)
        if alone == bool(column):
            continue
        a, b = mine.get((row, column), ""), yours.get((row, column), "")
        if not _alike(a, b):
            yield row, column, a, b


def _alike(one: str, other: str) -> bool:
    """Whether two cells say the same: numbers by value."""
    try:
        return one == other or Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _whole_file(plan: Report, file: str, one: str, other: str) -> InputDifference:
    return _note(plan, file, one, other, "compare.not_found")


def _note(plan: Report, file: str, one: str, other: str, why: str) -> InputDifference:
    return InputDifference(plan.name, "file", file, "", "", one[:_SHOWN], other[:_SHOWN], text(why))
