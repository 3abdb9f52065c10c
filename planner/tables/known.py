"""What reading a case once has shown, for many readings that differ from it in a few cells.

Only pure functions are asked through it, by all that they read: an answer is the same whether it is known or not.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    import pandas as pd

Found = TypeVar("Found")


class Known:
    """Answers of the first reading, by what they follow from.

    It learns until it is told that it has learnt, so that its size does not grow with the number of readings.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._found: dict[Hashable, Any] = {}
        self._learning = True

    def learnt(self) -> None:
        """Keep what is known, and nothing more."""
        self._learning = False

    def of(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """The known answer, else a new one."""
        if key in self._found:
            known: Found = self._found[key]
            return known
        found = make()
        if self._learning:
            self._found[key] = found
        return found


class Prints:
    """Fingerprints of the columns of some tables, each taken when it is first asked for."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take none yet."""
        self._tables = tables
        self._known: dict[tuple[str, str], bytes] = {}

    def of(self, table: str, columns: Sequence[str]) -> tuple[bytes, ...]:
        """Fingerprints of some columns of a table and of its line numbers."""
        return tuple(self._one(table, column) for column in ("", *columns))

    def _one(self, table: str, column: str) -> bytes:
        place = (table, column)
        if place not in self._known:
            frame = self._tables[table]
            self._known[place] = fingerprint(frame[column] if column else frame.index)
        return self._known[place]


def fingerprint(values: pd.Series | pd.Index) -> bytes:
    """A digest of a column: equal ones hold the same values of the same type in the same order."""
    array = values.to_numpy()
    if array.dtype == object:
        content = "\x1f".join(f"{type(cell).__name__}\x1e{cell}" for cell in array).encode()
    else:
        content = np.ascontiguousarray(array).tobytes()
    return blake2b(content, digest_size=16, person=str(values.dtype).encode()[:16]).digest()
