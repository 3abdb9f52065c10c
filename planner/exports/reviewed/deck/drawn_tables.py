"""Tables of a slide as real tables of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from planner.exports.reviewed.deck.canvas import (
    CENTER,
    INK,
    LEFT,
    PALE,
    RIGHT,
    STRONG,
    Box,
    Canvas,
    Type,
    paint,
    style,
)
from planner.exports.reviewed.deck.tables import SIDE
from planner.exports.workbook.style import INK as INK_CODE
from planner.exports.workbook.style import WHITE

if TYPE_CHECKING:
    from pptx.table import _Cell
    from pptx.text.text import Font

    from planner.exports.reviewed.deck.tables import Laid, Told

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style without fills and rules, which every program knows by this name."""
_EMPTY = '<a:endParaRPr {ns} sz="{size}"/>'
_LIGHT, _PURE, _DARK, _INK_FROM = 0.05, 0.8, 0.7, 0.58
"""How much of the theme's colour is in an empty cell, at what share a cell has all of it, how much of its light a full
one keeps, and how bright a ground is on which ink is dark."""
_WHITE, _BRIGHT = 255, (0.299, 0.587, 0.114)
_RULE = (
    '<a:lnB w="{wide}" {ns}><a:solidFill><a:schemeClr val="bg1"><a:lumMod val="{shade}"/></a:schemeClr>'
    "</a:solidFill></a:lnB>"
)


def draw(canvas: Canvas, box: Box, table: Laid, start: int, end: int, title: str) -> None:
    """Rows of a table below its head."""
    rows = (table.head, *table.rows[start:end])
    heights = (table.heights[0], *table.heights[1 + start : 1 + end])
    place = Box(box.left, box.top, sum(table.widths), sum(heights))
    frame = canvas.slide.shapes.add_table(len(rows), len(table.widths), *place.emu)
    frame.name = title
    made = frame.table
    made.horz_banding, made.first_row = False, True
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN  # noqa: SLF001 - no other way
    for number, wide in enumerate(table.widths):
        made.columns[number].width = Inches(wide)
    for number, (row, high) in enumerate(zip(rows, heights, strict=True)):
        made.rows[number].height = Inches(high)
        for place_, own in enumerate(row):
            _cell(canvas, made.cell(number, place_), own, table, head=number == 0)


def _cell(canvas: Canvas, cell: _Cell, own: Told, table: Laid, *, head: bool) -> None:
    size = table.size
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(table.above)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE if own.heat else MSO_ANCHOR.TOP
    if head:
        cell.fill.solid()
        paint(cell.fill.fore_color, PALE)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = CENTER if own.heat else RIGHT if own.number else LEFT
    if own.words:
        run = paragraph.add_run()
        run.text = own.words
        style(run.font, Type(size, bold=own.bold, colour=STRONG if head else INK))
        if own.full is not None:
            _shade(canvas, cell, run.font, own.full)
    else:
        # An empty line is as high as its letters would be.
        paragraph.font.size = Pt(size)
        paragraph._p.append(parse_xml(_EMPTY.format(ns=nsdecls("a"), size=round(size * 100))))  # noqa: SLF001
    _rule(cell, head=head)


def _shade(canvas: Canvas, cell: _Cell, font: Font, full: float) -> None:
    """Ground and ink of a cell of a heat map: the fuller, the darker; above 1 as at 1."""
    part = min(max(full, 0.0), 1.0)
    ground = RGBColor(*(round(_mixed(own, part)) for own in canvas.accent))
    cell.fill.solid()
    cell.fill.fore_color.rgb = ground
    bright = sum(own * weight for own, weight in zip(ground, _BRIGHT, strict=True)) / _WHITE
    font.color.rgb = RGBColor.from_string(WHITE[1:] if bright < _INK_FROM else INK_CODE[1:])


def _mixed(own: int, part: float) -> float:
    """From nearly white over the theme's colour to a darker one."""
    if part <= _PURE:
        return _WHITE - (_WHITE - own) * (_LIGHT + (1 - _LIGHT) * part / _PURE)
    return own * (1 - (1 - _DARK) * (part - _PURE) / (1 - _PURE))


def _rule(cell: _Cell, *, head: bool) -> None:
    """A fine line below a cell; fills come after lines in the file."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library draws no lines of cells
    rule = _RULE.format(wide=12_700 if head else 6_350, ns=nsdecls("a"), shade=65_000 if head else 85_000)
    properties.insert(0, parse_xml(rule))
