"""The route of an item through a line, and how many starts each stage needs for one good unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.line.graph import stage_graphs, topological_order
from planner.line.recipe import stage_items
from planner.memory import remembered

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """The way of one item through one line; arrays follow `stages`.

    Attributes:
        line, item: The line and what it makes.
        stages: Names of the stages in topological order, ties in table order; the last is the sink.
        edges: From index, to index, and good units of the first for one start at the second.
        yields: Good out over started at mature rate, [n_stage].
        ramp_share: Exponent with which a ramp's yield factor falls on the stage, [n_stage].
        usage: Work of one start, as the stage's rate counts it; 0: not used, [n_stage].
    """

    line: str
    item: str
    stages: tuple[str, ...]
    edges: tuple[tuple[int, int, float], ...]
    yields: NDArray[np.float64]
    ramp_share: NDArray[np.float64]
    usage: NDArray[np.float64]

    @property
    def sources(self) -> tuple[int, ...]:
        """Indices of the first stages (nothing feeds them)."""
        fed = {head for _, head, _ in self.edges}
        return tuple(k for k in range(len(self.stages)) if k not in fed)

    @property
    def sink(self) -> int:
        """Index of the last stage (it feeds nothing); in topological order it comes last."""
        return len(self.stages) - 1

    def starts(self, yield_factor: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
        r"""Starts at each stage for one good unit out of the line.

        .. math:: r_{sink} = 1 / y_{sink}, \quad r_s = \Big(\sum_{s \to u} q_{su} r_u\Big) / y_s,
                  \quad y_s = yield_s \cdot f^{share_s}

        Args:
            yield_factor: Yield over mature yield, one number or one for each age, [n_age].

        Returns:
            Starts per good unit, [n_stage, n_age] (one column for a single number).
        """
        factor = np.atleast_1d(np.asarray(yield_factor, dtype=np.float64))
        yields = self.yields[:, None] * factor[None, :] ** self.ramp_share[:, None]
        # What a stage has to put out before its own yield: 1 for the sink, else filled by those that it
        # feeds.
        wanted = np.zeros_like(yields)
        wanted[self.sink] = 1.0
        # An edge is used once its head is complete, that is after every edge that leaves the head.
        for tail, head, quantity in sorted(self.edges, key=lambda edge: -edge[1]):
            wanted[tail] += quantity * wanted[head] / yields[head]
        return wanted / yields

    def cumulative_yield(self) -> NDArray[np.float64]:
        """Mature yield from the start of each stage to the end of the line, [n_stage].

        The product of the yields along the path from the stage (included) to the sink; where a stage feeds
        several others, along the path with the smallest product. Where each stage feeds one other and all
        quantities are 1, it is 1 over `starts()`.
        """
        after = np.ones(len(self.stages))
        for tail, head, _ in sorted(self.edges, key=lambda edge: -edge[1]):
            after[tail] = min(after[tail], self.yields[head] * after[head])
        return np.asarray(self.yields * after)

    @property
    def rty(self) -> float:
        """Rolled throughput yield of the whole line at mature rates.

        The smallest cumulative yield of a first stage: the product of the yields along the path that loses
        most. Where each stage feeds one other and all quantities are 1, it is 1 over the most starts of a
        first stage.
        """
        return float(self.cumulative_yield()[list(self.sources)].min())


@remembered()
def routes(
    line_items: pd.DataFrame, stages: pd.DataFrame, flows: pd.DataFrame, recipes: pd.DataFrame
) -> dict[tuple[str, str], Route]:
    """The route of every item on every line that makes it, keyed (line, item), in the order of `line_items`.

    A line without a row in `flows` is a chain of its stages in table order; a line with any row there has
    exactly the edges that its rows tell. Yield and usage are the item's own where `recipes` gives them. Lines
    without stages are left out. The graphs must have passed `planner.line.check`.

    Raises:
        networkx.NetworkXUnfeasible: A line has a cycle.
    """
    orders = {}
    for line, stage_graph in stage_graphs(stages, flows).items():
        order = topological_order(stage_graph.graph)
        new = {old: k for k, old in enumerate(order)}
        edges = sorted((new[a], new[b], q) for a, b, q in stage_graph.graph.edges(data="quantity"))
        orders[line] = (order, tuple(stage_graph.stages[k] for k in order), tuple(edges))

    result: dict[tuple[str, str], Route] = {}
    table = stage_items(line_items, stages, recipes)
    figures = table[["yield", "ramp_share", "usage"]].to_numpy(dtype=np.float64)
    lines, items = table["line"].to_list(), table["item"].to_list()
    for rows in table.groupby(["line", "item"], sort=False).indices.values():
        line, item = lines[rows[0]], items[rows[0]]
        order, names, line_edges = orders[line]
        yields, ramp_share, usage = figures[rows][order].T.copy()
        for array in (yields, ramp_share, usage):
            array.flags.writeable = False
        result[line, item] = Route(line, item, names, line_edges, yields, ramp_share, usage)
    return result
