"""The files of a case as they were, kept in a sheet that nobody sees.

A workbook holds values, and values have lost how they were written: 0.970 and 1e3, quotation marks, the end of a line,
the comments of case.toml. The files themselves are kept beside them, compressed, as plain letters that no spreadsheet
touches; a row or key that still says the same is written back as it was, all others anew. What is kept is never
believed: without it, or with another's, only the way of writing changes.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING

from planner.tables.workbook.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tables.workbook.pages import Page

_CELL = 32_000
"""Letters that go into one cell; Excel takes 32,767."""
_LARGEST = 64 * 2**20


def kept_rows(files: Mapping[str, bytes]) -> list[list[str]]:
    """A row a file: its name, and its bytes in as many cells as they need."""
    rows = []
    for name, content in files.items():
        letters = base64.b64encode(zlib.compress(content, 9)).decode("ascii")
        rows.append([name, *(letters[start : start + _CELL] for start in range(0, len(letters), _CELL))])
    return rows


def kept_files(page: Page | None) -> dict[str, bytes]:
    """The files that a sheet keeps; one that was damaged is left out."""
    found: dict[str, bytes] = {}
    for cells in page.rows if page else ():
        name, *parts = (text_of(cell) for cell in cells)
        content = _content("".join(parts))
        if content is not None:
            found[name] = content
    return found


def _content(letters: str) -> bytes | None:
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(letters, validate=True), _LARGEST)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return content if unpacker.eof else None
