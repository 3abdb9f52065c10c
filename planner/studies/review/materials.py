"""Materials: how much of what can be bought is taken, what it costs, and which contracts are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.studies.review.data import parts, summed
from planner.studies.review.grids import grid, million, ratio, series
from planner.studies.review.pages import by_years, page_with
from planner.studies.review.words import counted, greatest, money, share

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Chart, Grid, Page
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

_SHOWN = 6
"""Materials with columns of their own; the dearest ones."""


def page(told: Told) -> Page | None:
    """How near supply is to its limits."""
    rows = told.rows("yearly_materials")
    if not rows:
        return None
    figures = (_shares(told, rows), _costs(told, rows), _contracts(told), _table(told, rows))
    return page_with(
        "materials",
        title=_title(told, rows),
        subtitle=_cost(told, rows),
        figures=figures,
    )


def _title(told: Told, rows: list[Row]) -> str:
    most = greatest(rows, "share_of_most")
    if most is None:
        return text("review_title.no_supply_limit")
    if not most["share_of_most"]:
        return text("review_title.no_supply_taken")
    words = {"item": told.name("item", str(most["item"])), "year": f"{most['year']:.0f}"}
    worth = [row for row in rows if (row["marginal_value"] or 0.0) > 0]
    binds = text("review.supply_binds", cases=counted("supply", len(worth))) if worth else text("review.supply_free")
    return text("review_title.supply", **words, share=share(most["share_of_most"], 1), binds=binds)


def _cost(told: Told, rows: list[Row]) -> str:
    total = summed(rows, "cost_million")
    costs = parts(rows, "item", lambda own: summed(own, "cost_million"))
    most = max(costs, key=lambda item: costs[item])
    if total <= 0:
        return ""
    words = {"total": money(total, told.currency), "item": told.name("item", most), "share": share(costs[most] / total)}
    return text("review_sub.materials" if len(costs) > 1 else "review_sub.one_material", **words)


def _shares(told: Told, rows: list[Row]) -> Chart | None:
    """Bought over most, of the materials that have a limit."""
    own = parts([row for row in rows if row["share_of_most"] is not None], "item", list)
    beside = tuple(
        series(told, "yearly_materials", "share_of_most", told.name("item", item), rows=found)
        for item, found in own.items()
    )
    return by_years(told, "shares", "columns", text("review_figure.shares"), beside, ratio()) if own else None


def _costs(told: Told, rows: list[Row]) -> Chart:
    own = parts(rows, "item", list)
    dearest = sorted(own, key=lambda item: -summed(own[item], "cost_million"))[:_SHOWN]
    stacked = tuple(
        series(told, "yearly_materials", "cost_million", told.name("item", item), rows=own[item]) for item in dearest
    )
    title = text("review_figure.material_costs" if len(own) <= _SHOWN else "review_figure.dearest", count=_SHOWN)
    return by_years(told, "costs", "stacked", title, stacked, million(told.currency))


def _contracts(told: Told) -> Grid | None:
    rows = told.rows("contracts")
    columns = (
        "contract",
        "supplier",
        "item",
        "status",
        "sign_by",
        "signed",
        "bought",
        "taken_share",
        "not_taken",
        "cost_million",
    )
    names = {"item": told.names("item", rows)}
    return grid(told, "contracts", text("review_figure.contracts"), "contracts", rows, columns, names) if rows else None


def _table(told: Told, rows: list[Row]) -> Grid:
    columns = ("year", "item", "unit", "used", "bought", "most", "share_of_most", "cost_million", "marginal_value")
    names = {"item": told.names("item", rows)}
    return grid(
        told, "materials", text("review_figure.materials"), "yearly_materials", rows, columns, names, minor=True
    )
