r"""Shares of several causes in a whole, averaged over the orders in which they may come.

.. math:: part_g = \frac{1}{|O|} \sum_{o \in O} v(before_o(g) \cup \{g\}) - v(before_o(g))

over the orders :math:`O` all of whose steps have a value; each order's steps sum to :math:`v(all) - v(none)`, so the
parts do. With every order this is the value of Shapley (A value for n-person games, 1953).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Part:
    """The share of a cause: its mean over the orders, and the least and the greatest."""

    mean: float
    least: float
    most: float


def whole_orders(causes: Sequence[str], stands: Callable[[frozenset[str]], bool]) -> list[tuple[str, ...]]:
    """The orders of the causes each of whose steps has a value."""
    return [order for order in permutations(causes) if all(stands(step) for step in steps(order))]


def steps(order: Sequence[str]) -> Iterator[frozenset[str]]:
    """Nothing, the first cause, the first two, ... all."""
    return (frozenset(order[:number]) for number in range(len(order) + 1))


def parts(orders: Sequence[tuple[str, ...]], value: Callable[[frozenset[str]], float]) -> dict[str, Part]:
    """The share of each cause, over orders that are whole.

    Raises:
        ValueError: There is no order.
    """
    if not orders:
        raise ValueError("orders")
    shares: dict[str, list[float]] = {cause: [] for cause in sorted(orders[0])}
    for order in orders:
        for cause, (before, after) in zip(order, pairwise(steps(order)), strict=True):
            shares[cause].append(value(after) - value(before))
    return {cause: Part(fsum(found) / len(found), min(found), max(found)) for cause, found in shares.items()}
