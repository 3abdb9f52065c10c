"""Tables of a slide laid out: what stands in each cell, how wide columns are, how high rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Grid
from planner.exports.reviewed.deck.canvas import BODY, SMALL
from planner.exports.reviewed.deck.widths import POINTS, fitted, leading, width, wrapped
from planner.exports.reviewed.numbers import headed, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.reviewed.content import Heat

MOST = 80
"""Rows that are laid out: more than the slides of a table ever hold."""
SIDE, ABOVE, _TIGHT = 0.06, 0.03, 0.013
"""Room left and right of a cell's text, above and below it, and there where rows are many, in inches."""
_SIZES = (BODY, SMALL, 8.0, 7.0, 6.0)
_READABLE = 3
"""How many of the sizes are read from afar."""
_HEAD_LINES, _LINES = 3, 3
_WORDS = 3.4
"""Width that a column of words has at least where it would be wider than all of it, in inches."""
_MARK = " ●"


@dataclass(frozen=True, slots=True)
class Told:
    """A cell: its text, whether it is a number or stands in a heat map, how full it is there (None: no shade)."""

    words: str
    number: bool = False
    bold: bool = False
    heat: bool = False
    full: float | None = None


@dataclass(frozen=True)
class Laid:
    """A table as it will stand.

    Attributes:
        widths: Of its columns in inches.
        size: Of its letters in points.
        head: Its first row.
        rows: The others.
        heights: Of all rows in inches, the head first.
        above: Room above and below the text of a cell in inches.
    """

    widths: tuple[float, ...]
    size: float
    head: tuple[Told, ...]
    rows: tuple[tuple[Told, ...], ...]
    heights: tuple[float, ...]
    above: float

    def height(self, start: int, end: int) -> float:
        """Height of its head with some of its rows."""
        return self.heights[0] + sum(self.heights[1 + start : 1 + end])

    def end(self, start: int, room: float) -> int:
        """The first row that finds no room after those from `start` on; at least one does."""
        end = start + 1
        while end < len(self.rows) and self.height(start, end + 1) <= room:
            end += 1
        return end


def laid(figure: Grid | Heat, room: float, height: float) -> Laid:
    """A table in a place so wide and high; letters are smaller where it has many columns, or fits only so."""
    head, rows = _grid(figure) if isinstance(figure, Grid) else _heat(figure)
    rows = rows[:MOST]
    size = next((own for own in _SIZES if sum(_least(head, rows, own)) <= room), _SIZES[-1])
    smaller = [own for own in _SIZES[:_READABLE] if own < size]
    least = min([size, *smaller])
    tries = [(size, ABOVE), *((own, ABOVE) for own in smaller), (least, _TIGHT)]
    for letters, above in tries:
        found = _laid(head, rows, letters, room, above)
        if found.height(0, len(rows)) <= height:
            return found
    return _laid(head, rows, size, room, ABOVE)


def _laid(head: tuple[Told, ...], rows: Sequence[tuple[Told, ...]], size: float, room: float, above: float) -> Laid:
    widths = _widths(head, rows, size, room)
    fit_head = _fitted(head, widths, size, _HEAD_LINES)
    fit_rows = tuple(_fitted(row, widths, size, _LINES) for row in rows)
    heights = tuple(_height(row, widths, size, above) for row in (fit_head, *fit_rows))
    return Laid(widths, size, fit_head, fit_rows, heights, above)


def _grid(grid: Grid) -> tuple[tuple[Told, ...], list[tuple[Told, ...]]]:
    shapes = [column.shape for column in grid.columns]
    head = tuple(
        Told(headed(column.name, column.shape), column.shape is not None, bold=True) for column in grid.columns
    )
    rows = [
        tuple(
            Told(shown(cell, shape), shape is not None and not isinstance(cell, str))
            for cell, shape in zip(row.cells, shapes, strict=True)
        )
        for row in grid.rows
    ]
    return head, rows


def _heat(heat: Heat) -> tuple[tuple[Told, ...], list[tuple[Told, ...]]]:
    """Line and stage, then a cell a year; a line is named once."""
    years = (Told(name, number=True, bold=True, heat=True) for name in heat.columns)
    head = (Told("", bold=True), Told(heat.down, bold=True), *years)
    rows = []
    for number, (line, stage) in enumerate(heat.rows):
        again = number > 0 and heat.rows[number - 1][0] == line
        cells = []
        for place, value in enumerate(heat.values[number]):
            marked = (number, place) in heat.marked
            words = shown(value, heat.shape) + (_MARK if marked else "")
            cells.append(Told(words, number=True, bold=marked, heat=True, full=value))
        rows.append((Told("" if again else line, bold=True), Told(stage), *cells))
    return head, rows


def _natural(head: tuple[Told, ...], rows: Sequence[tuple[Told, ...]], size: float) -> list[float]:
    """Width of each column in which none of its rows is broken, and its head into few lines."""
    found = []
    for place, own in enumerate(head):
        cells = [width(row[place].words, size, bold=row[place].bold) for row in rows]
        longest = max((width(word, size, bold=True) for word in own.words.split(" ")), default=0.0)
        spread = width(own.words, size, bold=True) / (_HEAD_LINES - 1)
        found.append(max([*cells, longest, spread]) + 2 * SIDE + 0.02)
    return found


def _least(head: tuple[Told, ...], rows: Sequence[tuple[Told, ...]], size: float) -> list[float]:
    """Widths with words broken into lines: numbers are not."""
    natural = _natural(head, rows, size)
    numbers = [all(row[place].number for row in rows) for place in range(len(head))]
    return [wide if number else min(wide, _WORDS / 2) for wide, number in zip(natural, numbers, strict=True)]


def _widths(head: tuple[Told, ...], rows: Sequence[tuple[Told, ...]], size: float, room: float) -> tuple[float, ...]:
    """Widths that fill the room: each column its natural one; where that is too much, words get what numbers leave."""
    natural, least = _natural(head, rows, size), _least(head, rows, size)
    if sum(natural) <= room:
        spare = (room - sum(natural)) / len(natural)
        return tuple(wide + spare for wide in natural)
    if sum(least) >= room:
        return tuple(wide * room / sum(least) for wide in least)
    longer = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
    share = (room - sum(least)) / sum(longer)
    return tuple(narrow + more * share for narrow, more in zip(least, longer, strict=True))


def _fitted(row: tuple[Told, ...], widths: tuple[float, ...], size: float, lines: int) -> tuple[Told, ...]:
    return tuple(
        replace(own, words=fitted(own.words, size, wide - 2 * SIDE, lines=lines, bold=own.bold))
        for own, wide in zip(row, widths, strict=True)
    )


def _height(row: tuple[Told, ...], widths: tuple[float, ...], size: float, above: float) -> float:
    lines = max(
        len(wrapped(own.words, size, wide - 2 * SIDE, bold=own.bold)) for own, wide in zip(row, widths, strict=True)
    )
    return lines * size * leading() / POINTS + 2 * above
