"""Coefficients of single families: what stock covers, what is released, how fast installs grow, what gates need of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import days

if TYPE_CHECKING:
    from planner.capacity import Capacity
    from planner.model.columns import Variables
    from planner.tables.inputs import Inputs

NODE = ["item", "site", "period"]


def least_cover(stock: pd.DataFrame, period_days: np.ndarray) -> pd.DataFrame:
    """Days of the next period's use that stock covers, of the last period its own: stock, node, cover."""
    kept = stock.loc[stock["least_days"] > 0]
    coming = np.minimum(kept["period"] + 1, len(period_days) - 1)
    cover = kept["least_days"] / period_days[coming]
    return kept[["item", "site"]].assign(period=coming, cover=cover).reset_index(names="stock")


def most_cover(stock: pd.DataFrame, period_days: np.ndarray) -> pd.DataFrame:
    """Share of the use of coming periods within the shelf life; what is left goes on as in the last period."""
    kept, last = stock.loc[stock["shelf_life_days"].notna()], len(period_days) - 1
    parts, left, coming = [], kept["shelf_life_days"], kept["period"] + 1
    while ((coming <= last) & (left > 0)).any():
        inside = coming.clip(upper=last)
        part = np.where(coming <= last, np.minimum(left, period_days[inside]), 0.0)
        parts.append(kept[["item", "site"]].assign(period=inside, cover=part / period_days[inside]))
        left, coming = left - part, coming + 1
    parts.append(kept[["item", "site"]].assign(period=last, cover=left / period_days[last]))
    covers = pd.concat(parts).reset_index(names="stock")
    return covers.loc[covers["cover"] > 0].groupby(["stock", *NODE], as_index=False)["cover"].sum()


def released(v: Variables, stocks: pd.DataFrame) -> pd.DataFrame:
    """Variables of what is released, with the stock that is so from the start."""
    opening = v.released.keys["item"].map(stocks.groupby("item")["opening"].sum()).fillna(0.0)
    return v.released.keys.assign(opening=opening.where(v.released.keys["period"] == 0, 0.0))


def growth(inputs: Inputs, capacity: Capacity) -> pd.DataFrame:
    """Periods in which a programme's rate of installs may grow, each with the one before it (-1: none)."""
    mid, weights = capacity.time.periods["mid"].to_numpy(), capacity.rollout.season_months
    own, period = np.nonzero(weights > 0)
    rows = inputs["programmes"][["programme", "item"]].iloc[own].reset_index(drop=True)
    rows = rows.assign(period=period, weight=weights[own, period]).merge(
        inputs["growth"][["programme", "growth_per_month", "step_per_month"]], on="programme"
    )
    former = rows.groupby("programme")
    earlier, before = former["period"].shift(fill_value=-1), former["weight"].shift()
    previous = np.where(earlier < 0, rows["period"] - 1, earlier)
    # Before the horizon the periods go on as long as its first ones are apart.
    apart = mid[rows["period"]] - np.concatenate([[2 * mid[0] - mid[1]], mid])[previous + 1]
    factor = (1.0 + rows["growth_per_month"]) ** apart / before
    return rows.assign(earlier=earlier, factor=factor.fillna(0.0), most=rows["step_per_month"] * apart)


def lines(needs: pd.DataFrame, content: pd.DataFrame, line_items: pd.DataFrame) -> pd.DataFrame:
    """What a line must have made for a gate: of the item itself where it makes it, else of what is in it."""
    itself = needs[["item"]].drop_duplicates().assign(component=lambda t: t["item"], quantity=1.0)
    holds = pd.concat([content, itself]).rename(columns={"quantity": "units"})
    made = line_items[["line", "item"]].rename(columns={"item": "component"})
    rows = needs.merge(holds, on="item").merge(made, on=["line", "component"])
    whole = rows["item"] == rows["component"]
    rows = rows.loc[whole | ~whole.groupby([rows["item"], rows["line"]]).transform("any")]
    return rows.assign(needed=rows["needed"] * rows["units"], item=rows["component"])[
        ["line", "item", "last", "needed"]
    ]


def joins(make: pd.DataFrame, capacity: Capacity) -> np.ndarray:
    """Period in which what is made may go into sold vehicles."""
    released = np.searchsorted(days(capacity.time.periods["end"]), days(make["release"]), side="right")
    return np.maximum(make["period"].to_numpy(), released)
