"""What was changed by hand and the audit does not see: what only a solver knows, idle rows, keys said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.messages import text
from planner.results.audit import Finding
from planner.results.audit.written import AMOUNTS
from planner.studies.check.kinds import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pandas as pd

    from planner.studies.check.edits import Edit

DECISIONS = "decisions"


def doubts(
    edits: Sequence[Edit], altered: Sequence[str], seen: Collection[str], found: Sequence[Finding]
) -> Iterator[Finding]:
    """Findings for changes that nothing bears out, and for rows that were added or taken out.

    Where no amount and no decision was changed, what follows from them cannot have changed either: an edit of it
    that the audit let pass was not looked at.

    Args:
        edits: Cells that were changed, as far as they are known.
        altered: Files that were changed.
        seen: Tables of which the edits tell all that was changed.
        found: What the audit has found.
    """
    led = any(edit.table in AMOUNTS or edit.table == DECISIONS for edit in edits)
    told = {(finding.table, finding.column) for finding in found}
    for edit in edits:
        if not edit.column:
            key = "check.row_added" if edit.after else "check.row_gone"
            message = text(key, table=edit.table, row=edit.row)
            yield Finding("row_changed", edit.row, "", 1.0, "", edit.before, edit.after, message, edit.table)
        elif edit.column in UNKNOWN.get(edit.table, ()) or not (led or (edit.table, edit.column) in told):
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


def twice(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Rows whose key a table has had before."""
    for table, frame in tables.items():
        keys = [column.name for column in dictionary()[table] if column.key]
        for row in frame.loc[frame[keys].duplicated(), keys].astype(str).itertuples(index=False):
            words = ", ".join(row)
            message = text("audit.duplicate_row", where=text("audit_where.row", table=table, key=words), when="")
            yield Finding("duplicate_row", words, "", 1.0, "", "", "", message, table)
