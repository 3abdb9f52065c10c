"""Small tables on a page of equal columns, each of their columns as wide as it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.exports.workbook.grid import set_lines, write_cell
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.shapes import number_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book

WIDTH = 17.5
"""Width of a column of the page in characters."""
FREE = "#,##0.###"
"""Number format for numbers of all sizes: decimals only where there are any, few for large ones."""
_DECIMALS, _LARGE = 3, 100.0


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a small table: its header, the first and last column of the page, its format, how wide each is.

    Texts are indented, but for those that stand under others which are not.
    """

    head: str
    first: int
    last: int
    shape: str = ""
    each: float = WIDTH
    indent: int = 1

    @property
    def room(self) -> float:
        """Width for text in characters."""
        return (self.each + 0.7) * (self.last - self.first + 1) - 2.5

    def side(self) -> dict[str, Any]:
        """Years stand in the middle, numbers at the right, text at the left."""
        if self.shape == "0":
            return {"align": "center"}
        return {"align": "right"} if self.shape else {"align": "left", "indent": self.indent}


def write_listing(book: Book, sheet: Worksheet, row: int, parts: Sequence[Part], rows: Sequence[Sequence[Any]]) -> int:
    """Write headers in `row` and the rows below; gives the first row after them."""
    return write_rows(book, sheet, write_heads(book, sheet, row, parts), parts, rows)


def write_heads(book: Book, sheet: Worksheet, row: int, parts: Sequence[Part]) -> int:
    """Write the headers; gives the row below them."""
    set_lines(sheet, row, max(lines_in(part.head, part.room, bold=True) for part in parts))
    for part in parts:
        write_wide(sheet, row, part, part.head, book.looks.header(**part.side()))
    return row + 1


def write_rows(book: Book, sheet: Worksheet, row: int, parts: Sequence[Part], rows: Sequence[Sequence[Any]]) -> int:
    """Write the rows; gives the first row after them."""
    for down, cells in enumerate(rows, row):
        # Merged cells do not grow by themselves: the row is made as high as its longest text.
        texts = ((cell, part) for cell, part in zip(cells, parts, strict=True) if isinstance(cell, str))
        set_lines(sheet, down, max((lines_in(cell, part.room) for cell, part in texts), default=1))
        for cell, part in zip(cells, parts, strict=True):
            form = {"num_format": tidy(cell, part.shape)} if part.shape else {"text_wrap": True}
            write_wide(sheet, down, part, cell, book.looks.ruled(**part.side(), **form))
    return row + len(rows)


def write_wide(sheet: Worksheet, row: int, part: Part, value: object, look: Format) -> None:
    """Write into the cells of a part, merged (a single cell cannot be)."""
    if part.first != part.last:
        sheet.merge_range(row, part.first, row, part.last, "", look)
    write_cell(sheet, row, part.first, value, look)


def tidy(value: object, shape: str) -> str:
    """The format of a number of any size: Excel shows a bare point after a whole number in `#.###`."""
    if shape != FREE or not isinstance(value, int | float):
        return shape
    most = 1 if abs(value) >= _LARGE else _DECIMALS
    needed = (decimals for decimals in range(most) if round(value, decimals) == value)
    return number_format(next(needed, most))
