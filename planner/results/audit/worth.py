"""What a unit of everything bought costs by period, and what the stock is worth by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.bom import units_in
from planner.results.audit.frames import records
from planner.results.audit.money import MILLION, bought_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.ledger import Ledger
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

LEAST = 1e-6
"""Units from which on a purchase has a price."""


def paid(inputs: Inputs, book: Ledger, time: Horizon) -> dict[str, Floats]:
    """Money for a unit of each item that is bought, by period.

    The mean of the period; in a period without a purchase that of the last one, before the first that of the first.
    """
    money: dict[str, Floats] = {}
    for (item, *_), cost in bought_cost(inputs, book):
        money[item] = money.get(item, np.zeros(len(time.labels))) + cost
    bought, known = book.by_item("bought"), {}
    for item, cost in money.items():
        there = np.flatnonzero(bought[item] > LEAST)
        if len(there):
            source = there[np.maximum(np.searchsorted(there, np.arange(len(cost)), side="right") - 1, 0)]
            known[item] = cost[source] / bought[item][source]
    return known


def stock_value(inputs: Inputs, book: Ledger, time: Horizon) -> tuple[Floats, float]:
    """What is bought in the stock at the end of each period, and in the opening stock, million money."""
    parents, units, price = set(inputs["bom"]["parent"]), units_in(inputs), paid(inputs, book, time)
    value, opening = np.zeros(len(time.labels)), 0.0
    for row in records(inputs["stocks"]):
        each = sum(
            (units(leaf, row.item) * cost for leaf, cost in price.items() if leaf not in parents),
            np.zeros(len(time.labels)),
        )
        value = value + each * book.flows["stock"][row.item, row.site] / MILLION
        opening += float(each[0]) * row.opening / MILLION
    return value, opening
