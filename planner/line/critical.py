"""The critical path through a line: how long a unit is under way when it never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.line.route import Route

BEFORE = -1


def critical_path(route: Route, hours: NDArray[np.float64]) -> tuple[float, tuple[str, ...]]:
    """The longest way through the stages and the stages on it.

    Args:
        route: The route.
        hours: Hours that a unit spends at each stage of the route, [n_stage].

    Returns:
        Hours from the first start to the last good unit out, and the stages on that path from first to last.
    """
    import networkx as nx  # noqa: PLC0415  (not every command needs it)

    graph = nx.DiGraph()
    # Hours stand on the edge into a stage; a node before the first stages gives these an edge too.
    graph.add_weighted_edges_from((BEFORE, k, float(hours[k])) for k in route.sources)
    graph.add_weighted_edges_from((tail, head, float(hours[head])) for tail, head, _ in route.edges)
    path = nx.dag_longest_path(graph)[1:]
    return float(sum(hours[k] for k in path)), tuple(route.stages[k] for k in path)
