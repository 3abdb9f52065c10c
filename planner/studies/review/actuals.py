"""What happened beside what was planned, as the last re-planning counted it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Source
from planner.messages import text
from planner.studies.review.data import summed
from planner.studies.review.grids import grid
from planner.studies.review.pages import page_with
from planner.studies.review.words import counted, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.reviewed.content import Page
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

COLUMNS = ("from", "to", "measure", "object", "copy", "stage", "item", "planned", "actual", "unit", "share")
_INSTALLS = "installs"


def page(told: Told) -> Page | None:
    """Plan against actual, row by row; none for a plan that no actuals went into."""
    rows = told.actuals.rows
    if not rows:
        return None
    names = {
        "measure": [text(f"review_measure.{row['measure']}") for row in rows],
        "object": [told.about(str(row["measure"]), str(row["object"])) for row in rows],
    }
    table = grid(told, "actuals", text("review_figure.actuals"), "plan_vs_actual", rows, COLUMNS, names)
    table = replace(table, sources=(Source(told.actuals.file, COLUMNS),))
    return page_with("actuals", title=_title(rows), figures=(table,), notes=(text("review_note.actuals"),))


def _title(rows: Sequence[Row]) -> str:
    """Vehicles counted against those planned; without any, how much was counted."""
    day = max(str(row["to"]) for row in rows)
    built = [row for row in rows if row["measure"] == _INSTALLS]
    if not built:
        return text("review_title.actuals", counts=counted("count", len(rows)), day=day)
    planned, actual = summed(built, "planned"), summed(built, "actual")
    words = {"vehicles": counted("sale", actual), "day": max(str(row["to"]) for row in built)}
    if not planned:
        return text("review_title.actuals_unplanned", **words)
    return text("review_title.actuals_installs", **words, planned=f"{planned:,.0f}", share=share(actual / planned))
