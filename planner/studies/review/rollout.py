"""Rollout by programme and year, beside demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Grid, Page, Series
from planner.messages import text
from planner.studies.review.data import by_year, parts, source, summed
from planner.studies.review.grids import grid, head, vehicles
from planner.studies.review.pages import by_programme, by_years, page_with
from planner.studies.review.words import counted, greatest, listed, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def page(told: Told) -> Page:
    """Production installs by programme and year beside demand."""
    own = parts(told.rows("yearly_plan"), "programme", list)
    columns = by_programme(told, "production_installs")
    asked = {name: by_year(rows, told.years, "demand") for name, rows in own.items()}
    total = by_year(told.rows("yearly_total"), told.years, "demand")
    demand = Series(head("yearly_total", "demand"), total, source("yearly_total", "demand"), "point", parts=asked)
    return page_with(
        "rollout",
        title=_title(told, own),
        subtitle=_short(told),
        figures=(
            by_years(told, "production", "stacked", text("review_figure.production"), (*columns, demand), vehicles()),
            _table(told),
        ),
        notes=_names(told),
    )


def _title(told: Told, own: Mapping[str, list[Row]]) -> str:
    rows = [row for row in told.rows("yearly_total") if row["production_installs"]]
    if not rows:
        return text("review_title.no_production", year=told.years[-1])
    first, last = rows[0], rows[-1]
    words = {
        "first": counted("sale", first["production_installs"]),
        "from": f"{first['year']:.0f}",
        "last": counted("sale", last["production_installs"]),
        "to": f"{last['year']:.0f}",
        "lead": _lead(own),
    }
    if first is last:
        return text("review_title.one_year", **words)
    apart = last["production_installs"] - first["production_installs"]
    return text(
        "review_title.grows" if apart > 0 else "review_title.falls" if apart < 0 else "review_title.same", **words
    )


def _lead(own: Mapping[str, list[Row]]) -> str:
    """The programme that is built most, where there are several."""
    sums = {name: summed(rows, "production_installs") for name, rows in own.items()}
    built = {name: number for name, number in sums.items() if number > 0}
    if len(built) < 2:  # noqa: PLR2004
        return ""
    most = max(built, key=lambda name: built[name])
    return text("review.lead", programme=most, share=share(built[most] / sum(built.values())))


def _short(told: Told) -> str:
    short, asked = (summed(told.rows("yearly_total"), name) for name in ("shortfall", "demand"))
    if not asked:
        return text("review_sub.no_demand")
    if not short:
        return text("review_sub.all_served")
    most = greatest(told.rows("yearly_total"), "shortfall") or {}
    return text(
        "review_sub.short", vehicles=counted("vehicle", short), asked=f"{asked:,.0f}", year=f"{most['year']:.0f}"
    )


def _table(told: Told) -> Grid:
    columns = ("year", "programme", "pilot_installs", "production_installs", "demand", "shortfall", "gwh", "limited_by")
    return grid(told, "plan", text("review_figure.plan"), "yearly_plan", told.rows("yearly_plan"), columns)


def _names(told: Told) -> tuple[str, ...]:
    """What the programmes are called, where they have names."""
    named = [(key, told.name("programme", key)) for key in told.programmes]
    told_as = [text("review.named", key=key, name=name) for key, name in named if name != key]
    return (text("review_note.names", names=listed(told_as, len(told_as))),) if told_as else ()
