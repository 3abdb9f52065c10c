"""Native charts whose bars lie: plain bars, a waterfall, a tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from planner.exports.reviewed.deck.canvas import ALERT, BODY, INK, MAIN, STRONG, Type, style
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
from planner.exports.reviewed.deck.widths import POINTS
from planner.exports.reviewed.numbers import shown
from planner.messages import text

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as Native
    from pptx.chart.series import BarSeries

    from planner.exports.reviewed.content import Chart
    from planner.exports.reviewed.deck.canvas import Box, Canvas

_LABEL = Type(BODY, colour=INK)
_LEAST, _FILLED = 7.5, 0.62
"""Least size of a number, and part of a chart's height that is left for numbers between gaps and the legend."""
_FREE = 0.16
"""Room right of the longest bar for its number, of the length of all."""


def bars(canvas: Canvas, box: Box, chart: Chart) -> None:
    """A bar a category and series, its number at its end."""
    native = _lying(canvas, box, chart, XL_CHART_TYPE.BAR_CLUSTERED, [(own.name, own.values) for own in chart.series])
    native.plots[0].gap_width, native.plots[0].overlap = 45, 0
    for own, ink in zip(native.plots[0].series, colours(chart.series), strict=True):
        filled(own, ink)
        _numbers(own, chart, box)
    legend(native, len(chart.series))


def tornado(canvas: Canvas, box: Box, chart: Chart) -> None:
    """Both ends of each bar, away from the base line."""
    native = _lying(canvas, box, chart, XL_CHART_TYPE.BAR_CLUSTERED, [(own.name, own.values) for own in chart.series])
    native.plots[0].gap_width, native.plots[0].overlap = 45, 100
    if chart.baseline is not None:
        native.value_axis.crosses_at = chart.baseline
    values = [value for own in chart.series for value in own.values if value is not None]
    if values:
        least, most = min([*values, chart.baseline or 0.0]), max([*values, chart.baseline or 0.0])
        room = (most - least) * _FREE or 1.0
        native.value_axis.minimum_scale, native.value_axis.maximum_scale = least - room, most + room
    for own, ink in zip(native.plots[0].series, (ALERT, MAIN), strict=True):
        filled(own, ink)
        _numbers(own, chart, box)
    legend(native, len(chart.series))


def waterfall(canvas: Canvas, box: Box, chart: Chart) -> None:
    """Each step from where the one before ended, on a base that is not seen; the last category is their sum.

    A step over nought has a part on each side of it. An empty bar at the end carries the step's number.
    """
    steps = _steps(chart)
    most, least = max([0.0, *(high for _, high in steps)]), min([0.0, *(low for low, _ in steps)])
    kinds = [_kind(chart, number) for number in range(len(steps))]
    base = [low if low > 0 else high if high < 0 else 0.0 for low, high in steps]
    parts: list[tuple[str, tuple[float | None, ...]]] = [(text("review_deck.base"), tuple(base))]
    for kind in ("positive", "negative", "total"):
        for upper in (True, False):
            own = [_part(step, upper) if kind == found else None for step, found in zip(steps, kinds, strict=True)]
            parts.append((text(f"review_page.legend_{kind}"), tuple(own)))
    room = (most - least) * _FREE or 1.0
    parts.append((text("review_deck.number"), tuple(room for _ in steps)))
    native = _lying(canvas, box, chart, XL_CHART_TYPE.BAR_STACKED, parts)
    native.plots[0].gap_width, native.plots[0].overlap = 35, 100
    native.value_axis.minimum_scale, native.value_axis.maximum_scale = least, most + room
    series = list(native.plots[0].series)
    for own, ink in zip(series[1:-1], (MAIN, MAIN, ALERT, ALERT, STRONG, STRONG), strict=True):
        filled(own, ink)
    for own in (series[0], series[-1]):
        own.format.fill.background()
    for number, value in enumerate(chart.series[0].values):
        label = series[-1].points[number].data_label
        label.position = XL_LABEL_POSITION.INSIDE_BASE
        run = label.text_frame.paragraphs[0].add_run()
        run.text = shown(value, chart.shape)
        style(run.font, _LABEL)
    legend(native, 3)
    unnamed(native, [0, 2, 4, 6, 7])


def _steps(chart: Chart) -> list[tuple[float, float]]:
    """Where each step begins and ends, the lesser first; the last from nought."""
    level, found = 0.0, []
    values = [value or 0.0 for value in chart.series[0].values]
    for value in values[:-1]:
        found.append((min(level, level + value), max(level, level + value)))
        level += value
    return [*found, *((min(0.0, value), max(0.0, value)) for value in values[-1:])]


def _kind(chart: Chart, number: int) -> str:
    if number == len(chart.categories) - 1:
        return "total"
    return "negative" if (chart.series[0].values[number] or 0.0) < 0 else "positive"


def _part(step: tuple[float, float], upper: bool) -> float | None:
    """Length of a step above nought, or below; None where it has none there."""
    low, high = step
    length = max(high, 0.0) - max(low, 0.0) if upper else min(low, 0.0) - min(high, 0.0)
    return length or None


def _lying(
    canvas: Canvas,
    box: Box,
    chart: Chart,
    kind: XL_CHART_TYPE,
    columns: list[tuple[str, tuple[float | None, ...]]],
) -> Native:
    labels = [named(own, BODY) for own in chart.categories]
    native = made(
        canvas, box, kind, chart.title, labels, [(named(name), values) for name, values in columns], chart.shape
    )
    value_axis(native, chart.shape, shown=False)
    category_axis(native, lying=True)
    return native


def _numbers(series: BarSeries, chart: Chart, box: Box) -> None:
    """The number of each bar at its end, no higher than the bar has room."""
    rows = len(chart.categories) * (len(chart.series) if chart.kind == "bars" else 1)
    size = min(BODY, max(_LEAST, _FILLED * box.height * POINTS / max(rows, 1)))
    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = number_format(chart.shape), False
    style(labels.font, Type(size, colour=INK))
