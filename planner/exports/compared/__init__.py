"""Plans side by side as files: CSV wide and long, inputs that differ, a workbook; same reports, same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.compared.sheets import write_book
from planner.exports.compared.tables import write_inputs, write_long, write_wide
from planner.exports.folder import MARK, report_folder
from planner.exports.manifest import is_marked, write_mark
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.compared.compared import Compared

KIND = "comparison"
"""Key of the manifest by which a folder is known to hold a comparison and no plan."""


def write_compared(compared: Compared, target: Path) -> Path:
    """Write the files of a comparison in place of a former one, in one move; gives the folder they went to.

    Raises:
        UsageError: The place holds the report of a plan.
        OSError: The files cannot be written.
    """
    if (target / MARK).is_file() and not is_comparison(target):
        raise UsageError(text("compare.place_taken", folder=target))
    with report_folder(target) as report:
        write_wide(compared, report.folder)
        write_long(compared, report.folder)
        write_inputs(compared, report.folder)
        write_book(compared, report.folder)
        facts = {KIND: [dict(source) for source in compared.sources]}
        told = {"headlines": list(compared.headlines), "warnings": list(compared.warnings)}
        write_mark(report.folder, {**facts, **told})
    return report.final


def is_comparison(folder: Path) -> bool:
    """Whether a folder with a manifest holds a comparison."""
    return is_marked(folder, KIND)
