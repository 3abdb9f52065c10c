"""Decisions that somebody has changed by hand: held against the case as those of its own table are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner import pipeline
from planner.errors import InputError, Severity
from planner.scenarios import apply
from planner.studies.check.doubts import DECISIONS
from planner.tables import raw
from planner.tables.decode import Sheet

if TYPE_CHECKING:
    import pandas as pd

    from planner.studies.reopen import Reopened
    from planner.tables.inputs import Inputs

PLANNED, GIVEN = "planned", "committed"


def decided_by_hand(again: Reopened, rows: pd.DataFrame) -> Inputs:
    """The case of a report with these decisions.

    Raises:
        InputError: The case cannot have them.
    """
    applied = apply(raw(again.case), again.asked.variant)
    header = tuple(again.undecided[DECISIONS].columns)
    cells = [[_cell(row.get(name)) for name in header] for row in rows.to_dict("records")]
    lines = list(range(2, 2 + len(cells)))
    sheets = {**applied.files.sheets, DECISIONS: Sheet(header, cells, lines, 1)}
    _, problems = pipeline.examined(replace(applied.files, sheets=sheets))
    wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
    if wrong:
        raise InputError(wrong)
    return again.deciding(rows)


def _cell(value: object) -> str:
    """A value as a cell of the input table; the planner's own decisions are as firm as any."""
    if value is None or value != value:  # noqa: PLR0124 - not a day
        return ""
    told = str(value)[:10] if hasattr(value, "isoformat") else str(value)
    return GIVEN if told == PLANNED else told
