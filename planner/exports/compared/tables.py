"""The comparison as CSV: wide (a row a figure, columns by plan), long, and the inputs that differ."""

from __future__ import annotations

import csv
import re
from dataclasses import astuple, fields
from typing import TYPE_CHECKING

from planner.exports.compared.compared import InputDifference, LongRow
from planner.exports.tables import safe
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from planner.exports.compared.compared import Cell, Compared, Line

WIDE, LONG, INPUTS = "comparison.csv", "comparison_long.csv", "comparison.inputs.csv"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
KEYS = ("measure", "object", "year", "unit")
"""Columns before those of the plans, whose names no plan may have."""


def write_wide(compared: Compared, folder: Path) -> None:
    """Write `comparison.csv`: key columns, a column a plan, then differences to the first and what they are worth."""
    others = compared.plans[1:]
    heads = [
        *KEYS,
        *compared.plans,
        *(text("compare.head_difference", plan=plan) for plan in others),
        *(text("compare.head_told", plan=plan) for plan in others),
    ]
    _write(folder / WIDE, heads, (_wide_row(line) for line in compared.lines))


def _wide_row(line: Line) -> list[str]:
    told = [text(f"compare_told.{word}") if word else "" for word in line.told[1:]]
    cells: list[Cell] = [*line.values, *line.differences[1:]]
    numbers = [number_text(cell, line.decimals) for cell in cells]
    return [line.measure, line.object, "" if line.year is None else str(line.year), line.unit, *numbers, *told]


def write_long(compared: Compared, folder: Path) -> None:
    """Write `comparison_long.csv`: model, scenario, region, variable, unit, year, value; every digit of a number."""
    heads = [column.name for column in fields(LongRow)]
    _write(folder / LONG, heads, ([number_text(cell) for cell in astuple(row)] for row in compared.long))


def write_inputs(compared: Compared, folder: Path) -> None:
    """Write `comparison.inputs.csv`: what differs in what went in."""
    heads = [column.name for column in fields(InputDifference)]
    _write(folder / INPUTS, heads, (list(astuple(row)) for row in compared.inputs))


def number_text(cell: Cell, decimals: int | None = None) -> str:
    """A number as text, at so many decimals where they are given, never a negative zero; text as it is."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    number = (cell if decimals is None else round(cell, decimals)) + 0.0
    return repr(number).removesuffix(".0")


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay what they are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([safe(head) for head in heads])
        writer.writerows([_cell(cell) for cell in row] for row in rows)


def _cell(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else safe(cell)
