"""A result table as a sheet: headers with units, frozen, filtered, fitted and printable."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.exports.dictionary import dictionary
from planner.exports.tables import as_days, as_texts, rounded
from planner.exports.workbook.book import MOST_ROWS, TOTAL
from planner.exports.workbook.style import GROUP_RULE, PALE, label, number_format, worded
from planner.messages import catalogue, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.dictionary import Column
    from planner.exports.workbook.book import Book

TOP = 4
"""Row of the headers (from 0)."""
PERCENT = {"rty", "utilisation", "headroom", "share_of_most"}
NARROWEST, WIDEST = 9, 46
_KINDS = {"line", "item", "programme", "stage", "gate", "site", "bottleneck"}


@dataclass(frozen=True, slots=True)
class Field:
    """A column ready to be written.

    Attributes:
        header: Header with its unit.
        kind: text, number or date.
        values: Cells; None where there is nothing.
        shape: Excel's number format.
    """

    header: str
    kind: str
    values: Sequence[Any]
    shape: str = "General"


def write_table(book: Book, table: str) -> None:
    """Add the sheet of a result table; none where it has no rows or more than a sheet should hold."""
    frame = book.plan.tables.get(table)
    if frame is None or frame.empty:
        return
    if len(frame) > MOST_ROWS:
        book.left_out(table, len(frame))
        return
    columns = dictionary()[table]
    sheet = book.sheet(table, len(frame))
    fields = [field_of(book, frame, column) for column in columns]
    totals = [key == TOTAL for key in as_texts(frame["programme"])] if "programme" in frame else []
    write_fields(book, sheet, fields, grouped=table.startswith("yearly_"), totals=totals)
    keys = [number for number, column in enumerate(columns) if column.key][-1:] or [0]
    sheet.freeze_panes(TOP + 1, keys[0] + 1)
    sheet.repeat_rows(TOP)
    sheet.autofilter(TOP, 0, TOP + len(frame), len(columns) - 1)
    for number, column in enumerate(columns):
        if column.name == "share_of_most":
            full = {
                "type": "cell",
                "criteria": ">=",
                "value": 0.9995,
                "format": book.file.add_format({"bold": True, "bg_color": "#FBE3BF"}),
            }
            sheet.conditional_format(TOP + 1, number, TOP + len(frame), number, full)


def field_of(book: Book, frame: pd.DataFrame, column: Column) -> Field:
    """A column of a result table with reader's names, rounded to its decimals."""
    values = frame[column.name]
    header = header_of(book, column)
    if column.is_number:
        unit = column.name if column.name == "year" else column.unit
        shape = number_format(column.decimals, unit, percent=column.name in PERCENT)
        return Field(header, "number", numbers(rounded(values, column)), shape)
    if column.type == "date":
        days = as_days(values)
        return Field(header, "date", [None if np.isnat(day) else day.item() for day in days], "yyyy-mm-dd")
    if column.type == "flag":
        words = {True: text("workbook.yes"), False: text("workbook.no")}
        return Field(header, "text", [words.get(value, "") for value in values.tolist()])
    return Field(header, "text", _named(book, frame, column))


def numbers(values: Any) -> list[float | None]:  # noqa: ANN401  (any array of floats)
    """Floats as Excel takes them: None for a missing one."""
    return [None if math.isnan(value) else value for value in values.tolist()]


def _named(book: Book, frame: pd.DataFrame, column: Column) -> list[str]:
    """Texts of a column; keys by the names that readers know."""
    texts = as_texts(frame[column.name])
    # A table that holds both the key and the name of a thing shows both as they are.
    if column.name not in _KINDS or ("name" in frame and column.name == "gate"):
        return texts
    kind = "stage" if column.name == "bottleneck" else column.name
    lines = as_texts(frame["line"]) if kind == "stage" and "line" in frame else [""] * len(texts)
    return [book.name_of(kind, key, line) if key else "" for key, line in zip(texts, lines, strict=True)]


