"""Where the plan comes from, and what the columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary
from planner.exports.manifest import plain
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.fields import DATE_SHAPE, Field, unit_of, words_of
from planner.exports.workbook.figures import figures_of, status_words
from planner.exports.workbook.grid import finish, write_cell, write_fields
from planner.exports.workbook.style import NAVY, label, worded
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.sources import Sources
    from planner.exports.workbook.book import Book

Row = tuple[str, object, str, str]
"""What it is, its value, the number format of the value ("" for text), its unit."""
_MEANING_WIDTH = 84


def write_about(book: Book, sources: Sources) -> None:
    """Add the settings, what the solver said, all key figures, versions and fingerprints of the inputs."""
    sheet = book.sheet("about")
    for column, width in enumerate((54, 34, 14, 68)):
        sheet.set_column(column, column, width)
    sections: dict[str, list[Row]] = {
        "about_plan": _plan_rows(book),
        "about_solve": _solve_rows(book),
        "about_objectives": _objective_rows(book),
        "key_figures": _figure_rows(book),
        "about_counts": [(worded(name), plain(n), "#,##0", "") for name, n in sorted(book.plan.counts.items())],
        "about_versions": [
            (text("workbook.about_planner"), sources.planner, "", ""),
            *((name, version, "", "") for name, version in sources.libraries.items()),
        ],
    }
    row = TOP
    for title, rows in sections.items():
        row = _write_section(book, sheet, row, text(f"workbook.{title}"), rows)
    _write_inputs(book, sheet, row, sources)


def _plan_rows(book: Book) -> list[Row]:
    case = book.plan.case
    horizon = text("workbook.about_horizon_value", start=case.start, end=case.end)
    money = text("workbook.about_money_value", currency=case.currency, price_year=case.price_year)
    levels = text("workbook.about_levels_value", demand=case.demand_level, supply=case.supply_level)
    return [
        (text("workbook.about_title"), case.title, "", ""),
        (text("workbook.about_case"), case.name, "", ""),
        (text("workbook.about_scenario"), book.plan.scenario, "", ""),
        (text("workbook.about_plan_date"), case.plan_date, DATE_SHAPE, ""),
        (text("workbook.about_horizon"), horizon, "", ""),
        (text("workbook.about_evaluation"), case.last, DATE_SHAPE, ""),
        (text("workbook.about_money"), money, "", ""),
        (text("workbook.about_discount"), case.discount_rate, "0.0%", ""),
        (text("workbook.about_tax"), case.tax_rate, "0.0%", ""),
        (text("workbook.about_levels"), levels, "", ""),
    ]


def _solve_rows(book: Book) -> list[Row]:
    solve = book.plan.solve
    unit, none = text("workbook.axis_money", currency=book.currency), text("workbook.none")
    bound = none if solve.bound is None else solve.bound
    return [
        (text("workbook.status"), status_words(solve), "", ""),
        (text("workbook.about_solver"), solve.solver, "", ""),
        (text("workbook.about_objective"), solve.objective, "#,##0.000", unit),
        (text("workbook.about_bound"), bound, "#,##0.000", "" if solve.bound is None else unit),
        (text("workbook.about_gap"), none if solve.gap is None else solve.gap, "0.00%", ""),
    ]


def _objective_rows(book: Book) -> list[Row]:
    """Each objective in a sentence."""
    found = book.plan["objective_levels"]
    return [(str(number), meaning, "", "") for number, meaning in zip(found["level"], found["meaning"], strict=True)]


def _figure_rows(book: Book) -> list[Row]:
    figures = figures_of(book.plan.kpis, book.currency)
    return [(figure.words, figure.value, figure.shape, figure.unit) for figure in figures]


def _write_section(book: Book, sheet: Worksheet, row: int, title: str, rows: Sequence[Row]) -> int:
    """A titled block of names and values; gives the first row of the next block."""
    sheet.write_string(row, 0, title, book.looks(bold=True, font_size=12, font_color=NAVY))
    words = book.looks.ruled(align="left")
    for down, (name, value, shape, unit) in enumerate(rows, row + 1):
        write_cell(sheet, down, 0, name, words)
        form = {"num_format": shape} if shape else {}
        write_cell(sheet, down, 1, value, book.looks.ruled(align="left", **form))
        if unit:
            write_cell(sheet, down, 2, unit, words)
    return row + len(rows) + 2


def _write_inputs(book: Book, sheet: Worksheet, row: int, sources: Sources) -> None:
    title = book.looks(bold=True, font_size=12, font_color=NAVY)
    sheet.write_string(row, 0, text("workbook.about_inputs"), title)
    for across, name in enumerate(("file", "owner", "delivered", "sha")):
        sheet.write_string(row + 1, across, text(f"workbook.about_{name}"), book.looks.header(align="left"))
    rows: list[tuple[Any, ...]] = []
    for name, sha in sources.files.items():
        owner = book.plan.case.owners.get(name.removesuffix(".csv"))
        rows.append((name, owner.owner if owner else "", owner.date if owner else None, sha))
    rows.append((text("workbook.about_combined"), "", None, sources.combined))
    words = book.looks.ruled(align="left")
    day = book.looks.ruled(align="left", num_format=DATE_SHAPE)
    digits = book.looks.ruled(font_name="Courier New", font_size=9)
    for down, cells in enumerate(rows, row + 2):
        for across, (cell, look) in enumerate(zip(cells, (words, words, day, digits), strict=True)):
            write_cell(sheet, down, across, cell, look)


def write_notes(book: Book) -> None:
    """Add the meaning of every column of the tables in this workbook."""
    shown = [entry.key for entry in book.contents if entry.sheet and entry.key in dictionary()]
    rows = [
        (label(f"workbook_sheet.{table}", table), words_of(column), unit_of(book, column), column.meaning)
        for table in shown
        for column in dictionary()[table]
    ]
    if not rows:
        return
    sheet = book.sheet("notes", len(rows))
    heads = [text(f"workbook.notes_{name}") for name in ("sheet", "column", "unit", "meaning")]
    fields = [
        Field(head, cells, widest=_MEANING_WIDTH) for head, cells in zip(heads, zip(*rows, strict=True), strict=True)
    ]
    write_fields(book, sheet, fields, grouped=True)
    finish(sheet, len(rows), len(fields), frozen=0)
