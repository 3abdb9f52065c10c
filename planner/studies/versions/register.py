"""The register of published plans: a row each time a version is proposed or approved, never changed afterwards."""

from __future__ import annotations

import csv
import os
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from planner.errors import InputError, Problem
from planner.exports.tables import safe, unsafe
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REGISTER = "register.csv"
PROPOSED, APPROVED = "proposed", "approved"
STATUSES = (PROPOSED, APPROVED)


@dataclass(frozen=True)
class Version:
    """A row of the register.

    Attributes:
        version: Name of the version, and of its folder beside the register.
        date: Day on which it got its status, as 2026-11-27.
        status: proposed or approved.
        by: Who proposed or approved it.
        note: What they say of it.
        case, scenario: Of which case and scenario it is the plan.
        npv_million: What it is worth, million money.
        manifest_sha256: Fingerprint of its manifest.
    """

    version: str
    date: str
    status: str
    by: str
    note: str
    case: str
    scenario: str
    npv_million: float
    manifest_sha256: str


HEADER = tuple(field.name for field in fields(Version))


def register(versions: Path) -> list[Version]:
    """The rows of the register in a folder of versions, oldest first; none where there is no register.

    Raises:
        InputError: Rows that are none; the error holds all of them.
    """
    path = versions / REGISTER
    if not path.is_file():
        return []
    found: list[Version] = []
    problems: list[Problem] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = [*csv.reader(file)] or [[]]
    except (ValueError, csv.Error) as error:
        raise InputError([_problem("register_unreadable", 1, "", why=error)]) from error
    if tuple(header) != HEADER:
        raise InputError([_problem("register_header", 1, ", ".join(header), columns=", ".join(HEADER))])
    for number, cells in enumerate(lines, 2):
        try:
            row = dict(zip(HEADER, map(unsafe, cells), strict=True))
            found.append(Version(**{**row, "npv_million": float(row["npv_million"])}))  # type: ignore[arg-type]
        except ValueError:
            problems.append(_problem("register_row", number, ", ".join(cells)))
    if problems:
        raise InputError(problems)
    return found


def last_approved(versions: Path, case: str) -> Version | None:
    """The version of a case that was approved last; None where none was.

    Raises:
        InputError: As `register`.
    """
    return approved(versions).get(case)


def approved(versions: Path) -> dict[str, Version]:
    """By case the version that was approved last.

    Raises:
        InputError: As `register`.
    """
    return {row.case: row for row in register(versions) if row.status == APPROVED}


def entered(versions: Path, row: Version) -> None:
    """Add a row; a register that is being read, or a run that is killed, sees the former one or the new one."""
    path = versions / REGISTER
    part = path.with_name(f".{REGISTER}.{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(_cells(known) for known in [*register(versions), row])
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _cells(row: Version) -> Sequence[str]:
    return [safe(str(value)) if isinstance(value, str) else repr(value) for value in astuple(row)]


def _problem(check: str, row: int, value: str, **words: object) -> Problem:
    return Problem(
        check, text(f"versions.{check}", **words), text("versions.register_advice"), REGISTER, row, "", value
    )
