"""Checks of a case: each a small function in a registry; all problems are found in one pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks import (  # noqa: F401 (importing a file registers its checks)
    actuals,
    contracts,
    decisions,
    demand,
    drivers,
    gates,
    groups,
    horizon,
    lines,
    machines,
    maintenance,
    money,
    products,
    ranges,
    shifts,
    stages,
    supply,
)
from planner.tables.checks.columns import AskColumn, column_problems
from planner.tables.checks.registry import CHECKS, Ask, Check, run_check
from planner.tables.dictionary import dictionary
from planner.tables.known import Known, Prints

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from planner.errors import Problem
    from planner.tables.dictionary import Column, Table
    from planner.tables.reading import Reading

__all__ = ["CHECKS", "check"]


def check(reading: Reading, known: Known | None = None) -> list[Problem]:
    """Everything wrong with what was read, besides the problems of reading itself.

    A check across rows or tables is skipped where a column that it reads has cells which could not be read,
    or which are wrong by themselves: it would only repeat or misread that.

    Args:
        reading: The case.
        known: What is known of another reading of nearly the same case.
    """
    problems = list(column_problems(reading, _asking_columns(reading, known)))
    wrong = {
        f"{problem.file.removesuffix('.csv')}.{problem.column}"
        for problem in problems
        if problem.severity is Severity.ERROR and problem.check != "double_row"
    }
    told = {(problem.file, problem.row) for problem in problems if problem.severity is Severity.ERROR}
    once = {table.name: _once(table, reading.tables[table.name]) for table in dictionary()}
    by_row = _sensible(reading)
    across = replace(by_row, tables=once)
    ask_row, ask_across = _asking(by_row, known), _asking(across, known)
    for registered in CHECKS.values():
        if registered.name == "horizon_order":
            problems += run_check(registered, reading, frozenset())
        elif registered.by_row:
            found = run_check(registered, by_row, frozenset(), ask_row)
            problems += [one for one in found if one.row is None or (one.file, one.row) not in told]
        else:
            problems += run_check(registered, across, reading.broken | wrong, ask_across)
    return problems


def _asking(reading: Reading, known: Known | None) -> Ask:
    """How checks of a reading are answered: what their columns have shown before they show again."""
    if known is None:
        return lambda _check, make: make()
    # What a case is called is no business of a check: the same case in another folder is known.
    case = repr(replace(reading.case, name="")) if reading.case else ""
    prints = Prints(reading.tables)

    def ask(check: Check, make: Callable[[], list[Problem]]) -> list[Problem]:
        columns = tuple(prints.of(table, names) for table, names in check.reads.items())
        return known.of(("check", check.name, case if check.needs_case else "", columns), make)

    return ask


def _asking_columns(reading: Reading, known: Known | None) -> AskColumn:
    """How what one column tells is answered: it, its header and the names that it may hold say everything."""
    if known is None:
        return lambda _column, make: make()
    prints = Prints(reading.tables)

    def ask(column: Column, make: Callable[[], list[Problem]]) -> list[Problem]:
        table, _, name = column.place.partition(".")
        there, names = column.reference or ("", "")
        broken = column.place in reading.broken, f"{there}.{names}" in reading.broken
        own = prints.of(table, (name,)), prints.of(there, (names,)) if there else ()
        return known.of(("column", column.place, broken, own), make)

    return ask


def _sensible(reading: Reading) -> Reading:
    """Without case.toml where its horizon runs backwards: every day would lie outside it."""
    backwards = reading.case is not None and reading.case.end < reading.case.start
    return replace(reading, case=None) if backwards else reading


def _once(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Of the rows with the same key only the first; the others were told."""
    double = frame.duplicated(table.keys) if table.keys else None
    return frame if double is None or not double.any() else frame[~double]
