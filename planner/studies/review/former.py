"""What stands behind a plan: the one approved last, which inputs changed since, what each is worth, and actuals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary
from planner.exports.explained import place_of
from planner.exports.manifest import facts_of
from planner.exports.sources import KEPT
from planner.messages import text
from planner.studies.compare.changes import changed
from planner.studies.compare.contents import Contents
from planner.studies.compare.filed import filed
from planner.studies.compare.places import require_one_money
from planner.studies.compare.report import read, rows_of
from planner.studies.versions import last_approved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from planner.exports.compared.compared import InputDifference
    from planner.studies.compare.report import Report, Row
    from planner.studies.versions import Version


@dataclass(frozen=True)
class Former:
    """The plan of a case that was approved last, beside a plan of today.

    Attributes:
        version: Its row of the register.
        report: The plan, called as its version.
        inputs: What went into today's plan otherwise.
    """

    version: Version
    report: Report
    inputs: tuple[InputDifference, ...]

    @property
    def warning(self) -> str:
        """That it is no longer the plan that was approved."""
        if self.report.sha256 != self.version.manifest_sha256:
            return text("review.not_as_approved", version=self.version.version)
        return self.report.warning


@dataclass(frozen=True)
class Beside:
    """A table of an explanation that lies beside a plan.

    Attributes:
        file: The table, as a reader of the report finds it.
        rows: Its rows; none where there is no such explanation of the plan as it stands.
    """

    file: str = ""
    rows: Sequence[Row] = ()


def former(plan: Report, versions: Path, cases: Sequence[Path]) -> Former | None:
    """The plan of the same case that was approved last; None where none was.

    Args:
        plan: Today's.
        versions: Folder of the versions and their register.
        cases: Folders in which input files are looked up by their fingerprints.

    Raises:
        InputError: The register cannot be read.
        NoReportError: The version cannot be read.
        UsageError: Its money is another.
    """
    version = last_approved(versions, plan.case)
    if version is None:
        return None
    report = replace(read(versions / version.version), name=version.version)
    require_one_money((report.currency, plan.currency))
    contents = Contents([*cases, *(place.folder / KEPT for place in (report, plan))])
    return Former(version, report, (*changed(report, plan, contents), *filed(report, plan, contents)))


def bridge(plan: Report, known: Former) -> Beside:
    """The bridge from the plan that was approved last to today's, where one lies beside it.

    Raises:
        NoReportError: The table cannot be read.
    """

    def between(asked: Mapping[str, Any]) -> bool:
        ends = [asked.get(end) for end in ("from", "to")]
        found = [end.get("manifest") if isinstance(end, dict) else None for end in ends]
        return found == [known.report.sha256, plan.sha256]

    return _explained(plan, f"bridge_{known.report.folder.name}", "bridge", between)


def actuals(plan: Report) -> Beside:
    """Plan against actual, where the plan was made by a re-planning; none for any other plan.

    Raises:
        NoReportError: The table cannot be read.
    """
    return _explained(plan, "replan", "plan_vs_actual", lambda asked: asked.get("to") == plan.sha256)


def _explained(plan: Report, kind: str, table: str, fits: Callable[[Mapping[str, Any]], bool]) -> Beside:
    """A table of an explanation that lies beside a plan and is of it as it stands."""
    folder = place_of(plan.folder, kind)
    asked = (facts_of(folder) or {}).get("asked")
    if not isinstance(asked, dict) or not fits(asked):
        return Beside()
    path = folder / f"{table}.csv"
    return Beside(path.relative_to(plan.folder.parent).as_posix(), rows_of(path, dictionary()[table]))
