"""A workbook's problems in a copy of it: cells at fault in red, each with a note, and a first sheet that lists them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from planner.errors import UsageError
from planner.exports.faulty.cells import mark, unmark
from planner.exports.faulty.listed import SHEET, write_list
from planner.exports.folder import write_whole
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from planner.errors import Problem

__all__ = ["SHEET", "copy_of", "remove_copy", "write_copy"]

_LARGEST = 48 * 2**20
"""Bytes of all parts unpacked, pictures too: openpyxl takes about twenty times as much to hold them."""
_MADE = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"
_OURS = "planner problems"
"""Category of a copy among its properties, by which it is known from somebody's own workbook of that name."""
_MARKED = re.compile(rf"<(\w+:)?category>{_OURS}</".encode())


def copy_of(workbook: Path) -> Path:
    """Where the copy of a workbook goes: beside it."""
    return workbook.with_name(f"{workbook.stem}-problems.xlsx")


def write_copy(workbook: Path, problems: Sequence[Problem]) -> Path:
    """Write the copy in place of an older one, whole or not at all; gives the file.

    Args:
        workbook: A workbook that has been read safely.
        problems: What is wrong with it, by sheet and cell.

    Raises:
        UsageError: Something else has the copy's name, or the workbook cannot be copied.
        OSError: The file cannot be written.
    """
    place = copy_of(workbook)
    _require_ours(place)
    book = _opened(workbook)
    unmark(book)
    mark(book, problems)
    write_list(book, problems, workbook.name)
    book.properties.category = _OURS
    # Values that formulas had are not kept beside changed cells: every spreadsheet computes them on opening.
    book.calculation.fullCalcOnLoad = True
    return write_whole(place, _packed(book))


def remove_copy(workbook: Path) -> bool:
    """Remove an older copy of a workbook that is right now; gives whether there was one."""
    place = copy_of(workbook)
    ours = place.is_file() and _is_copy(place)
    if ours:
        place.unlink()
    return ours


def _require_ours(place: Path) -> None:
    if place.exists() and not (place.is_file() and _is_copy(place)):
        raise UsageError(text("faulty.taken", file=place))


def _is_copy(file: Path) -> bool:
    """Whether a workbook was made as a copy."""
    try:
        with zipfile.ZipFile(file) as packed, packed.open(_PROPERTIES) as part:
            return _MARKED.search(part.read(_LARGEST)) is not None
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False


def _opened(workbook: Path) -> Workbook:
    """The workbook with all that openpyxl knows to keep.

    Raises:
        UsageError: It is too large, or there is something in it that openpyxl does not take.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  (only where a workbook has problems)

    with zipfile.ZipFile(workbook) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
            raise UsageError(text("faulty.too_large", file=workbook.name))
    try:
        with warnings.catch_warnings():
            # Of extensions that it does not keep, colour scales say; the copy is there to be read, not to be kept.
            warnings.simplefilter("ignore")
            return load_workbook(workbook, rich_text=True)
    except (AttributeError, IndexError, KeyError, ParseError, TypeError, ValueError) as error:
        raise UsageError(text("faulty.not_copied", file=workbook.name)) from error


def _packed(book: Workbook) -> bytes:
    """The bytes of the workbook without a clock in them."""
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == _PROPERTIES:
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
