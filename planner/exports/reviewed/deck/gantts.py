"""A Gantt drawn with shapes: a bar a stretch, a diamond a day, years above; each shape's name tells its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.enum.shapes import MSO_SHAPE

from planner.exports.reviewed.deck.canvas import (
    ACCENTS,
    BODY,
    CENTER,
    GREY,
    INK,
    MIDDLE,
    RULE,
    SMALL,
    SOFT,
    STRONG,
    Box,
    Canvas,
    Colour,
    Type,
)
from planner.exports.reviewed.deck.widths import width
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.reviewed.content import Bar, Gantt

HEAD, ROW, MOST_ROW = 0.55, 0.21, 0.4
"""Heights in inches: legend and years, a row at least and at most."""
PHASES = {
    "approve": GREY,
    "build": Colour(ACCENTS[1]),
    "ramp": Colour(ACCENTS[3]),
    "full": Colour(ACCENTS[0]),
    "fleet": Colour(ACCENTS[1]),
    "test": Colour(ACCENTS[3]),
    "sop": STRONG,
}
_NAMES, _GAP, _SYMBOL = 0.3, 0.12, 0.12
"""Part of the width that names have at most; inches between names and bars; side of a legend's symbol."""
_THICK, _DIAMOND = 0.62, 0.8
_RULE = 0.008


@dataclass(frozen=True)
class _Scale:
    """Where days stand."""

    box: Box
    start: dt.date
    end: dt.date

    def at(self, day: dt.date) -> float:
        """Inches from the slide's left edge."""
        days = (self.end - self.start).days + 1
        part = min(max((day - self.start).days / days, 0.0), 1.0)
        return self.box.left + part * self.box.width


def gantt(canvas: Canvas, box: Box, figure: Gantt, bars: Sequence[Bar]) -> None:
    """Some of the bars of a Gantt."""
    widest = max((width(bar.name, BODY) for bar in bars), default=0.0)
    names = min(widest + _GAP, box.width * _NAMES)
    row = min(max((box.height - HEAD) / max(len(bars), 1), ROW), MOST_ROW)
    field = Box(box.left + names, box.top + HEAD, box.width - names, row * len(bars))
    scale = _Scale(field, dt.date.fromisoformat(figure.start), dt.date.fromisoformat(figure.end))
    _legend(canvas, Box(field.left, box.top, field.width, HEAD / 2), figure)
    _years(canvas, scale, HEAD / 2)
    for number, bar in enumerate(bars):
        place = Box(box.left, field.top + number * row, names - _GAP, row)
        canvas.text(place, bar.name, Type(min(BODY, row * 45), colour=INK, anchor=MIDDLE))
        _bar(canvas, scale, figure, bar, place)


def _bar(canvas: Canvas, scale: _Scale, figure: Gantt, bar: Bar, place: Box) -> None:
    thick = place.height * _THICK
    top = place.top + (place.height - thick) / 2
    for span in bar.spans:
        start, end = dt.date.fromisoformat(span.start), dt.date.fromisoformat(span.end)
        left, right = scale.at(start), scale.at(end + dt.timedelta(days=1))
        told = _name(figure, bar, span.kind, span.start, span.end)
        canvas.block(Box(left, top, max(right - left, _RULE), thick), PHASES[span.kind], told)
    side = place.height * _DIAMOND
    for kind, day in bar.days:
        middle = scale.at(dt.date.fromisoformat(day))
        at = Box(middle - side / 2, place.top + (place.height - side) / 2, side, side)
        canvas.block(at, PHASES[kind], _name(figure, bar, kind, day, day), MSO_SHAPE.DIAMOND)


def _name(figure: Gantt, bar: Bar, kind: str, start: str, end: str) -> str:
    words = {"bar": bar.name, "kind": figure.kinds[kind], "start": start, "end": end}
    return text("review_deck.span" if start != end else "review_deck.day", **words)


def _years(canvas: Canvas, scale: _Scale, above: float) -> None:
    """A fine rule where each year begins, and its number above; where years are narrow, of some of them."""
    years = range(scale.start.year, scale.end.year + 1)
    step = next(s for s in (1, 2, 5, 10, 100) if scale.box.width / len(years) * s >= width("00000", SMALL))
    for year in years:
        left = scale.at(max(dt.date(year, 1, 1), scale.start))
        right = scale.at(min(dt.date(year, 12, 31), scale.end))
        canvas.block(Box(left, scale.box.top, _RULE, scale.box.height), RULE, str(year))
        if (year - years[0]) % step == 0:
            place = Box(left, scale.box.top - above, max(right - left, width("0000", SMALL)), above)
            place = Box(min(place.left, scale.box.left + scale.box.width - place.width), place.top, place.width, above)
            canvas.text(place, str(year), Type(SMALL, colour=SOFT, align=CENTER, anchor=MIDDLE))


def _legend(canvas: Canvas, box: Box, figure: Gantt) -> None:
    used = {span.kind for bar in figure.bars for span in bar.spans}
    days = {kind for bar in figure.bars for kind, _ in bar.days}
    left = box.left
    for kind, words in figure.kinds.items():
        if kind not in used | days:
            continue
        shape = MSO_SHAPE.RECTANGLE if kind in used else MSO_SHAPE.DIAMOND
        top = box.top + (box.height - _SYMBOL) / 2
        wide = width(words, SMALL) + 0.05
        if left + _SYMBOL + wide > box.left + box.width:
            break
        canvas.block(Box(left, top, _SYMBOL, _SYMBOL), PHASES[kind], words, shape)
        canvas.text(Box(left + _SYMBOL * 1.6, box.top, wide, box.height), words, Type(SMALL, colour=INK, anchor=MIDDLE))
        left += _SYMBOL * 1.6 + wide + 0.2
