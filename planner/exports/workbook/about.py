"""Where the plan comes from, and what the columns mean."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary
from planner.exports.manifest import plain
from planner.exports.workbook.figures import figure_of, status_words
from planner.exports.workbook.grid import Field, header_of, unit_of, write_cell, write_fields
from planner.exports.workbook.style import NAVY, label, worded
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.sources import Sources
    from planner.exports.workbook.book import Book

Row = tuple[object, ...]


def write_about(book: Book, sources: Sources) -> None:
    """Add the settings, what the solver said, all key figures, versions and fingerprints of the inputs."""
    sheet = book.sheet("about")
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 3, 68)
    row = 4
    figures = [figure_of(name, value, book.currency) for name, value in book.plan.kpis.items()]
    row = _section(book, sheet, row, "about_plan", _plan_rows(book))
    row = _section(book, sheet, row, "about_solve", _solve_rows(book))
    row = _section(
        book,
        sheet,
        row,
        "key_figures",
        [(f.words, f.value, f.unit) for f in figures],
        [f.shape for f in figures],
    )
    counts = [(worded(name), plain(book.plan.counts[name])) for name in sorted(book.plan.counts)]
    row = _section(book, sheet, row, "about_counts", counts)
    versions = [(text("workbook.about_planner"), sources.planner), *sources.libraries.items()]
    row = _section(book, sheet, row, "about_versions", versions)
    _inputs(book, sheet, row, sources)


def _plan_rows(book: Book) -> list[Row]:
    case = book.plan.case
    values: dict[str, object] = {
        "title": case.title,
        "case": case.name,
        "scenario": book.plan.scenario,
        "plan_date": case.plan_date,
        "horizon": text("workbook.about_horizon_value", start=case.start, end=case.end),
        "money": text("workbook.about_money_value", currency=case.currency, price_year=case.price_year),
        "discount": case.discount_rate,
        "levels": text("workbook.about_levels_value", demand=case.demand_level, supply=case.supply_level),
    }
    return [(text(f"workbook.about_{name}"), value) for name, value in values.items()]


def _solve_rows(book: Book) -> list[Row]:
    solve = book.plan.solve
    unit = text("workbook.axis_money", currency=book.currency)
    none = text("workbook.none")
    return [
        (text("workbook.status"), status_words(solve)),
        (
            text("workbook.about_solver"),
            text("workbook.about_solver_value", solver=solve.solver, door=solve.door),
        ),
        (text("workbook.about_objective"), round(solve.objective, 6), unit),
        (text("workbook.about_bound"), none if solve.bound is None else round(solve.bound, 6), unit),
        (text("workbook.about_gap"), none if solve.gap is None else solve.gap),
    ]


def _section(
    book: Book, sheet: Worksheet, row: int, title: str, rows: Iterable[Row], shapes: Iterable[str] = ()
) -> int:
    """A titled block of names and values; gives the first row of the next block."""
    sheet.write_string(row, 0, text(f"workbook.{title}"), book.looks(bold=True, font_size=12, font_color=NAVY))
    given = list(shapes)
    for number, (name, value, *more) in enumerate(rows):
        row += 1
        write_cell(sheet, row, 0, name, book.looks.ruled())
        shape = given[number] if given else _shape(value)
        write_cell(sheet, row, 1, value, book.looks.ruled(align="left", num_format=shape))
        for across, cell in enumerate(more, 2):
            write_cell(sheet, row, across, cell, book.looks.ruled())
    return row + 2


def _shape(value: object) -> str:
    if isinstance(value, dt.date):
        return "yyyy-mm-dd"
    if isinstance(value, float):
        return "0.00%" if abs(value) < 1 else "#,##0.000000"
    return "#,##0"


def _inputs(book: Book, sheet: Worksheet, row: int, sources: Sources) -> None:
    sheet.write_string(row, 0, text("workbook.about_inputs"), book.looks(bold=True, font_size=12, font_color=NAVY))
    for across, name in enumerate(("file", "owner", "delivered", "sha")):
        sheet.write_string(row + 1, across, text(f"workbook.about_{name}"), book.looks.header(align="left"))
    owners = book.plan.case.owners
    rows: list[Row] = []
    for name, sha in sources.files.items():
        owner = owners.get(name.removesuffix(".csv"))
        rows.append((name, owner.owner if owner else "", owner.date if owner else None, sha))
    rows.append((text("workbook.about_combined"), "", None, sources.combined))
    for down, cells in enumerate(rows, row + 2):
        for across, cell in enumerate(cells):
            shape: dict[str, Any] = {"num_format": "yyyy-mm-dd", "align": "left"} if isinstance(cell, dt.date) else {}
            if across == len(cells) - 1:
                shape = {"font_name": "Courier New", "font_size": 9}
            write_cell(sheet, down, across, cell, book.looks.ruled(**shape))


def write_notes(book: Book) -> None:
    """Add the meaning of every column of the tables in this workbook."""
    shown = {entry.key for entry in book.contents if entry.sheet}
    rows = [
        (
            label(f"workbook_sheet.{table}", table),
            header_of(book, column).split("\n")[0],
            unit_of(book, column),
            column.meaning,
        )
        for table, columns in dictionary().items()
        if table in shown
        for column in columns
    ]
    if not rows:
        return
    sheet = book.sheet("notes", len(rows))
    heads = [text(f"workbook.notes_{name}") for name in ("sheet", "column", "unit", "meaning")]
    fields = [Field(head, "text", values) for head, values in zip(heads, zip(*rows, strict=True), strict=True)]
    write_fields(book, sheet, fields, grouped=True)
    sheet.set_column(3, 3, 84)
    sheet.freeze_panes(5, 0)
    sheet.repeat_rows(4)
    sheet.autofilter(4, 0, 4 + len(rows), 3)
