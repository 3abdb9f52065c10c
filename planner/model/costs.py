"""Terms of the objective, one function a term: million money at present value, costs positive.

A flow of period t is worth discount_t = (1+r)^(-months to mid-period / 12) of its money at the horizon's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.keys import among, locate, row_of
from planner.model.algebra import Cost
from planner.model.flows import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from planner.model.algebra import Columns
    from planner.model.machines import Extras, Packed
    from planner.model.opening import Opening

    Floats = NDArray[np.float64]

MILLION = 1e6
SALES = ["programme", "market", "period"]
UNTAXED = {
    "shortfall_penalty",
    "late_cost",
    "least_penalty",
    "missing_pilots",
    "missed_targets",
    "capex",
    "residual",
}
"""Terms that carry no tax: prices that are no money, and what depreciation and book value stand for."""

PURCHASES = {"energy": "energy", "labour": "crew"}


def sales(sell: Columns, prices: pd.DataFrame, discount: Floats) -> list[Cost]:
    """Net sales as a negative cost, and the cost of the vehicle without what its bill of materials holds."""
    at = locate(prices, sell.arrays, SALES)
    factor = discount[sell.arrays["period"]] / MILLION
    known = at >= 0
    return [
        Cost("sales", sell, -np.where(known, prices["price_net"].to_numpy()[at], 0.0) * factor),
        Cost("rest_cost", sell, np.where(known, prices["rest_cost"].to_numpy()[at], 0.0) * factor),
    ]


def purchases(buy: Columns, items: pd.DataFrame, discount: Floats) -> list[Cost]:
    """What is bought, by kind: energy, crew, and material for everything else."""
    terms = np.array([PURCHASES.get(kind, "material") for kind in items["kind"]])
    term = terms[row_of(items, buy.arrays, ["item"])]
    price = _priced(buy, buy.arrays["price"], discount)
    return [Cost(name, buy, np.where(term == name, price, 0.0)) for name in ("material", "energy", "crew")]


def contracts(untaken: Columns, sign: Columns, agreed: pd.DataFrame, discount: Floats) -> list[Cost]:
    """What is paid under contracts and not taken, at the contract's price in its last period; and prepayments."""
    value = agreed["prepayment"].to_numpy(dtype=float) * np.where(agreed["paid"] >= 0, discount[agreed["paid"]], 0.0)
    constant = float(value[~among(agreed, sign.arrays, ["contract"])].sum())
    return [
        Cost("contracts", untaken, _priced(untaken, untaken.arrays["price"], discount)),
        Cost("contracts", sign, value[row_of(agreed, sign.arrays, ["contract"])]),
        Cost("contracts", None, np.empty(0), constant),
    ]


def line_cost(make: Columns, discount: Floats) -> list[Cost]:
    """Cost of a good unit besides what it consumes."""
    return [Cost("line_cost", make, _priced(make, make.arrays["cost"], discount))]


def fixed_cost(opening: Opening, rows: pd.DataFrame, discount: Floats) -> list[Cost]:
    """Fixed cost of the copies on stream."""
    return opening.cost("fixed_cost", rows["vintage"], rows["million"] * discount[rows["period"]])


def freight(ship: Columns, discount: Floats) -> list[Cost]:
    """Freight between sites."""
    return [Cost("freight", ship, _priced(ship, ship.arrays["freight"], discount))]


def holding(stock: Columns, stocks: pd.DataFrame, months: Floats, discount: Floats) -> list[Cost]:
    """Holding cost on the stock at the end of each period, for the months of the period or for the period."""
    at = row_of(stocks, stock.arrays, PLACE)
    by_month = (stocks["holding_basis"] == "month").to_numpy()[at]
    length = np.where(by_month, months[stock.arrays["period"]], 1.0)
    return [Cost("holding", stock, _priced(stock, stocks["holding_cost"].to_numpy()[at] * length, discount))]


def shortfall(short: Columns, programmes: pd.DataFrame, discount: Floats) -> list[Cost]:
    """Price of what is not sold, less the margin of the conventional car that is built instead."""
    margin = programmes["fallback_margin"].to_numpy()[row_of(programmes, short.arrays, ["programme"])]
    return [
        Cost("shortfall_penalty", short, _priced(short, short.arrays["shortfall_penalty"], discount)),
        Cost("fallback_margin", short, -_priced(short, margin, discount)),
    ]


