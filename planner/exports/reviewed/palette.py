"""Colours of a review, told apart by readers who do not see all colours (after Okabe and Ito)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.workbook.style import ACCENT, INK, RULE, SERIES, SOFT_INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.reviewed.content import Series

LINES = (INK, ACCENT, "#009E73", "#CC79A7")
"""Lines and points over columns."""
GROUND, GRID_RULE, QUIET = "#FFFFFF", RULE, SOFT_INK
LESS, MORE, TOTAL = "#D55E00", "#0072B2", INK
"""Steps of a waterfall, and ends of a tornado: down, up, sum."""
PHASES = {
    "approve": "#C5CED8",
    "build": "#E69F00",
    "ramp": "#56B4E9",
    "full": "#0072B2",
    "fleet": "#E69F00",
    "test": "#56B4E9",
    "sop": "#1F3A5F",
}
"""Stretches and days of a Gantt."""
_LIGHT, _DARK = (247, 250, 253), (8, 69, 130)
_INK_UP_TO = 0.55
_LIGHTER, _WHITE = 0.5, 255


def colours(series: Sequence[Series]) -> list[str]:
    """A colour a series: columns those of the house in order, lines and points their own."""
    columns = iter(range(len(series)))
    lines = iter(range(len(series)))
    return [_column(next(columns)) if own.role == "column" else LINES[next(lines) % len(LINES)] for own in series]


def _column(number: int) -> str:
    """The house's colours, and lighter ones after the last."""
    colour = SERIES[number % len(SERIES)]
    return _mixed(colour, _LIGHTER) if number // len(SERIES) % 2 else colour


def _mixed(colour: str, white: float) -> str:
    """A colour with so much white in it."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (_WHITE - part) * white):02x}" for part in parts)


def shade(share: float | None) -> tuple[str, str]:
    """Ground and ink of a cell of a heat map: the fuller, the darker; above 1 as at 1."""
    if share is None:
        return GROUND, QUIET
    part = min(max(share, 0.0), 1.0)
    ground = "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(_LIGHT, _DARK, strict=True))
    return ground, INK if part < _INK_UP_TO else GROUND
