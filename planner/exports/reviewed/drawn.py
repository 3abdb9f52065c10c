"""Charts of a review as Vega-Lite specifications, from which a browser draws them and pictures can be made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.exports.reviewed.content import Gantt, sums_of
from planner.exports.reviewed.gantt import gantt_spec
from planner.exports.reviewed.lying import bars, tornado, waterfall
from planner.exports.reviewed.numbers import shown
from planner.exports.reviewed.palette import colours
from planner.exports.reviewed.spec import Spec, axis, legend, whole
from planner.exports.workbook.style import INK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.exports.reviewed.content import Chart, Series, Shape

ALWAYS, UNFILTERED, FILTERED, OWN = range(4)
"""When a row is seen: always; while no programme is chosen; while its own is; in both cases."""

_LINE = {"type": "line", "strokeWidth": 2.8}
_POINT = {"type": "point", "shape": "diamond", "filled": True, "size": 150, "opacity": 1}


def spec_of(figure: Chart | Gantt) -> Spec:
    """The specification of a chart."""
    if isinstance(figure, Gantt):
        return gantt_spec(figure)
    kinds = {"bars": bars, "tornado": tornado, "waterfall": waterfall}
    if figure.kind in kinds:
        return kinds[figure.kind](figure)
    layers = _lines(figure) if figure.kind == "lines" else _columns(figure)
    return whole(figure.title, rows(figure), layers)


def rows(chart: Chart) -> list[dict[str, Any]]:
    """A row a value: category c, series s, its number o, value v, as told t, group g, when it is seen w, role r."""
    found = [row for number, own in enumerate(chart.series) for row in _rows(chart, number, own)]
    return [*found, *_totals(chart)] if chart.kind == "stacked" else found


def _rows(chart: Chart, number: int, own: Series) -> Iterator[dict[str, Any]]:
    groups = {own.group: own.values} | dict(own.parts or {})
    for group, values in groups.items():
        seen = OWN if group and group == own.group else FILTERED if group else UNFILTERED if own.parts else ALWAYS
        for category, value in zip(chart.categories, values, strict=True):
            if value is not None:
                told = shown(value, chart.shape)
                yield {
                    "c": category,
                    "s": own.name,
                    "o": number,
                    "v": value,
                    "t": told,
                    "g": group,
                    "w": seen,
                    "r": own.role,
                }


def _totals(chart: Chart) -> Iterator[dict[str, Any]]:
    """Sums of the columns, written above them: of all, and of each programme alone."""
    columns = [own for own in chart.series if own.role == "column"]
    grouped = len(columns) > 0 and all(own.group for own in columns)
    sets = {"": columns} | ({own.group: [own] for own in columns} if grouped else {})
    for group, shown_together in sets.items():
        seen = FILTERED if group else UNFILTERED if grouped else ALWAYS
        above = (replace(own, values=tuple(max(value or 0.0, 0.0) for value in own.values)) for own in shown_together)
        tops = sums_of(above)
        for category, total, top in zip(chart.categories, sums_of(shown_together), tops, strict=True):
            if total:
                told = shown(total, chart.shape)
                yield {"c": category, "s": "", "o": -1, "v": top, "t": told, "g": group, "w": seen, "r": "total"}


def _columns(chart: Chart) -> list[Spec]:
    """Columns on or beside each other, sums above them, lines and points over them."""
    x = {"field": "c", "type": "ordinal", "sort": list(chart.categories), "axis": {"title": None, "labelAngle": 0}}
    y = {"field": "v", "type": "quantitative", "axis": axis(chart.shape), "stack": None}
    color = _color(chart.series)
    tip = tips(chart, chart.across)
    stacked = chart.kind == "stacked"
    column: Spec = {
        "transform": [{"filter": "datum.r == 'column'"}],
        "mark": {"type": "bar", "cornerRadiusEnd": 1},
        "encoding": {
            "x": x,
            "y": y | {"stack": "zero" if stacked else None},
            "color": color,
            "order": {"field": "o"},
            "tooltip": tip,
        },
    }
    if not stacked:
        column["encoding"]["xOffset"] = {"field": "s", "sort": [own.name for own in chart.series]}
    layers = [column]
    if any(own.role == "line" for own in chart.series):
        layers.append(_over("line", {"type": "line", "point": {"size": 45}, "strokeWidth": 2.2}, x, y, color, tip))
    if any(own.role == "point" for own in chart.series):
        layers.append(_over("point", {"type": "tick", "thickness": 3, "opacity": 1}, x, y, color, tip))
    if stacked:
        mark = {"type": "text", "dy": -7, "fontWeight": 600, "fontSize": 12, "color": INK}
        layers.append(
            {
                "transform": [{"filter": "datum.r == 'total'"}],
                "mark": mark,
                "encoding": {"x": x, "y": y, "text": {"field": "t"}},
            }
        )
    return layers


def _lines(chart: Chart) -> list[Spec]:
    """Lines by day, single points on them."""
    x = {
        "field": "c",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None, "format": "%Y", "tickCount": "year"},
    }
    y = {"field": "v", "type": "quantitative", "axis": axis(chart.shape), "stack": None}
    color, tip = _color(chart.series), tips(chart, chart.across)
    layers = [
        _over(
            "line", _LINE | {"strokeDash": [7, 4] if number else [1, 0]}, x, y, color, tip, f" && datum.o == {number}"
        )
        for number, own in enumerate(chart.series)
        if own.role == "line"
    ]
    # Points that are not seen take the pointer, so that every value of a line tells itself.
    layers.append(_over("line", {"type": "point", "opacity": 0.001, "size": 140, "filled": True}, x, y, color, tip))
    if any(own.role == "point" for own in chart.series):
        layers.append(_over("point", _POINT, x, y, color, tip))
    return layers


def _over(role: str, mark: Spec, x: Spec, y: Spec, color: Spec, tip: list[Spec], only: str = "") -> Spec:
    encoding = {"x": x, "y": y, "color": color, "tooltip": tip}
    return {"transform": [{"filter": f"datum.r == '{role}'{only}"}], "mark": mark, "encoding": encoding}


def _color(series: Sequence[Series]) -> Spec:
    names = [own.name for own in series]
    scale = {"domain": names, "range": colours(series)}
    return {"field": "s", "type": "nominal", "scale": scale, "legend": legend(names) if len(names) > 1 else None}


def tips(chart: Chart, across: str) -> list[Spec]:
    """What a mark tells: its category, its series, its number."""
    fields = {"c": across, "s": "", "t": unit_of(chart.shape)}
    return [{"field": field, "type": "nominal", "title": name or " "} for field, name in fields.items()]


def unit_of(shape: Shape) -> str:
    """The unit of a tooltip's number."""
    return shape.unit or " "
