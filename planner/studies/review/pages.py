"""A page of a review with its topic, and charts whose categories are the plan's years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Page
from planner.messages import text
from planner.studies.review.data import parts
from planner.studies.review.grids import categories, series

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.exports.reviewed.content import ChartKind, Figure, Series, Shape
    from planner.studies.review.data import Told


def page_with(
    key: str, *, title: str, figures: Iterable[Figure | None], subtitle: str = "", notes: tuple[str, ...] = ()
) -> Page:
    """A page; figures that the plan has nothing for are left out."""
    shown = tuple(figure for figure in figures if figure is not None)
    return Page(key, text(f"review_topic.{key}"), title, subtitle, shown, notes)


def by_years(told: Told, key: str, kind: ChartKind, title: str, shown: Sequence[Series], shape: Shape) -> Chart:
    """A chart of series by the plan's years."""
    return Chart(key, kind, title, categories(told), tuple(shown), shape, text("workbook.axis_year"))


def by_programme(told: Told, column: str) -> list[Series]:
    """A column of the yearly plan, a series a programme."""
    own = parts(told.rows("yearly_plan"), "programme", list)
    return [series(told, "yearly_plan", column, name, rows=rows, group=name) for name, rows in own.items()]
