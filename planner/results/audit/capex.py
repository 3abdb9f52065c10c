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
    """Money paid for a part of a copy, or for machines (copy: empty), on the first of a month.

    `order` is the first of the month in which it was ordered.
    """

    line: str

    copy: Key
    order: np.datetime64
    on_stream: np.datetime64
    life: float
    day: np.datetime64
    million: float


@dataclass(frozen=True)
class Spending:
    """Capex of the horizon.

    Attributes:
        payments: Everything paid for decided copies, also before or after the horizon.
        of_copy: All of a copy's capex by its key, million.
        by_period: Paid in each period of the horizon, million.
        by_year: The same by year of the plan and of the evaluation.
        present_by_period: The same at its present value.
        written_off: Straight-line depreciation of what is paid by the horizon's end, by line, then by period, million.
        residual: Value at the horizon's end of what was paid by then, million.
        present_residual: The same at its present value.
    """

    payments: tuple[Payment, ...]
    of_copy: dict[Key, float]
    by_period: Floats
    by_year: dict[str, float]
    present_by_period: Floats
    written_off: dict[str, Floats]
    residual: float
    present_residual: float

    def depreciation(self) -> Floats:
        """Depreciation of all lines by period."""
        return np.asarray(sum(self.written_off.values(), np.zeros(len(self.by_period))), dtype=float)

    def unpaid(self, day: np.datetime64) -> float:
        """What was ordered before a day and is paid on it or later, million."""
        return float(sum(p.million for p in self.payments if p.order < day <= p.day))


def spending(inputs: Inputs, copies: Iterable[LineCopy], time: Horizon, machines: Iterable[Machine] = ()) -> Spending:
    """Pay for every decided copy and machine; what lies before the horizon is sunk."""
    paid = [payment for copy in copies if copy.decided for payment in _payments(inputs, copy)]
    paid += [payment for machine in machines for payment in _machine_payments(inputs, machine)]
    zero = float(months_at(time.first[:1])[0])
    end = time.last[-1] + ONE
    by_period, present = np.zeros(len(time.labels)), np.zeros(len(time.labels))
    of_copy: dict[Key, float] = {}
    residual = 0.0
    begin, until = (months_at(days) for days in (time.first, time.last + ONE))
    written_off: dict[str, Floats] = {}
    for payment in paid:
        if payment.copy:
            of_copy[payment.copy] = of_copy.get(payment.copy, 0.0) + payment.million
        if time.first[0] <= payment.day < end:
            period = time.holding(payment.day)
            after = months_at(np.array([payment.day])) - zero
            by_period[period] += payment.million
            present[period] += payment.million * float(discount(inputs.case, after)[0])
        if payment.day < end:
            months = months_at(np.array([end])) - months_at(np.array([payment.on_stream]))
            age = max(float(months[0]) / YEAR, 0.0)
            residual += payment.million * max(0.0, 1.0 - age / payment.life)
            since = months_at(np.array([payment.on_stream]))[0]
            used = [np.clip((at - since) / YEAR / payment.life, 0.0, 1.0) for at in (begin, until)]
            line = payment.line
            written_off[line] = written_off.get(line, np.zeros(len(begin))) + payment.million * (used[1] - used[0])
    last = float(discount(inputs.case, months_at(np.array([end])) - zero)[0])
    return Spending(
        payments=tuple(paid),
        of_copy=of_copy,
        by_period=by_period,
        by_year=dict(zip(time.every_year, time.by_every_year(by_period).tolist(), strict=True)),
        present_by_period=present,
        written_off=written_off,
        residual=residual,
        present_residual=residual * last,
    )


def _payments(inputs: Inputs, copy: LineCopy) -> list[Payment]:
    steps = list(_steps(inputs, copy))
    ordered = first_of(copy.order_month)
    return [
        Payment(
            copy.line, copy.key, ordered, copy.on_stream, part.life_years, month, part.cost_million * share * copy.share
        )
        for part in _prices(inputs, copy)
        for month, share in steps
    ]


def _machine_payments(inputs: Inputs, machine: Machine) -> list[Payment]:
    million, ordered = machine.million * machine.number, first_of(machine.order_month)
    return [
        Payment(machine.line, (), ordered, machine.on_stream, machine.life, month, million * share)
        for month, share in _steps(inputs, machine)
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