def header_of(book: Book, column: Column) -> str:
    """Header of a column with its unit in a second line."""
    words = label(f"workbook_column.{column.table}.{column.name}", "") or label(
        f"workbook_column.{column.name}", worded(column.name)
    )
    unit = unit_of(book, column)
    return text("workbook.header_unit", header=words, unit=unit) if unit else words


def unit_of(book: Book, column: Column) -> str:
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


def write_fields(
    book: Book,
    sheet: Worksheet,
    fields: Sequence[Field],
    *,
    grouped: bool = False,
    totals: Sequence[bool] = (),
    top: int = TOP,
) -> None:
    """Write headers and cells; `grouped` rules off where the first column changes, `totals` are set off."""
    height = len(fields[0].values)
    first = fields[0].values
    breaks = [False, *(one != other for one, other in pairwise(first))] if grouped else [False] * height
    marks = list(totals) or [False] * height
    sheet.set_row_pixels(top, 20 + 16 * max(_lines(field) for field in fields))
    for number, field in enumerate(fields):
        sheet.set_column(number, number, width_of(field))
        aligned = "left" if field.kind == "text" else "center"
        sheet.write_string(top, number, field.header, book.looks.header(align=aligned))
        _write_cells(book, sheet, field, number, top + 1, breaks, marks)


def _write_cells(
    book: Book,
    sheet: Worksheet,
    field: Field,
    number: int,
    top: int,
    breaks: Sequence[bool],
    marks: Sequence[bool],
) -> None:
    looks = {(rule, mark): _look(book, field, rule=rule, mark=mark) for rule in (False, True) for mark in (False, True)}
    for row, (value, rule, mark) in enumerate(zip(field.values, breaks, marks, strict=True), top):
        write_cell(sheet, row, number, value, looks[rule, mark])


def write_cell(sheet: Worksheet, row: int, column: int, value: object, look: Any) -> None:  # noqa: ANN401
    """Write a value as what it is; text is never taken for a formula or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, int | float):
        if math.isinf(value):
            sheet.write_string(row, column, text("workbook.infinite"), look)
        else:
            sheet.write_number(row, column, value, look)
    else:
        sheet.write_datetime(row, column, value, look)


def _look(book: Book, field: Field, *, rule: bool, mark: bool) -> Any:  # noqa: ANN401
    properties: dict[str, Any] = {"num_format": field.shape} if field.kind != "text" else {"text_wrap": True}
    properties["align"] = {"text": "left", "date": "center", "number": "right"}[field.kind]
    if rule:
        properties |= {"top": 1, "top_color": GROUP_RULE}
    if mark:
        properties |= {"bold": True, "bg_color": PALE}
    return book.looks.ruled(**properties)


def width_of(field: Field) -> float:
    """Width that fits the cells as shown and the longest word of the header."""
    words = max(len(word) for word in field.header.split())
    header = max(words + 4, math.ceil(len(field.header.split("\n")[0]) / 2) + 4)
    if field.kind == "date":
        return max(header, 12)
    shown = max((len(shown_as(value, field.shape)) for value in field.values), default=0)
    return float(min(max(header, shown * 1.06 + 2.5, NARROWEST), WIDEST))


def shown_as(value: object, shape: str) -> str:
    """About what a reader sees of a value, to fit the column."""
    if value is None or isinstance(value, str):
        return value or ""
    if not isinstance(value, int | float) or shape == "0":
        return str(value)
    decimals = len(shape.partition(".")[2].rstrip("%"))
    return f"{value:.{decimals}%}" if shape.endswith("%") else f"{value:,.{decimals}f}"


def _lines(field: Field) -> int:
    """Lines of the header at the column's width."""
    width = width_of(field) - 1
    return sum(math.ceil(len(part) * 1.1 / width) for part in field.header.split("\n"))
