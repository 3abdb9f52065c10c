"""What the workbook shows of a result table, for who reads it back: sheet, headers and cells as they were written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary
from planner.exports.workbook.book import MOST_ROWS
from planner.exports.workbook.fields import KINDS, WORDED, field_of, words_of
from planner.exports.workbook.live import is_exact, is_live
from planner.exports.workbook.statement import order_of
from planner.exports.workbook.style import label
from planner.messages import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planner.exports.dictionary import Column

LYING = "yearly_finance"
"""The table whose sheet has its columns down and its years across."""
ELSEWHERE = {"seed_facts", "overrides", "assumptions", "names", "routes"}
"""Tables whose sheets nobody reads back."""


@dataclass(frozen=True)
class Names:
    """The names that readers know, and the money of the case.

    Attributes:
        names: Names by kind and key, as `Plan.names`.
        currency: Money of the case.
    """

    names: Mapping[str, Mapping[str, str]]
    currency: str

    def name_of(self, kind: str, key: str, within: str = "") -> str:
        """Reader's name of a key: that of `within/key` (a stage of a line), else of `key`, else the key."""
        names = self.names.get(kind, {})
        return names.get(f"{within}/{key}") or names.get(key) or key


@dataclass(frozen=True)
class Shown:
    """A column of a result table as its sheet shows it.

    Attributes:
        column: Which one.
        header: Its header.
        cells: Its cells; None or "" where there is nothing.
        keys: Key of each name that a reader may write there.
        decimals: Decimals in which cells with every digit are compared; None where all cells are rounded.
        live: Whether formulas fill the cells: programs that do not calculate leave them empty.
    """

    column: Column
    header: str
    cells: Sequence[Any]
    keys: Mapping[str, str]
    decimals: int | None = None
    live: bool = False


def sheet_of(table: str, frame: pd.DataFrame) -> str:
    """Name of the sheet that shows a table; "" where no workbook has it."""
    if table in ELSEWHERE or len(frame) > MOST_ROWS:
        return ""
    return label(f"workbook_sheet.{table}", table)


def shown(names: Names, table: str, frame: pd.DataFrame) -> list[Shown]:
    """The columns that the sheet of a table shows, in the dictionary's order."""
    columns = {column.name: column for column in dictionary()[table]}
    if table == LYING:
        columns = {name: columns[name] for name in ("year", *order_of(columns))}
    found = []
    for column in columns.values():
        field = field_of(names, frame, column)
        header = words_of(column) if table == LYING and column.name != "year" else field.header
        keys = _keys(names, column) if column.is_text else {}
        if column.is_text:
            keys |= {str(cell): str(key) for cell, key in zip(field.cells, frame[column.name], strict=True)}
        live = is_live(column)
        decimals = column.decimals if live or is_exact(column) else None
        found.append(Shown(column, header, field.cells, keys, decimals, live))
    return found


def _keys(names: Names, column: Column) -> dict[str, str]:
    """Keys by the names that only one of them has."""
    if column.name in WORDED:
        section = f"{WORDED[column.name]}."
        return {words: key.removeprefix(section) for key, words in catalogue().items() if key.startswith(section)}
    known = names.names.get(KINDS.get(column.name, ""), {})
    often = Counter(known.values())
    return {name: key.rpartition("/")[2] for key, name in known.items() if often[name] == 1}
