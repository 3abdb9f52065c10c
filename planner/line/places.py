"""Where each stage stands on a picture of its line: layers left to right, branches as rows, in bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.line.route import Route


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places in units of one box; arrays follow the route's stages.

    Attributes:
        band: Band that the stage stands in, from 0 at the top; a long line goes on in the band below,
        [n_stage]. column: Column inside the band, from 0 at the left, [n_stage].
        row: Row from 0 at the top over all bands; halves where a stage stands between two rows, [n_stage].
    """

    band: NDArray[np.int64]
    column: NDArray[np.int64]
    row: NDArray[np.float64]


def places(route: Route, branches: Sequence[str], most_columns: int = 6) -> Places:
    """Lay out the stages of a route.

    A stage's layer is its distance from the end of the line, so that branches of different length end where
    they join. Side branches take a row each in the order of `branches`; the branch of the last stage runs in
    their middle.

    Args:
        route: The route.
        branches: Branch of each stage of the route ("" for none).
        most_columns: Most columns of a band.
    """
    import networkx as nx  # noqa: PLC0415  (not every command needs it)

    back = nx.DiGraph()
    back.add_nodes_from(range(len(route.stages)))
    back.add_edges_from((head, tail) for tail, head, _ in route.edges)
    layers = [sorted(layer) for layer in nx.topological_generations(back)][::-1]

    trunk = branches[route.sink]
    side = [branch for branch in dict.fromkeys(branches) if branch != trunk]
    wanted = {branch: float(k) for k, branch in enumerate(side)} | {trunk: max(len(side) - 1, 0) / 2}

    bands = -(-len(layers) // most_columns)
    columns = -(-len(layers) // bands)
    band, column = (np.zeros(len(route.stages), dtype=np.int64) for _ in range(2))
    row = np.zeros(len(route.stages))
    for k, layer in enumerate(layers):
        band[layer], column[layer] = divmod(k, columns)
        row[layer] = _apart(np.array([wanted[branches[node]] for node in layer]))
    top = 0.0
    for k in range(bands):
        inside = band == k
        row[inside] += top - row[inside].min()
        top = row[inside].max() + 1.0
    return Places(band, column, row)


def _apart(wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows at least one apart and as near to the wanted ones as their mean allows."""
    order = np.argsort(wanted, kind="stable")
    steps = np.arange(len(wanted))
    rows = np.empty_like(wanted)
    rows[order] = np.maximum.accumulate(wanted[order] - steps) + steps
    return np.asarray(rows - (rows - wanted).mean())
