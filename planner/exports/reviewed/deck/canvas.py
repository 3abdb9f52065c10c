"""A slide to write on: places in inches, text that stands where it is put, colours of the template's theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from planner.exports.reviewed.deck.widths import fitted

if TYPE_CHECKING:
    from pptx.dml.color import ColorFormat
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide
    from pptx.text.text import TextFrame

EMU = 914_400.0
"""Units of the file in an inch."""
CAPTION, BODY, SMALL = 11.0, 10.0, 9.0
"""Sizes of letters in points."""
LEFT, CENTER, RIGHT = PP_ALIGN.LEFT, PP_ALIGN.CENTER, PP_ALIGN.RIGHT
TOP, MIDDLE, BOTTOM = MSO_ANCHOR.TOP, MSO_ANCHOR.MIDDLE, MSO_ANCHOR.BOTTOM


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the theme: `brightness` from -1 (black) over 0 to 1 (white)."""

    name: MSO_THEME_COLOR
    brightness: float = 0.0


INK = Colour(MSO_THEME_COLOR.TEXT_1)
SOFT = Colour(MSO_THEME_COLOR.TEXT_1, 0.35)
RULE = Colour(MSO_THEME_COLOR.BACKGROUND_1, -0.15)
GROUND = Colour(MSO_THEME_COLOR.BACKGROUND_1)
PALE = Colour(MSO_THEME_COLOR.BACKGROUND_1, -0.05)
GREY = Colour(MSO_THEME_COLOR.BACKGROUND_1, -0.25)
STRONG = Colour(MSO_THEME_COLOR.TEXT_2)
ACCENTS = (
    MSO_THEME_COLOR.ACCENT_1,
    MSO_THEME_COLOR.ACCENT_2,
    MSO_THEME_COLOR.ACCENT_3,
    MSO_THEME_COLOR.ACCENT_4,
    MSO_THEME_COLOR.ACCENT_5,
    MSO_THEME_COLOR.ACCENT_6,
)
MAIN, ALERT = Colour(ACCENTS[0]), Colour(ACCENTS[5])


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide in inches."""

    left: float
    top: float
    width: float
    height: float

    def below(self, height: float) -> Box:
        """What is left below so much of it."""
        return Box(self.left, self.top + height, self.width, self.height - height)

    def upper(self, height: float) -> Box:
        """Its upper part."""
        return Box(self.left, self.top, self.width, height)

    def beside(self, number: int, count: int, gap: float) -> Box:
        """One of `count` parts of the same width beside each other."""
        wide = (self.width - gap * (count - 1)) / count
        return Box(self.left + number * (wide + gap), self.top, wide, self.height)

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as the file has them."""
        left, top, wide, high = (Inches(side) for side in (self.left, self.top, self.width, self.height))
        return left, top, wide, high


@dataclass(frozen=True)
class Type:
    """How text looks."""

    size: float = BODY
    bold: bool = False
    colour: Colour = INK
    align: PP_ALIGN = LEFT
    anchor: MSO_ANCHOR = TOP


@dataclass(frozen=True)
class Canvas:
    """A slide, and the first colour of its theme as red, green and blue from 0 to 255."""

    slide: Slide
    accent: tuple[int, int, int]

    def text(self, box: Box, words: str, look: Type, *, lines: int = 1) -> Shape:
        """Text in a box, shortened to so many lines."""
        shape = self.slide.shapes.add_textbox(*box.emu)
        told = fitted(words, look.size, box.width, lines=lines, bold=look.bold)
        write(shape.text_frame, [(told, look)], anchor=look.anchor)
        return shape

    def caption(self, box: Box, words: str) -> Box:
        """The title of a figure at the top of its place; gives what is left."""
        self.text(box.upper(CAPTION_HEIGHT), words, Type(CAPTION, bold=True, colour=STRONG))
        return box.below(CAPTION_HEIGHT)

    def block(self, box: Box, colour: Colour, name: str, shape: MSO_SHAPE = MSO_SHAPE.RECTANGLE) -> Shape:
        """A filled shape without an edge, named for who cannot see it."""
        made = self.slide.shapes.add_shape(shape, *box.emu)
        made.fill.solid()
        paint(made.fill.fore_color, colour)
        made.line.fill.background()
        # The style would give it a shadow and an edge of the theme.
        made.element.remove(made.element.find(qn("p:style")))
        made.name = name
        return made


CAPTION_HEIGHT = 0.29


def paint(target: ColorFormat, colour: Colour) -> None:
    """Give something a colour of the theme."""
    target.theme_color = colour.name
    if colour.brightness:
        target.brightness = colour.brightness


def write(frame: TextFrame, runs: list[tuple[str, Type]], *, anchor: MSO_ANCHOR = TOP, margin: float = 0.0) -> None:
    """One paragraph of runs in place of what a frame holds; the frame keeps its size."""
    frame.auto_size, frame.word_wrap, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(margin)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = runs[0][1].align
    for words, look in runs:
        run = paragraph.add_run()
        run.text = words
        style(run.font, look)


def style(font: Any, look: Type) -> None:  # noqa: ANN401 - fonts of runs, axes and labels alike
    """Size, weight and colour of a font; its face is the theme's."""
    font.size, font.bold = Pt(look.size), look.bold
    paint(font.color, look.colour)
