"""Plans side by side by year: numbers, line copies, what limits each year; and where the plans come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.workbook.cover import by_limit
from planner.exports.workbook.grid import write_band, write_heading
from planner.exports.workbook.listing import Part, write_heads, write_listing, write_rows
from planner.exports.workbook.pivots import LABELS, Pivot, write_labels, write_pivot, write_years
from planner.exports.workbook.shapes import quiet_zero
from planner.exports.workbook.sides import rounded, shape_of
from planner.exports.workbook.style import label
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Line, SideBySide
    from planner.exports.workbook.book import Book

EACH, LAST = 13.0, 11
"""Width of every column but the first, in characters, and the last one that a printed page shows."""
_COPIES, _LIMIT = "copies", "limited_by"


def write_year(book: Book, sheet: Worksheet, row: int, side: SideBySide, measure: str) -> int:
    """Write a figure of the whole plan, a row a plan and a column a year; gives the first row after it."""
    lines = lines_of(side, measure)
    unit = label(f"workbook_unit.{lines[0].unit}", lines[0].unit)
    heading = text("workbook.header_unit", header=lines[0].name, unit=unit).replace("\n", " ")
    row = write_heading(book, sheet, row, heading)
    write_pivot(book, sheet, _pivot(side, lines), text("compare.column_plan"), row)
    return row + len(side.plans) + 2


def write_copies(book: Book, sheet: Worksheet, row: int, side: SideBySide) -> int:
    """Write copies on stream by line of which any plan has any, a row a plan; gives the first row after them."""
    keys = dict.fromkeys(line.object for line in side.lines if line.measure == _COPIES and any(line.values))
    if not keys:
        return row
    row = write_heading(book, sheet, row, text("compare_measure.copies"))
    years = sorted({line.year for line in side.lines if line.measure == _COPIES and line.year is not None})
    write_years(book, sheet, years, text("compare.column_plan"), row)
    row += 1
    for key in keys:
        write_band(book, sheet, row, book.name_of("line", key), len(years))
        write_labels(book, sheet, _pivot(side, lines_of(side, _COPIES, key), years), row + 1)
        row += 1 + len(side.plans)
    return row + 1


def write_limits(book: Book, sheet: Worksheet, row: int, side: SideBySide) -> int:
    """Write what limits each year in each plan and which programmes; gives the first row after it."""
    lines = [line for line in side.lines if line.measure == _LIMIT]
    limits = [by_limit(book, _told(lines, number)) for number, _ in enumerate(side.plans)]
    years = sorted({year for told in limits for year, _, _ in told})
    if not years:
        return row
    parts = (
        Part(text("compare.column_plan"), 0, 0, each=LABELS, indent=0),
        Part(text("workbook.limits_by"), 1, 7, each=EACH),
        Part(text("workbook.limits_programmes"), 8, LAST, each=EACH),
    )
    row = write_heads(book, sheet, write_heading(book, sheet, row, text("workbook.limits")), parts)
    for year in years:
        write_band(book, sheet, row, str(year), LAST)
        row += 1
        for plan, told in zip(side.plans, limits, strict=True):
            own = [(limit, programmes) for when, limit, programmes in told if when == year]
            names = [plan, *[""] * len(own)]
            rows = [(name, *cells) for name, cells in zip(names, own, strict=False)]
            row = write_rows(book, sheet, row, parts, rows)
    return row + 1


def write_sources(book: Book, sheet: Worksheet, row: int, side: SideBySide) -> int:
    """Write where the other plans come from; gives the first row after it."""
    parts = (
        Part(text("compare.column_plan"), 0, 0, each=LABELS, indent=0),
        Part(text("workbook.about_case"), 1, 2, each=EACH),
        Part(text("workbook.about_scenario"), 3, 4, each=EACH),
        Part(text("workbook.about_planner"), 5, 5, each=EACH),
        Part(text("workbook_scenarios.figures_sha256"), 6, LAST, each=EACH),
    )
    names = ("plan", "case", "scenario", "planner", "figures_sha256")
    rows = [[str(source[name]) for name in names] for source in side.sources]
    row = write_heading(book, sheet, row, text("workbook_scenarios.sources"))
    return write_listing(book, sheet, row, parts, rows)


def lines_of(side: SideBySide, measure: str, about: str = "") -> list[Line]:
    """A figure of the whole plan, or of one line or programme, year by year."""
    return [line for line in side.lines if (line.measure, line.object) == (measure, about) and line.year is not None]


def _pivot(side: SideBySide, lines: list[Line], years: Sequence[int] = ()) -> Pivot:
    """Numbers by plan and year; in other years than those of the lines there are none."""
    own = {line.year or 0: line for line in lines}
    across = tuple(years) or tuple(own)
    return Pivot(
        labels=side.plans,
        years=across,
        cells=tuple(tuple(_number(own.get(year), number) for year in across) for number, _ in enumerate(side.plans)),
        shape=quiet_zero(shape_of(lines[0])),
    )


def _number(line: Line | None, plan: int) -> float | None:
    cell = rounded(line.values[plan], line) if line else None
    return cell if isinstance(cell, int | float) else None


def _told(lines: list[Line], number: int) -> Iterator[tuple[int, str, str]]:
    """Year, limit and programme of one of the plans."""
    return ((line.year or 0, str(line.values[number] or ""), line.object) for line in lines)
