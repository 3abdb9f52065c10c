"""Prices in words: what a step of each limit that holds would bring, proved by plans made again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Series
from planner.messages import text
from planner.studies.review.data import source
from planner.studies.review.grids import grid, million
from planner.studies.review.pages import page_with
from planner.studies.review.words import money

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Page
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

SHOWN = 10
"""Limits that are shown, the dearest first."""
_LEAST = 0.05
"""Million that a reader sees."""


def page(told: Told) -> Page | None:
    """The dearest limits; none where the report has no prices."""
    rows = sorted(told.rows("prices"), key=_place)
    if not rows:
        return None
    # Each limit once, in its dearest year and copy: the first of its rows.
    own = {str(row["limit"]): row for row in reversed(rows) if (row["gain_million"] or 0.0) >= _LEAST}
    paying = sorted(own.values(), key=_place)[:SHOWN]
    columns = ("year", "limit", "step", "unit", "gain_million", "loss_million", "meaning", "opens")
    return page_with(
        "priced",
        title=_title(told, paying),
        figures=(
            _chart(told, paying) if paying else None,
            grid(told, "prices", text("review_figure.prices"), "prices", paying or rows[:SHOWN], columns),
        ),
        notes=(text("review_note.prices"),),
    )


def _place(row: Row) -> float:
    """Place among the limits of all years."""
    return math.inf if row["rank_plan"] is None else float(row["rank_plan"])


def _title(told: Told, paying: list[Row]) -> str:
    if not paying:
        return text("review_title.no_price")
    first = paying[0]
    words = {"limit": first["limit"], "year": f"{first['year']:.0f}"}
    return text("review_title.prices", **words, money=money(float(first["gain_million"]), told.currency))


def _chart(told: Told, rows: list[Row]) -> Chart:
    names = tuple(text("review.in_year", name=row["limit"], year=f"{row['year']:.0f}") for row in rows)
    values = tuple(float(row["gain_million"]) for row in rows)
    own = Series(text("review_series.gain"), values, source("prices", "gain_million"))
    title = text("review_figure.gains")
    return Chart("gains", "bars", title, names, (own,), million(told.currency, 1), text("review.limit"))
