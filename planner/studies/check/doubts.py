"""What was changed by hand and cannot be recomputed: only a solver knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.results.audit import Finding
from planner.studies.check.kinds import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from planner.studies.check.edits import Edit


def doubts(edits: Sequence[Edit], altered: Sequence[str], seen: Collection[str]) -> Iterator[Finding]:
    """Findings for changes in columns that are not recomputed.

    Args:
        edits: Cells that were changed, as far as they are known.
        altered: Files that were changed.
        seen: Tables of which the edits tell all that was changed.
    """
    for edit in edits:
        if edit.column in UNKNOWN.get(edit.table, ()):
            words = {"table": edit.table, "row": edit.row, "column": edit.column}
            message = text("check.not_recomputed", **words, before=edit.before, after=edit.after)
            yield Finding(
                "not_recomputed", edit.row, "", 1.0, "", edit.before, edit.after, message, edit.table, edit.column
            )
    for file in altered:
        table = file.removesuffix(".csv")
        columns = ", ".join(UNKNOWN.get(table, ()))
        if columns and table not in seen:
            message = text("check.file_altered", file=file, columns=columns)
            yield Finding("file_altered", file, "", 1.0, "", "", "", message, table)
