"""A workbook's tables and settings -> the bytes of the files of a case.

What a row says decides whether it is written as it was: rows that say the same as one of the former file take its very
letters, so that git shows what has changed and nothing else; a workbook that nobody touched gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from planner.tables.dictionary import dictionary
from planner.tables.settings import FILE, parsed_text
from planner.tables.workbook.former import Record, former, key_of, said_by
from planner.tables.workbook.toml_text import with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.tables.decode import Sheet
    from planner.tables.dictionary import Table
    from planner.tables.workbook.book import Book
    from planner.tables.workbook.former import Former, Said

_LAST = ("source", "notes")


def files_of(book: Book, folder: Path) -> dict[str, bytes]:
    """The files of the tables and settings that a workbook holds, as they are to stand in a folder.

    Args:
        book: The workbook, without errors in its sheets.
        folder: The folder, whose own files are the former ones where it has them, else those that the workbook keeps.
    """
    found: dict[str, bytes] = {}
    for table in dictionary():
        grid, old = book.sheets.get(table.name), _old(book, folder, table.file)
        if grid is not None and (grid.rows or old is not None):
            found[table.file] = table_bytes(table, grid, old)
    old = _old(book, folder, FILE)
    if book.settings is not None or old is not None:
        found[FILE] = settings_bytes(book, old)
    return found


def _old(book: Book, folder: Path, file: str) -> bytes | None:
    path = folder / file
    return path.read_bytes() if path.is_file() else book.files.get(file)


def settings_bytes(book: Book, old: bytes | None) -> bytes:
    """The text of case.toml: keys as the sheet of settings has them, owners as the index has those that it lists."""
    said, content, _ = parsed_text(old) if old is not None else ({}, "", [])
    said = said or {}
    settings = dict(said if book.settings is None else book.settings)
    owners = {**said.get("owners", {}), **{name: dict(entry) for name, entry in book.owners.items()}}
    settings["owners"] = {name: entry for name, entry in owners.items() if entry}
    if old is not None and _filled(settings) == _filled(said):
        return old
    return with_settings(content, _filled(settings)).encode()


def _filled(settings: dict[str, Any]) -> dict[str, Any]:
    """The keys that say anything: an empty list says what no list says."""
    return {key: value for key, value in settings.items() if value not in ({}, [])}


def table_bytes(table: Table, grid: Sheet, old: bytes | None) -> bytes:
    """The file of a table; the former bytes where they say the same in the same order."""
    known = former(old, table) if old is not None else None
    if old is None or known is None:
        columns = _columns(table, grid, ())
        return _lines([columns, *_rows(grid, columns)]).encode()
    columns = _columns(table, grid, known.header)
    rows = [_as_it_was(table, columns, row, known) for row in _rows(grid, columns)]
    if columns == known.header:
        text = known.head + "".join(_ended(row.letters or _lines([row.cells], known.newline), known) for row in rows)
        if text.rstrip("\r\n") == known.content.rstrip("\r\n"):
            return old
        if known.plain:
            return text.encode()
    return _lines([columns, *(row.cells for row in rows)]).encode()


def _columns(table: Table, grid: Sheet, header: Said) -> Said:
    """The columns of the file: those that it had, and others that must be there or hold anything, before `source`."""
    filled = {name for name, *cells in zip(grid.header, *grid.rows, strict=True) if any(cells)}
    wanted = [name for name, column in table.columns.items() if name in filled or column.required]
    if not header:
        return tuple(wanted)
    more = [name for name in wanted if name not in header]
    place = min((header.index(name) for name in _LAST if name in header), default=len(header))
    return (*header[:place], *more, *header[place:])


def _rows(grid: Sheet, columns: Said) -> list[Said]:
    """The rows of a sheet in the order of these columns; empty where it lacks one."""
    places = [grid.header.index(name) if name in grid.header else None for name in columns]
    return [tuple("" if place is None else row[place] for place in places) for row in grid.rows]


def _as_it_was(table: Table, columns: Said, row: Said, known: Former) -> Record:
    """A row as the former file wrote it: whole, or else the cells that say what they said."""
    shared = [columns.index(name) for name in known.header]
    more = any(row[place] for place in range(len(columns)) if place not in shared)
    found = None if more else known.take(tuple(said_by(table, columns, row)[place] for place in shared))
    if found:
        return Record(found.letters, _spread(columns, known.header, found.cells))
    like = known.keyed.get(key_of(table, columns, said_by(table, columns, row)))
    if like is None:
        return Record("", row)
    cells = _spread(columns, known.header, like.cells)
    pairs = zip(row, cells, said_by(table, columns, row), said_by(table, columns, cells), strict=True)
    return Record("", tuple(old if now_says == old_says else now for now, old, now_says, old_says in pairs))


def _spread(columns: Said, header: Said, cells: Said) -> Said:
    """The cells of a former row in the order of all columns."""
    named = dict(zip(header, cells, strict=True))
    return tuple(named.get(name, "") for name in columns)


def _ended(letters: str, known: Former) -> str:
    """The letters of a row with the end of its line, which the last of a file may lack."""
    return letters if letters.endswith(("\n", "\r")) else letters + known.newline


def _lines(rows: Sequence[Said], newline: str = "\n") -> str:
    """Rows as the planner writes them."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator=newline).writerows(rows)
    return stream.getvalue()
