"""A workbook -> the files of a case as text, as `raw` gives those of a folder."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from planner.errors import Problem, Severity
from planner.messages import text
from planner.tables.dictionary import dictionary
from planner.tables.settings import FILE
from planner.tables.tell import hint, nearest, problem
from planner.tables.workbook.grids import form_problems, grid
from planner.tables.workbook.guard import RefusedError
from planner.tables.workbook.index_sheet import read_owners, read_ticks
from planner.tables.workbook.kept_files import kept_files
from planner.tables.workbook.naming import CASE, FILES, INDEX, PROBLEMS, Places, at
from planner.tables.workbook.pages import Page, pages
from planner.tables.workbook.settings_sheet import read_settings
from planner.tables.workbook.toml_text import with_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.tables.decode import Sheet


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook holds of a case.

    Attributes:
        sheets: The tables that have a sheet and could be read, by name.
        unread: Tables that have a sheet and could not be read.
        settings: The keys of its sheet of settings; None where it has no such sheet.
        owners: Owner and date of the tables that its index lists; an empty entry where it names none.
        ticks: The cells of its index in which a scenario is ticked, by scenario.
        files: The files of the case as they were when the workbook was made.
        places: Where the cells stand.
        problems: What is wrong with the sheets themselves.
        refused: Whether nothing of it was read.
    """

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    settings: Mapping[str, Any] | None = None
    owners: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ticks: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    problems: tuple[Problem, ...] = ()
    refused: bool = False

    @property
    def case(self) -> tuple[dict[str, Any] | None, str]:
        """The keys of case.toml with the owners of the index, and its text."""
        if self.settings is None:
            return None, ""
        owners = {name: dict(entry) for name, entry in self.owners.items() if entry}
        settings = {**self.settings, **({"owners": owners} if owners else {})}
        return settings, with_settings(self.files.get(FILE, b"").decode("utf-8", "replace"), settings)


def book(path: Path) -> Book:
    """What a workbook holds of a case; never raises for what is in it.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        found = pages(path)
    except RefusedError as error:
        every = frozenset(table.name for table in dictionary())
        return Book(unread=every, problems=(at(error.problem(path), path.name),), refused=True)
    named = {page.name: page for page in found}
    read = _tables(named)
    read = _index(_settings(read, named.get(CASE)), named.get(INDEX))
    return replace(read, files=kept_files(named.get(FILES)), problems=(*_unknown(found), *read.problems))


def _unknown(found: list[Page]) -> list[Problem]:
    """Sheets that are none of a case."""
    known = [CASE, INDEX, *(table.name for table in dictionary())]
    return [
        at(problem("workbook_sheet", page.name, value=page.name, words={"hint": _offer(page.name, known)}), page.name)
        for page in found
        if page.name not in (*known, FILES, PROBLEMS)
    ]


def _offer(name: str, known: list[str]) -> str:
    return hint(name, known) if nearest(name, known) else text("book.known_sheets")


def _tables(named: Mapping[str, Page]) -> Book:
    """The tables that have a sheet."""
    sheets: dict[str, Sheet] = {}
    unread: set[str] = set()
    columns: dict[str, Mapping[str, int]] = {}
    problems: list[Problem] = []
    for table in dictionary():
        if table.name in named:
            read = grid(named[table.name], table)
            problems += read.problems
            if read.sheet is None:
                unread.add(table.name)
            else:
                sheets[table.name] = read.sheet
                columns[table.file] = read.columns
    return Book(sheets, frozenset(unread), places=Places(columns), problems=tuple(problems))


def _settings(read: Book, page: Page | None) -> Book:
    if page is None:
        return read
    settings, cells, problems = read_settings(page)
    places = replace(read.places, settings=cells)
    return replace(read, settings=settings, places=places, problems=(*read.problems, *form_problems(page), *problems))


def _index(read: Book, page: Page | None) -> Book:
    if page is None:
        missing = problem("workbook_no_index", INDEX, severity=Severity.WARNING)
        return replace(read, problems=(*read.problems, at(missing, INDEX)))
    owners, cells, problems = read_owners(page)
    places = replace(read.places, settings={**read.places.settings, **cells})
    return replace(read, owners=owners, ticks=read_ticks(page), places=places, problems=(*read.problems, *problems))
