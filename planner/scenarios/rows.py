"""Rules on the rows of a table: cells changed, rows added and dropped, ramps stretched; the log of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.scenarios.conditions import cells, rows_meant
from planner.scenarios.rule import Rule, RuleError
from planner.scenarios.values import changer
from planner.scenarios.words import paired, pairs
from planner.tables.decode import Sheet
from planner.tables.inputs import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tables.dictionary import Table

Changed = tuple[Sheet, list[Change]]
"""A table after a rule, and what the rule did to it."""


def cells_changed(rule: Rule, table: Table, sheet: Sheet) -> Changed:
    """The table after `set`, `times`, `plus` or `months`.

    Raises:
        RuleError: The rule means no row, or only empty cells.
    """
    meant = rows_meant(rule, table, sheet)
    column = table.columns[rule.column]
    sheet = widened(sheet, [column.name])
    place = sheet.header.index(column.name)
    change = changer(rule, column, comma=sheet.decimal_comma)
    new = {row: change(sheet.rows[row][place] or column.default) for row in meant}
    if not any(sheet.rows[row][place] or column.default for row in meant) and rule.op != "set":
        raise RuleError("no_cell", "column", file=table.file)
    rows = [list(cells) for cells in sheet.rows]
    log = []
    for row, cell in new.items():
        old = rows[row][place]
        if cell is not None and cell != (old or column.default):
            log.append(logged(rule, table, sheet, row, column.name, old, cell))
            rows[row][place] = cell
    return replace(sheet, rows=rows), log


def row_added(rule: Rule, table: Table, sheet: Sheet) -> Changed:
    """The table with one row more, at its end."""
    row = {name: value for name, _, value in pairs(rule.value) or []}
    return rows_added(rule, table, sheet, [row])


def rows_added(rule: Rule, table: Table, sheet: Sheet, added: Sequence[dict[str, str]]) -> Changed:
    """The table with more rows at its end, whose lines follow the last that ever was."""
    sheet = widened(sheet, [name for row in added for name in row])
    first = max([sheet.line, sheet.end, *sheet.lines]) + 1
    rows = [[row.get(name, "") for name in sheet.header] for row in added]
    lines = list(range(first, first + len(added)))
    grown = replace(sheet, rows=[*sheet.rows, *rows], lines=[*sheet.lines, *lines])
    at = range(len(sheet.rows), len(grown.rows))
    return grown, [logged(rule, table, grown, row, "", "", whole(grown, row)) for row in at]


def rows_dropped(rule: Rule, table: Table, sheet: Sheet) -> Changed:
    """The table without the rows that a rule means.

    Raises:
        RuleError: It means none.
    """
    return without(rule, table, sheet, rows_meant(rule, table, sheet))


def without(rule: Rule, table: Table, sheet: Sheet, rows: Sequence[int]) -> Changed:
    """The table without some rows, by their numbers."""
    log = [logged(rule, table, sheet, row, "", whole(sheet, row), "") for row in rows]
    gone = set(rows)
    kept = [row for row in range(len(sheet.rows)) if row not in gone]
    end = max([sheet.end, *sheet.lines])
    return replace(sheet, rows=[sheet.rows[r] for r in kept], lines=[sheet.lines[r] for r in kept], end=end), log


def blank_sheet(table: Table) -> Sheet:
    """A table that has no file."""
    return Sheet(tuple(table.columns), [], [], 1)


def widened(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """The table with columns that its file leaves out, all empty."""
    more = [name for name in dict.fromkeys(names) if name not in sheet.header]
    if not more:
        return sheet
    return replace(sheet, header=(*sheet.header, *more), rows=[[*row, *[""] * len(more)] for row in sheet.rows])


def whole(sheet: Sheet, row: int) -> str:
    """A row as `add` writes it, without its empty cells."""
    named = {name: cell for name, cell in reversed(list(zip(sheet.header, sheet.rows[row], strict=True))) if name}
    return paired((name, named[name]) for name in dict.fromkeys(sheet.header) if named.get(name))


def logged(rule: Rule, table: Table, sheet: Sheet, row: int, column: str, old: str, new: str) -> Change:
    """The log's line of a change in a row of a table as it was before."""
    keys = [(name, cells(sheet, table.columns[name])[row]) for name in table.keys]
    key = paired((name, cell) for name, cell in keys if cell)
    line = sheet.lines[row]
    return Change(rule.scenario, rule.said, rule.place, rule.why, table.name, line, key, column, old, new)
