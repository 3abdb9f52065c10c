"""The comparison as a workbook: what it says with a chart, the figures, the inputs that differ, the long form."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from planner.exports.compared.compared import InputDifference, LongRow
from planner.exports.compared.figures import write_figures
from planner.exports.compared.picture import insert_chart
from planner.exports.workbook.fields import Field
from planner.exports.workbook.pages import opened
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.compared.compared import Compared
    from planner.exports.workbook.pages import Pages

BOOK = "comparison.xlsx"
MOST_ROWS = 10_000
"""Rows that a sheet shows; the CSV has all."""


def write_book(compared: Compared, folder: Path) -> Path:
    """Write `comparison.xlsx`, and give it; no text of a report or of an input can become a formula or a link."""
    title = text("compare.title", plans=text("compare.comma").join(compared.plans))
    with opened(folder / BOOK, title) as pages:
        summary = pages.sheet(text("compare.sheet_summary"), text("compare.shows_summary"), portrait=True, pages=1)
        figures = pages.sheet(text("compare.sheet_figures"), text("compare.shows_figures", plan=compared.plans[0]))
        write_figures(pages, figures, compared)
        _write_inputs(pages, compared)
        _write_long(pages, compared)
        row = pages.sentences(summary, compared.headlines, compared.warnings)
        insert_chart(pages, summary, figures, compared, row)
        summary.activate()
    return folder / BOOK


def _write_inputs(pages: Pages, compared: Compared) -> None:
    sheet = pages.sheet(text("compare.sheet_inputs"), text("compare.shows_inputs", plan=compared.plans[0]))
    names = [column.name for column in fields(InputDifference)]
    rows = compared.inputs[:MOST_ROWS]
    pages.table(
        sheet,
        [Field(text(f"compare_input.{name}"), [getattr(row, name) for row in rows], widest=60) for name in names],
        frozen=1,
    )


def _write_long(pages: Pages, compared: Compared) -> None:
    sheet = pages.sheet(text("compare.sheet_long"), text("compare.shows_long"))
    rows = compared.long[:MOST_ROWS]
    shapes = {"year": "0", "value": "#,##0.###"}
    columns = []
    for column in fields(LongRow):
        shape = shapes.get(column.name, "")
        cells = [getattr(row, column.name) for row in rows]
        columns.append(Field(column.name, cells, shape, "right" if shape else "left"))
    pages.table(sheet, columns, frozen=0)
