"""The cover: status in words, key figures, the years, what limits each of them, known facts, contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.facts import facts, write_fact_rows
from planner.exports.workbook.fields import numbers, sentence, words_of
from planner.exports.workbook.figures import figures_of, status_words
from planner.exports.workbook.grid import write_heading
from planner.exports.workbook.listing import WIDTH, Part, write_listing, write_wide
from planner.exports.workbook.pivots import column_of
from planner.exports.workbook.shapes import shape_of
from planner.exports.workbook.style import CAREFUL, GOOD, LINK, NAVY, PALE, SOFT_INK, WHITE, label
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book
    from planner.exports.workbook.figures import Figure

_FIRST, _LAST = 1, 8
_TILES_A_ROW, _MOST_TILES = 4, 12
_TILE_ROWS = 4
_YEARS = (
    "year",
    "production_installs",
    "cumulative_production",
    "target",
    "demand",
    "shortfall",
    "pilot_installs",
    "gwh",
)
_FREE_LETTERS = {20: 75, 10: 140}
"""Letters over the whole width by font size."""


def write_cover(book: Book, sheet: Worksheet) -> None:
    """Fill the cover, which is the first sheet, once all others are known."""
    sheet.set_column(0, 0, 2)
    sheet.set_column(_FIRST, _LAST, WIDTH)
    row = _write_head(book, sheet)
    row = _write_tiles(book, sheet, row)
    row = _write_years(book, sheet, row)
    row = _write_limits(book, sheet, row)
    row = _write_facts(book, sheet, row)
    _write_contents(book, sheet, row)


def _write_head(book: Book, sheet: Worksheet) -> int:
    case, solve = book.plan.case, book.plan.solve
    under = text(
        "workbook.subtitle",
        scenario=book.plan.scenario,
        plan_date=case.plan_date,
        start=case.start,
        end=case.end,
        currency=case.currency,
        price_year=case.price_year,
    )
    tint = GOOD if solve.status == "optimal" else CAREFUL
    middle = {"valign": "vcenter", "align": "left", "text_wrap": True}
    title = book.looks(bold=True, font_size=20, font_color=NAVY, **middle)
    bands = {
        1: (case.title, title, 36, _FREE_LETTERS[20]),
        2: (under, book.looks(font_color=SOFT_INK, **middle), 20, _FREE_LETTERS[10]),
        4: (status_words(solve), book.looks(bg_color=tint, indent=1, **middle), 30, _FREE_LETTERS[10]),
    }
    for row, (words, look, height, letters) in bands.items():
        sheet.set_row_pixels(row, height * (1 + len(words) // letters))
        write_wide(sheet, row, Part("", _FIRST, _LAST), words, look)
    for row in (0, 3, 5):
        sheet.set_row_pixels(row, 10)
    return 6


def _write_tiles(book: Book, sheet: Worksheet, row: int) -> int:
    figures = figures_of(book.plan.kpis, book.currency)[:_MOST_TILES]
    if not figures:
        return row
    row = write_heading(book, sheet, row, text("workbook.key_figures"), _FIRST)
    for number, figure in enumerate(figures):
        down, across = divmod(number, _TILES_A_ROW)
        _write_tile(book, sheet, row + _TILE_ROWS * down, _FIRST + 2 * across, figure)
    return row + _TILE_ROWS * -(-len(figures) // _TILES_A_ROW)


def _write_tile(book: Book, sheet: Worksheet, row: int, left: int, figure: Figure) -> None:
    # White edges keep the tiles apart.
    edges = {"left": 5, "left_color": WHITE, "right": 5, "right_color": WHITE}
    tile = {"bg_color": PALE, "align": "center", "valign": "vcenter", **edges}
    small = book.looks(font_size=9, font_color=SOFT_INK, text_wrap=True, **tile)
    large = book.looks(bold=True, font_size=18, font_color=NAVY, num_format=figure.shape, shrink=True, **tile)
    part = Part("", left, left + 1)
    lines = ((figure.words, small, 30), (figure.value, large, 34), (figure.unit, small, 20))
    for down, (cell, look, height) in enumerate(lines):
        sheet.set_row_pixels(row + down, height)
        write_wide(sheet, row + down, part, cell, look)
    sheet.set_row_pixels(row + len(lines), 8)


def _write_years(book: Book, sheet: Worksheet, row: int) -> int:
    frame = book.plan.tables.get("yearly_total")
    if frame is None or frame.empty:
        return row
    row = write_heading(book, sheet, row, text("workbook.years"), _FIRST)
    columns = [column_of("yearly_total", name) for name in _YEARS]
    cells = [numbers(rounded(frame[column.name], column)) for column in columns]
    heads = [text("workbook.years_gwh") if column.name == "gwh" else words_of(column) for column in columns]
    shapes = [shape_of(column, values) for column, values in zip(columns, cells, strict=True)]
    parts = [Part(head, at, at, shape) for at, (head, shape) in enumerate(zip(heads, shapes, strict=True), _FIRST)]
    return write_listing(book, sheet, row, parts, list(zip(*cells, strict=True))) + 1


def _write_limits(book: Book, sheet: Worksheet, row: int) -> int:
    limits = limits_by_year(book)
    if not limits:
        return row
    row = write_heading(book, sheet, row, text("workbook.limits"), _FIRST)
    parts = (
        Part(text("workbook.limits_year"), 1, 1, "0"),
        Part(text("workbook.limits_by"), 2, 5),
        Part(text("workbook.limits_programmes"), 6, 8),
    )
    return write_listing(book, sheet, row, parts, limits)


def limits_by_year(book: Book) -> list[tuple[int, str, str]]:
    """Year, what limits it, and the programmes of which that is true; each limit of a year once."""
    frame = book.plan["yearly_plan"]
    rows = zip(frame["year"].tolist(), as_texts(frame["limited_by"]), as_texts(frame["programme"]), strict=True)
    return by_limit(book, rows)


def by_limit(book: Book, rows: Iterable[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Year, limit, and the names of all programmes that it holds back, from rows of year, limit, programme."""
    groups: dict[tuple[int, str], list[str]] = {}
    for year, limit, programme in sorted(rows, key=lambda row: row[0]):
        if limit:
            groups.setdefault((year, limit), []).append(book.name_of("programme", programme))
    return [(year, sentence(limit), ", ".join(programmes)) for (year, limit), programmes in groups.items()]


