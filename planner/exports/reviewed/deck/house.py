"""The deck's own template: wide slides, the colours and the font of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from planner.exports.reviewed.deck.canvas import Box
from planner.exports.workbook.style import ACCENT, EAST, FONT, INK, LINK, NAVY, PALE, SERIES, WHITE

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.55
_PLACES = {
    PP_PLACEHOLDER.TITLE: Box(MARGIN, 0.38, WIDTH - 2 * MARGIN, 0.86),
    PP_PLACEHOLDER.FOOTER: Box(MARGIN, 7.06, 10.5, 0.26),
    PP_PLACEHOLDER.SLIDE_NUMBER: Box(WIDTH - MARGIN - 1.5, 7.06, 1.5, 0.26),
}
_COLOURS = {
    "dk1": INK,
    "lt1": WHITE,
    "dk2": NAVY,
    "lt2": PALE,
    **{f"accent{number}": colour for number, colour in enumerate((*SERIES[:5], ACCENT), start=1)},
    "hlink": LINK,
    "folHlink": NAVY,
}


def house() -> Deck:
    """An empty deck of wide slides with one layout: a title, a footer and a number."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.element.get("type") != "titleOnly":
            deck.slide_layouts.remove(layout)
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in list(holder.placeholders):
            place = _PLACES.get(shape.placeholder_format.type)
            if place is not None:
                shape.left, shape.top, shape.width, shape.height = place.emu
            elif holder is not deck.slide_master or shape.placeholder_format.type != PP_PLACEHOLDER.BODY:
                shape.element.getparent().remove(shape.element)
            else:
                shape.left, shape.top, shape.width, shape.height = Box(MARGIN, 1.7, WIDTH - 2 * MARGIN, 5.2).emu
    _theme(deck)
    return deck


def _theme(deck: Deck) -> None:
    """Colours and font of the theme; its part is plain XML to the library."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    content = part.blob.decode()
    for name, colour in _COLOURS.items():
        content = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>',
            content,
            flags=re.DOTALL,
        )
    for font in ("majorFont", "minorFont"):
        content = re.sub(rf'(<a:{font}>\s*<a:latin typeface=")[^"]*"', rf'\g<1>{FONT}"', content)
        content = re.sub(rf'(<a:{font}>.*?<a:ea typeface=")[^"]*"', rf'\g<1>{EAST}"', content, flags=re.DOTALL)
    part._blob = content.encode()  # noqa: SLF001 - the library has no other way to a theme
