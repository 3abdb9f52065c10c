"""What a unit of each variable costs: million money at present value, after tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.calendar import days

if TYPE_CHECKING:
    import pandas as pd

    from planner.capacity import Capacity
    from planner.model.columns import Variables
    from planner.tables.inputs import Inputs

MILLION = 1e6


def priced(v: Variables, inputs: Inputs, capacity: Capacity, stock: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tables of the families that cost something or bring something."""
    worth, kept = capacity.discount / MILLION, 1.0 - inputs.case.tax_rate
    ends = days(capacity.time.periods["end"])
    months = capacity.time.periods["months"].to_numpy()
    held = np.where(stock["holding_basis"] == "month", months[stock["period"]], 1.0) * stock["holding_cost"]
    sell = v.sell.keys.merge(capacity.prices, on=["programme", "market", "period"], how="left")
    sell = sell.fillna({"price_net": 0.0, "rest_cost": 0.0})
    margin = sell["programme"].map(inputs["programmes"].set_index("programme")["fallback_margin"])
    lost = sell["shortfall_penalty"] - kept * margin
    missing = v.pilot_missing.keys
    last = np.minimum(np.searchsorted(ends, days(missing["by"]), side="right"), len(ends) - 1)
    return {
        "make": v.make.keys.assign(cost=kept * v.make.keys["cost"] * worth[v.make.keys["period"]]),
        "buy": v.buy.keys.assign(cost=kept * v.buy.keys["price"] * worth[v.buy.keys["period"]]),
        "ship": v.ship.keys.assign(cost=kept * v.ship.keys["freight"] * worth[v.ship.keys["period"]]),
        "stock": stock.assign(cost=kept * held * worth[stock["period"]]),
        "sell": sell.assign(
            cost=kept * (sell["rest_cost"] - sell["price_net"]) * worth[sell["period"]],
            lost=lost * worth[sell["period"]],
        ),
        "pilot_missing": missing.assign(cost=missing["missing_cost"] * worth[last]),
    }


def constant(inputs: Inputs, capacity: Capacity) -> float:
    """What copies, machines and contracts that are given cost whatever is made."""
    rate, discount = inputs.case.tax_rate, capacity.discount
    fixed, written_off = (
        float((table["million"] * discount[table["period"]]).sum())
        for table in (capacity.fixed_cost, capacity.depreciation)
    )
    agreed = capacity.contracts
    prepaid = agreed["prepayment"].to_numpy(dtype=float) * np.where(agreed["paid"] >= 0, discount[agreed["paid"]], 0.0)
    capex = float((capacity.spend["million"] * capacity.spend["factor"]).sum())
    residual = float(capacity.residual["million"].sum()) * capacity.residual_factor
    return (1.0 - rate) * (fixed + float(prepaid.sum())) - rate * written_off + capex - residual
