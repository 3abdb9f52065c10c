"""Every flow of money by period, and its present value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.copies import days_on
from planner.results.audit.days import ONE, YEAR
from planner.results.audit.frames import day, numbers, records, supply_keys
from planner.results.audit.frames import table as by_key
from planner.results.audit.goods_check import lanes_by_way
from planner.results.audit.market import at_level
from planner.results.audit.market_check import least_sold, reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from planner.results.audit.capex import Spending
    from planner.results.audit.days import Horizon
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.market import Market
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

MILLION = 1e6
INCOME = ("sales", "fallback_margin")
COSTS = ("rest_cost", "material", "energy", "crew", "line_cost", "fixed_cost", "freight", "holding")
PENALTIES = ("shortfall_penalty", "late_cost", "least_penalty", "missing_pilots", "missed_targets")


@dataclass(frozen=True)
class Money:
    """Flows of money.

    Attributes:
        flows: By name of `INCOME`, `COSTS` and `PENALTIES`: million money by period, never negative.
        spending: Capex, depreciation and residual value.
        tax_rate: Share of income less costs and depreciation.
    """

    flows: Mapping[str, Floats]
    spending: Spending
    tax_rate: float

    def operating(self) -> Floats:
        """Sales and fallback margin less all costs, by period."""
        return self._sum(INCOME) - self._sum(COSTS)

    def tax(self) -> Floats:
        """Tax by period: that of a loss comes back."""
        return self.tax_rate * (self.operating() - self.spending.depreciation())

    def cash(self) -> Floats:
        """Cash flow after tax by period."""
        return self.operating() - self.tax() - self.spending.by_period

    def penalties(self) -> Floats:
        """All penalties by period."""
        return self._sum(PENALTIES)

    def terms(self, factor: Floats) -> dict[str, float]:
        """Terms of the objective at their present value: income positive, costs negative."""
        signs = {name: 1.0 if name in INCOME else -1.0 for name in (*INCOME, *COSTS, *PENALTIES)}
        values = {name: sign * float(self.flows[name] @ factor) for name, sign in signs.items()}
        spent = float(self.spending.present_by_period.sum())
        tax = -float(self.tax() @ factor)
        return {**values, "tax": tax, "capex": -spent, "residual": self.spending.present_residual}

    def _sum(self, names: Iterable[str]) -> Floats:
        return np.asarray(sum(self.flows[name] for name in names), dtype=float)


def money(
    inputs: Inputs,
    book: Ledger,
    asked: Market,
    copies: Mapping[Key, CopyOutput],
    spending: Spending,
    time: Horizon,
) -> Money:
    """Price everything that the plan does."""
    sums = {name: np.zeros(len(time.labels)) for name in (*INCOME, *COSTS, *PENALTIES)}
    parts = (
        _market_flows(inputs, book, asked, time),
        _bought_flows(inputs, book),
        _line_flows(inputs, book, copies, time),
        _goods_flows(inputs, book, time),
        _missed_flows(inputs, book, time),
    )
    for part in parts:
        for name, values in part:
            sums[name] = sums[name] + values / MILLION
    return Money(sums, spending, inputs.case.tax_rate)


def _market_flows(inputs: Inputs, book: Ledger, asked: Market, time: Horizon) -> Iterator[tuple[str, Floats]]:
    margin = by_key(inputs["programmes"], "programme", "fallback_margin")
    nothing = np.zeros(len(time.labels))
    for key, sold in book.amounts["sold"].items():
        short, late = book.amounts["shortfall"][key], book.amounts["late"][key]
        yield "sales", sold * asked.price.get(key, nothing)
        yield "rest_cost", sold * asked.rest_cost.get(key, nothing)
        yield "fallback_margin", short * margin.get(key[0], 0.0)
        yield "shortfall_penalty", short * asked.shortfall_penalty.get(key, nothing)
        yield "late_cost", late * asked.late_cost.get(key, nothing) * time.months


def _bought_flows(inputs: Inputs, book: Ledger) -> Iterator[tuple[str, Floats]]:
    kind = by_key(inputs["items"], "item", "kind")
    for (item, *_), cost in bought_cost(inputs, book):
        yield {"energy": "energy", "labour": "crew"}.get(kind[item], "material"), cost


def bought_cost(inputs: Inputs, book: Ledger) -> Iterator[tuple[Key, Floats]]:
    """Key of what is bought, and its cost by period in money."""
    supply = inputs["supply"]
    for key, price in zip(supply_keys(supply), numbers(supply["price"]), strict=True):
        if key in book.amounts["bought"]:
            yield key, book.amounts["bought"][key] * price


def _line_flows(
    inputs: Inputs, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon
) -> Iterator[tuple[str, Floats]]:
    cost = {(row.line, row.item): row.cost for row in records(inputs["line_items"])}
    for (line, _, _, item), made in book.amounts["made"].items():
        yield "line_cost", made * cost.get((line, item), 0.0)
    for _, cost_of_copy in fixed_cost(inputs, copies, time):
        yield "fixed_cost", cost_of_copy


def fixed_cost(inputs: Inputs, copies: Mapping[Key, CopyOutput], time: Horizon) -> Iterator[tuple[str, Floats]]:
    """Line and fixed cost by period of each of its copies, in money."""
    yearly = by_key(inputs["lines"], "line", "fixed_cost_million")
    length = (time.segment_last - time.segment_first + ONE).astype(float)
    for output in copies.values():
        months = time.by_period(days_on(output.copy, time) / length * time.share)
        yield output.copy.line, months / YEAR * yearly[output.copy.line] * MILLION


def _goods_flows(inputs: Inputs, book: Ledger, time: Horizon) -> Iterator[tuple[str, Floats]]:
    lanes = lanes_by_way(inputs)
    for (item, start, end), shipped in book.amounts["shipped"].items():
        lane = lanes.get((item, start, end), lanes.get(("", start, end)))
        if lane is not None:
            yield "freight", shipped * lane.freight
    for row in records(inputs["stocks"]):
        stock = book.flows["stock"][row.item, row.site]
        yield "holding", stock * row.holding_cost * (time.months if row.holding_basis == "month" else 1.0)


def _missed_flows(inputs: Inputs, book: Ledger, time: Horizon) -> Iterator[tuple[str, Floats]]:
    for row, sold in least_sold(inputs, book, time):
        if not np.isnan(row.least_penalty):
            yield "least_penalty", _at(row.to, max(0.0, row.least - sold) * row.least_penalty, time)
    wanted = at_level(inputs["pilots"], inputs.case.demand_level)
    for row, number in zip(records(inputs["pilots"]), wanted, strict=True):
        done = time.last <= day(row.by)
        missing = max(0.0, number - float(book.pilots[row.programme][done].sum()))
        yield "missing_pilots", _at(row.by, missing * row.missing_cost, time)
    for row in records(inputs["targets"]):
        if row.kind == "soft":
            missing = max(0.0, row.value - reached(inputs, book, row, time))
            yield "missed_targets", _at(row.date, missing * row.penalty, time)


def _at(date: object, amount: float, time: Horizon) -> Floats:
    """An amount in the period that holds a day."""
    flow = np.zeros(len(time.labels))
    flow[time.holding(day(date))] = amount
    return flow
