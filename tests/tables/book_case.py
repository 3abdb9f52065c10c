"""The small case as a workbook, and hands to edit one as another program would."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
from small_case import written

from planner.exports.template import write_template
from planner.tables import dictionary, raw
from planner.tables.workbook import form_of
from planner.tables.workbook.anatomy import column_letters
from planner.tables.workbook.write_back import files_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from planner.errors import Problem


def as_workbook(folder: Path, place: Path, owner: str = "") -> Path:
    """The workbook of a case."""
    place.unlink(missing_ok=True)
    write_template(form_of(folder, owner), place)
    return place


def small_book(tmp_path: Path) -> Path:
    """The workbook of the small case."""
    return as_workbook(written(tmp_path / "small"), tmp_path / "small.xlsx")


def edit(path: Path, change: Callable[[Any], None]) -> Path:
    """Open a workbook, change it and save it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def cell_of(place: str) -> str:
    """Sheet and cell of a row and column, named as "stages 3 yield": "stages!M3"."""
    table, row, column = place.split()
    return f"{table}!{column_letters(list(dictionary()[table].columns).index(column))}{row}"


def put(path: Path, cells: Mapping[str, object]) -> Path:
    """Write values into cells, named as "stages 3 yield"."""

    def change(book: Any) -> None:
        for place, value in cells.items():
            sheet, _, cell = cell_of(place).partition("!")
            book[sheet][cell] = value

    return edit(path, change)


def repack(path: Path, parts: Mapping[str, bytes | Callable[[bytes], bytes]]) -> Path:
    """A workbook with some of its parts replaced, changed or added."""
    with zipfile.ZipFile(path) as old:
        content: dict[str, Any] = {name: old.read(name) for name in old.namelist()}
    for name, new in parts.items():
        content[name] = new if isinstance(new, bytes) else new(content[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in content.items():
            packed.writestr(name, part)
    return path


def files_back(path: Path, folder: Path) -> dict[str, bytes]:
    """The files that a workbook gives for a folder."""
    book = raw(path).book
    assert book is not None
    return files_of(book, folder)


def folder_files(folder: Path) -> dict[str, bytes]:
    """The files of a case."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".toml")}


def told(problems: list[Problem]) -> dict[str, str]:
    """Places of problems, with their checks."""
    return {problem.place: problem.check for problem in problems}
