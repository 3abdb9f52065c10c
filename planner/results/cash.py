"""Money by period and payment by payment: from what the yearly statement and the present value add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.results.periods import DAY

if TYPE_CHECKING:
    import pandas as pd

    from planner.results.view import View

_PAYMENT = ["period", "date", "line", "copy", "part"]


def period_finance(view: View, money: pd.DataFrame) -> pd.DataFrame:
    """From net sales to cash flow after tax by period, with the months by which it is discounted.

    Args:
        view: The plan.
        money: From `finance.period_money`.
    """
    frame = view.capacity.time.periods
    return money.assign(
        period=frame["period"],
        year=frame["year"],
        start=frame["start"],
        end=frame["end"] - DAY,
        months=frame["mid"],
        months_end=frame["months"].cumsum(),
        discount=view.capacity.discount,
        cumulative_cash=money["cash_flow"].cumsum(),
        present_value=money["present_value"] - money["present_penalties"],
    )


def period_payments(view: View) -> pd.DataFrame:
    """Every payment for line copies and extra machines within the horizon, and its present value."""
    paid = view.capacity.spend
    held = view.capacity.time.periods["end"].searchsorted(paid["date"], side="right")
    rows = paid.assign(period=held, present_million=paid["million"] * paid["factor"])
    rows = rows.groupby(_PAYMENT, sort=True)[["million", "present_million"]].sum().reset_index()
    return rows.assign(period=view.labels[rows["period"].to_numpy(dtype=int)])
