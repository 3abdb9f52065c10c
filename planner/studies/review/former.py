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
from planner.studies.compare.report import NoReportError, read, rows_of
from planner.studies.versions import last_approved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
        bridge: Rows of the bridge from it to today's plan; none where none lies beside the plan.
    """

    version: Version
    report: Report
    inputs: tuple[InputDifference, ...]
    bridge: Sequence[Row]


def former(plan: Report, versions: Path, cases: Sequence[Path]) -> Former | None:
    """The plan of the same case that was approved last; None where none was.

    Args:
        plan: Today's.
        versions: Folder of the versions and their register.
        cases: Folders in which input files are looked up by their fingerprints.

    Raises:
        InputError: The register cannot be read.
        NoReportError: The version cannot be read, or its money is another.
    """
    version = last_approved(versions, plan.case)
    if version is None:
        return None
    report = replace(read(versions / version.version), name=version.version)
    if report.currency != plan.currency:
        money = text("compare.comma").join((report.currency, plan.currency))
        raise NoReportError(text("compare.other_money", money=money))
    contents = Contents([*cases, *(place.folder / KEPT for place in (report, plan))])
    inputs = (*changed(report, plan, contents), *filed(report, plan, contents))
    return Former(version, report, inputs, _bridge(plan, report))


def _bridge(plan: Report, report: Report) -> list[Row]:
    def between(asked: dict[str, Any]) -> bool:
        ends = [(asked.get(end) or {}).get("manifest") for end in ("from", "to")]
        return ends == [report.sha256, plan.sha256]

    return _explained(plan, f"bridge_{report.folder.name}", "bridge", between)


def actuals(plan: Report) -> list[Row]:
    """Plan against actual, where the plan was made by a re-planning; none for any other plan.

    Raises:
        NoReportError: The table cannot be read.
    """
    return _explained(plan, "replan", "plan_vs_actual", lambda asked: asked.get("to") == plan.sha256)


def _explained(plan: Report, kind: str, table: str, fits: Callable[[dict[str, Any]], bool]) -> list[Row]:
    """A table of an explanation that lies beside a plan and is of it as it stands."""
    folder = place_of(plan.folder, kind)
    asked = (facts_of(folder) or {}).get("asked")
    if not isinstance(asked, dict) or not fits(asked):
        return []
    return rows_of(folder / f"{table}.csv", dictionary()[table])
