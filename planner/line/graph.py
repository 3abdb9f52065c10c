"""Stage graphs out of tables: nodes are the places of the stages in the table, edges are the flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class StageGraph:
    """The graph of one line.

    Attributes:
        line: The line.
        stages: Names of its stages in table order; node `k` of the graph is `stages[k]`.
        rows: Line number of each stage in stages.csv.
        graph: networkx DiGraph; each edge has `quantity` and, where it stands in flows.csv, `row`.
        has_flows: Whether flows.csv has the line (else its stages are a chain in table order).
    """

    line: str
    stages: tuple[str, ...]
    rows: tuple[int, ...]
    graph: Any
    has_flows: bool


def stage_graphs(stages: pd.DataFrame, flows: pd.DataFrame) -> dict[str, StageGraph]:
    """The stage graph of every line of `stages`.

    A line without a row in `flows` is a chain of its stages in table order. A line with any row there has
    exactly the edges that its rows tell. A flow from or to a stage that the line does not have is left out
    (reading the tables reports it).
    """
    import networkx as nx  # noqa: PLC0415  (not every command needs it)

    flows_of = dict(iter(flows.groupby("line", sort=False)))
    graphs: dict[str, StageGraph] = {}
    for line, rows in stages.groupby("line", sort=False):
        names = tuple(rows["stage"])
        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(names)))
        if line in flows_of:
            place = {name: k for k, name in enumerate(names)}
            edges = flows_of[line]
            for row, tail, head, quantity in zip(
                edges.index, edges["from_stage"], edges["to_stage"], edges["quantity"], strict=True
            ):
                if tail in place and head in place:
                    graph.add_edge(place[tail], place[head], quantity=float(quantity), row=int(row))
        else:
            nx.add_path(graph, range(len(names)), quantity=1.0)
        graphs[str(line)] = StageGraph(str(line), names, tuple(map(int, rows.index)), graph, line in flows_of)
    return graphs


def topological_order(graph: Any) -> list[int]:  # noqa: ANN401  (networkx has no types)
    """Nodes with every edge pointing forward, ties by node number.

    Raises:
        networkx.NetworkXUnfeasible: The graph has a cycle.
    """
    import networkx as nx  # noqa: PLC0415

    return list(nx.lexicographical_topological_sort(graph))
