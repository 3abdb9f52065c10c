"""This plan beside others: what it says, key figures with their differences, and a chart over the years below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.exports.workbook.cells import TOP
from planner.exports.workbook.columns import columns, one_series
from planner.exports.workbook.drawing import along
from planner.exports.workbook.grid import set_head, set_lines, write_cell, write_heading
from planner.exports.workbook.listing import Part, write_wide
from planner.exports.workbook.measure import head_lines, lines_in
from planner.exports.workbook.pivots import LABELS
from planner.exports.workbook.scenario_years import (
    EACH,
    LAST,
    lines_of,
    write_copies,
    write_limits,
    write_sources,
    write_year,
)
from planner.exports.workbook.sides import UNDECIDED, UNKNOWN, rounded, shape_of, signed
from planner.exports.workbook.style import AMBER, SERIES, SOFT_INK, label
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.compared.compared import Line, SideBySide
    from planner.exports.workbook.book import Book

VALUE, INSTALLS, SHORTFALL = "npv", "production_installs", "shortfall"
_SHOWN = (
    VALUE,
    "npv_vs_conventional",
    "irr",
    "payback",
    "capex",
    "peak_funding",
    INSTALLS,
    "pilot_installs",
    SHORTFALL,
    "gap",
    "status",
)
_MARKS = {UNDECIDED: "near", UNKNOWN: "unknown"}
_CHART, _ROW = (1100, 340), 20
"""Size of the chart and height of a row in pixels."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Rows of the sheet that the chart shows: a header, and the first of the rows below it, one a plan."""

    head: int
    last: int

    @property
    def first(self) -> int:
        return self.head + 1


def write_scenarios(book: Book) -> None:
    """Add the sheet; none where the plan stands alone."""
    side = book.beside
    if side is None:
        return
    sheet = book.sheet("scenarios")
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, LABELS)
    years = len(lines_of(side, INSTALLS))
    sheet.set_column(1, max(LAST, years), EACH)
    row = _write_told(book, sheet, side)
    values = _Place(row + 1, 0)
    row = _write_figures(book, sheet, row, side)
    drawn = row
    row += -(-_CHART[1] // _ROW) + 1
    installs = _Place(row + 1, years)
    row = write_year(book, sheet, row, side, INSTALLS)
    row = write_year(book, sheet, row, side, SHORTFALL)
    row = write_copies(book, sheet, row, side)
    row = write_limits(book, sheet, row, side)
    write_sources(book, sheet, row, side)
    chart = _chart(book, sheet.get_name(), side, values, installs)
    sheet.insert_chart(drawn, 0, chart, {"object_position": 3})


def _write_told(book: Book, sheet: Worksheet, side: SideBySide) -> int:
    """What each plan comes to beside this one, and what a reader should know; gives the first row after."""
    part = Part("", 0, LAST, each=EACH)
    look, quiet = book.looks.ruled(text_wrap=True), book.looks.ruled(text_wrap=True, font_color=SOFT_INK)
    rows = [*((words, look) for words in side.headlines), *((words, quiet) for words in side.warnings)]
    for row, (words, shown) in enumerate(rows, TOP):
        set_lines(sheet, row, lines_in(words, part.room + LABELS - EACH))
        write_wide(sheet, row, part, words, shown)
    return TOP + len(rows) + 1


def _write_figures(book: Book, sheet: Worksheet, row: int, side: SideBySide) -> int:
    """Key figures, a row a plan, then differences to this plan, a row for each other one; gives the first row after."""
    found = {line.measure: line for line in side.lines if line.year is None and not line.object}
    shown = [found[name] for name in _SHOWN if any(value is not None for value in found[name].values)]
    row = write_heading(book, sheet, row, text("workbook.key_figures"))
    _write_heads(book, sheet, row, shown)
    for number, plan in enumerate(side.plans):
        row += 1
        _write_plan(book, sheet, row, plan, bold=number == 0)
        for across, line in enumerate(shown, 1):
            look = book.looks.ruled(align="right", num_format=shape_of(line), text_wrap=True)
            write_cell(sheet, row, across, rounded(line.values[number], line), look)
    row = write_heading(book, sheet, row + 1, text("workbook_scenarios.differences", plan=side.plans[0]))
    for number, plan in enumerate(side.plans[1:], 1):
        _write_plan(book, sheet, row, plan)
        for across, line in enumerate(shown, 1):
            _write_difference(book, sheet, (row, across), line, number)
        row += 1
    near, unknown = (text(f"workbook_scenarios.{mark}") for mark in _MARKS.values())
    note = text("workbook_scenarios.marks", near=near, unknown=unknown)
    write_cell(sheet, row, 0, note, book.looks(font_color=SOFT_INK, italic=True))
    return row + 2


def _write_heads(book: Book, sheet: Worksheet, row: int, shown: Sequence[Line]) -> None:
    heads = [_head(line) for line in shown]
    set_head(sheet, row, max((head_lines(head, EACH) for head in heads), default=1))
    sheet.write_string(row, 0, text("compare.column_plan"), book.looks.header(align="left"))
    for across, head in enumerate(heads, 1):
        sheet.write_string(row, across, head, book.looks.header(align="center"))


def _head(line: Line) -> str:
    """What a figure is, with its unit where its numbers do not show it."""
    if line.unit in {"", "1", "year"}:
        return line.name
    return text("workbook.header_unit", header=line.name, unit=label(f"workbook_unit.{line.unit}", line.unit))


def _write_plan(book: Book, sheet: Worksheet, row: int, plan: str, *, bold: bool = False) -> None:
    set_lines(sheet, row, lines_in(plan, LABELS - 1))
    weight: dict[str, Any] = {"bold": True} if bold else {}
    write_cell(sheet, row, 0, plan, book.looks.ruled(text_wrap=True, **weight))


def _write_difference(book: Book, sheet: Worksheet, place: tuple[int, int], line: Line, number: int) -> None:
    told = line.told[number]
    mark = text(f"workbook_scenarios.{_MARKS[told]}") if told in _MARKS else ""
    fill: dict[str, Any] = {"bg_color": AMBER} if told == UNDECIDED else {}
    look = book.looks.ruled(align="right", num_format=signed(shape_of(line), mark), **fill)
    write_cell(sheet, *place, rounded(line.differences[number], line), look)


def _chart(book: Book, name: str, side: SideBySide, values: _Place, installs: _Place) -> Chart:
    """Production installs by year, a column a plan; for more plans than there are colours, the value of each."""
    count = len(side.plans)
    if count > len(SERIES):
        title = text("compare_measure.npv")
        rows = values.first, values.first + count - 1
        cells = {"name": title, "categories": [name, rows[0], 0, rows[1], 0], "values": [name, rows[0], 1, rows[1], 1]}
        return one_series(book.file, cells, title, text("compare.money", currency=side.currency), _CHART)
    series = (along(name, installs.head, row, installs.last) for row in range(installs.first, installs.first + count))
    axes = text("compare.axis_year"), text("compare.axis_installs")
    return columns(book.file, series, text("compare.chart"), axes, _CHART)
