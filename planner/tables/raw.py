"""A folder of files, or a workbook -> rows of text, before any cell is understood: what scenarios change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import Problem, Severity
from planner.tables.decode import Sheet, sheet
from planner.tables.dictionary import dictionary
from planner.tables.settings import FILE, SHEETS, parsed
from planner.tables.tell import hint, nearest, problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.tables.workbook.book import Book


@dataclass(frozen=True)
class Raw:
    """The files of a case as text.

    Attributes:
        folder: Where they were read from: a folder, or a workbook.
        settings: The keys of case.toml as TOML types; None where it could not be read.
        content: The text of case.toml, in which the lines of its keys are found.
        sheets: The tables that could be read, by name; a table without a file has none.
        unread: Names of the tables whose files could not be read.
        problems: What kept files from being read, and warnings on how they were read.
        book: What the workbook holds besides; None where they were read from a folder.
    """

    folder: Path
    settings: Mapping[str, Any] | None
    content: str
    sheets: Mapping[str, Sheet]
    unread: frozenset[str]
    problems: tuple[Problem, ...]
    book: Book | None = None

    def placed(self, problems: list[Problem]) -> list[Problem]:
        """Problems of these files; those of a workbook are told by sheet and cell."""
        return self.book.places.placed(problems) if self.book else problems


def raw(folder: Path) -> Raw:
    """The text of case.toml and of every table of a folder or a workbook; never raises for what the files hold."""
    if folder.is_file():
        return _of_book(folder)
    if not folder.is_dir():
        every = frozenset(table.name for table in dictionary())
        lacking = "no_workbook" if folder.suffix.lower() in SHEETS else "no_folder"
        return Raw(folder, None, "", {}, every, (problem(lacking, value=str(folder)),))
    settings, content, problems = parsed(folder / FILE)
    problems += _unknown_files(folder)
    sheets: dict[str, Sheet] = {}
    unread: set[str] = set()
    for table in dictionary():
        path = folder / table.file
        if path.is_file():
            grid, found = sheet(path.read_bytes(), table.file, table.columns)
            problems += found
            if grid is None:
                unread.add(table.name)
            else:
                sheets[table.name] = grid
        elif table.required:
            problems.append(problem("missing_file", table.file))
            unread.add(table.name)
    return Raw(folder, settings, content, sheets, frozenset(unread), tuple(problems))


def _of_book(path: Path) -> Raw:
    """A workbook as the files of a case: from here on nothing knows the difference."""
    from planner.tables.workbook.book import book  # noqa: PLC0415 (only for a case that is a workbook)

    found = book(path)
    settings, content = found.case
    absent = [table for table in dictionary() if table.required and table.name not in {*found.sheets, *found.unread}]
    problems = [*found.problems, *(problem("missing_file", table.file) for table in absent)]
    if settings is None and not found.refused:
        problems.append(problem("missing_file", FILE))
    unread = found.unread | {table.name for table in absent}
    return Raw(path, settings, content, found.sheets, unread, tuple(problems), found)


def _unknown_files(folder: Path) -> list[Problem]:
    """CSV files that are no table: an error where a slip in the name is likely, else a warning."""
    known = [table.name for table in dictionary()]
    files = {table.file for table in dictionary()}
    found = []
    for path in sorted(folder.iterdir()):
        name = path.name
        table = name[: -len(".csv")]
        if name.lower().endswith(".csv") and not name.startswith((".", "~")) and name not in files:
            near = nearest(table, known)
            severity = Severity.ERROR if near else Severity.WARNING
            offer = f" {hint(table, near)}" if near else ""
            found.append(problem("unknown_file", name, severity=severity, words={"hint": offer}))
    return found
