"""Native charts whose columns stand: stacked or beside each other, with lines and points over them, or lines alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from planner.exports.reviewed.content import sums_of
from planner.exports.reviewed.deck.canvas import BODY, GROUND, INK, Type, paint, style
from planner.exports.reviewed.deck.native import (
    category_axis,
    colours,
    filled,
    legend,
    made,
    named,
    number_format,
    unnamed,
    value_axis,
)
from planner.exports.reviewed.deck.widths import width
from planner.exports.reviewed.numbers import shown
from planner.messages import text

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as Native
    from pptx.chart.series import LineSeries

    from planner.exports.reviewed.content import Chart, Series
    from planner.exports.reviewed.deck.canvas import Box, Canvas, Colour

_ROOM = 0.6
"""Part of a chart's width that its columns have."""
_HOLDS, _NEAR = 0.15, (0.01, 0.1)
"""Height of a column that holds a number, and how far above it a mark crosses one there, of the greatest height."""


def upright(canvas: Canvas, box: Box, chart: Chart) -> None:
    """Columns with what stands over them; where there are none, lines."""
    columns = [own for own in chart.series if own.role == "column"]
    if not columns:
        _lines(canvas, box, chart)
        return
    over = [own for own in chart.series if own.role != "column"]
    ordered = [*columns, *over]
    totals = _totals(chart, columns, box.width)
    named_values = [(named(own.name), own.values) for own in ordered]
    if totals:
        named_values.append((text("review_page.legend_total"), totals))
    stacked = chart.kind == "stacked"
    kind = XL_CHART_TYPE.COLUMN_STACKED if stacked else XL_CHART_TYPE.COLUMN_CLUSTERED
    labels = [named(own, BODY) for own in chart.categories]
    native = made(canvas, box, kind, chart.title, labels, named_values, chart.shape)
    _lift(native, len(columns))
    value_axis(native, chart.shape)
    category_axis(native)
    bars = native.plots[0]
    bars.gap_width, bars.overlap = 55, 100 if stacked else 0
    inks = colours(ordered)
    for own, ink in zip(bars.series, inks, strict=False):
        filled(own, ink)
    if len(named_values) > len(columns):
        for line, own, ink in zip(native.plots[1].series, over, inks[len(columns) :], strict=False):
            _over(line, own, ink, joined=True)
    legend(native, len(ordered))
    if totals:
        _label(native, chart, totals)
        unnamed(native, [len(ordered)])


def _totals(chart: Chart, columns: list[Series], wide: float) -> tuple[float | None, ...]:
    """Sums of the columns, where all stand up and there is room to write them; else none."""
    values = [value for own in columns for value in own.values if value is not None]
    if chart.kind != "stacked" or min(values, default=-1.0) < 0:
        return ()
    totals = tuple(total or None for total in sums_of(columns))
    longest = max((width(shown(total, chart.shape), BODY, bold=True) for total in totals), default=0.0)
    return totals if any(totals) and longest * len(totals) <= wide * _ROOM else ()


def _lift(native: Native, columns: int) -> None:
    """Make lines, over the columns and on the same axes, of the series after the first ones."""
    bars = native.element.find(f".//{qn('c:barChart')}")
    found = bars.findall(qn("c:ser"))[columns:]
    if not found:
        return
    lines = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>'
        + "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in bars.findall(qn("c:axId")))
        + "</c:lineChart>"
    )
    marker = lines.find(qn("c:marker"))
    for series in found:
        sign = series.find(qn("c:invertIfNegative"))
        if sign is not None:
            series.remove(sign)
        marker.addprevious(series)
    bars.addnext(lines)


def _over(line: LineSeries, own: Series, ink: Colour, *, joined: bool, dashed: bool = False) -> None:
    """A line, or points that stand alone."""
    line.smooth = False
    point = own.role == "point"
    if point:
        line.format.line.fill.background()
    else:
        line.format.line.width = Pt(2.25)
        paint(line.format.line.color, ink)
        if dashed:
            line.format.line.dash_style = MSO_LINE.DASH
    line.marker.style = (
        XL_MARKER_STYLE.DASH
        if point and joined
        else XL_MARKER_STYLE.DIAMOND
        if point
        else XL_MARKER_STYLE.CIRCLE
        if joined
        else XL_MARKER_STYLE.NONE
    )
    if point or joined:
        line.marker.size = (18 if joined else 9) if point else 5
        line.marker.format.fill.solid()
        paint(line.marker.format.fill.fore_color, ink)
        line.marker.format.line.fill.background()


def _label(native: Native, chart: Chart, totals: tuple[float | None, ...]) -> None:
    """Sums above the columns, or in them where a mark is in the way: a line that is not seen, with its numbers."""
    sums = list(native.plots[1].series)[-1]
    sums.smooth = False
    sums.format.line.fill.background()
    sums.marker.style = XL_MARKER_STYLE.NONE
    labels = sums.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
    labels.number_format, labels.number_format_is_linked = number_format(chart.shape), False
    style(labels.font, Type(BODY, bold=True, colour=INK))
    for place in _hidden(chart, totals):
        label = sums.points[place].data_label
        label.position = XL_LABEL_POSITION.BELOW
        style(label.font, Type(BODY, bold=True, colour=GROUND))


def _hidden(chart: Chart, totals: tuple[float | None, ...]) -> list[int]:
    """Columns above which a mark would cross the number, and which are high enough to hold it."""
    marks = [own.values for own in chart.series if own.role == "point"]
    most = max((value for own in (totals, *marks) for value in own if value is not None), default=0.0)
    return [
        place
        for place, total in enumerate(totals)
        if total is not None
        and total >= _HOLDS * most
        and any(_NEAR[0] * most < (own[place] or 0.0) - total < _NEAR[1] * most for own in marks)
    ]


def _lines(canvas: Canvas, box: Box, chart: Chart) -> None:
    """Lines by day where categories are days; a value that is missing leaves a gap in points, none in lines."""
    days = chart.kind == "lines"
    labels = [dt.date.fromisoformat(own) if days else named(own, BODY) for own in chart.categories]
    values = [(named(own.name), own.values) for own in chart.series]
    native = made(canvas, box, XL_CHART_TYPE.LINE_MARKERS, chart.title, labels, values, chart.shape)
    value_axis(native, chart.shape)
    category_axis(native)
    if days:
        _years(native)
    inks = colours(chart.series)
    for number, (line, own, ink) in enumerate(zip(native.plots[0].series, chart.series, inks, strict=True)):
        _over(line, own, ink, joined=False, dashed=number > 0)
    legend(native, len(chart.series))


def _years(native: Native) -> None:
    """An axis of days that tells years."""
    labelled = native.category_axis.tick_labels
    labelled.number_format, labelled.number_format_is_linked = "yyyy", False
    axis = native.element.find(f".//{qn('c:dateAx')}")
    for name, value in (("baseTimeUnit", "days"), ("majorUnit", "1"), ("majorTimeUnit", "years")):
        for old in axis.findall(qn(f"c:{name}")):
            axis.remove(old)
        axis.append(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))
