"""What a kWh costs by year, beside the conventional pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Page, Shape
from planner.messages import text
from planner.studies.review.grids import grid, series, shape_of
from planner.studies.review.pages import by_years, page_with
from planner.studies.review.words import share

if TYPE_CHECKING:
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

PARTS = ("material", "energy", "crew", "line_cost", "fixed_cost", "depreciation")


def page(told: Told) -> Page | None:
    """The unit cost path to parity; none where no kWh is built."""
    rows = [row for row in told.rows("yearly_unit_cost") if row["total"] is not None]
    if not rows:
        return None
    stacked = [series(told, "yearly_unit_cost", part) for part in PARTS if any(row[part] for row in rows)]
    conventional = series(told, "yearly_unit_cost", "conventional", role="line")
    shown = (*stacked, *((conventional,) if any(v is not None for v in conventional.values) else ()))
    shape = Shape(shape_of("yearly_unit_cost", "total", told.currency).unit)
    title = text("review_figure.unit_cost")
    table = ("year", *PARTS, "total", "conventional")
    return page_with(
        "unit_cost",
        title=_title(told, rows),
        subtitle=_fall(rows),
        figures=(
            by_years(told, "unit_cost", "stacked", title, shown, shape),
            grid(told, "costs", title, "yearly_unit_cost", told.rows("yearly_unit_cost"), table),
        ),
        notes=(text("review_note.unit_cost"),),
    )


def _title(told: Told, rows: list[Row]) -> str:
    last = rows[-1]
    words = {"total": f"{last['total']:,.0f}", "currency": told.currency, "year": f"{last['year']:.0f}"}
    beside = last["conventional"]
    if not beside:
        return text("review_title.unit_cost_alone", **words)
    apart = last["total"] / beside - 1.0
    reached = [row for row in rows if row["conventional"] and row["total"] <= row["conventional"]]
    words |= {"beside": f"{beside:,.0f}", "apart": share(abs(apart))}
    if reached and apart <= 0:
        return text("review_title.parity", **words, since=f"{reached[0]['year']:.0f}")
    return text("review_title.no_parity" if not reached else "review_title.parity_lost", **words)


def _fall(rows: list[Row]) -> str:
    first, last = rows[0], rows[-1]
    if first is last or not first["total"] or not last["total"]:
        return ""
    change = share(abs(last["total"] / first["total"] - 1.0))
    words = {
        "first": f"{first['total']:,.0f}",
        "from": f"{first['year']:.0f}",
        "change": change,
    }
    if change == share(0.0):
        return text("review_sub.cost_stays", **words)
    return text("review_sub.cost_falls" if last["total"] <= first["total"] else "review_sub.cost_rises", **words)
