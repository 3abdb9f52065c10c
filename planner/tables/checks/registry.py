"""The registry of checks: small functions that each find one kind of problem in the columns they name.

A check is named as its texts in the catalogue and declares the columns it reads; it is given frames of just
these columns (index: line in the file), so the declaration cannot lie.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.errors import Severity
from planner.tables.tell import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from planner.errors import Problem
    from planner.tables.reading import Reading


@dataclass(frozen=True)
class Found:
    """One finding: the table ("case" for case.toml), the line, the column, the value, words for the texts."""

    table: str
    row: int | None = None
    column: str = ""
    value: object = ""
    words: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None


Finder = Callable[..., Iterable[Found]]


@dataclass(frozen=True)
class Check:
    """A registered check.

    Attributes:
        run: The function; its name is the check's.
        reads: The columns that it is given, by table; the case comes too where it has an argument `case`.
        by_row: It looks at each row for itself, so that cells which could not be read do not mislead it.
        severity: How bad its findings are unless one says otherwise.
    """

    run: Finder
    reads: Mapping[str, list[str]]
    by_row: bool
    severity: Severity

    @property
    def name(self) -> str:
        """Name of the check, a key of the catalogue."""
        return self.run.__name__

    @property
    def needs_case(self) -> bool:
        """Whether it reads case.toml."""
        return "case" in inspect.signature(self.run).parameters

    @property
    def places(self) -> frozenset[str]:
        """The columns that it reads, as "table.column"."""
        return frozenset(f"{table}.{column}" for table, columns in self.reads.items() for column in columns)


Ask = Callable[[Check, Callable[[], "list[Problem]"]], "list[Problem]"]
CHECKS: dict[str, Check] = {}


def row_check(severity: Severity = Severity.ERROR, /, **reads: str) -> Callable[[Finder], Finder]:
    """Register a check that looks at each row for itself; `reads`: names of columns by table."""
    return _register(severity, reads, by_row=True)


def case_check(severity: Severity = Severity.ERROR, /, **reads: str) -> Callable[[Finder], Finder]:
    """Register a check across rows or tables, skipped where a column it reads is not right in every row."""
    return _register(severity, reads, by_row=False)


def _register(severity: Severity, reads: Mapping[str, str], *, by_row: bool) -> Callable[[Finder], Finder]:
    def register(run: Finder) -> Finder:
        if run.__name__ in CHECKS:
            raise ValueError(run.__name__)
        columns = {table: names.split() for table, names in reads.items()}
        CHECKS[run.__name__] = Check(run, columns, by_row, severity)
        return run

    return register


def run_check(
    check: Check, reading: Reading, broken: frozenset[str], ask: Ask = lambda _check, make: make()
) -> list[Problem]:
    """The problems that a check finds; none where what it reads is in `broken` and would mislead it.

    Args:
        check: The check.
        reading: The case.
        broken: Columns that are not right in every row.
        ask: Gives what the check finds, by running it or because it is known.
    """
    if (check.needs_case and reading.case is None) or (not check.by_row and check.places & broken):
        return []
    return ask(check, lambda: _run(check, reading))


def _run(check: Check, reading: Reading) -> list[Problem]:
    if check.by_row and check.reads and all(reading.tables[table].empty for table in check.reads):
        return []  # there is no row to look at
    frames = {table: reading.tables[table][columns] for table, columns in check.reads.items()}
    case = {"case": reading.case} if check.needs_case else {}
    return [_problem(check, found) for found in check.run(**case, **frames)]


def _problem(check: Check, found: Found) -> Problem:
    file = "case.toml" if found.table == "case" else f"{found.table}.csv"
    severity = found.severity or check.severity
    return problem(check.name, file, found.row, found.column, found.value, severity=severity, words=found.words)


def each(
    table: str, bad: pd.DataFrame, column: str = "", *words: str, severity: Severity | None = None
) -> Iterator[Found]:
    """A finding for each row of `bad`; `words` are columns of it whose values fill in the texts.

    The line is the index, or the column `row` of frames that were joined.
    """
    rows = bad.get("row", bad.index)
    values = bad[column] if column in bad else [""] * len(bad)
    told: list[list[Any]] = [list(bad[word]) for word in words]
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        yield Found(table, int(row), column, value, {w: told[n][place] for n, w in enumerate(words)}, severity)
