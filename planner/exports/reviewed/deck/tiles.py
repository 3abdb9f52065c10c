"""Figures of the whole plan as tiles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.exports.reviewed.deck.canvas import MAIN, PALE, SMALL, SOFT, STRONG, Box, Canvas, Type
from planner.exports.reviewed.deck.widths import size_for
from planner.exports.reviewed.numbers import shown

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Tile, Tiles

HEIGHT, GAP = 1.12, 0.12
_IN_ROW = 8
_EDGE, _SIDE = 0.04, 0.1
_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0)
_NAME, _VALUE = 0.4, 0.4


def height(tiles: Tiles) -> float:
    """Height that they need."""
    rows = math.ceil(len(tiles.tiles) / _IN_ROW)
    return rows * HEIGHT + (rows - 1) * GAP


def drawn(canvas: Canvas, box: Box, tiles: Tiles) -> None:
    """Tiles in rows of the same length."""
    rows = math.ceil(len(tiles.tiles) / _IN_ROW)
    across = math.ceil(len(tiles.tiles) / rows) if rows else 1
    for number, tile in enumerate(tiles.tiles):
        row = box.below(number // across * (HEIGHT + GAP)).upper(HEIGHT)
        _tile(canvas, row.beside(number % across, across, GAP), tile)


def _tile(canvas: Canvas, box: Box, tile: Tile) -> None:
    canvas.block(box, PALE, tile.name)
    canvas.block(box.upper(_EDGE), MAIN, tile.name)
    inside = Box(box.left + _SIDE, box.top + _EDGE + 0.04, box.width - 2 * _SIDE, box.height - _EDGE)
    canvas.text(inside.upper(_NAME), tile.name, Type(SMALL, colour=SOFT), lines=2)
    words = shown(tile.value, tile.shape)
    size = size_for(words, _SIZES, inside.width, _VALUE, bold=True)
    canvas.text(inside.below(_NAME).upper(_VALUE), words, Type(size, bold=True, colour=STRONG))
    if tile.value is not None and tile.shape.unit and not tile.shape.percent:
        canvas.text(inside.below(_NAME + _VALUE - 0.04).upper(0.2), tile.shape.unit, Type(SMALL, colour=SOFT))
