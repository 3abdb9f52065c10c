"""Numbers of a review as readers see them, alike in every form of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.messages import text

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Cell, Shape

_PER_CENT = 100.0


def shown(value: Cell, shape: Shape | None = None) -> str:
    """A cell: a number by its shape, a text as it is, a dash for nothing."""
    if value is None or value == "":
        return text("review_page.empty")
    if isinstance(value, str) or shape is None:
        return str(value)
    if math.isinf(value):
        return text("review_page.infinite")
    scaled = value * _PER_CENT if shape.percent else value
    # Rounded first, so that no number is shown as minus nought.
    number = round(scaled, shape.decimals) + 0.0
    told = f"{number:,.{shape.decimals}f}" if shape.grouped else f"{number:.{shape.decimals}f}"
    if shape.trimmed and shape.decimals:
        told = told.rstrip("0").removesuffix(".")
    return text("review.percent", value=told) if shape.percent else told


def headed(name: str, shape: Shape | None) -> str:
    """A head with the unit of what stands below it."""
    return text("review.with_unit", name=name, unit=shape.unit) if shape and shape.unit else name
