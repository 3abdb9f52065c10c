"""Which reports are meant, and what their plans are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import InputError, UsageError
from planner.exports.compared.tables import KEYS
from planner.exports.folder import MARK
from planner.exports.manifest import is_no_plan
from planner.messages import text
from planner.scenarios.chain import BASE
from planner.studies.compare.report import NoReportError, problem, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from planner.studies.compare.report import Report

_LEAST = 2


def reports(
    folders: Sequence[Path], least: int = _LEAST, more: Collection[str] = (), but: Path | None = None
) -> list[Report]:
    """The reports in the order in which they are named, each once; in a folder of several the base case's first.

    Args:
        folders: Reports, or folders in which there are some.
        least: How many there have to be.
        more: Tables that are read beside those of every comparison, where a report has them.
        but: A place in a folder of several that is left out.

    Raises:
        InputError: Folders that are no reports; the error holds all of them.
        UsageError: Fewer than `least` are left, or their money differs.
    """
    found: list[Report] = []
    problems = []
    for place in dict.fromkeys(place.resolve() for folder in folders for place in _places(folder, but)):
        try:
            found.append(read(place, more))
        except NoReportError as error:
            problems.append(problem(place, error))
    if problems:
        raise InputError(problems)
    if len(found) < least:
        raise UsageError(text("compare.too_few" if least > 1 else "compare.none_beside", count=len(found)))
    require_one_money(report.currency for report in found)
    return _named(found)


def require_one_money(currencies: Iterable[str]) -> None:
    """Raise UsageError where plans that are to stand side by side are in different money."""
    money = dict.fromkeys(currencies)
    if len(money) > 1:
        raise UsageError(text("compare.other_money", money=text("compare.comma").join(money)))


def _places(folder: Path, but: Path | None) -> Iterator[Path]:
    """The folder itself where it is a report or holds none; else the reports in it, and nothing else that we write."""
    inner = [] if _is_plan(folder) else sorted(path.parent for path in folder.rglob(MARK))
    inner = [place for place in inner if not (is_no_plan(place) or _hidden(place, folder))]
    found = sorted(inner, key=lambda place: (place.name != BASE, place))
    yield from (place for place in found if not _same(place, but)) if found else [folder]


def _is_plan(folder: Path) -> bool:
    return (folder / MARK).is_file() and not is_no_plan(folder)


def _same(place: Path, other: Path | None) -> bool:
    return other is not None and place.resolve() == other.resolve()


def _hidden(place: Path, folder: Path) -> bool:
    """Whether it lies in a hidden folder: a report that is being written."""
    return any(part.startswith(".") for part in place.relative_to(folder).parts)


def _named(found: Sequence[Report]) -> list[Report]:
    """Plans are called as their scenario; where two are alike, with their case, else by the place of the report."""
    names = [report.scenario for report in found]
    for longer in (lambda r: f"{r.case}/{r.scenario}", lambda r: f"{r.folder.parent.name}/{r.folder.name}", _whole):
        taken = Counter([*names, *KEYS])
        names = [longer(r) if taken[name] > 1 else name for r, name in zip(found, names, strict=True)]
    return [replace(report, name=name) for report, name in zip(found, names, strict=True)]


def _whole(report: Report) -> str:
    return report.folder.as_posix()
