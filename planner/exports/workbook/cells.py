"""Where the sheet of a result table has its columns, as formulas name it."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from planner.exports.dictionary import dictionary
from planner.exports.workbook.style import label

TOP = 4
"""Row of the headers (from 0)."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table with so many rows."""

    table: str
    rows: int

    def own(self, name: str) -> str:
        """A column on its own sheet: `$D$6:$D$25`."""
        letter = self.letter(name)
        return f"${letter}${TOP + 2}:${letter}${TOP + 1 + self.rows}"

    def column(self, name: str) -> str:
        """A column as other sheets name it."""
        return f"{self._sheet()}!{self.own(name)}"

    def first(self, name: str) -> str:
        """The first cell of a column as other sheets name it."""
        return self.column(name).partition(":")[0]

    def at(self, name: str, row: int) -> str:
        """The cell of a row, counted from 0, as other sheets name it."""
        return f"{self._sheet()}!${self.letter(name)}${TOP + 2 + row}"

    def cell(self, name: str, row: int) -> str:
        """The cell of a row, counted from 0: `$D6`. It moves with its row when a reader sorts the sheet."""
        return f"${self.letter(name)}{TOP + 2 + row}"

    def letter(self, name: str) -> str:
        """Letter of a column."""
        names = [column.name for column in dictionary()[self.table]]
        return str(xl_col_to_name(names.index(name)))

    def _sheet(self) -> str:
        return str(quote_sheetname(label(f"workbook_sheet.{self.table}", self.table)))
