"""Which rows of a table a rule means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from planner.scenarios.rule import Fault, Rule, RuleError
from planner.scenarios.words import pairs
from planner.tables.cells import FaultError, parser
from planner.tables.limits import limits
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.tables.decode import Sheet
    from planner.tables.dictionary import Column, Table

_RANGE = ".."
_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Condition:
    """A condition on a column: any of the patterns holds, or none of them where it is negated."""

    column: Column
    patterns: tuple[str, ...]
    negated: bool

    @property
    def said(self) -> str:
        """The condition as a rule writes it."""
        return f"{self.column.name}{'!=' if self.negated else '='}{'|'.join(self.patterns)}"

    def tests(self, *, comma: bool) -> list[Callable[[str], bool]]:
        """A test for each pattern; raises FaultError for one that the column cannot hold."""
        return [_test(self.column, pattern, comma=comma) for pattern in self.patterns]

    def holds(self, cells: Sequence[str], *, comma: bool) -> list[bool]:
        """For each cell whether the condition holds; an empty cell counts as its column's default."""
        tests = self.tests(comma=comma)
        known: dict[str, bool] = {}
        for cell in dict.fromkeys(cells):
            known[cell] = any(test(cell or self.column.default) for test in tests) is not self.negated
        return [known[cell] for cell in cells]


def conditions(rule: Rule, table: Table) -> list[Condition]:
    """The conditions of a rule that has no fault in them."""
    found = pairs(rule.where) or []
    return [Condition(table.columns[name], tuple(value.split("|")), sign == "!=") for name, sign, value in found]


def where_faults(rule: Rule, table: Table) -> Iterator[Fault]:
    """What is wrong with the conditions of a rule, whatever the rows."""
    found = pairs(rule.where)
    if found is None:
        yield Fault("where", "where")
    for name, sign, value in found or []:
        if name not in table.columns:
            yield Fault("where_column", "where", {"name": name, "file": table.file, "hint": hint(name, table.columns)})
            continue
        condition = Condition(table.columns[name], tuple(value.split("|")), sign == "!=")
        try:
            condition.tests(comma=False)
        except FaultError:
            words = {"condition": condition.said, "name": name, "allowed": limits(condition.column).strip()}
            yield Fault("where_value", "where", words)


def rows_meant(rule: Rule, table: Table, sheet: Sheet) -> list[int]:
    """Numbers of the rows that a rule means.

    Raises:
        RuleError: There are none.
    """
    every = range(len(sheet.rows))
    asked = conditions(rule, table)
    holds = [condition.holds(cells(sheet, condition.column), comma=sheet.decimal_comma) for condition in asked]
    meant = [row for row in every if all(held[row] for held in holds)]
    if not meant:
        alone = next((c for c, held in zip(asked, holds, strict=True) if not any(held)), None)
        raise _no_row(table, sheet, alone)
    return meant


def _no_row(table: Table, sheet: Sheet, alone: Condition | None) -> RuleError:
    if not sheet.rows:
        return RuleError("no_rows", "table", file=table.file)
    if alone is None:
        return RuleError("no_row", "where", file=table.file)
    there = sorted({cell or alone.column.default for cell in cells(sheet, alone.column)} - {""})
    return RuleError("no_such_row", "where", file=table.file, condition=alone.said, hint=hint(alone.patterns[0], there))


def cells(sheet: Sheet, column: Column) -> list[str]:
    """The cells of a column as they stand in the file; empty where it has no such column."""
    if column.name not in sheet.header:
        return [""] * len(sheet.rows)
    place = sheet.header.index(column.name)
    return [row[place] for row in sheet.rows]


def _test(column: Column, pattern: str, *, comma: bool) -> Callable[[str], bool]:
    """Whether a cell is what a pattern means: numbers and days by value, ranges with both ends, texts by letters."""
    measured = column.numeric or column.type == "date"
    read = parser(column, comma=comma)
    if measured and _RANGE in pattern:
        low, high = (end.strip() for end in pattern.split(_RANGE, 1))
        if not low and not high:
            raise FaultError("range")
        least, most = (read(end) if end else None for end in (low, high))
        return lambda cell: _within(_value(read, cell), least, most)
    if measured and pattern and not _WILD.search(pattern):
        wanted = read(pattern)
        return lambda cell: _value(read, cell) == wanted
    return lambda cell: fnmatchcase(cell, pattern)


def _value(read: Callable[[str], object], cell: str) -> object | None:
    """The value of a cell; None where it is empty or cannot be read (which the checks of the tables tell)."""
    try:
        return read(cell) if cell else None
    except FaultError:
        return None


def _within(value: Any, least: Any, most: Any) -> bool:  # noqa: ANN401 (numbers among numbers, days among days)
    return value is not None and (least is None or value >= least) and (most is None or value <= most)
