"""Money by date: discount factors, capex by spend profile, fixed cost, depreciation and residual value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import Timeline, days_from, month_number, month_position, month_start
from planner.memory import remembered

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from planner.tables.inputs import Case

    Floats = NDArray[np.float64]

MONTHS_A_YEAR = 12.0
PAYMENT = ["vintage", "line", "copy", "on_stream", "part", "life_years", "date", "million"]


def discount_factors(case: Case, periods: pd.DataFrame, time: Timeline) -> Floats:
    """Present value at the horizon's start of one unit of money at each mid-period: (1+r)^(-months/12)."""
    factors: Floats = (1.0 + case.discount_rate) ** (-time.periods["mid"].to_numpy() / MONTHS_A_YEAR)
    if len(periods):
        given = np.full(time.size, np.nan)
        given[: len(periods)] = periods["discount_factor"]
        factors = np.where(np.isnan(given), factors, given)
    return factors


@remembered()
def spend(vintages: pd.DataFrame, lines: pd.DataFrame, capex: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """Payments for the decided copies: vintage, part, life_years, date (first of a month), million.

    The price is that of the order's year (a later order takes the last earlier row); without a profile all is paid
    on order. Copies of existing lines are paid and have no rows.
    """
    copies = vintages.loc[vintages["status"] != "existing"].reset_index(names="vintage")
    copies = copies.merge(lines[["line", "spend_profile"]], on="line")
    parts = copies.merge(capex, on="line")
    parts = parts.loc[parts["order_year"] <= parts["order"].dt.year.clip(lower=_first_year(parts))]
    parts = parts.sort_values("order_year").groupby(["vintage", "part"], sort=False).tail(1)
    parts = parts.assign(cost_million=parts["cost_million"] * parts["fraction"])
    return _paid(parts, profiles)[PAYMENT].sort_values(["vintage", "part", "date"], ignore_index=True)


@remembered()
def machine_spend(machines: pd.DataFrame, lines: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """Payments for one of each extra machine by the spend profile of its line; the part is its stage.

    Returns:
        machine, quantity and the columns of `spend`.
    """
    rows = machines.reset_index(names="machine").merge(lines[["line", "spend_profile"]], on="line")
    paid = _paid(rows.rename(columns={"stage": "part", "capex_million": "cost_million"}), profiles)
    return paid[["machine", "quantity", *PAYMENT]].sort_values(["machine", "date"], ignore_index=True)


def _paid(parts: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """Payments for parts by their spend profile, with date and million; without a profile all is paid on order."""
    at_order = pd.DataFrame({"profile": [""], "event": ["order"], "months": [0], "share": [1.0]})
    profiles = pd.concat([profiles[at_order.columns], at_order], ignore_index=True)
    paid: pd.DataFrame = parts.merge(profiles, left_on="spend_profile", right_on="profile")
    event = paid["order"].where(paid["event"] == "order", paid["on_stream"])
    month = month_number(event) + paid["months"].to_numpy()
    paid["date"] = pd.Series([month_start(int(m)) for m in month], index=paid.index, dtype="datetime64[s]")
    paid["million"] = paid["cost_million"] * paid["share"]
    return paid


def _first_year(parts: pd.DataFrame) -> pd.Series:
    """An order before a part's first priced year takes the first."""
    return parts.groupby(["line", "part"])["order_year"].transform("min")


def factor_at(case: Case, months: Floats) -> Floats:
    """Present value of one unit of money so many months after the horizon's start."""
    return np.asarray((1.0 + case.discount_rate) ** (-months / MONTHS_A_YEAR), dtype=float)


def months_after(start: dt.date, dates: pd.Series) -> Floats:
    """Whole months from the horizon's start to the month of each date."""
    return (month_number(dates) - (start.year * 12 + start.month - 1)).astype(float)


def in_horizon(payments: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Payments inside the horizon with their year and present value factor; earlier ones are sunk."""
    inside = (payments["date"] >= pd.Timestamp(case.start)) & (payments["date"] <= pd.Timestamp(case.last))
    rows = payments.loc[inside].reset_index(drop=True)
    return rows.assign(year=rows["date"].dt.year, factor=factor_at(case, months_after(case.start, rows["date"])))


def _assets(payments: pd.DataFrame, case: Case, key: str) -> pd.DataFrame:
    """What is paid by the horizon's end, by key and part: key, part, on_stream, life_years, million."""
    paid = payments.loc[payments["date"] <= pd.Timestamp(case.last)]
    keys = [key, "part", "on_stream", "life_years"]
    return paid.groupby(keys, sort=True)["million"].sum().reset_index()


@remembered()
def depreciation(payments: pd.DataFrame, case: Case, time: Timeline, key: str = "vintage") -> pd.DataFrame:
    """Straight-line depreciation of what is paid by the horizon's end, also before its start.

    A part loses paid / life each year from the on-stream day on, by months; what is left at the end is its `residual`.

    Args:
        payments: From `spend` or `machine_spend`.
        case: Settings.
        time: Periods.
        key: What is written off: "vintage" or "machine".

    Returns:
        The key, part, period, million.
    """
    rows = _assets(payments, case, key)
    begun, life = month_position(rows["on_stream"]), rows["life_years"].to_numpy() * MONTHS_A_YEAR
    first, last = month_position(time.periods["start"]), month_position(time.periods["end"])
    months = np.minimum.outer(begun + life, last) - np.maximum.outer(begun, first)
    million = np.maximum(months, 0.0) * (rows["million"].to_numpy() / life)[:, None]
    row, period = np.nonzero(million)
    parts = rows.iloc[row][[key, "part"]].reset_index(drop=True)
    return parts.assign(period=period, million=million[row, period])


@remembered()
def residual(payments: pd.DataFrame, case: Case, key: str = "vintage") -> pd.DataFrame:
    """Value at the horizon's end of what was paid: paid * max(0, 1 - age / life), by key and part.

    Only what is paid by the horizon's end counts; the age is counted in months from the on-stream date and is never
    negative. The horizon's end is that of the evaluation.
    """
    rows = _assets(payments, case, key)
    end = month_position(pd.Series([pd.Timestamp(case.last) + pd.Timedelta(days=1)]))
    age = np.maximum(end - month_position(rows["on_stream"]), 0.0) / MONTHS_A_YEAR
    rows["million"] *= np.maximum(0.0, 1.0 - age / rows["life_years"].to_numpy())
    return rows


def fixed_cost(vintages: pd.DataFrame, lines: pd.DataFrame, time: Timeline) -> pd.DataFrame:
    """Fixed cost by vintage and period: line, vintage, period, million."""
    yearly = vintages["line"].map(lines.set_index("line")["fixed_cost_million"]).to_numpy(dtype=float)
    yearly = yearly * vintages["fraction"].to_numpy()
    share = days_from(vintages["on_stream"], time.segments) / time.segments["days"].to_numpy()
    months = time.sums(share * time.segments["share"].to_numpy())
    million = yearly[:, None] * months / MONTHS_A_YEAR
    vintage, period = np.nonzero(million)
    rows = vintages.iloc[vintage][["line", "copy", "on_stream"]].reset_index(drop=True)
    return rows.assign(vintage=vintage, period=period, million=million[vintage, period])
