"""A workbook file -> its parts, where they are safe to read: no macros, no links, no more than can be held.

Every part is unpacked here within one limit and handed on from memory, so that no reader after this trusts what the
file says of its own sizes.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from planner.tables.tell import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from planner.errors import Problem

LARGEST = 96 * 2**20
"""Bytes of all parts together, unpacked: a case of a hundred thousand rows takes about half of it."""
MOST_PARTS = 4_096
_BLOCK = 2**20
_READ = (".xml", ".rels")
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/vbaproject")
_LINKS = ("xl/externallinks/",)
_OLD = b"\xd0\xcf\x11\xe0"  # an old workbook, or one that a password protects
_NEEDED = "xl/workbook.xml"


class RefusedError(Exception):
    """A workbook that is not read; `check` names why."""

    def __init__(self, check: str, **words: object) -> None:
        """Keep what the problem's text needs."""
        super().__init__(check)
        self.check = check
        self.words = words

    def problem(self, path: Path) -> Problem:
        """It as a problem of the file."""
        return problem(self.check, path.name, value=path.name, words=self.words)


def parts(path: Path) -> dict[str, bytes]:
    """The XML parts of a workbook by their names.

    Raises:
        RefusedError: It is no workbook, or none that is safe to read.
        OSError: The file cannot be read.
    """
    if path.suffix.lower() != ".xlsx":
        raise RefusedError("workbook_kind")
    with path.open("rb") as file:
        if file.read(len(_OLD)) == _OLD:
            raise RefusedError("workbook_locked")
    try:
        with zipfile.ZipFile(path) as packed:
            return _unpacked(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise RefusedError("workbook_broken") from error


def _unpacked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    entries = packed.infolist()
    names = [entry.filename.lower() for entry in entries]
    if any(mark in name for name in names for mark in _MACROS):
        raise RefusedError("workbook_macros")
    if any(name.startswith(_LINKS) for name in names):
        raise RefusedError("workbook_links")
    if len(entries) > MOST_PARTS or len(set(names)) < len(names):
        raise RefusedError("workbook_broken")
    found: dict[str, bytes] = {}
    left = LARGEST
    for entry in entries:
        if entry.filename.lower().endswith(_READ):
            found[entry.filename] = _within(packed, entry, left)
            left -= len(found[entry.filename])
    if _NEEDED not in found:
        raise RefusedError("workbook_broken")
    if b"macroEnabled" in found.get("[Content_Types].xml", b""):
        raise RefusedError("workbook_macros")
    return found


def _within(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """A part unpacked block by block, up to `most` bytes."""
    found = io.BytesIO()
    with packed.open(entry) as part:
        while block := part.read(_BLOCK):
            if found.tell() + len(block) > most:
                raise RefusedError("workbook_large", most=f"{LARGEST / 2**20:.0f}")
            found.write(block)
    return found.getvalue()


def packed_again(found: Mapping[str, bytes]) -> io.BytesIO:
    """The parts as a workbook in memory that holds nothing but them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for name, content in found.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    stream.seek(0)
    return stream


def walk(
    content: bytes,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Tell of every element of an XML part, by its name without the namespace.

    Raises:
        RefusedError: It is no XML, or defines entities of its own.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: begin(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if said:
        parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise RefusedError("workbook_broken") from error


def _refuse(*_: object) -> None:
    raise RefusedError("workbook_broken")
