"""The cover: status in words, key figures, what limits each year, known facts, contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.book import TOTAL
from planner.exports.workbook.fields import numbers
from planner.exports.workbook.figures import figure_of, status_words
from planner.exports.workbook.grid import write_cell
from planner.exports.workbook.listing import FREE, WIDTH, Part, write_listing, write_wide
from planner.exports.workbook.pivots import column_of
from planner.exports.workbook.style import CAREFUL, GOOD, LINK, NAVY, PALE, SOFT_INK, WHITE
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book
    from planner.exports.workbook.figures import Figure

_FIRST, _LAST = 1, 8
_TILES_A_ROW, _MOST_TILES = 4, 8
_TILE_ROWS = 4
_FREE_LETTERS = {20: 75, 10: 140}
"""Letters over the whole width by font size."""


def write_cover(book: Book, sheet: Worksheet) -> None:
    """Fill the cover, which is the first sheet, once all others are known."""
    sheet.set_column(0, 0, 2)
    sheet.set_column(_FIRST, _LAST, WIDTH)
    row = _write_head(book, sheet)
    row = _write_tiles(book, sheet, row)
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
    figures = [figure_of(name, value, book.currency) for name, value in book.plan.kpis.items()][:_MOST_TILES]
    if not figures:
        return row
    row = _title(book, sheet, row, text("workbook.key_figures"))
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


def _title(book: Book, sheet: Worksheet, row: int, words: str) -> int:
    sheet.set_row_pixels(row, 26)
    look = book.looks(bold=True, font_size=12, font_color=NAVY, valign="vcenter")
    write_cell(sheet, row, _FIRST, words, look)
    return row + 1


def _write_limits(book: Book, sheet: Worksheet, row: int) -> int:
    limits = limits_by_year(book)
    if not limits:
        return row
    row = _title(book, sheet, row, text("workbook.limits"))
    parts = (
        Part(text("workbook.limits_year"), 1, 1, "0"),
        Part(text("workbook.limits_by"), 2, 4),
        Part(text("workbook.limits_programmes"), 5, 8),
    )
    return write_listing(book, sheet, row, parts, limits)


def limits_by_year(book: Book) -> list[tuple[int, str, str]]:
    """Year, what limits it, and the programmes of which that is true; each limit of a year once."""
    frame = book.plan["yearly_plan"]
    groups: dict[tuple[int, str], list[str]] = {}
    rows = zip(frame["year"].tolist(), as_texts(frame["limited_by"]), as_texts(frame["programme"]), strict=True)
    for year, limit, programme in sorted(rows, key=lambda row: (row[0], row[2] != TOTAL)):
        if limit:
            groups.setdefault((year, limit), []).append(book.name_of("programme", programme))
    return [(year, limit, ", ".join(programmes)) for (year, limit), programmes in groups.items()]


def _write_facts(book: Book, sheet: Worksheet, row: int) -> int:
    frame = book.plan.tables.get("seed_facts")
    if frame is None or frame.empty:
        return row
    row = _title(book, sheet, row + 1, text("workbook.facts"))
    parts = (
        Part(text("workbook.facts_meaning"), 1, 5),
        Part(text("workbook.facts_value"), 6, 6, FREE),
        Part(text("workbook.facts_expected"), 7, 7, FREE),
        Part(text("workbook.facts_unit"), 8, 8),
    )
    value, known = (numbers(rounded(frame[name], column_of("seed_facts", name))) for name in ("value", "expected"))
    rows = list(zip(as_texts(frame["meaning"]), value, known, as_texts(frame["unit"]), strict=True))
    return write_listing(book, sheet, row, parts, rows)


def _write_contents(book: Book, sheet: Worksheet, row: int) -> None:
    row = _title(book, sheet, row + 1, text("workbook.contents"))
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