def _write_facts(book: Book, sheet: Worksheet, row: int) -> int:
    """Only what a source tells a number of; the sheet of facts has all."""
    known = [fact for fact in facts(book) if fact[2] is not None]
    if not known:
        return row
    row = write_heading(book, sheet, row + 1, text("workbook.facts"), _FIRST)
    return write_fact_rows(book, sheet, row, known, _FIRST)


def _write_contents(book: Book, sheet: Worksheet, row: int) -> None:
    row = write_heading(book, sheet, row + 1, text("workbook.contents"), _FIRST)
    parts = (
        Part(text("workbook.contents_sheet"), 1, 2),
        Part(text("workbook.contents_shows"), 3, 7),
        Part(text("workbook.contents_rows"), 8, 8, "#,##0"),
    )
    rows = [(entry.sheet, entry.shows, entry.rows) for entry in book.contents]
    write_listing(book, sheet, row, parts, rows)
    link = book.looks.ruled(font_color=LINK, underline=1, align="left", indent=1)
    for down, entry in enumerate(book.contents, row + 1):
        if entry.sheet:
            sheet.write_url(down, _FIRST, f"internal:'{entry.sheet}'!A1", link, entry.sheet)
    if book.beside:
        beside = text("workbook.beside_here", sheet=label("workbook_sheet.scenarios", "scenarios"))
    else:
        beside = text("workbook.beside", case=book.plan.case.name)
    look = book.looks(font_color=SOFT_INK, text_wrap=True, align="left")
    last = row + len(rows) + 2
    sheet.set_row_pixels(last, 34)
    write_wide(sheet, last, Part("", _FIRST, _LAST), beside, look)
