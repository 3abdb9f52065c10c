"""The list of decisions that hold in a plan: those of the case, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.results.audit.finding import where
from planner.results.audit.frames import day, records

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

    from planner.results.audit.finding import Sheet
    from planner.tables.inputs import Inputs


KEYS = ["action", "object", "copy", "stage", "date"]


def check_decisions(sheet: Sheet, table: pd.DataFrame, inputs: Inputs) -> None:
    """Every decision of the case is listed once, as it was taken."""
    stated = {_key(row): row for row in records(table)}
    for row in records(table.loc[table[KEYS].duplicated()]):
        sheet.add("duplicate_row", _place(row), "", "", "")
    for row in records(inputs["decisions"]):
        shown = stated.pop(_key(row), None)
        if shown is None:
            sheet.add("missing_row", _place(row), "", "", "")
            continue
        if day(shown.date) != day(row.date):
            sheet.add("decision_shown", _place(row), "", str(day(shown.date)), str(day(row.date)), "d", "date")
        sheet.equal("decision_share", _place(row), [""], float(shown.share), float(row.share), "1", column="share")
        for name in ("status", "by", "minute", "quantity"):
            found, taken = (str(getattr(r, name)) for r in (shown, row))
            if found != taken:
                sheet.add("decision_shown", _place(row), "", found, taken, column=name)
    for row in stated.values():
        sheet.add("unknown_key", _place(row), "", "", "")


def _key(row: Any) -> tuple[str, str, int, str, str]:  # noqa: ANN401 - a row as `records` gives it
    """Machines may come on several days, anything else comes once."""
    date = str(day(row.date)) if row.action == "machines" else ""
    return str(row.action), str(row.object), int(row.copy), str(row.stage), date


def _place(row: Any) -> str:  # noqa: ANN401
    return where("decision", action=row.action, object=row.object, copy=row.copy)
