"""Charts whose bars lie, for categories with long names: plain bars, a waterfall, a tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.reviewed.numbers import shown
from planner.exports.reviewed.palette import LESS, MORE, QUIET, TOTAL, colours
from planner.exports.reviewed.spec import STEP, Spec, axis, legend, whole
from planner.exports.workbook.style import INK
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.reviewed.content import Chart

_MARGIN = 0.14
_SUM, _LESS, _MORE = "total", "negative", "positive"


def bars(chart: Chart) -> Spec:
    """A bar a category and series, its number at its end."""
    rows = _rows(chart, 0.0)
    names = [own.name for own in chart.series]
    several = len(names) > 1
    color = {
        "field": "s",
        "type": "nominal",
        "scale": {"domain": names, "range": colours(chart.series)},
        "legend": legend(names) if several else None,
    }
    along = _along(chart) | _room([row["v"] for row in rows])
    place = {"y": _down(chart), "x": along, **({"yOffset": {"field": "s", "sort": names}} if several else {})}
    height = (STEP * len(names) * 3 // 4 + 8) * len(chart.categories)
    column = {"mark": {"type": "bar"}, "encoding": place | {"color": color, "tooltip": _tips(chart)}}
    ends = _ends(place | {"x": {**along, "field": "e"}})
    return whole(chart.title, rows, [column, ends], height)


def waterfall(chart: Chart) -> Spec:
    """Each step from where the one before ended; the last category is their sum and begins at nought."""
    own, level = chart.series[0], 0.0
    rows: list[dict[str, Any]] = []
    for number, (category, value) in enumerate(zip(chart.categories, own.values, strict=True)):
        last = number == len(chart.categories) - 1
        step, start = value or 0.0, 0.0 if last else level
        level = start + step
        kind = text(f"review_page.legend_{_SUM if last else _LESS if step < 0 else _MORE}")
        told = shown(value, chart.shape)
        rows.append(
            {"c": category, "s": kind, "a": start, "v": level, "e": max(start, level), "t": told, "g": "", "w": 0}
        )
    kinds = [text(f"review_page.legend_{kind}") for kind in (_MORE, _LESS, _SUM)]
    color = {
        "field": "s",
        "type": "nominal",
        "scale": {"domain": kinds, "range": [MORE, LESS, TOTAL]},
        "legend": legend(("", "", "")),
    }
    along = _along(chart) | _room([row["e"] for row in rows])
    place = {"y": _down(chart), "x": {**along, "field": "a"}, "x2": {"field": "v"}}
    bar = {
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": place | {"color": color, "tooltip": _tips(chart)},
    }
    ends = _ends({"y": _down(chart), "x": {**along, "field": "e"}})
    return whole(chart.title, rows, [bar, ends], (STEP + 2) * len(rows))


def tornado(chart: Chart) -> Spec:
    """Both ends of each bar, away from the base line."""
    base = chart.baseline or 0.0
    rows = _rows(chart, base)
    names = [own.name for own in chart.series]
    color = {
        "field": "s",
        "type": "nominal",
        "scale": {"domain": names, "range": [LESS, MORE]},
        "legend": legend(("", "", "")),
    }
    along = _along(chart)
    along["scale"] = {"zero": False, "nice": True, "padding": 50}
    place = {"y": _down(chart), "x": {**along, "field": "a"}, "x2": {"field": "v"}}
    bar = {
        "mark": {"type": "bar", "height": {"band": 0.65}},
        "encoding": place | {"color": color, "tooltip": _tips(chart)},
    }
    rule = {"mark": {"type": "rule", "color": INK, "strokeWidth": 1.5}, "encoding": {"x": {"datum": base}}}
    return whole(chart.title, rows, [bar, rule, *_both(chart, along)], (STEP + 10) * len(chart.categories))


def _both(chart: Chart, along: Spec) -> list[Spec]:
    """Numbers at both ends: left of the lesser, right of the greater."""
    place = {"y": _down(chart), "x": along, "text": {"field": "t"}}
    found = []
    for sign, align, shift in (("<", "right", -4), (">=", "left", 4)):
        mark = {"type": "text", "align": align, "dx": shift, "color": INK, "fontSize": 11}
        found.append({"transform": [{"filter": f"datum.v {sign} datum.a"}], "mark": mark, "encoding": place})
    return found


def _rows(chart: Chart, start: float) -> list[dict[str, Any]]:
    """A row a value: category c, series s, where its bar starts a and ends v, where its number stands e, as told t."""
    return [
        {
            "c": category,
            "s": own.name,
            "a": start,
            "v": value,
            "e": max(start, value),
            "t": shown(value, chart.shape),
            "g": "",
            "w": 0,
        }
        for own in chart.series
        for category, value in zip(chart.categories, own.values, strict=True)
        if value is not None
    ]


def _room(ends: Sequence[float]) -> Spec:
    """Room for the numbers right of the longest bar."""
    most = max((0.0, *ends))
    return {"scale": {"domainMax": most + (most - min((0.0, *ends))) * _MARGIN}} if most else {}


def _down(chart: Chart) -> Spec:
    return {"field": "c", "type": "nominal", "sort": list(chart.categories), "axis": {"title": None, "labelLimit": 300}}


def _along(chart: Chart) -> Spec:
    return {
        "field": "v",
        "type": "quantitative",
        "axis": axis(chart.shape) | {"grid": True, "gridColor": "#EEF1F5", "labelColor": QUIET},
    }


def _ends(place: Spec) -> Spec:
    """Numbers right of the bars."""
    mark = {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 11}
    return {"mark": mark, "encoding": place | {"text": {"field": "t"}}}


def _tips(chart: Chart) -> list[Spec]:
    fields = {"c": chart.across, "s": " ", "t": chart.shape.unit or " "}
    return [{"field": field, "type": "nominal", "title": name} for field, name in fields.items()]
