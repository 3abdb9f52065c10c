"""What the decided line copies cost, when that is paid, and what it is worth at the horizon's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.days import ONE, YEAR, Horizon, discount, first_of, month_number, months_at
from planner.results.audit.frames import records
from planner.results.audit.frames import table as by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.machines import Machine
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Payment:
    """Money paid for a part of a copy, or for machines (copy: empty), on the first of a month."""

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
        depreciation: Straight-line depreciation of what is paid by the horizon's end, by period, million.
        residual: Value at the horizon's end of what was paid by then, million.
        present_residual: The same at its present value.
    """

    of_copy: dict[Key, float]
    by_year: dict[str, float]
    present_by_year: dict[str, float]
    depreciation: Floats
    residual: float
    present_residual: float


def spending(inputs: Inputs, copies: Iterable[LineCopy], time: Horizon, machines: Iterable[Machine] = ()) -> Spending:
    """Pay for every decided copy and machine; what lies before the horizon is sunk."""
    paid = [payment for copy in copies if copy.decided for payment in _payments(inputs, copy)]
    paid += [payment for machine in machines for payment in _machine_payments(inputs, machine)]
    zero = float(months_at(time.first[:1])[0])
    end = time.last[-1] + ONE
    by_year, present = dict.fromkeys(time.every_year, 0.0), dict.fromkeys(time.every_year, 0.0)
    of_copy: dict[Key, float] = {}
    residual = 0.0
    begin, until = (months_at(days) for days in (time.first, time.last + ONE))
    written_off = np.zeros(len(begin))
    for payment in paid:
        if payment.copy:
            of_copy[payment.copy] = of_copy.get(payment.copy, 0.0) + payment.million
        if time.first[0] <= payment.day < end:
            year = str(payment.day)[:4]
            after = months_at(np.array([payment.day])) - zero
            by_year[year] += payment.million
            present[year] += payment.million * float(discount(inputs.case, after)[0])
        if payment.day < end:
            months = months_at(np.array([end])) - months_at(np.array([payment.on_stream]))
            age = max(float(months[0]) / YEAR, 0.0)
            residual += payment.million * max(0.0, 1.0 - age / payment.life)
            since = months_at(np.array([payment.on_stream]))[0]
            used = [np.clip((at - since) / YEAR / payment.life, 0.0, 1.0) for at in (begin, until)]
            written_off = written_off + payment.million * (used[1] - used[0])
    last = float(discount(inputs.case, months_at(np.array([end])) - zero)[0])
    return Spending(of_copy, by_year, present, written_off, residual, residual * last)


def _payments(inputs: Inputs, copy: LineCopy) -> list[Payment]:
    steps = list(_steps(inputs, copy))
    return [
        Payment(copy.key, copy.on_stream, part.life_years, month, part.cost_million * share)
        for part in _prices(inputs, copy)
        for month, share in steps
    ]


def _machine_payments(inputs: Inputs, machine: Machine) -> list[Payment]:
    million = machine.million * machine.number
    return [
        Payment((), machine.on_stream, machine.life, month, million * share) for month, share in _steps(inputs, machine)
    ]


def _steps(inputs: Inputs, bought: LineCopy | Machine) -> Iterator[tuple[np.datetime64, float]]:
    """First of the month and share of each payment by the spend profile of the line."""
    profile = by_key(inputs["lines"], "line", "spend_profile")[bought.line]
    steps = [(r.event, r.months, r.share) for r in records(inputs["spend_profiles"]) if r.profile == profile]
    event_month = {"order": bought.order_month, "on_stream": month_number(bought.on_stream)}
    for event, months, share in steps if profile else [("order", 0, 1.0)]:
        yield first_of(event_month[event] + months), share


def _prices(inputs: Inputs, copy: LineCopy) -> list[Any]:
    """The price of each part in the year of the order: the last one set by then, else the first."""
    ordered = copy.order_month // YEAR
    rows = sorted(records(inputs["capex"]), key=lambda row: row.order_year)
    chosen: dict[str, Any] = {}
    for row in rows:
        if row.line == copy.line and (row.part not in chosen or row.order_year <= ordered):
            chosen[row.part] = row
    return list(chosen.values())
