"""Plan to files: tables, workbook and manifest, written whole or not at all."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.folder import report_folder
from planner.exports.manifest import write_kpis, write_manifest
from planner.exports.sources import KEPT, sources_of
from planner.exports.tables import write_tables
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from planner.exports.compared.compared import SideBySide
    from planner.exports.sources import Sources
    from planner.results.plan import Plan

    Format = Callable[[Plan, Path, Sources, SideBySide | None], None]

__all__ = ["FORMATS", "Exported", "export"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A report that has been written.

    Attributes:
        folder: Where it lies.
        beside: Whether the wanted place was taken, so that it lies beside it.
        files: Its files, by name.
        seconds: How long each export took.
    """

    folder: Path
    beside: bool
    files: tuple[str, ...]
    seconds: Mapping[str, float]


def _csv(plan: Plan, folder: Path, _: Sources, __: SideBySide | None) -> None:
    write_tables(plan, folder)


def _xlsx(plan: Plan, folder: Path, sources: Sources, beside: SideBySide | None) -> None:
    from planner.exports.workbook import write_workbook  # noqa: PLC0415  (only where a workbook is wanted)

    write_workbook(plan, folder, sources, beside)


FORMATS: Mapping[str, Format] = {"csv": _csv, "xlsx": _xlsx}
"""What can be written, by name."""


def export(
    plan: Plan,
    inputs_folder: Path,
    target: Path,
    phase_times: Mapping[str, float],
    formats: Sequence[str] = ("csv", "xlsx"),
    asked: Mapping[str, object] = MappingProxyType({}),
    *,
    keep: bool = False,
    beside: SideBySide | None = None,
) -> Exported:
    """Write the report of a plan in place of the former one, in one move.

    Args:
        plan: The plan.
        inputs_folder: Folder of the case, for the fingerprints of its files.
        target: Folder of the report.
        phase_times: Seconds of each phase before this one.
        formats: Which of `FORMATS` to write; the manifest and the key figures always are.
        asked: What the run was asked for.
        keep: Whether the files of the case are kept in the report, in `inputs/<case>`.
        beside: The plan and others side by side, for the workbook; None: the plan stands alone.

    Raises:
        UsageError: There is no such format.
        OSError: The report cannot be written.
    """
    _check(formats)
    sources = sources_of(inputs_folder)
    seconds: dict[str, float] = {}
    with report_folder(target) as report:
        for name in formats:
            begun = time.perf_counter()
            FORMATS[name](plan, report.folder, sources, beside)
            seconds[name] = time.perf_counter() - begun
        write_kpis(plan, report.folder)
        times = {**phase_times, **{f"export_{name}": taken for name, taken in seconds.items()}}
        write_manifest(plan, report.folder, sources, times, asked, beside.sources if beside else ())
        if keep:
            _keep(inputs_folder, sources, report.folder / KEPT / plan.case.name)
        files = tuple(
            sorted(path.relative_to(report.folder).as_posix() for path in report.folder.rglob("*") if path.is_file())
        )
    return Exported(report.final, report.beside, files, seconds)


def _keep(case: Path, sources: Sources, place: Path) -> None:
    """Copy the files of a case; their fingerprints stand in the manifest as its inputs."""
    place.mkdir(parents=True)
    for name in sources.files:
        shutil.copyfile(case / name, place / name)


def _check(formats: Sequence[str]) -> None:
    for name in formats:
        if name not in FORMATS:
            raise UsageError(text("exports.unknown_format", format=name, formats=", ".join(FORMATS)))
