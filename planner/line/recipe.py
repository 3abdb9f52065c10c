"""What each item of a line finds at each stage: the stage's figures, or its own where a recipe gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.memory import remembered

if TYPE_CHECKING:
    import pandas as pd


@remembered()
def stage_items(line_items: pd.DataFrame, stages: pd.DataFrame, recipes: pd.DataFrame) -> pd.DataFrame:
    """One row per line, item and stage, with the item's own usage, yield and rate where a recipe has them.

    Args:
        line_items: What each line makes (columns line, item).
        stages: The stages of each line.
        recipes: Usage, own rate and own yield; no row: usage 1 and the stage's figures.

    Returns:
        Columns line and item, those of `stages`, `usage` [units of the rate per start] and `own_rate` (NaN
        where the recipe has none); `yield` is the item's own where it has one. Items come in the order of
        `line_items`, within an item stages come in the order of `stages`.
    """
    own = recipes[["line", "item", "stage", "usage", "rate", "yield"]].rename(
        columns={"rate": "own_rate", "yield": "own_yield"}
    )
    rows = line_items[["line", "item"]].merge(stages, on="line", how="inner")
    rows = rows.merge(own, on=["line", "item", "stage"], how="left", validate="many_to_one")
    rows["usage"] = rows["usage"].astype("float64").fillna(1.0)
    rows["yield"] = rows["own_yield"].astype("float64").fillna(rows["yield"])
    rows["own_rate"] = rows["own_rate"].astype("float64")
    return rows.drop(columns="own_yield")
