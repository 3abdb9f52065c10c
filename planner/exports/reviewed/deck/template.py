"""The deck that slides are added to: our own, or a company's template with its layout for a title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE

from planner.errors import UsageError
from planner.exports.reviewed.deck.canvas import EMU, Box
from planner.exports.reviewed.deck.house import house
from planner.exports.workbook.style import SERIES
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from pptx.presentation import Presentation as Deck
    from pptx.shapes.base import BaseShape
    from pptx.slide import SlideLayout

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_SMALL_PRINT = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_UPPER, _LOWER = 0.35, 0.8
"""Parts of a slide's height: a title ends above the first, small print begins below the second."""
_LEAD, _GAP, _FOOT = 0.4, 0.12, 0.42
_BROKEN = (PackageNotFoundError, BadZipFile, SyntaxError, LookupError, ValueError, TypeError, OSError)
"""What the library raises for a file that is no deck: no archive, an archive of something else, parts cut off."""
_NARROW = 0.6
"""Part of a slide's width that a title takes at least, for its width to be that of the slide's content."""


@dataclass(frozen=True)
class Ground:
    """A deck and where things stand on its slides.

    Attributes:
        deck: The deck.
        layout: Layout of its slides.
        title: Place of the title.
        lead: Place of the line below it.
        body: Place of the figures.
        foot: Place of the footer where the layout has none.
        accent: The theme's first colour.
    """

    deck: Deck
    layout: SlideLayout
    title: Box
    lead: Box
    body: Box
    foot: Box
    accent: tuple[int, int, int]


def ground(template: Path | None) -> Ground:
    """Our own deck, or a company's without its slides.

    Raises:
        UsageError: The template cannot be read, or has no layout with a title at its top.
    """
    if template is None:
        return _ground(house(), None)
    try:
        return _ground(_opened(template), template)
    except _BROKEN as error:
        raise UsageError(text("review_deck.no_template", file=template)) from error


def _ground(deck: Deck, template: Path | None) -> Ground:
    """Where things stand on the slides of a deck."""
    layout = _layout(deck, template)
    wide, high = (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU
    title = _place(_title_of(layout))
    margin = title.left
    if title.width < _NARROW * wide:
        margin = 0.05 * wide
    across = min(title.width if title.width >= _NARROW * wide else wide, wide - 2 * margin)
    prints = [_place(shape) for shape in layout.placeholders if shape.placeholder_format.type in _SMALL_PRINT]
    bottom = min([high - _FOOT, *(own.top for own in prints if own.top > _LOWER * high)])
    top = title.top + title.height
    lead = Box(margin, top, across, _LEAD)
    body = Box(margin, top + _LEAD + _GAP, across, bottom - _GAP - top - _LEAD - _GAP)
    foot = Box(margin, high - _FOOT, across, _FOOT - _GAP)
    return Ground(deck, layout, title, lead, body, foot, _accent(deck))


def _opened(template: Path) -> Deck:
    """A company's deck, its slides left out."""
    deck = Presentation(str(template))
    slides = deck.slides._sldIdLst  # noqa: SLF001 - the library has no other way to leave out slides
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    return deck


def _layout(deck: Deck, template: Path | None) -> SlideLayout:
    """The layout for a title alone, else the one with the least besides a title at its top."""
    high = deck.slide_height or 0
    layouts = list(deck.slide_layouts)
    fit = [own for own in layouts if _has_title(own) and _bottom(_title_of(own)) <= _UPPER * high]
    if not fit:
        names = text("compare.comma").join(own.name for own in layouts) or text("review_page.empty")
        raise UsageError(text("review_deck.no_layout", file=template, layouts=names))
    return min(fit, key=lambda own: (own.element.get("type") != "titleOnly", _others(own), layouts.index(own)))


def _accent(deck: Deck) -> tuple[int, int, int]:
    """The theme's first colour; that of the page where it is not told as a number."""
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode()
    found = re.search(r'<a:accent1>\s*<a:srgbClr val="([0-9A-Fa-f]{6})"', theme)
    code = found[1] if found else SERIES[0][1:]
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def _has_title(layout: SlideLayout) -> bool:
    return any(shape.placeholder_format.type in _TITLES for shape in layout.placeholders)


def _title_of(layout: SlideLayout) -> BaseShape:
    return next(shape for shape in layout.placeholders if shape.placeholder_format.type in _TITLES)


def _others(layout: SlideLayout) -> int:
    """Places that would stay empty."""
    return sum(shape.placeholder_format.type not in {*_TITLES, *_SMALL_PRINT} for shape in layout.placeholders)


def _bottom(shape: BaseShape) -> int:
    return int(shape.top + shape.height)


def _place(shape: BaseShape) -> Box:
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)
