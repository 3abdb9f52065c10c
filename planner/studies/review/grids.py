"""Tables and series of a page out of result tables: heads, units and decimals as the result dictionary has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.reviewed.content import Column, Grid, Series, Shape
from planner.exports.reviewed.content import Row as GridRow
from planner.exports.workbook.fields import WORDED, sentence, words_of
from planner.exports.workbook.shapes import PERCENT
from planner.exports.workbook.style import label, worded
from planner.messages import catalogue, text
from planner.studies.review.data import by_year, source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.exports.dictionary import Column as Known
    from planner.exports.reviewed.content import Cell, Role
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

_SENTENCES = {"limited_by", "remark", "unlocks", "meaning", "if_missed", "why"}
_SHARES = {*PERCENT, "taken_share", "gap", "tolerance"}


def vehicles() -> Shape:
    """Vehicles."""
    return Shape(text("workbook_unit.vehicle"))


def million(currency: str, decimals: int = 0) -> Shape:
    """Millions of money."""
    return Shape(text("workbook.statement", currency=currency), decimals)


def ratio(decimals: int = 0) -> Shape:
    """A ratio in per cent."""
    return Shape("%", decimals, percent=True)


def shape_of(table: str, column: str, currency: str) -> Shape:
    """How numbers of a column are shown."""
    return _shape(_known(table, column), currency)


def head(table: str, column: str) -> str:
    """What readers call a column."""
    return words_of(_known(table, column))


def _known(table: str, column: str) -> Known:
    return next(known for known in dictionary()[table] if known.name == column)


def _shape(column: Known, currency: str) -> Shape:
    if column.name == "year":
        return Shape(grouped=False)
    if column.name in _SHARES:
        return ratio(max(min(column.decimals, 4) - 2, 0))
    if column.unit in {"", "1", "unit"}:
        return Shape("", column.decimals, trimmed=not column.unit)
    if column.unit == "million money":
        return million(currency, min(column.decimals, 1))
    key = f"workbook_unit.{column.unit}"
    unit = text(key, currency=currency) if key in catalogue() else column.unit.replace("money", currency)
    return Shape(unit, column.decimals)


def grid(
    told: Told,
    key: str,
    title: str,
    table: str,
    rows: Sequence[Row],
    columns: Sequence[str],
    names: Mapping[str, Sequence[str]] | None = None,
    *,
    minor: bool = False,
) -> Grid:
    """Rows of a result table; `names` takes the place of keys in some columns."""
    known = [_known(table, column) for column in columns]
    heads = tuple(
        Column(words_of(column), _shape(column, told.currency) if column.is_number else None) for column in known
    )
    cells = [[_cell(column, row) for column in known] for row in rows]
    for name, told_as in (names or {}).items():
        for number, words in enumerate(told_as):
            cells[number][columns.index(name)] = words
    grouped = tuple(GridRow(tuple(own), str(row.get("programme", ""))) for row, own in zip(rows, cells, strict=True))
    return Grid(key, title, heads, grouped, (source(table, *columns),), minor)


def _cell(column: Known, row: Row) -> Cell:
    """A cell as readers know it; no text is none."""
    value: Cell = row[column.name]
    if not isinstance(value, str):
        return value
    if column.name in WORDED:
        return label(f"{WORDED[column.name]}.{value}", worded(value))
    return (sentence(value) if column.name in _SENTENCES else value) or None


def series(
    told: Told,
    table: str,
    column: str,
    name: str = "",
    role: Role = "column",
    rows: Sequence[Row] | None = None,
    group: str = "",
) -> Series:
    """A column of a result table by the plan's years."""
    own = told.rows(table) if rows is None else rows
    values = by_year(own, told.years, column)
    return Series(name or head(table, column), values, source(table, column), role, group)


def categories(told: Told) -> tuple[str, ...]:
    """The plan's years."""
    return tuple(str(year) for year in told.years)
