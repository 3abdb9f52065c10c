"""Plans side by side as files: CSV wide and long, inputs that differ, a workbook; same reports, same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.compared.sheets import write_book
from planner.exports.compared.tables import write_inputs, write_long, write_wide
from planner.exports.folder import MARK, report_folder
from planner.exports.sources import sha256_of
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
        _write_manifest(compared, report.folder)
    return report.final


def is_comparison(folder: Path) -> bool:
    """Whether a folder with a manifest holds a comparison."""
    try:
        facts = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and KIND in facts


def _write_manifest(compared: Compared, folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != MARK)
    facts = {
        KIND: [dict(source) for source in compared.sources],
        "headlines": list(compared.headlines),
        "warnings": list(compared.warnings),
        "files": {path.name: sha256_of(path) for path in files},
    }
    content = json.dumps(facts, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MARK).write_text(content + "\n", encoding="utf-8", newline="\n")
