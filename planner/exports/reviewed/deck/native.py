"""What native charts share: their data with the workbook behind it, axes, legend, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from planner.exports.reviewed.deck.behind import workbook
from planner.exports.reviewed.deck.canvas import (
    ACCENTS,
    ALERT,
    BODY,
    INK,
    RULE,
    SMALL,
    SOFT,
    Colour,
    Type,
    paint,
    style,
)
from planner.exports.reviewed.deck.widths import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart as Native
    from pptx.enum.chart import XL_CHART_TYPE

    from planner.exports.reviewed.content import Series, Shape
    from planner.exports.reviewed.deck.behind import Column, Label
    from planner.exports.reviewed.deck.canvas import Box, Canvas

AXIS, LEGEND = Type(BODY, colour=SOFT), Type(SMALL, colour=INK)
NAMES = 2.7
"""Width in inches that a name in a legend or on an axis has at most."""
_BRIGHTNESS = (0.0, 0.45, -0.3)
_LINES = (INK, ALERT, Colour(ACCENTS[2]), Colour(ACCENTS[4]))
_BESIDE = 6
"""Names of a legend above a chart at most; more stand right of it."""


def made(
    canvas: Canvas,
    box: Box,
    kind: XL_CHART_TYPE,
    title: str,
    labels: Sequence[Label],
    columns: Sequence[Column],
    shape: Shape,
) -> Native:
    """A native chart with its numbers inside."""
    data = CategoryChartData(number_format=number_format(shape))
    data.categories = list(labels)
    for name, values in columns:
        data.add_series(name, values)
    frame = canvas.slide.shapes.add_chart(kind, *box.emu, data)
    frame.name = title
    chart: Native = frame.chart
    # The library's own workbook holds the time and takes a text that begins with = for a formula.
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(labels, columns, number_format(shape)))
    style(chart.font, AXIS)
    chart.has_title = False
    if all(value is None or value >= 0 for _, values in columns for value in values):
        # Programs would begin an axis higher, and columns would no longer be as long as what they show.
        chart.value_axis.minimum_scale = 0
    return chart


def number_format(shape: Shape) -> str:
    """How spreadsheets and charts write a number of a shape."""
    whole = "#,##0" if shape.grouped else "0"
    told = f"{whole}.{'0' * shape.decimals}" if shape.decimals else whole
    return told + ("%" if shape.percent else "")


def named(words: str, size: float = LEGEND.size) -> str:
    """A name as legends, or axes with letters of a size, have room for it."""
    return fitted(words, size, NAMES)


def colours(series: Sequence[Series]) -> list[Colour]:
    """A colour a series: columns those of the theme in order, then lighter and darker ones; lines their own."""
    found, column, line = [], 0, 0
    for own in series:
        if own.role == "column":
            found.append(Colour(ACCENTS[column % len(ACCENTS)], _BRIGHTNESS[column // len(ACCENTS) % len(_BRIGHTNESS)]))
            column += 1
        else:
            found.append(_LINES[line % len(_LINES)])
            line += 1
    return found


def filled(series: Any, colour: Colour) -> None:  # noqa: ANN401 - series of bars
    """Bars of one colour, whatever their sign."""
    series.format.fill.solid()
    paint(series.format.fill.fore_color, colour)
    series.invert_if_negative = False


def value_axis(chart: Native, shape: Shape, *, shown: bool = True) -> None:
    """The axis of numbers: fine rules, no line; or none of it."""
    axis = chart.value_axis
    axis.has_major_gridlines = shown
    axis.visible = shown
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    if shown:
        paint(axis.major_gridlines.format.line.color, RULE)
        axis.major_gridlines.format.line.width = Pt(0.5)
        axis.format.line.fill.background()
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format(shape), False
        style(axis.tick_labels.font, AXIS)


def category_axis(chart: Native, *, lying: bool = False) -> None:
    """The axis of categories; of bars that lie the first is on top."""
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.reverse_order = lying
    paint(axis.format.line.color, SOFT)
    axis.format.line.width = Pt(0.75)
    style(axis.tick_labels.font, Type(BODY, colour=INK if lying else SOFT))


def legend(chart: Native, names: int) -> None:
    """A legend above the chart, or right of it where there are many names; none for one."""
    chart.has_legend = names > 1
    if names > 1:
        chart.legend.position = XL_LEGEND_POSITION.TOP if names <= _BESIDE else XL_LEGEND_POSITION.RIGHT
        chart.legend.include_in_layout = False
        style(chart.legend.font, LEGEND)


def unnamed(chart: Native, numbers: Sequence[int]) -> None:
    """Leave series out of the legend, by their numbers."""
    if not chart.has_legend:
        return
    element = chart.legend._element  # noqa: SLF001 - the library leaves nothing out of legends
    after = element.find(qn("c:legendPos"))
    for number in reversed(numbers):
        entry = parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>')
        after.addnext(entry)
