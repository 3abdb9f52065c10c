"""The small case as a workbook, and hands to edit one as another program would."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
from small_case import written

from planner.exports.template import write_template
from planner.tables import raw
from planner.tables.workbook import form_of
from planner.tables.workbook.write_back import files_of

if TYPE_CHECKING:
    from collections.abc import Callable
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


def put(path: Path, **cells: object) -> Path:
    """Write values into cells, named as stages_F12."""

    def change(book: Any) -> None:
        for place, value in cells.items():
            sheet, _, cell = place.rpartition("_")
            book[sheet][cell] = value

    return edit(path, change)


def repack(path: Path, *, drop: str = "", **parts: bytes) -> Path:
    """A workbook with some parts replaced or added, named by their last part with dots as underscores."""
    new = path.with_name(f"re_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as packed:
        names = {name.replace("/", "__").replace(".", "_"): name for name in old.namelist()}
        for name in old.namelist():
            if name != drop and name not in {names.get(key) for key in parts}:
                packed.writestr(name, old.read(name))
        for key, content in parts.items():
            packed.writestr(names.get(key, key.replace("__", "/")), content)
    shutil.move(new, path)
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
