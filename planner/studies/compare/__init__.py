"""Plans side by side, from their reports alone: nothing is computed but differences."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from planner.exports.compared.compared import Compared
from planner.studies.compare.changes import changed
from planner.studies.compare.contents import Contents
from planner.studies.compare.figures import figures
from planner.studies.compare.filed import filed
from planner.studies.compare.long import long_rows
from planner.studies.compare.places import reports
from planner.studies.compare.run import settings
from planner.studies.compare.side import together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["compare"]


def compare(folders: Sequence[Path], cases: Sequence[Path] = ()) -> Compared:
    """Plans side by side; the first is the one that the others are compared with.

    Args:
        folders: Reports of plans, or folders in which there are some.
        cases: Folders of cases, or folders of such folders, in which inputs are looked up by their fingerprints.

    Raises:
        InputError: A folder is no report, or one of another version; the error holds all of them.
        UsageError: Fewer than two plans, or plans in different money.
    """
    plans = reports(folders)
    first, *others = plans
    known = [figures(plan) for plan in plans]
    contents = Contents(cases)
    inputs = [
        row
        for plan in others
        for row in (*settings(first, plan), *changed(first, plan, contents), *filed(first, plan, contents))
    ]
    side = together(plans, known, ({**plan.origin, "manifest_sha256": plan.sha256} for plan in plans))
    shared = {field.name: getattr(side, field.name) for field in fields(side)}
    return Compared(**shared, inputs=tuple(inputs), long=tuple(long_rows(plans, known)))
