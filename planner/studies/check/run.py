"""One check: read the plan back, recompute it from its case, solve the case again for what the plan could be worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner import pipeline
from planner.errors import NoPlanError
from planner.exports.dictionary import dictionary
from planner.exports.workbook import WORKBOOK
from planner.exports.workbook.shown import Names
from planner.messages import speaking
from planner.results.audit import Finding, recomputed
from planner.results.names import reader_names
from planner.solve import Options
from planner.studies.check.deciding import decided_by_hand
from planner.studies.check.doubts import DECISIONS, doubts, twice
from planner.studies.check.edits import Edit, edited
from planner.studies.check.filed import filed
from planner.studies.check.kinds import LIMITS
from planner.studies.check.pages import pages
from planner.studies.check.wish import Wish, wish
from planner.studies.reopen import reopened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from planner.pipeline import Phases
    from planner.studies.check.filed import Filed
    from planner.studies.reopen import Reopened
    from planner.tables.inputs import Inputs

LEAST = 1e-5
"""Share of a plan's value below which two plans are worth the same: what solves and their tolerances leave."""
HELD = Options(door="highs")
"""How a plan is made again whose decisions are given: a linear program."""


@dataclass(frozen=True, eq=False)
class Checked:
    """What a check came to.

    Attributes:
        again: The report with its case.
        inputs: The case with the decisions of the plan.
        findings: What does not hold.
        edits: Cells that were changed by hand, as far as they are known.
        altered: Files that are no longer as they were written.
        value: What the plan is worth by its amounts, million money; NaN where they cannot be valued.
        best: What the best plan with the same decisions is worth; None where there is no plan.
        free: The same with all that was left to the planner decided anew; None where there is no plan.
        reasons: Why there is no plan with these decisions.
        decided: Whether decisions were changed by hand.
        wish: The best plan with the amounts that were put in by hand; None where there are none to hold.
        asked_free: Whether `free` was asked for.
    """

    again: Reopened
    inputs: Inputs
    findings: Sequence[Finding]
    edits: Sequence[Edit]
    altered: Sequence[str]
    value: float
    best: float | None
    free: float | None = None
    reasons: Sequence[str] = ()
    decided: bool = False
    asked_free: bool = False
    wish: Wish | None = None

    @property
    def holds(self) -> bool:
        """Whether every limit is kept and every number adds up."""
        return not self.findings

    @property
    def broken(self) -> list[Finding]:
        """Findings of limits."""
        return [finding for finding in self.findings if finding.rule in LIMITS]

    @property
    def written(self) -> float:
        """What the plan was worth as it was written."""
        return -float(self.again.report.facts["solve"]["objective"])

    def alike(self, one: float, other: float) -> bool:
        """Whether two plans are worth the same."""
        return abs(one - other) <= LEAST * max(1.0, abs(one), abs(other))


def check(
    folder: Path,
    cases: Sequence[Path],
    workbook: Path | None = None,
    phases: Phases | None = None,
    *,
    free: bool = False,
    priced: bool = True,
) -> Checked:
    """A plan recomputed from its files and its case.

    Args:
        folder: Its report.
        cases: Folders of a case, or of several, among which is its own.
        workbook: A `plan.xlsx` of it that somebody has edited; none: the CSV files are checked.
        phases: Whom to tell of each phase.
        free: Whether the best plan with all that was left to the planner decided anew is asked for, too.
        priced: Whether the best plan with the same decisions is asked for: a solve.

    Raises:
        UsageError: It is no report, its case is not found, or the workbook is none.
        InputError: Cells that cannot be read, decisions that the case cannot have; the error holds all of them.
    """
    phases = phases or pipeline.Phases()
    with phases.phase("read"):
        told, again = filed(folder), reopened(folder, cases)
    return checked(told, again, workbook, phases, free=free, priced=priced)


def checked(
    told: Filed,
    again: Reopened,
    workbook: Path | None = None,
    phases: Phases | None = None,
    *,
    free: bool = False,
    priced: bool = True,
) -> Checked:
    """As `check`, of a report that has been read; in its own language, since words of it are held against ours."""
    with speaking(again.report.language):
        return _checked(told, again, workbook, phases or pipeline.Phases(), free=free, priced=priced)


def _checked(
    told: Filed, again: Reopened, workbook: Path | None, phases: Phases, *, free: bool, priced: bool
) -> Checked:
    with phases.phase("check"):
        names = Names(reader_names(again.undecided), again.undecided.case.currency)
        tables, edits, seen = _edited(told, again.report.folder, workbook, names)
        decided = _decisions_changed(told, tables)
        inputs = decided_by_hand(again, tables[DECISIONS]) if decided else again.inputs
    with phases.phase("audit"):
        objective = float(again.report.facts["solve"]["objective"])
        found = recomputed(inputs, tables, told.kpis, objective, _decimals())
    altered = () if workbook else told.altered
    with phases.phase("solve"):
        best, reasons = _worth(inputs) if priced else (None, ())
        wished = wish(inputs, edits) if priced and edits else None
        freed = _worth(again.undecided, replace(again.asked.options, door="highs"))[0] if free else None
    known = {(finding.rule, finding.table) for finding in found.findings}
    again_said = (finding for finding in twice(tables) if (finding.rule, finding.table) not in known)
    findings = (*found.findings, *again_said, *doubts(edits, altered, seen, found.findings))
    return Checked(again, inputs, findings, edits, altered, found.value, best, freed, reasons, decided, free, wished)


def _edited(
    told: Filed, folder: Path, workbook: Path | None, names: Names
) -> tuple[dict[str, pd.DataFrame], list[Edit], set[str]]:
    """The tables that are checked, what was changed in them by hand, and of which tables that is known.

    Where the CSV files were changed and the workbook beside them was not, it tells what stood there.
    """
    tables = dict(told.tables)
    if workbook is not None:
        found, edits = edited(pages(workbook), tables, names, workbook.name)
        return tables | found, edits, set(tables)
    changed = {name: tables[name] for name in tables if f"{name}.csv" in told.altered}
    if not changed or WORKBOOK in told.altered or not (folder / WORKBOOK).is_file():
        return tables, [], set()
    found, edits = edited(pages(folder / WORKBOOK), changed, names, WORKBOOK)
    return tables, [replace(edit, before=edit.after, after=edit.before) for edit in edits], set(found)


def _decisions_changed(told: Filed, tables: dict[str, pd.DataFrame]) -> bool:
    return f"{DECISIONS}.csv" in told.altered or not told.tables[DECISIONS].equals(tables[DECISIONS])


def _decimals() -> dict[tuple[str, str], int]:
    """Decimals of the columns that a report shows rounded: those by period it shows in full."""
    rounded = {name: columns for name, columns in dictionary().items() if not name.startswith("period_")}
    return {
        (name, column.name): column.decimals
        for name, columns in rounded.items()
        for column in columns
        if column.type == "number"
    }


def _worth(inputs: Inputs, options: Options = HELD) -> tuple[float | None, tuple[str, ...]]:
    """What the best plan is worth, million money; None, with the reasons, where there is none."""
    try:
        planned = pipeline.plan(inputs, options, missed=False, audited=False)
    except NoPlanError as error:
        return None, error.reasons
    return -float(planned.answer.objective), ()
