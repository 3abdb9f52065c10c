"""What lines consume, and what one unit of everything that is bought costs when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.results.view import View

    Floats = NDArray[np.float64]

BOUGHT = 1e-6
"""Units from which on a purchase has a price: less is what a solver leaves of nothing."""


def consumption(view: View) -> pd.DataFrame:
    """Units that lines consume with scrap, overtime, base power and crew that waits: line, item, period, used."""
    output, vintages = view.capacity.output, view.capacity.vintages
    making = output.usage.merge(view.make[["make", "line", "made", "period"]], on="make")
    making["used"] = making["quantity"] * making["made"]
    worked, extra = view.answer.values("overtime"), output.overtime_usage
    tier = worked.iloc[extra["overtime"].to_numpy(dtype=int)][["line", "period", "value"]].reset_index(drop=True)
    overtime = tier.assign(item=extra["item"], used=extra["quantity"].to_numpy(dtype=float) * tier["value"])
    base = output.base_use.rename(columns={"quantity": "used"})
    base = base.assign(line=vintages["line"].to_numpy()[base["vintage"].to_numpy(dtype=int)])
    columns = ["line", "item", "period", "used"]
    standby = view.answer.values("standby").rename(columns={"value": "used"})
    parts = [part[columns] for part in (making, overtime, base, standby) if len(part)]
    rows = pd.concat(parts) if parts else making[columns]
    return rows.groupby(columns[:3], sort=True)["used"].sum().reset_index().astype({"period": "int64"})


def prices(view: View) -> pd.DataFrame:
    """Money for one unit of each item that is ever bought, by period: [item, period].

    What was paid for a unit in the period, over all sites and steps; where nothing was bought, what was paid last;
    before the first purchase, what is paid first.
    """
    buy = view.answer.values("buy")
    money = (buy["value"] * buy["price"]).groupby([buy["item"], buy["period"]]).sum()
    units = buy["value"].groupby([buy["item"], buy["period"]]).sum()
    paid = (money / units).where(units > BOUGHT).rename("price").reset_index()
    every = paid.pivot_table(index="item", columns="period", values="price")
    every = every.reindex(columns=range(view.capacity.time.size)).astype(float)
    return every.ffill(axis=1).bfill(axis=1).dropna()


def stock_value(view: View) -> tuple[Floats, float]:
    """Million money that lies in stock at the end of each period, and as opening stock before the first.

    A unit is worth what is bought for it by plain bill of materials, at the prices of the period, without scrap, energy
    and crew.
    """
    stock = view.answer.values("stock")
    worth = _contents(view)
    size = view.capacity.time.size
    if worth.empty or stock.empty:
        return np.zeros(size), 0.0
    each = worth.reindex(stock["item"].unique()).fillna(0.0)
    at = each.index.get_indexer(pd.Index(stock["item"]))
    values = each.to_numpy()[at, stock["period"].to_numpy(dtype=int)] * stock["value"].to_numpy()
    opening = view.inputs["stocks"].groupby("item")["opening"].sum()
    before = float((worth[0].reindex(opening.index).fillna(0.0) * opening).sum())
    return np.bincount(stock["period"].to_numpy(dtype=int), weights=values, minlength=size) / 1e6, before / 1e6


def _contents(view: View) -> pd.DataFrame:
    """Money for what is bought in one unit of each item, [item, period]; of an item without parts its own price."""
    paid = prices(view)
    parents = set(view.inputs["bom"]["parent"])
    leaves = [item for item in paid.index if item not in parents]
    itself = pd.DataFrame({"item": leaves, "component": leaves, "quantity": 1.0})
    held = pd.concat([view.capacity.content, itself])
    held = held.loc[held["component"].isin(leaves)]
    if held.empty:
        return pd.DataFrame()
    return (
        held.pivot_table(index="item", columns="component", values="quantity", fill_value=0.0)
        @ paid.loc[sorted(set(held["component"]))]
    )
