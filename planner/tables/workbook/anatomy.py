"""What a sheet is made of besides values: formulas, errors, merged cells, and how far its cells reach."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.tables.workbook.guard import RefusedError, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

Spot = tuple[int, int]
"""Row and column of a cell, from 0."""
MOST_CELLS = 4_000_000
"""Cells between A1 and the last one that holds anything."""
_SPOT = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LETTERS = 26
_VALUES = ("v", "t")
_ERROR, _TEXT = "e", "str"


@dataclass(slots=True)
class Anatomy:
    """One sheet.

    Attributes:
        formulas: Cells whose value was computed.
        uncomputed: Those of them that hold no value.
        errors: Errors of the spreadsheet by cell ("#REF!").
        merged: Ranges of merged cells ("A9:B10").
        rows, columns: Up to which the sheet holds anything.
    """

    formulas: list[Spot] = field(default_factory=list)
    uncomputed: list[Spot] = field(default_factory=list)
    errors: dict[Spot, str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it: its name, whether a reader sees it, and its part."""

    name: str
    hidden: bool
    part: str


def sheets(parts: Mapping[str, bytes]) -> list[Listed]:
    """The sheets of a workbook in their order.

    Raises:
        RefusedError: The workbook does not say where its sheets are.
    """
    targets: dict[str, str] = {}
    listed: list[dict[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def entry(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            listed.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    walk(parts.get("xl/_rels/workbook.xml.rels", b""), relation)
    walk(parts["xl/workbook.xml"], entry)
    return [
        Listed(one.get("name", ""), one.get("state", "visible") != "visible", _part(targets.get(one.get("id", ""), "")))
        for one in listed
    ]


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def anatomy(content: bytes) -> Anatomy:
    """The anatomy of a sheet's part.

    Raises:
        RefusedError: Its cells reach too far to be read.
    """
    reader = _Reader()
    walk(content, reader.begin, reader.end, reader.said)
    return reader.found


class _Reader:
    """Reads the elements of a sheet in their order."""

    def __init__(self) -> None:
        self.found = Anatomy()
        self._row = self._column = -1
        self._type = ""
        self._formula = self._value = False
        self._text: list[str] | None = None
        self._said = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._type, self._formula, self._value, self._said = attributes.get("t", ""), False, False, ""
        elif name == "f":
            self._formula = True
        elif name in _VALUES:
            self._value, self._text = True, []
        elif name == "mergeCell":
            self.found.merged.append(attributes.get("ref", ""))

    def said(self, words: str) -> None:
        if self._text is not None:
            self._text.append(words)

    def end(self, name: str) -> None:
        if name in _VALUES:
            self._said, self._text = "".join(self._text or ()), None
        elif name == "c":
            self._close()

    def _place(self, told: str) -> None:
        if spot := _SPOT.fullmatch(told):
            self._row, self._column = int(spot[2]) - 1, column_number(spot[1])
        else:
            self._column += 1

    def _close(self) -> None:
        spot, found = (self._row, self._column), self.found
        if min(spot) < 0:
            raise RefusedError("workbook_broken")
        if self._formula:
            found.formulas.append(spot)
            if not self._said and not (self._value and self._type == _TEXT):
                found.uncomputed.append(spot)
        if self._type == _ERROR and self._said:
            found.errors[spot] = self._said
        if self._value or self._formula:
            found.rows, found.columns = max(found.rows, spot[0] + 1), max(found.columns, spot[1] + 1)
            if found.rows * found.columns > MOST_CELLS:
                raise RefusedError("workbook_wide", cell=cell_name(*spot))


def column_number(letters: str) -> int:
    """Place of a column from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """Letters of a column by its place from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it: row and column from 0."""
    return f"{column_letters(column)}{row + 1}"
