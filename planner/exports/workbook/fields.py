"""A column of a result table as a reader sees it: header with unit, reader's names, rounded numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from planner.exports.dictionary import dictionary
from planner.exports.tables import as_days, as_floats, as_texts, rounded
from planner.exports.workbook.live import is_exact
from planner.exports.workbook.measure import head_lines, lines_in, width_of
from planner.exports.workbook.shapes import PERCENT, plain, shape_of
from planner.exports.workbook.style import label, worded
from planner.messages import catalogue, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    from planner.exports.dictionary import Column

DATE_SHAPE = "yyyy-mm-dd"
_NARROWEST, _WIDEST, _DATE = 9, 46.0, 12
_MARGIN, _EDGES, _BUTTON = 3.0, 2.2, 3.4
_WIDE = {
    "limited_by": 68.0,
    "meaning": 84.0,
    "message": 84.0,
    "unlocks": 60.0,
    "remark": 60.0,
    "source": 60.0,
    "notes": 84.0,
}
KINDS = {
    **{kind: kind for kind in ("line", "item", "programme", "stage", "gate", "site")},
    "bottleneck": "stage",
    "from_site": "site",
    "to_site": "site",
}
"""What a column's keys are keys of."""
WORDED = {
    "term": "workbook_term",
    "status": "workbook_status",
    "objective": "workbook_objective",
    "action": "workbook_action",
    "kind": "workbook_action",
}
"""Section of the catalogue that has the words of a column."""
OBJECTS = {
    "on_stream": "line",
    "line_copy": "line",
    "sop": "programme",
    "never": "programme",
    "gate": "gate",
    "gate_fleet": "gate",
    "machines": "line",
    "machine": "line",
    "shift": "line",
    **dict.fromkeys(("installs", "pilots"), "programme"),
    **dict.fromkeys(("output", "hours", "uptime", "yield"), "line"),
    "stock": "site",
}
"""What an action, a kind of decision or a measure is about."""


class Named(Protocol):
    """Who knows the names that readers know, and the money of the case."""

    @property
    def currency(self) -> str:
        """Money of the case."""

    def name_of(self, kind: str, key: str, within: str = "") -> str:
        """Reader's name of a key."""


@dataclass(frozen=True)
class Field:
    """A column ready to be written.

    Attributes:
        header: Header with its unit.
        cells: Numbers, texts or dates; None where there is nothing.
        shape: Excel's number format; "" for text.
        align: Where the cells stand: left, center or right.
        widest: Width from which on texts are wrapped.
        formulas: What gives each cell, "" for one that is given; none where no cell has any.
    """

    header: str
    cells: Sequence[Any]
    shape: str = ""
    align: str = "left"
    widest: float = _WIDEST
    formulas: Sequence[str] = ()

    @cached_property
    def width(self) -> float:
        """Width in characters that fits the cells as shown, and the header in about two lines."""
        first, *unit = self.header.split("\n")
        longest = max(width_of(part, bold=True) for part in (*first.split(), *unit))
        # The filter's button takes room, too.
        head = max(longest, width_of(first, bold=True) / 2) + _BUTTON
        if self.shape == DATE_SHAPE:
            return float(max(head, _DATE))
        shown = max((width_of(shown_as(cell, self.shape)) for cell in self._extremes()), default=0.0)
        return float(min(max(head, shown + _MARGIN, _NARROWEST), self.widest))

    @property
    def header_lines(self) -> int:
        """Lines of the header at that width."""
        return head_lines(self.header, self.width)

    def tall(self) -> dict[int, int]:
        """Lines of the cells that need more than one, by their number (texts are wrapped)."""
        if self.shape:
            return {}
        lines = ((number, lines_in(cell, self.width - _EDGES)) for number, cell in enumerate(self.cells))
        return {number: count for number, count in lines if count > 1}

    def _extremes(self) -> list[Any]:
        """Cells among which the longest is: of numbers the least and the greatest do."""
        cells = [cell for cell in self.cells if cell is not None]
        return [min(cells), max(cells)] if self.shape and cells else cells


def shown_as(cell: float | str, shape: str) -> str:
    """About what a reader sees of a cell."""
    if isinstance(cell, str) or shape == "0":
        return str(cell)
    form = plain(shape)
    decimals = len(form.partition(".")[2].rstrip("%"))
    return f"{cell:.{decimals}%}" if form.endswith("%") else f"{cell:,.{decimals}f}"


def field_of(book: Named, frame: pd.DataFrame, column: Column) -> Field:
    """A column of a result table with reader's names, rounded to its decimals."""
    values = frame[column.name]
    header = header_of(book, column)
    if column.is_number:
        align = "center" if column.key or column.name == "year" else "right"
        cells = numbers(rounded(values, column))
        # What formulas add up keeps every digit, but is shown like the rest.
        kept = numbers(as_floats(values) + 0.0) if is_exact(column) else cells
        return Field(header, kept, shape_of(column, cells), align)
    if column.type == "date":
        days = [None if np.isnat(day) else day.item() for day in as_days(values)]
        return Field(header, days, DATE_SHAPE, "center")
    if column.type == "flag":
        return Field(
            header, [text("workbook.yes") if value is True else "" for value in values.tolist()], align="center"
        )
    return Field(header, _named(book, frame, column), widest=_WIDE.get(column.name, _WIDEST))


def numbers(values: npt.NDArray[np.float64]) -> list[float | None]:
    """Floats as Excel takes them: None for a missing one."""
    return [None if math.isnan(value) else value for value in values.tolist()]


def _named(book: Named, frame: pd.DataFrame, column: Column) -> list[str]:
    """Texts of a column; keys by the names that readers know."""
    texts = as_texts(frame[column.name])
    if column.name in WORDED:
        return [label(f"{WORDED[column.name]}.{key}", worded(key)) for key in texts]
    if column.name in {"limited_by", "unlocks", "remark"}:
        return [sentence(words) for words in texts]
    if column.name == "object":
        about = as_texts(frame[next(name for name in ("action", "kind", "measure") if name in frame)])
        return [book.name_of(OBJECTS.get(kind, kind), key) for kind, key in zip(about, texts, strict=True)]
    # A table that holds both the key and the name of a gate shows both as they are.
    if column.name not in KINDS or (column.name == "gate" and "name" in frame):
        return texts
    kind = KINDS[column.name]
    lines = as_texts(frame["line"]) if kind == "stage" and "line" in frame else [""] * len(texts)
    return [book.name_of(kind, key, line) if key else "" for key, line in zip(texts, lines, strict=True)]


def sentence(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def words_of(column: Column) -> str:
    """Header of a column without its unit."""
    own = label(f"workbook_column.{column.table}.{column.name}", "")
    return own or label(f"workbook_column.{column.name}", worded(column.name))


def header_of(book: Named, column: Column) -> str:
    """Header of a column with its unit in a second line."""
    unit = unit_of(book, column)
    return text("workbook.header_unit", header=words_of(column), unit=unit) if unit else words_of(column)


def unit_of(book: Named, column: Column) -> str:
    """Unit for readers; "" where there is none, or where a column of the table tells it row by row."""
    beside = any(other.name == "unit" for other in dictionary()[column.table])
    if column.name in PERCENT:
        return "%"
    if column.unit in {"", "1"} or (column.unit == "unit" and beside):
        return ""
    key = f"workbook_unit.{column.unit}"
    if key in catalogue():
        return text(key, currency=book.currency)
    return column.unit.replace("money", book.currency)
