"""The same deck in the same bytes: no clock in the package, nor in the workbooks behind its charts."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the file format has no zones; the first moment that a zip knows
_MOMENT = (1980, 1, 1, 0, 0, 0)


def packed(content: bytes) -> bytes:
    """A zip with the same files, all of them of the same moment."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