def late_cost(late: Columns, months: Floats, discount: Floats) -> list[Cost]:
    """Cost of what is owed at the end of each period, for the months of the period."""
    price = late.arrays["late_cost"].astype(float) * months[late.arrays["period"]]
    return [Cost("late_cost", late, _priced(late, price, discount))]


def least_penalty(missing: Columns, ends: NDArray[np.datetime64], discount: Floats) -> list[Cost]:
    """Price of what is missing below the least of a demand range, at the range's last period."""
    return [Cost("least_penalty", missing, _dated(missing, "least_penalty", "to", ends, discount))]


def missing_pilots(missing: Columns, ends: NDArray[np.datetime64], discount: Floats) -> list[Cost]:
    """Price of the pilot vehicles missing at their date."""
    return [Cost("missing_pilots", missing, _dated(missing, "missing_cost", "by", ends, discount))]


def missed_targets(missing: Columns, ends: NDArray[np.datetime64], discount: Floats) -> list[Cost]:
    """Price of what is missing at a soft target."""
    return [Cost("missed_targets", missing, _dated(missing, "penalty", "date", ends, discount))]


def capex(opening: Opening, spend: pd.DataFrame, residual: pd.DataFrame, residual_factor: float) -> list[Cost]:
    """Capex paid inside the horizon, and what its parts are worth at the horizon's end."""
    return [
        *opening.cost("capex", spend["vintage"], spend["million"] * spend["factor"]),
        *opening.cost("residual", residual["vintage"], -residual["million"] * residual_factor),
    ]


def machines(extras: Extras, spend: pd.DataFrame, residual: pd.DataFrame, residual_factor: float) -> list[Cost]:
    """The same of extra machines that are left open; decided ones count with their copies."""
    return [
        *extras.cost("capex", spend["machine"], spend["million"] * spend["factor"]),
        *extras.cost("residual", residual["machine"], -residual["million"] * residual_factor),
    ]


def packages(packed: Packed, spend: pd.DataFrame, residual: pd.DataFrame, residual_factor: float) -> list[Cost]:
    """The same of packages, the sum over their machines."""
    return [
        *packed.cost("capex", spend["package"], spend["million"] * spend["factor"]),
        *packed.cost("residual", residual["package"], -residual["million"] * residual_factor),
    ]


def package_depreciation(packed: Packed, rows: pd.DataFrame, discount: Floats) -> list[Cost]:
    """As `depreciation`, of packages."""
    return packed.cost("depreciation", rows["package"], rows["million"] * discount[rows["period"]])


def machine_depreciation(extras: Extras, rows: pd.DataFrame, discount: Floats) -> list[Cost]:
    """As `depreciation`, of extra machines that are left open."""
    return extras.cost("depreciation", rows["machine"], rows["million"] * discount[rows["period"]])


def depreciation(opening: Opening, rows: pd.DataFrame, discount: Floats) -> list[Cost]:
    """Straight-line depreciation of the copies: no money and no term of its own, but a cost for `tax`."""
    return opening.cost("depreciation", rows["vintage"], rows["million"] * discount[rows["period"]])


def tax(terms: Iterable[Cost], rate: float) -> list[Cost]:
    r"""Tax on income less costs and depreciation: of each cost its share comes back, of each income it goes.

    .. math:: tax_t = rate \cdot (income_t - costs_t - depreciation_t)

    It is paid in the period itself; a loss is relieved against other profits of the group. Penalties are not taxed, and
    neither is the residual value, which is what depreciation has left. Prices of limits are then after tax.
    """
    taxed = [cost for cost in terms if cost.name not in UNTAXED] if rate else []
    return [Cost("tax", cost.columns, -rate * cost.value, -rate * cost.constant) for cost in taxed]


def _priced(columns: Columns, price: ArrayLike, discount: Floats) -> Floats:
    value: Floats = np.asarray(price, dtype=float) * discount[columns.arrays["period"]] / MILLION
    return value


def _dated(columns: Columns, price: str, date: str, ends: NDArray[np.datetime64], discount: Floats) -> Floats:
    """Price at the period that holds a date (the last one for a later date)."""
    day = columns.arrays[date].astype("datetime64[D]")
    period = np.minimum(np.searchsorted(ends, day, side="right"), len(ends) - 1)
    return columns.arrays[price].astype(float) * discount[period] / MILLION
