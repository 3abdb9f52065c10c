"""The cover: status in words, key figures, what limits each year, known facts, contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.tables import as_texts, rounded
from planner.exports.workbook.book import TOTAL
from planner.exports.workbook.figures import figure_of, status_words
from planner.exports.workbook.grid import numbers, write_cell
from planner.exports.workbook.pivots import column_of
from planner.exports.workbook.style import CAREFUL, GOOD, NAVY, PALE, SOFT_INK
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

_FIRST, _LAST = 1, 8
_TILES_A_ROW, _MOST_TILES = 4, 8
_WIDTH = 17.5


def write_cover(book: Book, sheet: Worksheet) -> None:
    """Fill the cover, which is the first sheet, once all others are known."""
    sheet.set_column(0, 0, 2)
    sheet.set_column(_FIRST, _LAST, _WIDTH)
    row = _write_head(book, sheet)
    row = _write_tiles(book, sheet, row)
    row = _write_limits(book, sheet, row)
    row = _write_facts(book, sheet, row)
    _write_contents(book, sheet, row)


def _write_head(book: Book, sheet: Worksheet) -> int:
    case = book.plan.case
    facts = {
        "plan_date": case.plan_date,
        "start": case.start,
        "end": case.end,
        "currency": case.currency,
        "price_year": case.price_year,
    }
    under = text("workbook.subtitle", scenario=book.plan.scenario, **facts)
    tint = GOOD if book.plan.solve.status == "optimal" else CAREFUL
    sheet.set_row_pixels(0, 10)
    _band(
        sheet,
        1,
        case.title,
        book.looks(bold=True, font_size=20, font_color=NAVY, text_wrap=True, valign="vcenter"),
        36,
        85,
    )
    _band(sheet, 2, under, book.looks(font_color=SOFT_INK, valign="vcenter", text_wrap=True), 20, 150)
    sheet.set_row_pixels(3, 8)
    _band(
        sheet,
        4,
        status_words(book.plan.solve),
        book.looks(bg_color=tint, valign="vcenter", indent=1, text_wrap=True),
        30,
        150,
    )
    sheet.set_row_pixels(5, 10)
    return 6


def _band(sheet: Worksheet, row: int, words: str, look: Any, height: int, fits: int) -> None:  # noqa: ANN401
    """A text over the whole width, as high as it needs (merged cells do not grow by themselves)."""
    sheet.set_row_pixels(row, height * (1 + len(words) // fits))
    sheet.merge_range(row, _FIRST, row, _LAST, "", look)
    sheet.write_string(row, _FIRST, words, look)


def _write_tiles(book: Book, sheet: Worksheet, row: int) -> int:
    figures = [figure_of(name, value, book.currency) for name, value in book.plan.kpis.items()][:_MOST_TILES]
    if not figures:
        return row
    row = _title(book, sheet, row, text("workbook.key_figures"))
    edge = {"bg_color": PALE, "align": "center", "valign": "vcenter"}
    for number, figure in enumerate(figures):
        top = row + 4 * (number // _TILES_A_ROW)
        left = _FIRST + 2 * (number % _TILES_A_ROW)
        sides = {"left": 5, "left_color": "#FFFFFF", "right": 5, "right_color": "#FFFFFF"}
        looks = (
            book.looks(font_size=9, font_color=SOFT_INK, text_wrap=True, **edge, **sides),
            book.looks(
                bold=True,
                font_size=18,
                font_color=NAVY,
                num_format=figure.shape,
                shrink=True,
                **edge,
                **sides,
            ),
            book.looks(font_size=9, font_color=SOFT_INK, **edge, **sides),
        )
        for down, (cell, look, height) in enumerate(
            zip((figure.words, figure.value, figure.unit), looks, (30, 34, 20), strict=True)
        ):
            sheet.set_row_pixels(top + down, height)
            sheet.merge_range(top + down, left, top + down, left + 1, "", look)
            write_cell(sheet, top + down, left, cell, look)
        sheet.set_row_pixels(top + 3, 8)
    return row + 4 * -(-len(figures) // _TILES_A_ROW)


def _title(book: Book, sheet: Worksheet, row: int, words: str) -> int:
    sheet.set_row_pixels(row, 24)
    sheet.write_string(row, _FIRST, words, book.looks(bold=True, font_size=12, font_color=NAVY, valign="vcenter"))
    return row + 1


def _write_limits(book: Book, sheet: Worksheet, row: int) -> int:
    limits = limits_by_year(book)
    if not limits:
        return row
    row = _title(book, sheet, row, text("workbook.limits"))
    heads = (text("workbook.limits_year"), text("workbook.limits_by"), text("workbook.limits_programmes"))
    spans = ((1, 1), (2, 5), (6, 8))
    return _listed(book, sheet, row, heads, spans, limits, ("0", "", ""))


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
    heads = tuple(text(f"workbook.facts_{name}") for name in ("meaning", "value", "expected", "unit"))
    value, known = (numbers(rounded(frame[name], column_of("seed_facts", name))) for name in ("value", "expected"))
    rows = list(zip(as_texts(frame["meaning"]), value, known, as_texts(frame["unit"]), strict=True))
    return _listed(book, sheet, row, heads, ((1, 5), (6, 6), (7, 7), (8, 8)), rows, ("", "#,##0.###", "#,##0.###", ""))


def _listed(
    book: Book,
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    spans: Sequence[tuple[int, int]],
    rows: Sequence[Sequence[Any]],
    shapes: Sequence[str],
) -> int:
    """A small table over merged columns; gives the first row below it."""
    for head, span, shape in zip(heads, spans, shapes, strict=True):
        _wide(sheet, row, span, head, book.looks.header(align="right" if shape else "left"))
    for down, cells in enumerate(rows, row + 1):
        _fit(sheet, down, cells, spans)
        for value, span, shape in zip(cells, spans, shapes, strict=True):
            look = {"num_format": tidy(value, shape), "align": "right"} if shape else {"text_wrap": True}
            _wide(sheet, down, span, value, book.looks.ruled(**look))
    return row + 1 + len(rows)


def tidy(value: object, shape: str) -> str:
    """Excel shows a bare point after a whole number in `#.###`: whole numbers take a format without one."""
    whole = isinstance(value, int | float) and float(value).is_integer()
    if shape != "#,##0.###":
        return shape
    return "#,##0" if whole else "#,##0.000"


def _fit(sheet: Worksheet, row: int, cells: Sequence[Any], spans: Sequence[tuple[int, int]]) -> None:
    """Make the row as high as its longest text (merged cells do not grow by themselves)."""
    lines = [
        1 + len(str(cell)) // int(_WIDTH * 1.05 * (last - first + 1))
        for cell, (first, last) in zip(cells, spans, strict=True)
    ]
    sheet.set_row_pixels(row, 4 + 16 * max(lines))


def _wide(sheet: Worksheet, row: int, span: tuple[int, int], value: object, look: Any) -> None:  # noqa: ANN401
    if span[0] != span[1]:
        sheet.merge_range(row, span[0], row, span[1], "", look)
    write_cell(sheet, row, span[0], value, look)


def _write_contents(book: Book, sheet: Worksheet, row: int) -> None:
    row = _title(book, sheet, row + 1, text("workbook.contents"))
    heads = tuple(text(f"workbook.contents_{name}") for name in ("sheet", "shows", "rows"))
    rows = [(entry.sheet, entry.shows, entry.rows) for entry in book.contents]
    _listed(book, sheet, row, heads, ((1, 2), (3, 7), (8, 8)), rows, ("", "", "#,##0"))
    link = book.looks.ruled(font_color="#0072B2", underline=1)
    for down, entry in enumerate(book.contents, row + 1):
        if entry.sheet:
            sheet.write_url(down, _FIRST, f"internal:'{entry.sheet}'!A1", link, entry.sheet)
