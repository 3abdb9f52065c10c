"""Names of a workbook's sheets, and where a problem of a case stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planner.messages import text
from planner.tables.dictionary import dictionary
from planner.tables.settings import FILE
from planner.tables.workbook.anatomy import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.errors import Problem

INDEX, CASE, FILES, PROBLEMS = "index", "case", "_files", "Problems"
"""Sheets that are no tables: contents and owners, settings, the files as they were, and what was wrong of a copy."""
UNCOMPUTED = "workbook_uncomputed"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the cells of a case stand in its workbook.

    Attributes:
        columns: Column from 0 by file and name.
        settings: Sheet and cell by key of case.toml.
    """

    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    def of(self, found: Problem) -> str:
        """Sheet and cell of a problem ("stages!F12"); the sheet alone where it is of no cell or row."""
        if found.file == FILE:
            key = found.column
            while key and key not in self.settings:
                key = key.rpartition(".")[0]
            return self.settings.get(key, CASE)
        sheet = found.file.removesuffix(".csv")
        column = self.columns.get(found.file, {}).get(found.column)
        if found.row is None or sheet not in dictionary():
            return sheet
        row = found.row - 1
        return f"{sheet}!{found.row}:{found.row}" if column is None else f"{sheet}!{cell_name(row, column)}"

    def placed(self, problems: list[Problem]) -> list[Problem]:
        """The problems, each with its sheet and cell, in words that name sheets instead of files.

        Of a formula that was never computed it is not told besides that its cell is empty.
        """
        known = [found if found.cell else replace(found, cell=self.of(found)) for found in problems]
        empty = {found.cell for found in known if found.check == UNCOMPUTED}
        return [_worded(found) for found in known if found.cell not in empty or found.check == UNCOMPUTED]


def at(found: Problem, cell: str) -> Problem:
    """A problem that knows its sheet and cell."""
    return replace(found, cell=cell)


def _worded(found: Problem) -> Problem:
    return replace(found, message=_sheets(found.message), advice=_sheets(found.advice))


def _sheets(words: str) -> str:
    """A sentence in which files of a case are called by their sheets."""
    return _file_names().sub(lambda name: text("book.sheet", sheet=name[0].rpartition(".")[0]), words)


def _file_names() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in (*(table.file for table in dictionary()), FILE))
    # Of letters only Latin ones belong to the name of a file: Chinese words stand beside it without a blank.
    return re.compile(rf"(?<![A-Za-z0-9_.])(?:{names})(?![A-Za-z0-9_])")
