"""The finished runs of a study, each a file named by its key: what is there is never run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.studies.record import Record, decoded, encoded

if TYPE_CHECKING:
    from pathlib import Path


class Store:
    """Records in a folder, one file a run.

    A file appears whole or not at all, so that a study may be killed at any moment and goes on from there.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder where it is not there, and clear away what killed writers have left."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for rest in folder.glob(".*.part"):
            rest.unlink(missing_ok=True)

    def get(self, key: str) -> Record | None:
        """The record of a key; None where there is none that can be read."""
        try:
            return decoded(self._path(key).read_bytes())
        except FileNotFoundError:
            return None

    def put(self, key: str, record: Record) -> None:
        """Keep a record."""
        part = self.folder / f".{key}.part"
        part.write_bytes(encoded(record))
        part.replace(self._path(key))

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"
