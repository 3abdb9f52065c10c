"""Input files by their fingerprint, where a case folder still holds them, and their cells."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from planner.exports.sources import sha256_of
from planner.scenarios.keys import toml
from planner.scenarios.rows import whole
from planner.scenarios.words import paired
from planner.tables.decode import sheet
from planner.tables.dictionary import dictionary
from planner.tables.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from planner.tables.decode import Sheet
    from planner.tables.dictionary import Table

Cells = dict[tuple[str, str], str]
"""Cell by key of the row and column; column "" holds the whole row."""
_AGAIN = "; #"


class Contents:
    """Looks up files in case folders; each file is fingerprinted and each content read once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look in these folders and in the folders in them; ones that are not there hold nothing."""
        self._cases = case_folders(folders)
        self._known: dict[Path, str] = {}
        self._read: dict[tuple[str, str], Cells | None] = {}

    def cells(self, file: str, sha: str | None) -> Cells | None:
        """The cells of the file of that fingerprint; none for a file that there was not, None where it is not found."""
        if sha is None:
            return {}
        if (file, sha) not in self._read:
            self._read[file, sha] = self._cells(file, sha)
        return self._read[file, sha]

    def _cells(self, file: str, sha: str) -> Cells | None:
        path = next((case / file for case in self._cases if self._sha(case / file) == sha), None)
        return None if path is None else cells_in(file, path.read_bytes())

    def _sha(self, path: Path) -> str:
        if path not in self._known:
            self._known[path] = sha256_of(path) if path.is_file() else ""
        return self._known[path]


def case_folders(folders: Sequence[Path]) -> list[Path]:
    """The folders and the folders in them, each once; ones that are not there hold nothing."""
    found = [
        [folder, *sorted(path for path in folder.iterdir() if path.is_dir())] for folder in folders if folder.is_dir()
    ]
    return list(dict.fromkeys(case for inner in found for case in inner))


def cells_in(file: str, raw: bytes) -> Cells | None:
    """The cells of a file of a case; None where it is none that can be read."""
    if file == FILE:
        return {("", name): toml(value) for name, value in tomllib.loads(raw.decode("utf-8")).items()}
    table = next((table for table in dictionary() if table.file == file), None)
    found = sheet(raw, file, table.columns)[0] if table else None
    return None if table is None or found is None else dict(_of(table, found))


def _of(table: Table, found: Sheet) -> Iterator[tuple[tuple[str, str], str]]:
    """Cells of a table; rows of one key are numbered."""
    seen: dict[str, int] = {}
    for number, cells in enumerate(found.rows):
        named = dict(zip(found.header, cells, strict=True))
        key = paired((name, named.get(name, "")) for name in table.keys if named.get(name))
        seen[key] = seen.get(key, 0) + 1
        row = key if seen[key] == 1 else f"{key}{_AGAIN}{seen[key]}"
        yield (row, ""), whole(found, number)
        for name in table.columns:
            yield (row, name), named.get(name) or table.columns[name].default
