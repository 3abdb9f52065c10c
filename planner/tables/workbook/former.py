"""A table's file as it was: its letters row by row, found again by what the row says."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.tables.decode import decoded, sheet
from planner.tables.workbook.texts import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tables.dictionary import Table

Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it was: its letters with the end of the line, and its cells as points and ISO days write them."""

    letters: str
    cells: Said


@dataclass(frozen=True, slots=True)
class Former:
    """A file as it was.

    Attributes:
        content: Its text.
        header: The names of its columns.
        head: The letters up to the first row.
        newline: What ends its lines.
        plain: Whether rows can be added to it as they are written today: UTF-8, commas.
        rows: Its rows by what they say, equal ones in their order; each is given once.
        keyed: Its rows by their keys.
    """

    content: str
    header: Said
    head: str
    newline: str
    plain: bool
    rows: dict[Said, list[Record]] = field(default_factory=lambda: defaultdict(list))
    keyed: dict[Said, Record] = field(default_factory=dict)

    def take(self, said: Said) -> Record | None:
        """A row that says this and was not given yet."""
        found = self.rows.get(said)
        return found.pop(0) if found else None


def former(raw: bytes, table: Table) -> Former | None:
    """A table's file as it was; None where it is not of the form of one."""
    grid, problems = sheet(raw, table.file, table.columns)
    content = decoded(raw, table.file)[0]
    if grid is None or content is None or not grid.whole:
        return None
    lines = list(io.StringIO(content, newline=""))
    ends = [*(line - 1 for line in grid.lines), len(lines)]
    head = "".join(lines[: ends[0]])
    found = Former(content, grid.header, head, "\r\n" if head.endswith("\r\n") else "\n", plain=not problems)
    for number, row in enumerate(grid.rows):
        letters = "".join(lines[ends[number] : ends[number + 1]])
        said = said_by(table, grid.header, row, comma=grid.decimal_comma)
        record = Record(letters, said if grid.decimal_comma else tuple(row))
        found.rows[said].append(record)
        found.keyed.setdefault(key_of(table, grid.header, said), record)
    return found


def said_by(table: Table, header: Sequence[str], row: Sequence[str], *, comma: bool = False) -> Said:
    """What the cells of a row say, whatever way they are written."""
    return tuple(
        same(cell, table.columns[name], comma=comma) if name in table.columns else cell
        for name, cell in zip(header, row, strict=True)
    )


def key_of(table: Table, header: Sequence[str], said: Said) -> Said:
    """The key of a row."""
    named = dict(zip(header, said, strict=True))
    return tuple(named.get(name, "") for name in table.keys)
