"""A figure of plans side by side as cells: its number format, and what its differences are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.workbook.shapes import number_format, quiet_zero

if TYPE_CHECKING:
    from planner.exports.compared.compared import Cell, Line

UNDECIDED, UNKNOWN = "undecided", "unknown"
"""What a difference may be worth besides nothing or all of it: keys of the catalogue's section `compare_told`."""


def shape_of(line: Line) -> str:
    """Excel's format of a figure by its unit: ratios in per cent, years bare, the rest with thousands."""
    return number_format(line.decimals, line.unit, percent=line.unit == "1")


def signed(shape: str, mark: str = "") -> str:
    """The format of a difference, with its sign and a dash for none; `mark` stands in front."""
    return quiet_zero(f"+{shape}", mark).replace("-+", "-")


def rounded(cell: Cell, line: Line) -> Cell:
    """A number at the decimals of its figure, never a negative zero."""
    return round(cell, line.decimals) + 0.0 if isinstance(cell, int | float) else cell
