"""Stages by year as a heat map, and what holds each year back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Heat, Page
from planner.exports.workbook.fields import sentence
from planner.messages import text, texts_of
from planner.studies.review.data import parts, source, summed
from planner.studies.review.grids import categories, grid, ratio
from planner.studies.review.pages import page_with
from planner.studies.review.words import counted, share

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Grid
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def page(told: Told) -> Page | None:
    """How full each stage is, and which limits cost sales."""
    stages = told.rows("yearly_stages")
    if not stages:
        return None
    limits = [row for row in told.rows("yearly_plan") if row["limited_by"]]
    asked = texts_of(told.report.language)["limits.demand"]
    held = [row for row in limits if row["limited_by"] != asked]
    columns = ("year", "programme", "limited_by", "demand", "shortfall")
    return page_with(
        "bottlenecks",
        title=_title(told, stages),
        subtitle=_held(limits),
        figures=(
            _heat(told, stages),
            *((grid(told, "limits", text("review_figure.limits"), "yearly_plan", held, columns),) if held else ()),
            _detail(told, stages),
        ),
        notes=(text("review_note.heat"),),
    )


def _title(told: Told, stages: list[Row]) -> str:
    """The fullest stage; of several the one whose hour is worth most."""
    known = [row for row in stages if row["utilisation"] is not None]
    used = [row for row in known if row["utilisation"] > 0]
    if not used:
        return text("review_title.idle")
    most = max(used, key=lambda row: (row["utilisation"], row["marginal_value"] or 0.0))
    line = str(most["line"])
    words = {
        "stage": told.name("stage", str(most["stage"]), line),
        "line": told.name("line", line),
        "share": share(most["utilisation"]),
        "year": f"{most['year']:.0f}",
    }
    worth = most["marginal_value"] or 0.0
    hour = text("review.hour", amount=f"{worth:,.0f}", currency=told.currency) if round(worth) > 0 else ""
    return text("review_title.fullest", **words, hour=hour)


def _held(rows: list[Row]) -> str:
    """The limit that costs most sales."""
    lost = parts(rows, "limited_by", lambda own: summed(own, "shortfall"))
    most = max(lost, key=lambda name: lost[name]) if lost else ""
    if not lost or not lost[most]:
        return text("review_sub.none_lost")
    return text("review_sub.lost", vehicles=counted("vehicle", lost[most]), limit=sentence(most))


def _heat(told: Told, stages: list[Row]) -> Heat:
    cells = {(str(row["line"]), str(row["stage"]), int(row["year"])): row for row in stages}
    keys = tuple(dict.fromkeys((line, stage) for line, stage, _ in cells))
    found = [[cells.get((*key, year)) for year in told.years] for key in keys]
    marked = {
        (r, c) for r, row in enumerate(found) for c, cell in enumerate(row) if cell and cell["bottleneck"] == "true"
    }
    return Heat(
        key="stages",
        title=text("review_figure.stages"),
        shape=ratio(),
        rows=tuple((told.name("line", line), told.name("stage", stage, line)) for line, stage in keys),
        columns=categories(told),
        values=tuple(tuple(cell["utilisation"] if cell else None for cell in row) for row in found),
        marked=frozenset(marked),
        mark=text("review.bottleneck"),
        across=text("workbook.axis_year"),
        down=text("workbook.stage"),
        sources=(source("yearly_stages", "utilisation", "bottleneck"),),
    )


def _detail(told: Told, stages: list[Row]) -> Grid:
    columns = ("year", "line", "stage", "hours_used", "machine_hours", "utilisation", "headroom", "marginal_value")
    names = {
        "line": told.names("line", stages),
        "stage": [told.name("stage", str(row["stage"]), str(row["line"])) for row in stages],
    }
    return grid(told, "detail", text("review_figure.detail"), "yearly_stages", stages, columns, names, minor=True)
