"""What all specifications share: data, the programme that is chosen, fonts, axes, legends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.exports.reviewed.palette import GRID_RULE, QUIET
from planner.exports.workbook.style import EAST, FONT, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.reviewed.content import Shape

Spec = dict[str, Any]

CHOSEN = "programme"
"""Signal that holds the programme that is chosen; "" for all."""
SEEN = f"datum.w == 0 || ({CHOSEN} == '' ? datum.w != 2 : datum.w != 1 && datum.g == {CHOSEN})"
"""Whether a row is seen (see `drawn.ALWAYS` and the others)."""
HEIGHT, STEP = 300, 20
_NARROW, _LETTER, _LETTERS, _SYMBOL = 470, 6.6, 34, 30
"""Width of the narrowest chart, of a letter, letters of a legend's name that are shown, and width of its symbol."""
_FONTS = f"'Segoe UI', 'Helvetica Neue', {FONT}, '{EAST}', 'Noto Sans CJK SC', sans-serif"


def whole(title: str, rows: list[dict[str, Any]], layers: list[Spec], height: int = HEIGHT) -> Spec:
    """A specification of layers over the same rows, as wide as its place."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": title,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rows},
        "params": [{"name": CHOSEN, "value": ""}],
        "transform": [{"filter": SEEN}],
        "layer": layers,
        "config": _config(),
    }


def axis(shape: Shape) -> Spec:
    """The axis of a chart's numbers."""
    return {"title": None, "format": "~%" if shape.percent else ",~r", "tickCount": 5}


def legend(names: Sequence[str] = ()) -> Spec:
    """A legend above the chart, in as many columns as fit beside each other."""
    widest = min(max(map(len, names), default=0), _LETTERS) * _LETTER + _SYMBOL
    columns = max(1, min(len(names) or 1, int(_NARROW // widest)))
    limit = _LETTERS * _LETTER
    return {
        "title": None,
        "orient": "top",
        "columns": columns,
        "labelLimit": limit,
        "symbolType": "square",
        "symbolOpacity": 1,
        "symbolStrokeWidth": 2,
    }


def _config() -> Spec:
    return {
        "background": None,
        "font": _FONTS,
        "view": {"stroke": None},
        "axis": {
            "labelColor": QUIET,
            "labelFontSize": 12,
            "labelLimit": 260,
            "gridColor": GRID_RULE,
            "domainColor": QUIET,
            "tickColor": QUIET,
        },
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
        "axisX": {"grid": False},
        "legend": {"labelFontSize": 12, "labelColor": INK},
    }
