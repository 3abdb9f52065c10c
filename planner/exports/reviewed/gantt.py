"""A Gantt as a specification: a bar a stretch, a mark a single day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planner.exports.reviewed.palette import PHASES
from planner.exports.reviewed.spec import STEP, Spec, legend, whole
from planner.messages import text

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Gantt

_OWN, _ALWAYS = 3, 0


def gantt_spec(gantt: Gantt) -> Spec:
    """Bars in their order from above, days as diamonds."""
    rows = [
        {
            "c": bar.name,
            "s": gantt.kinds[span.kind],
            "a": span.start,
            "b": span.end,
            "g": bar.group,
            "w": _seen(bar.group),
            "r": "span",
        }
        for bar in gantt.bars
        for span in bar.spans
    ] + [
        {"c": bar.name, "s": gantt.kinds[kind], "a": day, "b": day, "g": bar.group, "w": _seen(bar.group), "r": "day"}
        for bar in gantt.bars
        for kind, day in bar.days
    ]
    kinds = list(gantt.kinds)
    scale = {"domain": [gantt.kinds[kind] for kind in kinds], "range": [PHASES[kind] for kind in kinds]}
    color = {"field": "s", "type": "nominal", "scale": scale, "legend": legend(list(gantt.kinds.values()))}
    names = [bar.name for bar in gantt.bars]
    y = {"field": "c", "type": "nominal", "sort": names, "axis": {"title": None, "labelLimit": 320, "grid": True}}
    axis = {"title": None, "format": "%Y-%m", "labelOverlap": True, "grid": True, "orient": "top"}
    x = {"field": "a", "type": "temporal", "axis": axis, "scale": {"type": "utc"}}
    reach = {"type": "utc", "domainMin": _day(gantt.start), "domainMax": _day(gantt.end)}
    tip = [
        {"field": field, "type": "nominal", "title": name}
        for field, name in {"c": " ", "s": " ", "a": text("review_page.from"), "b": text("review_page.to")}.items()
    ]
    encoding = {"y": y, "color": color, "tooltip": tip}
    spans = {
        "transform": [{"filter": "datum.r == 'span'"}],
        "mark": {"type": "bar", "height": {"band": 0.62}},
        "encoding": encoding | {"x": x | {"scale": reach}, "x2": {"field": "b"}},
    }
    days = {
        "transform": [{"filter": "datum.r == 'day'"}],
        "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 80, "opacity": 1},
        "encoding": encoding | {"x": x},
    }
    layers = [layer for layer, role in ((spans, "span"), (days, "day")) if any(row["r"] == role for row in rows)]
    return whole(gantt.title, rows, layers, (STEP + 4) * len(names)) | {"usermeta": {"step": STEP + 4}}


def _day(day: str) -> int:
    """Milliseconds since 1970, as scales of time have it."""
    return int(dt.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()) * 1000


def _seen(group: str) -> int:
    return _OWN if group else _ALWAYS
