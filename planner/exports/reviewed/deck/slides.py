"""A slide: the finding as its title, what it is about below, small print at its foot, sources in the notes."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from planner.exports.reviewed.deck.canvas import (
    EMU,
    LEFT,
    MAIN,
    MIDDLE,
    RIGHT,
    SOFT,
    STRONG,
    TOP,
    Box,
    Canvas,
    Type,
    write,
)
from planner.exports.reviewed.deck.widths import POINTS, fitted, leading, plain, size_for, width, wrapped
from planner.messages import text

if TYPE_CHECKING:
    from pptx.enum.text import PP_ALIGN
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

    from planner.exports.reviewed.content import Page, Source
    from planner.exports.reviewed.deck.template import Ground

_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_LEAD, _PRINT = 13.0, 9.0
_ABOVE = 0.05
_PLACE, _NUMBER = 1.2, 0.6
"""Width of a slide's number in inches where the layout has no place for it, and of its digits."""


def added(ground: Ground, page: Page, topic: str) -> Canvas:
    """A new slide with its title and the line below it."""
    slide = ground.deck.slides.add_slide(ground.layout)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type not in {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}:
            shape.element.getparent().remove(shape.element)
    canvas = Canvas(slide, ground.accent)
    below = _title(ground, slide, page.title)
    _lead(ground, canvas, topic, page.subtitle, below)
    return canvas


def _title(ground: Ground, slide: Slide, words: str) -> float:
    """The finding, as large as it fits; the notes have the whole of it. Gives where it ends."""
    place, title = ground.title, slide.shapes.title
    if title is None:
        raise LookupError(ground.layout.name)
    size = size_for(words, _SIZES, place.width, place.height, bold=True)
    most = max(int(place.height * POINTS / (size * leading())), 1)
    told = fitted(words, size, place.width, lines=most, bold=True)
    write(title.text_frame, [(told, Type(size, bold=True, colour=STRONG))], anchor=TOP)
    lines = len(wrapped(told, size, place.width, bold=True))
    return place.top + min(lines * size * leading() / POINTS, place.height)


def _lead(ground: Ground, canvas: Canvas, topic: str, subtitle: str, top: float) -> None:
    """What the slide is about, and its second sentence."""
    own = text("review_deck.lead", topic=topic) if subtitle else topic
    room = ground.lead.width - width(own, _LEAD, bold=True)
    runs = [(plain(own), Type(_LEAD, bold=True, colour=MAIN))]
    if subtitle:
        runs.append((fitted(subtitle, _LEAD, room), Type(_LEAD, colour=SOFT)))
    shape = canvas.slide.shapes.add_textbox(*replace(ground.lead, top=top).emu)
    write(shape.text_frame, runs)
    shape.text_frame.margin_top = Inches(_ABOVE)


def foot(ground: Ground, canvas: Canvas, words: str, number: str) -> None:
    """Footer and number, in the layout's own places where it has them."""
    place = ground.foot
    right = Box(place.left + place.width - _PLACE, place.top, _PLACE, place.height)
    left = Box(place.left, place.top, place.width - _PLACE, place.height)
    _print(ground, canvas, PP_PLACEHOLDER.FOOTER, words, left, LEFT)
    _print(ground, canvas, PP_PLACEHOLDER.SLIDE_NUMBER, number, right, RIGHT)


def _print(ground: Ground, canvas: Canvas, kind: PP_PLACEHOLDER, words: str, place: Box, align: PP_ALIGN) -> None:
    """Small print in the place that the layout has for it, else in a place of ours."""
    look = Type(_PRINT, colour=SOFT, align=align)
    model = _model(ground, kind)
    if model is None:
        canvas.text(place, words, look)
        return
    tree = canvas.slide.shapes.element
    element = deepcopy(model.element)
    element.nvSpPr.cNvPr.set("id", str(1 + max(int(own) for own in tree.xpath("//p:cNvPr/@id"))))
    tree.append(element)
    made = next(shape for shape in canvas.slide.placeholders if shape.element is element)
    room = model.width / EMU
    if kind == PP_PLACEHOLDER.FOOTER and width(words, _PRINT) > room:
        wider = _wider(ground, model, place)
        made.left, made.top, made.width, made.height = wider.emu
        room = wider.width
    made.text_frame.clear()
    write(made.text_frame, [(fitted(words, _PRINT, room), look)], anchor=MIDDLE)


def _model(ground: Ground, kind: PP_PLACEHOLDER) -> BaseShape | None:
    """The layout's own place for small print of a kind."""
    return next((shape for shape in ground.layout.placeholders if shape.placeholder_format.type == kind), None)


def _wider(ground: Ground, model: BaseShape, place: Box) -> Box:
    """The layout's place for a footer, from the margin to the number of the slide where that is more."""
    own = Box(model.left / EMU, model.top / EMU, model.width / EMU, model.height / EMU)
    right, number = place.left + place.width, _model(ground, PP_PLACEHOLDER.SLIDE_NUMBER)
    if number is not None:
        right = min(right, (number.left + number.width) / EMU - _NUMBER)
    return replace(own, left=place.left, width=right - place.left) if right - place.left > own.width else own


def notes(canvas: Canvas, page: Page) -> None:
    """What a speaker must know: the page's notes, and where each figure's numbers stand."""
    lines = [page.title, *([page.subtitle] if page.subtitle else []), *page.notes, text("review_page.sources")]
    for figure in page.figures:
        title = getattr(figure, "title", "")
        lines += [text("review_deck.source", title=title, source=_told(source)) for source in figure.sources]
    frame = canvas.slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(plain(line) for line in dict.fromkeys(lines))


def _told(source: Source) -> str:
    columns = text("compare.comma").join(source.columns)
    told = text("review_page.how", columns=columns, how=source.how) if source.how else columns
    return text("review_deck.file", file=source.file, columns=told)
