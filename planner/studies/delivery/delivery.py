"""What a workbook brings: the files that it changes, and where each owner of the case stands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, Problem, Severity, UsageError
from planner.messages import text
from planner.studies.delivery.changed import CellChange, changes
from planner.tables.dictionary import dictionary
from planner.tables.loading import ordered
from planner.tables.raw import raw
from planner.tables.reading import typed_tables
from planner.tables.settings import FILE, parsed_text, understood
from planner.tables.workbook.write_back import files_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.tables.raw import Raw
    from planner.tables.workbook.book import Book


@dataclass(frozen=True, slots=True)
class Standing:
    """A table that somebody keeps.

    Attributes:
        table, owner: The table and who keeps it.
        date: Day of its last delivery; None where none is told.
        delivered: Whether the workbook holds it.
        changed: Whether the workbook changes it.
        behind: Days between its last delivery and the newest of the case; None where none is told.
    """

    table: str
    owner: str
    date: dt.date | None
    delivered: bool
    changed: bool
    behind: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a workbook brings to a folder.

    Attributes:
        files: The files that it changes, with their new bytes.
        changes: The cells that it changes.
        standings: Every table that somebody keeps.
        undated: Tables that it changes without a new day of delivery.
        warnings: What was noticed in reading it.
    """

    files: Mapping[str, bytes]
    changes: tuple[CellChange, ...]
    standings: tuple[Standing, ...]
    undated: tuple[str, ...]
    warnings: tuple[Problem, ...]


def delivery(workbook: Path, folder: Path) -> Delivery:
    """What a workbook brings to the folder of a case, or to a new one; nothing is written.

    Raises:
        InputError: A sheet cannot be understood, or the folder is new and the workbook lacks what every case needs.
        UsageError: The first is no workbook, or the second no folder of a case.
        OSError: A file cannot be read.
    """
    there = _is_case(folder)
    files = raw(workbook)
    if files.book is None:
        raise UsageError(text("delivery.no_workbook", file=workbook))
    found = [*files.problems, *typed_tables(files).problems]
    wrong = [one for one in found if one.severity is Severity.ERROR and not (there and one.check == "missing_file")]
    if wrong:
        raise InputError(files.placed(ordered(wrong)))
    new = files_of(files.book, folder)
    settings = _settings(files, new[FILE], folder)
    changed = {name: content for name, content in new.items() if _bytes(folder / name) != content}
    former = (parsed_text(_bytes(folder / FILE))[0] or {}).get("owners", {})
    standings = tuple(_standings(settings.get("owners", {}), files.book, changed))
    undated = [
        one.table for one in standings if one.changed and _date(former, one.table) == one.date and one.table in former
    ]
    warnings = [one for one in found if one.severity is not Severity.ERROR]
    return Delivery(changed, tuple(changes(folder, changed)), standings, tuple(undated), tuple(files.placed(warnings)))


def _is_case(folder: Path) -> bool:
    """Whether a folder holds a case already.

    Raises:
        UsageError: It is a file, or holds something else.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(text("base_case.file", target=folder))
    if (folder / FILE).is_file():
        return True
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(text("delivery.no_case", folder=folder))
    return False


def _settings(files: Raw, content: bytes, folder: Path) -> Mapping[str, Any]:
    """The keys of case.toml as they will be.

    Raises:
        InputError: One of them is not what it must be.
    """
    said, told, problems = parsed_text(content)
    problems = [*problems, *understood(folder, said, told)[1]]
    if problems or said is None:
        raise InputError(files.placed(problems))
    return said


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _standings(owners: Mapping[str, Any], book: Book, changed: Mapping[str, bytes]) -> list[Standing]:
    newest = max((entry["date"] for entry in owners.values() if "date" in entry), default=None)
    return [
        Standing(
            table=table.name,
            owner=owners[table.name]["owner"],
            date=_date(owners, table.name),
            delivered=table.name in book.sheets,
            changed=table.file in changed,
            behind=(newest - owners[table.name]["date"]).days if newest and "date" in owners[table.name] else None,
        )
        for table in dictionary()
        if table.name in owners
    ]


def _date(owners: Mapping[str, Any], table: str) -> dt.date | None:
    date: dt.date | None = owners.get(table, {}).get("date")
    return date


def take(found: Delivery, folder: Path) -> None:
    """Write what a delivery brings: every file beside its place first, and then all into place.

    Raises:
        OSError: A file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = {folder / name: folder / f".{name}.{os.getpid()}" for name in found.files}
    try:
        for path, part in parts.items():
            part.write_bytes(found.files[path.name])
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def by_owner(standings: Sequence[Standing]) -> dict[str, list[Standing]]:
    """Tables by who keeps them."""
    found: dict[str, list[Standing]] = {}
    for one in standings:
        found.setdefault(one.owner, []).append(one)
    return found
