"""The decision record, and where the plan comes from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Column, Grid, Page, Row, Source
from planner.exports.workbook.fields import OBJECTS
from planner.exports.workbook.style import label, worded
from planner.messages import text
from planner.studies.review.grids import grid
from planner.studies.review.pages import page_with
from planner.studies.review.words import counted, listed

if TYPE_CHECKING:
    from planner.studies.review.data import Told

_SHA = 12


def page(told: Told) -> Page:
    """All decisions of the plan with who took them, and its manifest."""
    rows = told.rows("decisions")
    statuses = Counter(str(row["status"]) for row in rows)
    words = [
        text("review.status", status=label(f"workbook_status.{name}", worded(name)).lower(), count=count)
        for name, count in statuses.items()
    ]
    decisions = counted("decision", len(rows))
    title = (
        text("review_title.record", decisions=decisions, statuses=listed(words, len(words)))
        if rows
        else text("review_title.no_record")
    )
    columns = ("action", "object", "copy", "stage", "date", "quantity", "status", "by", "minute")
    names = {"object": [_named(told, str(row["action"]), str(row["object"])) for row in rows]}
    table = grid(told, "record", text("review_figure.record"), "decisions", rows, columns, names)
    return page_with(
        "record",
        title=title,
        figures=(table if rows else None, _manifest(told)),
        notes=(text("review_note.record"),) if rows else (),
    )


def _named(told: Told, action: str, key: str) -> str:
    name = told.about(action, key)
    return text("review.named", key=key, name=name) if name != key and OBJECTS[action] != "line" else name


def _manifest(told: Told) -> Grid:
    """Where the plan comes from; only what is the same for the same inputs."""
    report, solve = told.report, told.report.facts["solve"]
    facts = {
        text("workbook.about_case"): report.case,
        text("workbook.about_scenario"): report.scenario,
        text("workbook.about_planner"): report.planner,
        text("workbook.about_solver"): str(solve.get("solver") or ""),
        text("workbook.status"): label(f"workbook_status.{report.kpis.get('status')}", str(report.kpis.get("status"))),
        text("review.inputs_sha"): str(report.facts.get("inputs_sha256") or "")[:_SHA],
        text("review.manifest_sha"): report.sha256[:_SHA],
    }
    heads = (Column(text("review.what")), Column(text("workbook_column.value")))
    keys = ("case", "scenario", "planner", "solve", "inputs_sha256")
    rows = tuple(Row((name, value or None)) for name, value in facts.items())
    return Grid("manifest", text("review_figure.manifest"), heads, rows, (Source("manifest.json", keys),))
