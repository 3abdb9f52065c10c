"""Known numbers beside what the inputs give, and what the plan assumes and from which sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Column, Grid, Page, Row, Shape
from planner.messages import text
from planner.studies.review.data import parts, source, summed
from planner.studies.review.grids import grid
from planner.studies.review.pages import page_with
from planner.studies.review.words import at_most, counted

if TYPE_CHECKING:
    from planner.studies.compare.report import Row as Known
    from planner.studies.review.data import Told


def page(told: Told) -> Page:
    """Seed facts, objectives, what the scenario changed, and the sources of each input table."""
    figures = (_facts(told), _overrides(told), _inputs(told), _levels(told))
    return page_with(
        "facts",
        title=_title(told.rows("seed_facts")),
        subtitle=_changed(told),
        figures=figures,
    )


def _title(rows: list[Known]) -> str:
    known = [row for row in rows if row["expected"] and row["value"] is not None]
    if not known:
        return text("review_title.no_facts")
    apart = {str(row["meaning"]): abs(row["value"] / row["expected"] - 1.0) for row in known}
    worst = max(apart, key=lambda name: apart[name])
    words = {"facts": counted("fact", len(known)), "apart": at_most(apart[worst], 1), "worst": worst}
    if not apart[worst]:
        return text("review_title.facts_exact", **words)
    return text("review_title.facts" if len(known) > 1 else "review_title.one_fact", **words)


def _changed(told: Told) -> str:
    rows = told.rows("overrides")
    return (
        text("review_sub.changed", changes=counted("change", len(rows)), scenario=told.report.scenario) if rows else ""
    )


def _facts(told: Told) -> Grid | None:
    rows = told.rows("seed_facts")
    columns = ("meaning", "value", "expected", "unit")
    return grid(told, "facts", text("review_figure.facts"), "seed_facts", rows, columns) if rows else None


def _overrides(told: Told) -> Grid | None:
    rows = told.rows("overrides")
    columns = ("input_table", "row", "column", "old", "new", "why")
    return grid(told, "overrides", text("review_figure.overrides"), "overrides", rows, columns) if rows else None


def _levels(told: Told) -> Grid | None:
    rows = told.rows("objective_levels")
    columns = ("level", "objective", "value", "unit", "bound", "gap", "tolerance", "reached", "meaning")
    units = {"unit": [str(row["unit"] or "").replace("money", told.currency) for row in rows]}
    return (
        grid(told, "objectives", text("review_figure.objectives"), "objective_levels", rows, columns, units, minor=True)
        if rows
        else None
    )


def _inputs(told: Told) -> Grid | None:
    """Input tables: their rows, how many of them rest on a source, and which sources these are."""
    tables = parts(told.rows("assumptions"), "input_table", list)
    found = [
        Row((name, summed(own, "rows"), summed(_sourced(own), "rows"), _codes(own))) for name, own in tables.items()
    ]
    heads = (
        Column(text("workbook_column.input_table")),
        Column(text("workbook.contents_rows"), Shape()),
        Column(text("review.with_source"), Shape()),
        Column(text("review.sources")),
    )
    origin = source("assumptions", "input_table", "rows", "source", how=text("review.how_table"))
    return Grid("sources", text("review_figure.sources"), heads, tuple(found), (origin,), True) if found else None


def _sourced(rows: list[Known]) -> list[Known]:
    return [row for row in rows if row["source"]]


def _codes(rows: list[Known]) -> str | None:
    """The sources that rows name, each once."""
    codes = {code.strip() for row in _sourced(rows) for code in str(row["source"]).split(";")}
    return text("compare.comma").join(sorted(codes)) or None
