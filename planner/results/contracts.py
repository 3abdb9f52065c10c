"""Supply contracts: which are signed, what is taken under them, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.capacity.contracts import sign_by

if TYPE_CHECKING:
    import pandas as pd

    from planner.results.view import View

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
