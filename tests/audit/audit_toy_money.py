"""The money of the toy plan, worked by hand."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from audit.audit_toy_rows import ENDS, FACTORS, MONTHS, STARTS

NONE = float("nan")
FACTOR = np.array(FACTORS)


def month(**values: float) -> np.ndarray:
    """Numbers by month, 0 where none is given."""
    return np.array([values.get(m, 0.0) for m in MONTHS])


SPARE = 150.0 - 100.0 * 3 / 12 / 10 - 50.0 * 3 / 12 / 20
"""What 100 million for 10 years and 50 million for 20 years are worth three months after on stream."""

DEPRECIATION = month(dec=25 / 24, jan=25 / 24, feb=25 / 24)
"""A month of 100 million over 10 years and 50 over 20: 100 / 120 + 50 / 240 = 25 / 24."""
TAX = 0.2

STOCK = {
    2026: {"stock_value": 396e-6, "stock_change": 376e-6},
    2027: {"stock_value": 42e-6, "stock_change": -354e-6},
}
"""A cell holds 1 kg of ORE, at 3 since November: 132 cells at the end of 2026, 14 in February; 10 at 2 at first."""

MONEY = {
    "sales": month(dec=2.0, jan=3.1, feb=2.8),
    "rest_cost": month(dec=0.4, jan=0.62, feb=0.56),
    "material": month(oct=80e-6, nov=2820e-6),
    "energy": month(oct=160e-6, nov=310e-6, dec=155e-6, jan=155e-6, feb=140e-6),
    "crew": month(oct=200e-6, nov=6300e-6),
    # Two million when it is prepaid; 40 kg at 3 that are not taken, in its last month.
    "contracts": month(nov=2.0, dec=120e-6),
    "line_cost": month(oct=2000e-6, dec=20000e-6, jan=31000e-6, feb=28000e-6),
    "fixed_cost": month(dec=1.0, jan=1.0, feb=1.0),
    "freight": month(oct=80e-6),
    # One a cell and month, two for a kg of ore and period.
    "holding": month(oct=27e-6, nov=202e-6, dec=132e-6, jan=70e-6, feb=14e-6),
    "fallback_margin": month(feb=10e-6),
    "shortfall_penalty": month(feb=100e-6),
    # Nine cars owed for a month at 5; 85 - 79 cars below the least at 7; one pilot of three at 50; one car of
    # the 80 of the target at 1,000.
    "late_cost": month(jan=45e-6),
    "least_penalty": month(feb=42e-6),
    "missing_pilots": month(oct=50e-6),
    "missed_targets": month(feb=1000e-6),
}
PENALTIES = ["shortfall_penalty", "late_cost", "least_penalty", "missing_pilots", "missed_targets"]
INCOME = ["sales", "fallback_margin"]
COSTS = [name for name in MONEY if name not in [*PENALTIES, *INCOME]]


@cache
def columns() -> dict[str, list[str]]:
    """Columns of every result table."""
    with (files("planner.results") / "dictionary.csv").open(encoding="utf-8") as stream:
        rows = pd.read_csv(stream, dtype=str)
    return {str(name): list(group["column"]) for name, group in rows.groupby("table", sort=False)}


def tax() -> np.ndarray:
    """Tax by month: a fifth of income less costs and depreciation; what a loss saves comes back."""
    return TAX * (sum(MONEY[n] for n in INCOME) - sum(MONEY[n] for n in COSTS) - DEPRECIATION)


def finance() -> pd.DataFrame:
    """October to December, and January to February; 75 million are paid in November and in December."""
    rows = []
    for year, months, capex, budget in ((2026, slice(0, 3), 150.0, 200.0), (2027, slice(3, 5), 0.0, NONE)):
        flows = {name: float(MONEY[name][months].sum()) for name in [*COSTS, *INCOME]}
        by_month = sum(MONEY[n] for n in INCOME) - sum(MONEY[n] for n in COSTS)
        missed = sum(MONEY[n] for n in PENALTIES)
        operating = float(by_month[months].sum())
        paid, written_off = float(tax()[months].sum()), float(DEPRECIATION[months].sum())
        cash = operating - paid - capex
        rows.append(
            flows
            | {
                "year": year,
                "phase": "plan",
                "operating_cash": operating,
                "depreciation": written_off,
                "tax": paid,
                "profit_after_tax": operating - paid - written_off,
                "capex": capex,
                "capex_budget": budget,
                "cash_flow": cash,
            }
            | STOCK[year]
            | {"committed_unpaid": 0.0, "exit_cost": 0.0}
            | {"cumulative_cash": cash + (rows[0]["cash_flow"] if rows else 0.0)}
            | {"penalties": float(missed[months].sum())}
            | {"present_value": float(((by_month - tax() - missed) * FACTOR)[months].sum()) - capex}
        )
    return pd.DataFrame(rows)[columns()["yearly_finance"]]


def by_period() -> pd.DataFrame:
    """The same by month; the months fall at their middle, 0.5 to 4.5 months after the start."""
    income, costs = (sum(MONEY[n] for n in names) for names in (INCOME, COSTS))
    missed = sum(MONEY[n] for n in PENALTIES)
    paid = month(nov=75.0, dec=75.0)
    operating = income - costs
    cash = operating - tax() - paid
    columns_of = {name: MONEY[name] for name in [*COSTS, *INCOME]} | {
        "period": MONTHS,
        "year": [int(start[:4]) for start in STARTS],
        "start": pd.to_datetime(STARTS),
        "end": pd.to_datetime(ENDS),
        "months": np.arange(5) + 0.5,
        "months_end": np.arange(5) + 1.0,
        "discount": FACTOR,
        "operating_cash": operating,
        "depreciation": DEPRECIATION,
        "tax": tax(),
        "profit_after_tax": operating - tax() - DEPRECIATION,
        "capex": paid,
        "cash_flow": cash,
        "cumulative_cash": np.cumsum(cash),
        "penalties": missed,
        "present_value": (operating - tax() - missed) * FACTOR - paid,
    }
    return pd.DataFrame(columns_of)[columns()["period_finance"]]


def payments() -> pd.DataFrame:
    """Half of each part in November, half in December; at rate 0 a payment is worth what it is."""
    rows = [
        (period, pd.Timestamp(day), "NEW", 1, part, million, million)
        for period, day in (("nov", "2026-11-01"), ("dec", "2026-12-01"))
        for part, million in (("building", 25.0), ("machines", 50.0))
    ]
    return pd.DataFrame(rows, columns=columns()["period_payments"])


def terms() -> pd.DataFrame:
    """Present values; capex and residual at rate 0."""
    values = {name: float(flow @ FACTOR) * (1 if name in INCOME else -1) for name, flow in MONEY.items()}
    values |= {"tax": -float(tax() @ FACTOR), "capex": -150.0, "residual": SPARE}
    return pd.DataFrame({"term": list(values), "million": list(values.values())})


def value() -> float:
    """The sum of the terms."""
    return float(terms()["million"].sum())


def cost() -> float:
    """All terms but sales and tax, as a cost."""
    counted = terms().set_index("term")["million"].drop(["sales", "tax"])
    return -float(counted.sum())


def toy_objective() -> float:
    """Minus the sum of the terms."""
    return -float(terms()["million"].sum())


def toy_kpis() -> dict[str, float | str | None]:
    """Key figures; cash is deepest at the end of 2026.

    By then 1.432586 million are lost (2.00012 of them under the contract), 25 / 24 are written off and 150 are paid:
    0.2 * (25 / 24 + 1.432586) come back.
    """
    penalties = float(sum(MONEY[n] for n in PENALTIES) @ FACTOR)
    first, second = finance()["cash_flow"]
    return {
        # 20, 40 and 20 cars asked for, at 10 each, less a fifth.
        "npv_vs_conventional_million": penalties - toy_objective() - 0.8 * (200 * 0.8 + 400 * 0.7 + 200 * 0.6) / 1e6,
        "npv_after_horizon_share": None,  # the NPV is negative
        "irr": (second + SPARE) / -first - 1,
        "payback_year": None,
        "peak_funding_date": "2026-12-31",
        "committed_unpaid_million": 0.0,
        "exit_cost_million": 0.0,
        "parity_year": 2027,
        "npv_million": penalties - toy_objective(),
        "objective_million": toy_objective(),
        "penalties_million": penalties,
        "capex_million": 150.0,
        "peak_funding_million": 151.432586 - 0.2 * (25 / 24 + 1.432586),
        "residual_million": SPARE,
        "residual_end_million": SPARE,
        "total_production_installs": 79.0,
        "total_pilot_installs": 2.0,
        "total_shortfall": 1.0,
        "total_demand": 80.0,
        "total_gwh": 162e-6,
    }
