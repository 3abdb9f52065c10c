"""Supply contracts: which are signed, what is taken under them, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.contracts import sign_by

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.view import View

    Floats = NDArray[np.float64]

MONEY = 1e6
UNSIGNED = "unsigned"


def contracts(view: View) -> pd.DataFrame:
    """Every contract of the case; of one that is not signed all amounts are 0."""
    table = view.inputs["contracts"]
    held = view.capacity.contracts[["contract", "status", "signed", "prepayment"]]
    rows = table.assign(sign_by=sign_by(table)).merge(held, on="contract", how="left")
    rows["status"] = rows["status"].fillna(UNSIGNED)
    bought = view.answer.values("buy").groupby("contract")["value"].sum()
    rows["bought"] = rows["contract"].map(bought).fillna(0.0)
    rows["taken_share"] = rows["bought"] / rows["most"]
    untaken = view.answer.values("untaken").set_index("contract")["value"]
    rows["not_taken"] = rows["contract"].map(untaken).fillna(0.0)
    rows["cost_million"] = (rows["bought"] + rows["not_taken"]) * rows["price"] / MONEY
    rows["prepayment_million"] = rows["prepayment"].fillna(0.0)
    return rows


def prepayments(view: View) -> Floats:
    """Million money prepaid under signed contracts, [period]."""
    agreed = view.capacity.contracts
    paid = agreed.loc[agreed["paid"] >= 0]
    size = view.capacity.time.size
    sums = np.bincount(paid["paid"].to_numpy(dtype=np.intp), paid["prepayment"].to_numpy(dtype=float), size)
    return sums.astype(float)


def owed(view: View, day: pd.Timestamp) -> float:
    """Million money that contracts signed before a day, the end of a period, oblige to from then on.

    Of a contract that goes on: the units to be paid for, taken or not, that are not yet bought; and its prepayment, as
    long as it is not paid.
    """
    ends = view.capacity.time.periods["end"]
    done = int(ends.searchsorted(day, side="right"))  # periods that have ended
    agreed = view.capacity.contracts.loc[view.capacity.contracts["signed"] < day]
    buy = view.answer.values("buy")
    bought = buy.loc[buy["period"] < done].groupby("contract")["value"].sum()
    left = (agreed["take"] - agreed["contract"].map(bought).fillna(0.0)).clip(lower=0.0)
    units = (left * agreed["price"]).where(agreed["last"] >= done, 0.0)
    return float(units.sum()) / MONEY + float(agreed["prepayment"].where(agreed["paid"] >= done, 0.0).sum())
