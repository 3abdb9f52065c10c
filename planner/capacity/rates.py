"""What one machine does in an hour, for every item at every stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.line.recipe import stage_items
from planner.memory import remembered

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [
    "line",
    "item",
    "stage",
    "machines",
    "per_hour",
    "usage",
    "uptime",
    "clock",
    "yield_",
    "ramp_share",
    "energy",
    "operators",
    "floor_m2",
    "lead_months",
]
PER_MINUTE = ["unit/min", "m/min", "sheet/min"]
MINUTES = 60.0


@remembered()
def stage_rates(stages: pd.DataFrame, recipes: pd.DataFrame, line_items: pd.DataFrame) -> pd.DataFrame:
    r"""One row per line, item and stage with all that turns hours into starts.

    .. math:: starts = machines \cdot hours \cdot uptime \cdot per\_hour / usage

    `per_hour` is in usage units (kg, m2, sheets, units) an hour of one machine at full uptime: the rate,
    times 60 where it is per minute, times the web width where it is in metres; of a stage with slots, slots
    over residence. A recipe's own rate goes before both.

    Returns:
        The columns of `COLUMNS`; `yield_` and `usage` are the item's own where a recipe gives them, the rest
        is the stage's. Items in the order of `line_items`, stages in the order of `stages`.
    """
    rows = stage_items(line_items, stages, recipes)
    unit = rows["rate_unit"]
    scale = np.where(unit.isin(PER_MINUTE), MINUTES, 1.0) * np.where(unit == "m/min", rows["web_width_m"], 1.0)
    by_slots = rows["slots"] / rows["residence_h"]
    rows["per_hour"] = (rows["own_rate"] * scale).fillna(by_slots).fillna(rows["rate"] * scale)
    return rows.rename(columns={"yield": "yield_"})[COLUMNS]
