"""When two cells of a workbook show the same."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from planner.messages import text
from planner.studies.check.cells import written

if TYPE_CHECKING:
    from planner.exports.workbook.shown import Shown

_ALIKE = 1e-9


def same(cell: object, before: object) -> bool:
    """Whether two cells show the same: numbers but for what programs make of their last digits."""
    if isinstance(cell, int | float) and isinstance(before, int | float):
        return abs(cell - before) <= _ALIKE * max(1.0, abs(before))
    return shown_cell(cell) == shown_cell(before)


def follows(one: Shown, cell: object, before: object) -> bool:
    """Whether a cell with every digit shows what it did, or one of a formula is empty: not every program calculates."""
    if one.decimals is not None and isinstance(cell, int | float) and isinstance(before, int | float):
        return abs(cell - before) <= (0.5 + _ALIKE) * 10.0**-one.decimals
    return one.live and cell == ""


def as_written(one: Shown, cell: object) -> object:
    """A number as files have it, where the workbook keeps more of its digits."""
    return round(cell, one.decimals) if one.decimals is not None and isinstance(cell, float) else cell


def shown_cell(cell: object) -> str:
    """A cell as readers see it."""
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and math.isinf(cell):
        return text("workbook.infinite")
    return written(cell)
