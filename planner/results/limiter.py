"""What holds each year's installs: found by following prices from a lost sale down to the limits that they come from.

By complementary slackness the price of an item is, over any variable that provides it and is worth while,

    price = cost + sum of (worth of each limit it uses) + sum of (price of each component it consumes),

so a walk down the bill of materials, through stock and freight, splits the price of a lost sale into costs and the
rents of limits. The limit with the largest rent, weighted by the sales lost in each period, is the year's limiter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.solve import Answer

Limit = tuple[str, int]
Node = tuple[str, str, int]
RENT = 1e-7
NOT_ROWS = ("item_balance", "demand_limit")


@dataclass
class Rents:
    """Where the price of one more unit comes from.

    Attributes:
        limits: Million money by limit (family and row within it).
        refused: Million money by which the cheapest way is dearer than its worth (nothing is made though it could be).
        nothing: Whether there is no way at all to provide the item.
    """

    limits: dict[Limit, float] = field(default_factory=lambda: defaultdict(float))
    refused: float = 0.0
    nothing: bool = False

    def add(self, other: Rents, times: float) -> None:
        """Add so many units of another item's rents."""
        for limit, worth in other.limits.items():
            self.limits[limit] += worth * times
        self.refused += other.refused * times
        self.nothing |= other.nothing


class Tracer:
    """Splits prices of items into rents of limits."""

    def __init__(self, answer: Answer) -> None:
        """Index the program by columns and by balances."""
        program = answer.program
        self.answer, self.program = answer, program
        natural = program.data * np.repeat(program.row_scale, np.diff(program.indptr))
        natural /= program.column_scale[program.indices]
        order = np.argsort(program.indices, kind="stable")
        row = np.repeat(np.arange(program.shape[0]), np.diff(program.indptr))
        self._row, self._value = row[order], natural[order]
        self._start = np.searchsorted(program.indices[order], np.arange(program.shape[1] + 1))
        self._family, self._within = _families(answer)
        balance = program.row_slice("item_balance")
        nothing = pd.DataFrame(columns=["item", "site", "period"])  # no line runs: nothing is balanced
        keys = next((r.keys for r in program.rows if r.name == "item_balance"), nothing)
        self._first, self._use = balance.start, program.column_slice("use").start
        self._node = list(zip(keys["item"], keys["site"], keys["period"].tolist(), strict=True))
        self._providers = self._provided(balance)
        self._known: dict[Node, Rents] = {}

    def rents(self, node: Node) -> Rents:
        """Rents in the price of one more unit of an item at a site in a period."""
        if node not in self._known:
            self._known[node] = Rents()  # a way that comes back to itself adds nothing
            self._known[node] = self._walk(node)
        return self._known[node]

    def _walk(self, node: Node) -> Rents:
        found = Rents()
        ways = self._providers.get(node, [])
        if not ways:
            found.nothing = True
            return found
        column, amount = min(ways, key=lambda way: self._rank(way[0]))
        found.refused += max(0.0, float(self.answer.reduced_cost[column])) / amount
        for row, value in self._taken(column):
            family = self._family[row]
            if family == "item_balance":
                taken = self._node[row - self._first]
                if value < 0 and taken != node:
                    found.add(self.rents(taken), -value / amount)
            elif family not in NOT_ROWS:
                worth = self._charge(row, value)
                if worth > RENT:
                    found.limits[family, int(self._within[row])] += worth / amount
        return found

    def _rank(self, column: int) -> tuple[float, float, int]:
        """Ways in the order in which they are followed: least reduced cost, then most used."""
        cost = round(max(0.0, float(self.answer.reduced_cost[column])), 9)
        return cost, -float(self.answer.x[column]), column

    def _charge(self, row: int, value: float) -> float:
        """Million money that a unit of a column pays for what it takes of a limit."""
        return -float(self.answer.price[row]) * value

    def _taken(self, column: int) -> Iterator[tuple[int, float]]:
        """Rows and coefficients of a column, with the limits on the use of a stock in the place of that use."""
        for row, value in self._entries(column):
            if self._family[row] != "stock_use":
                yield row, value
                continue
            for limit, share in self._entries(self._use + int(self._within[row])):
                if limit != row:
                    yield limit, -value * share

    def _entries(self, column: int) -> zip[tuple[int, float]]:
        span = slice(self._start[column], self._start[column + 1])
        return zip(self._row[span].tolist(), self._value[span].tolist(), strict=True)

    def _provided(self, balance: slice) -> dict[Node, list[tuple[int, float]]]:
        """Columns that add to each balance, with how much."""
        column = np.repeat(np.arange(len(self._start) - 1), np.diff(self._start))
        inside = (self._row >= balance.start) & (self._row < balance.stop) & (self._value > 0)
        ways: dict[Node, list[tuple[int, float]]] = defaultdict(list)
        triples = zip(self._row[inside].tolist(), column[inside].tolist(), self._value[inside].tolist(), strict=True)
        for row, number, value in triples:
            ways[self._node[row - balance.start]].append((number, value))
        return ways


def _families(answer: Answer) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Family of every row and its number within it."""
    sizes = [len(r) for r in answer.program.rows]
    names = np.repeat(np.array([r.name for r in answer.program.rows], dtype=object), sizes)
    within = np.concatenate([np.arange(size) for size in sizes]) if sizes else np.empty(0, np.intp)
    return names, within


def yearly_rents(answer: Answer, sales: pd.DataFrame, sold_at: pd.DataFrame) -> pd.DataFrame:
    """Rents behind the sales lost in each year.

    Args:
        answer: The solved program.
        sales: year, programme, market, period, shortfall, late.
        sold_at: programme, item, site.

    Returns:
        year, programme, lost [units], limits (dict from limit to million money), refused, nothing.
    """
    tracer = Tracer(answer)
    lost = sales.assign(lost=sales["shortfall"] + sales["late"]).merge(sold_at, on="programme")
    rows = []
    for (year, programme), group in lost.groupby(["year", "programme"], sort=True):
        total = Rents()
        some = group.loc[group["lost"] > 0]
        for item, site, period, units in zip(some["item"], some["site"], some["period"], some["lost"], strict=True):
            total.add(tracer.rents((item, site, period)), units)
        # What is owed within the year and made good by its end is not lost to it.
        owed = group.loc[group["period"] == group["period"].max(), "late"].sum()
        rows.append(
            (year, programme, group["shortfall"].sum() + owed, dict(total.limits), total.refused, total.nothing)
        )
    return pd.DataFrame(rows, columns=["year", "programme", "lost", "limits", "refused", "nothing"])
