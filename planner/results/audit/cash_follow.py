"""Finance by period and the payments: each follows from the flows of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, discount, months_at
from planner.results.audit.finding import where
from planner.results.audit.money import COSTS, INCOME
from planner.results.audit.rows import check_complete
from planner.results.audit.written import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.money import Money
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

FINANCE, PAYMENTS = "period_finance", "period_payments"
UNITS = {"year": "1", "months": "1", "months_end": "1", "discount": "1"}


def check_cash(sheet: Sheet, tables: Mapping[str, pd.DataFrame], inputs: Inputs, money: Money, time: Horizon) -> None:
    """Both tables, where a plan has them (reports of former versions have not)."""
    if FINANCE in tables:
        _check_finance(sheet.of(FINANCE), tables[FINANCE], money, time)
    if PAYMENTS in tables:
        _check_payments(sheet.of(PAYMENTS), tables[PAYMENTS], inputs, money, time)


def _check_finance(sheet: Sheet, frame: pd.DataFrame, money: Money, time: Horizon) -> None:
    table = written(FINANCE, frame, time.labels)
    check_complete(sheet, table, {(): np.ones(len(time.labels), dtype=bool)})
    expected = _finance(money, time)
    there = table.present()[()]
    size = np.cumsum(sum(np.abs(expected[name]) for name in (*INCOME, *COSTS, "capex", "penalties")))
    for name, values in expected.items():
        found = np.where(there, table.column(name, np.nan)[()], values)
        unit = UNITS.get(name, "million")
        scale = 1e-3 * size if unit == "million" else 0.0
        place = where("column", column=name, name="")
        sheet.equal("finance_period", place, time.labels, found, values, unit, scale, column=name)


def _finance(money: Money, time: Horizon) -> dict[str, Floats]:
    """The columns of `period_finance`, million money."""
    operating, tax, penalties, cash = money.operating(), money.tax(), money.penalties(), money.cash()
    written_off = money.spending.depreciation()
    return {
        "year": time.year.astype(float),
        "months": time.mid,
        "months_end": np.cumsum(time.months),
        "discount": time.factor,
        **{name: money.flows[name] for name in (*INCOME, *COSTS)},
        "operating_cash": operating,
        "depreciation": written_off,
        "tax": tax,
        "profit_after_tax": operating - written_off - tax,
        "capex": money.spending.by_period,
        "cash_flow": cash,
        "cumulative_cash": np.cumsum(cash),
        "penalties": penalties,
        "present_value": (operating - tax - penalties) * time.factor - money.spending.present_by_period,
    }


def _check_payments(sheet: Sheet, frame: pd.DataFrame, inputs: Inputs, money: Money, time: Horizon) -> None:
    """What is paid for a line in a period, and what it is worth at the horizon's start."""
    first, end = time.first[0], time.last[-1] + ONE
    paid = [payment for payment in money.spending.payments if first <= payment.day < end]
    lines = [str(line) for line in frame["line"]]
    for line in sorted({*lines, *(payment.line for payment in paid)}):
        expected = {name: np.zeros(len(time.labels)) for name in ("million", "present_million")}
        for payment in paid:
            if payment.line == line:
                period = time.holding(payment.day)
                after = months_at(np.array([payment.day])) - months_at(time.first[:1])
                expected["million"][period] += payment.million
                expected["present_million"][period] += payment.million * float(discount(inputs.case, after)[0])
        own = written(PAYMENTS, frame.loc[[name == line for name in lines]], time.labels)
        for name, values in expected.items():
            found = own.column(name)[()]
            place = where("of_line", line=line)
            sheet.equal("payments", place, time.labels, found, values, "million", 1e-3 * values, column=name)
