"""Who goes short where there are not cars for all: what of the demand of each programme is not served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.studies.review.data import summed
from planner.studies.review.grids import grid, vehicles
from planner.studies.review.pages import by_programme, by_years, page_with
from planner.studies.review.words import counted, share

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Page
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def page(told: Told) -> Page | None:
    """Shortfall by programme; none where all demand is served, or one programme has all of it anyway."""
    rows = told.rows("yearly_plan")
    short = [row for row in rows if round(row["shortfall"] or 0.0) >= 1]
    if not short or len(told.programmes) == 1:
        return None
    years = {int(row["year"]) for row in short}
    beside = [row for row in rows if int(row["year"]) in years and (row["demand"] or row["production_installs"])]
    columns = ("year", "programme", "demand", "production_installs", "shortfall", "gwh", "limited_by")
    shown = [own for own in by_programme(told, "shortfall") if any(own.values)]
    return page_with(
        "allocation",
        title=_title(told, short),
        subtitle=_subtitle(beside),
        figures=(
            by_years(told, "short", "stacked", text("review_figure.short"), shown, vehicles()),
            grid(told, "served", text("review_figure.served"), "yearly_plan", beside, columns),
        ),
        notes=(text("review_note.allocation"),),
    )


def _title(told: Told, short: list[Row]) -> str:
    """The programme and year with the most demand that is not served."""
    most = max(short, key=lambda row: float(row["shortfall"]))
    total, own = summed(short, "shortfall"), float(most["shortfall"])
    words = {
        "vehicles": counted("unserved", total),
        "programme": told.name("programme", str(most["programme"])),
        "year": f"{most['year']:.0f}",
        "share": share(own / total),
    }
    return text("review_title.allocation" if len(short) > 1 else "review_title.allocation_one", **words)


def _subtitle(rows: list[Row]) -> str:
    """How much of the demand is served all the same in the years in which some goes short."""
    asked, served = summed(rows, "demand"), summed(rows, "demand") - summed(rows, "shortfall")
    return text("review_sub.served", share=share(served / asked, 1)) if asked else ""
