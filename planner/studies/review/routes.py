"""Dry against wet: what a line of each route takes for the same output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Series
from planner.messages import text
from planner.studies.review.data import source
from planner.studies.review.grids import grid, head, ratio
from planner.studies.review.pages import page_with
from planner.studies.review.words import listed, share

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Page
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

NAMED = ("capex_million_per_gwh", "kwh_per_kwh", "floor_m2_per_gwh")
"""Measures that the title tells, each of the same output."""
_SAME = 0.005
"""Share below which two numbers are as good as alike."""


def page(told: Told) -> Page | None:
    """The routes side by side; none where the case has no candidate line of one of them."""
    rows = told.rows("routes")
    if not rows:
        return None
    known = [row for row in rows if row["dry_over_wet"] is not None]
    apart = [row for row in known if abs(row["dry_over_wet"]) >= _SAME]
    columns = ("name", "unit", "dry", "wet", "dry_over_wet")
    return page_with(
        "routes",
        title=_title(known),
        figures=(
            _chart(apart) if apart else None,
            grid(told, "routes", text("review_figure.routes"), "routes", rows, columns),
        ),
        notes=(text("review_note.routes"),),
    )


def _title(rows: list[Row]) -> str:
    own = {str(row["measure"]): float(row["dry_over_wet"]) for row in rows}
    found = [_finding(name, own[name]) for name in NAMED if name in own]
    return text("review_title.routes", findings=listed(found)) if found else text("review_title.routes_unknown")


def _finding(measure: str, apart: float) -> str:
    words = {"what": text(f"review_route.{measure}"), "share": share(abs(apart))}
    kind = "same" if abs(apart) < _SAME else "less" if apart < 0 else "more"
    return text(f"review_route.{kind}", **words)


def _chart(rows: list[Row]) -> Chart:
    values = tuple(float(row["dry_over_wet"]) for row in rows)
    own = Series(head("routes", "dry_over_wet"), values, source("routes", "dry_over_wet"))
    names = tuple(str(row["name"]) for row in rows)
    return Chart("apart", "bars", text("review_figure.apart"), names, (own,), ratio(), head("routes", "name"))
