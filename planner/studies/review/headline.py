"""The answer in one sentence, with its confidence, and the figures of the whole plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Page, Shape, Tile, Tiles
from planner.messages import text
from planner.studies.review.data import kpis, source, summed
from planner.studies.review.grids import million, ratio, vehicles
from planner.studies.review.pages import by_programme, by_years, page_with
from planner.studies.review.words import amount, at_most, counted, money

if TYPE_CHECKING:
    from planner.studies.review.data import Told


def page(told: Told) -> Page:
    """Installs, value, and how sure it is that no plan is better."""
    title = text("review_title.headline", builds=_builds(told), worth=_worth(told), proof=proof(told))
    return page_with(
        "headline",
        title=title,
        subtitle=_against(told),
        figures=(_tiles(told), _chart(told)),
        notes=tuple(str(row["meaning"]) for row in told.rows("objective_levels") if row.get("meaning")),
    )


def built(told: Told) -> float:
    """Production installs of all years of the plan, in whole vehicles."""
    return summed(told.rows("yearly_total"), "production_installs")


def _builds(told: Told) -> str:
    return text("review.builds", vehicles=counted("sale", built(told)), year=told.years[-1])


def _worth(told: Told) -> str:
    npv = told.kpi("npv_million") or 0.0
    if float(amount(npv).replace(",", "")) == 0.0:
        return text("review.worth_nothing")
    return text("review.worth_more" if npv > 0 else "review.worth_less", money=money(abs(npv), told.currency))


def proof(told: Told) -> str:
    """How sure it is that no plan is better, as the solver proved."""
    gap, optimal = told.kpi("gap"), told.report.kpis.get("status") == "optimal"
    if gap is None:
        return text("review.proved" if optimal else "review.unproved_bare")
    if gap <= 0.0:
        return text("review.proved" if optimal else "review.unproved_bare")
    return text("review.proved_to" if optimal else "review.unproved", gap=at_most(gap))


def _against(told: Told) -> str:
    """The value beside that of conventional cars alone."""
    apart = told.kpi("npv_vs_conventional_million")
    if apart is None or float(amount(apart).replace(",", "")) == 0.0:
        return ""
    return text("review_sub.more" if apart > 0 else "review_sub.less", money=money(abs(apart), told.currency))


def _tiles(told: Told) -> Tiles:
    rows, whole = told.rows("yearly_total"), text("review.how_sum")
    tiles = [
        Tile(text(f"review_tile.{name}"), summed(rows, name), vehicles(), source("yearly_total", name, how=whole))
        for name in ("production_installs", "pilot_installs", "shortfall")
    ]
    amounts = ("npv_million", "peak_funding_million", "capex_million")
    tiles += [_tile(told, name, million(told.currency)) for name in amounts]
    tiles += [_tile(told, "irr", ratio()), _tile(told, "payback_year", Shape(grouped=False))]
    return Tiles("key_figures", text("workbook.key_figures"), tuple(tiles))


def _tile(told: Told, name: str, shape: Shape) -> Tile:
    return Tile(text(f"workbook_kpi.{name}"), told.kpi(name), shape, kpis(name))


def _chart(told: Told) -> Chart:
    """Production installs of each programme by year."""
    stacked = by_programme(told, "production_installs")
    return by_years(told, "installs", "stacked", text("review_figure.installs"), stacked, vehicles())
