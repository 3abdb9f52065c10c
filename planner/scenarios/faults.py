"""What is wrong with a rule by itself, whatever stands in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.scenarios.conditions import where_faults
from planner.scenarios.rule import AFTER, CASE, OPS, Fault, Rule
from planner.scenarios.values import DATES, NUMBERS, value_faults
from planner.scenarios.words import pairs
from planner.tables.dictionary import Column, Table, dictionary
from planner.tables.settings import keys
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

STRETCHED = ("ramps", "month")
"""The only table that can be stretched, and the column that counts its months."""
_ROWS = ("add", "drop")
_KEY_OPS = ("set", *NUMBERS, *DATES, "drop")


def faults(rule: Rule) -> list[Fault]:
    """Everything wrong with a rule; `after` and unknown ops are others' to check."""
    if rule.op == AFTER:
        return list(_empty(rule, "table", "where", "column"))
    if rule.op not in OPS:
        return []
    if rule.table == CASE:
        return list(_key_faults(rule))
    table = known_tables().get(rule.table)
    if table is None:
        words = {"hint": hint(rule.table, [*known_tables(), CASE])}
        return [Fault("table", "table", words), *value_faults(rule)]
    return [*_column_faults(rule, table), *where_faults(rule, table), *value_faults(rule), *_row_faults(rule, table)]


def known_tables() -> dict[str, Table]:
    """The tables that a rule may change: all but that of the rules."""
    return {table.name: table for table in dictionary() if table.name != "scenarios"}


def _key_faults(rule: Rule) -> Iterator[Fault]:
    """Faults of a rule on case.toml."""
    if rule.op not in _KEY_OPS:
        yield Fault("case_op", "op", {"ops": ", ".join(_KEY_OPS)})
    elif rule.column not in keys():
        yield Fault("key", "column", {"hint": hint(rule.column, keys())})
    yield from _empty(rule, "where")
    yield from _empty(rule, "value") if rule.op == "drop" else value_faults(rule)


def _column_faults(rule: Rule, table: Table) -> Iterator[Fault]:
    if rule.op in _ROWS:
        yield from _empty(rule, "column")
        return
    column = table.columns.get(rule.column)
    if column is None:
        yield Fault("column", "column", {"file": table.file, "hint": hint(rule.column, table.columns)})
    elif rule.op == "stretch":
        if (table.name, column.name) != STRETCHED:
            yield Fault("stretch", "column", {"place": ".".join(STRETCHED)})
    elif not _fits(rule.op, column):
        yield Fault("op", "op", {"place": column.place, "type": column.type})


def _fits(op: str, column: Column) -> bool:
    """Whether cells of the column are what the op works on."""
    return column.numeric if op in NUMBERS else column.type == "date" if op in DATES else True


def _row_faults(rule: Rule, table: Table) -> Iterator[Fault]:
    """Faults of the row of `add`, and of what must be empty."""
    if rule.op == "drop":
        yield from _empty(rule, "value")
    if rule.op != "add":
        return
    yield from _empty(rule, "where")
    cells = pairs(rule.value)
    if not cells or any(sign != "=" for _, sign, _ in cells):
        yield Fault("row", "value")
        return
    for name in (name for name, _, _ in cells if name not in table.columns):
        words = {"name": name, "file": table.file, "hint": hint(name, table.columns)}
        yield Fault("row_column", "value", words)


def _empty(rule: Rule, *columns: str) -> Iterator[Fault]:
    """What an op has no use for must not be there: it would promise what is not done."""
    for column in columns:
        if getattr(rule, column):
            yield Fault("not_empty", column, {"op": rule.op})
