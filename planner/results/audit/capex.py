"""What the decided line copies cost, when that is paid, and what it is worth at the horizon's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, Horizon, discount, first_of, month_of, months_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

YEAR_DAYS = 365.25
YEAR_MONTHS = 12


@dataclass(frozen=True)
class Payment:
    """Money paid for a part of a copy on the first of a month."""

    copy: Key
    on_stream: np.datetime64
    life: float
    day: np.datetime64
    million: float


@dataclass(frozen=True)
class Spending:
    """Capex of the horizon.

    Attributes:
        of_copy: All of a copy's capex by its key, also what is paid before or after the horizon, million.
        by_year: Paid in each year of the horizon, million.
        present_by_year: The same at its present value.
        residual: Value at the horizon's end of what was paid by then, million.
        present_residual: The same at its present value.
    """

    of_copy: dict[Key, float]
    by_year: dict[str, float]
    present_by_year: dict[str, float]
    residual: float
    present_residual: float


def spending(inputs: Inputs, copies: Iterable[LineCopy], time: Horizon) -> Spending:
    """Pay for every decided copy; what lies before the horizon is sunk."""
    paid = [payment for copy in copies if copy.decided for payment in _payments(inputs, copy)]
    zero = float(months_at(time.first[:1])[0])
    end = time.last[-1] + ONE
    by_year, present = dict.fromkeys(time.years, 0.0), dict.fromkeys(time.years, 0.0)
    of_copy: dict[Key, float] = {}
    residual = 0.0
    for payment in paid:
        of_copy[payment.copy] = of_copy.get(payment.copy, 0.0) + payment.million
        if time.first[0] <= payment.day < end:
            year = str(payment.day)[:4]
            after = months_at(np.array([payment.day])) - zero
            by_year[year] += payment.million
            present[year] += payment.million * float(discount(inputs.case, after)[0])
        if payment.day < end:
            age = max(float((end - payment.on_stream).astype(float)) / YEAR_DAYS, 0.0)
            residual += payment.million * max(0.0, 1.0 - age / payment.life)
    last = float(discount(inputs.case, months_at(np.array([end])) - zero)[0])
    return Spending(of_copy, by_year, present, residual, residual * last)


def _payments(inputs: Inputs, copy: LineCopy) -> list[Payment]:
    rows = inputs["capex"].loc[inputs["capex"]["line"] == copy.line]
    line = inputs["lines"].set_index("line").loc[copy.line]
    profiles = inputs["spend_profiles"]
    steps = profiles.loc[profiles["profile"] == line["spend_profile"]]
    shares = [("order", 0, 1.0)]
    if line["spend_profile"]:
        columns = (steps["event"], steps["months"], steps["share"])
        shares = [(str(e), int(m), float(s)) for e, m, s in zip(*columns, strict=True)]
    months = {"order": copy.order_month, "on_stream": int(month_of(np.array([copy.on_stream]))[0])}
    ordered = copy.order_month // YEAR_MONTHS
    paid = []
    for _, part in rows.groupby("part", sort=True):
        prices = part.sort_values("order_year")
        by_then = prices.loc[prices["order_year"] <= ordered]
        # An order before the first priced year takes that year's price.
        price = prices.iloc[0] if by_then.empty else by_then.iloc[-1]
        for event, after, share in shares:
            day = first_of(months[event] + after)
            million = float(price["cost_million"]) * share
            paid.append(Payment(copy.key, copy.on_stream, float(price["life_years"]), day, million))
    return paid
