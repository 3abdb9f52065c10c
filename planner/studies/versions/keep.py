"""Publish a plan: checked, kept whole with its inputs under a name of its own, entered in the register."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import AuditError, UsageError
from planner.exports.folder import MARK, report_folder
from planner.exports.sources import KEPT, sha256_of
from planner.messages import text
from planner.scenarios.chain import named_well
from planner.studies.check.filed import filed
from planner.studies.check.run import checked
from planner.studies.reopen import reopened
from planner.studies.versions.register import APPROVED, PROPOSED, REGISTER, STATUSES, Version, entered, register

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from planner.pipeline import Phases
    from planner.studies.reopen import Reopened

TAKEN = {"explained", REGISTER, KEPT}
"""Names that stand beside versions."""


@dataclass(frozen=True)
class Publication:
    """What a plan is published as.

    Attributes:
        version: Name of the version.
        status: proposed or approved.
        by: Who says so.
        note: What they say of it.
        date: Day of it; None: the plan date of the case.
    """

    version: str
    status: str
    by: str
    note: str = ""
    date: dt.date | None = None


def publish(
    folder: Path, versions: Path, wanted: Publication, cases: Sequence[Path], phases: Phases | None = None
) -> tuple[Version, Path]:
    """Publish the plan of a report.

    Args:
        folder: The report.
        versions: Folder of the versions and their register.
        wanted: What it is published as.
        cases: Folders of a case, or of several, among which is its own.
        phases: Whom to tell of each phase.

    Returns:
        The row of the register, and the folder of the version.

    Raises:
        UsageError: The name cannot be had, or the report was changed since it was written.
        AuditError: The plan does not hold against its inputs.
        InputError: The report, its case or the register cannot be read.
        OSError: The version cannot be written.
    """
    _require_words(wanted)
    told, again = filed(folder), reopened(folder, cases)
    row = _row(again, wanted)
    kept = _require_free(register(versions), row)
    found = checked(told, again, phases=phases, priced=False)
    if not found.holds:
        raise AuditError(text("versions.fails", count=len(found.findings)), [f.message for f in found.findings])
    if found.altered:
        raise UsageError(text("versions.altered", folder=folder, files=", ".join(found.altered)))
    place = versions / row.version
    if not kept:
        if (place / MARK).is_file() and not (place / KEPT).is_dir():
            raise UsageError(text("versions.place_taken", folder=place))
        place = _kept(again, place)
    entered(versions, row)
    return row, place


def _require_words(wanted: Publication) -> None:
    if not named_well(wanted.version) or wanted.version.casefold() in TAKEN:
        raise UsageError(text("versions.name", name=wanted.version))
    if wanted.status not in STATUSES:
        raise UsageError(text("versions.status", status=wanted.status, statuses=", ".join(STATUSES)))
    if not wanted.by.strip():
        raise UsageError(text("versions.nobody"))


def _row(again: Reopened, wanted: Publication) -> Version:
    report = again.report
    return Version(
        version=wanted.version,
        date=str(wanted.date or again.undecided.case.plan_date),
        status=wanted.status,
        by=wanted.by.strip(),
        note=wanted.note.strip(),
        case=report.case,
        scenario=report.scenario,
        npv_million=float(report.kpis["npv_million"]),
        manifest_sha256=report.sha256,
    )


def _require_free(known: Sequence[Version], row: Version) -> bool:
    """Whether the version is kept already: the same plan may go from proposed to approved, nothing else may change.

    Names that differ by capitals only are the same folder on some systems.
    """
    same = [version for version in known if version.version.casefold() == row.version.casefold()]
    if not same:
        return False
    last = same[-1]
    approves = (last.status, row.status) == (PROPOSED, APPROVED)
    if not approves or (last.version, last.manifest_sha256) != (row.version, row.manifest_sha256):
        raise UsageError(text("versions.taken", name=last.version, status=last.status, by=last.by, date=last.date))
    return True


def _kept(again: Reopened, place: Path) -> Path:
    """The report and the files that it was made from, copied whole or not at all.

    A folder of that name that the register does not know was left by a run that was killed: it is replaced.
    """
    report = again.report
    with report_folder(place) as copy:
        for name in (*report.facts["files"], MARK):
            target = copy.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(report.folder / name, target)
        _keep_inputs(again, copy.folder / KEPT)
    if copy.beside:
        shutil.rmtree(copy.final)
        raise UsageError(text("versions.place_taken", folder=place))
    return copy.final


def _keep_inputs(again: Reopened, kept: Path) -> None:
    """The files that the report was made from: those of a case's folder, or its workbook."""
    book = again.case.is_file()
    inputs = kept if book or again.case.name == KEPT else kept / again.case.name
    inputs.mkdir(parents=True)
    for name, sha in again.report.files.items():
        source = again.case if book else again.case / name
        shutil.copyfile(source, inputs / name)
        if sha256_of(inputs / name) != sha:
            raise UsageError(text("versions.moving", file=source))
