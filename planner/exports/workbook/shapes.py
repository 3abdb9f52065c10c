"""Excel's number formats: as many decimals as a reader needs, and nought as a dash."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.exports.dictionary import Column

PERCENT = {"rty", "utilisation", "headroom", "share_of_most", "dry_over_wet"}
"""Ratios that are shown in per cent; the cell holds the ratio."""
_MONEY_DECIMALS = 3
_LARGE = 1000.0
_COUNTED = {"", "month", "d", "1"}
"""Units whose nought is an answer ("no slack") and stays a figure."""


def number_format(decimals: int, unit: str = "", *, percent: bool = False) -> str:
    """Excel's format of a number with so many decimals; years have no thousands."""
    if unit == "year":
        return "0"
    if percent:
        decimals = max(decimals - 2, 0)
    tail = "." + "0" * decimals if decimals else ""
    return f"0{tail}%" if percent else f"#,##0{tail}"


def quiet_zero(shape: str, mark: str = "") -> str:
    """The format with a dash for nought, so that the eye finds what is not; `mark` stands in front."""
    front = f'"{mark} "' if mark else ""
    return f'{front}{shape};{front}-{shape};{front}"{text("workbook.zero")}"'


def shape_of(column: Column, values: Iterable[float | None] = ()) -> str:
    """Excel's number format of a column that holds these values.

    The dictionary tells the most decimals; whole numbers show none, and columns of large numbers one: the cells
    hold the rest. Where each row has its own unit, large numbers say nothing of the others.
    """
    if column.name == "year":
        return number_format(0, "year")
    percent = column.name in PERCENT
    decimals = column.decimals if percent or is_mixed(column) else decimals_of(values, _most(column))
    shape = number_format(decimals, percent=percent)
    return shape if column.key or (column.unit in _COUNTED and not percent) else quiet_zero(shape)


def is_mixed(column: Column) -> bool:
    """Whether the numbers of a column are of as many units as another one tells."""
    return not column.unit and column.is_number and any(own.name == "unit" for own in dictionary()[column.table])


def decimals_of(values: Iterable[float | None], most: int) -> int:
    """Decimals that these numbers need, at most so many."""
    known = [abs(value) for value in values if value is not None and math.isfinite(value)]
    if not known:
        return most
    if all(value.is_integer() for value in map(float, known)):
        return 0
    return min(most, 1) if max(known) >= _LARGE else most


def plain(shape: str) -> str:
    """The format without its own form of nought (as axes have it)."""
    return shape.partition(";")[0]


def _most(column: Column) -> int:
    return min(column.decimals, _MONEY_DECIMALS) if column.unit == "million money" else column.decimals
