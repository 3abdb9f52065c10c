"""Checks of the stage graphs, made before any route is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Problem
from planner.line.graph import stage_graphs
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.line.graph import StageGraph


def check(stages: pd.DataFrame, flows: pd.DataFrame, line_items: pd.DataFrame) -> list[Problem]:
    """Everything wrong with the stage graphs, in the order of the tables.

    Finds lines without stages, cycles, stages that no flow touches in a line that has flows, and lines with
    more than one last stage. A flow that names an unknown stage is passed over; reading the tables reports
    it.
    """
    problems = list(_no_stage(stages, line_items))
    for stage_graph in stage_graphs(stages, flows).values():
        orphans = _orphans(stage_graph)
        problems += [_orphan(stage_graph, node) for node in orphans]
        problems += _cycles(stage_graph)
        problems += _sinks(stage_graph, orphans)
    return problems


def _problem(name: str, file: str, row: int | None, column: str, value: str, **values: str) -> Problem:
    """A problem with its texts from the catalogue."""
    key = f"line_check.{name}"
    return Problem(key, text(key, **values), text(f"{key}_advice", **values), file, row, column, value)


def _no_stage(stages: pd.DataFrame, line_items: pd.DataFrame) -> Iterator[Problem]:
    """Lines that make something and have no stage, each told once."""
    without = line_items[~line_items["line"].isin(stages["line"])].drop_duplicates("line")
    for row, line in zip(without.index, without["line"], strict=True):
        yield _problem("no_stage", "line_items.csv", int(row), "line", line, line=line)


def _orphans(stage_graph: StageGraph) -> list[int]:
    """Stages that no flow touches, in a line that has flows."""
    if not stage_graph.has_flows:
        return []
    return [node for node, degree in sorted(stage_graph.graph.degree) if degree == 0]


def _orphan(stage_graph: StageGraph, node: int) -> Problem:
    name = stage_graph.stages[node]
    row = stage_graph.rows[node]
    return _problem("orphan", "stages.csv", row, "stage", name, line=stage_graph.line, stage=name)


def _cycles(stage_graph: StageGraph) -> Iterator[Problem]:
    """One cycle for each knot of stages that feed each other."""
    import networkx as nx  # noqa: PLC0415

    graph = stage_graph.graph
    for knot in sorted(nx.strongly_connected_components(graph), key=min):
        first = min(knot)
        if len(knot) == 1 and not graph.has_edge(first, first):
            continue
        # The way back to the first stage, by the fewest stages.
        heads = sorted(head for head in graph.successors(first) if head in knot)
        ways = [nx.shortest_path(graph, head, first) for head in heads]
        nodes = [first, *min(ways, key=lambda way: (len(way), way))]
        names = text("line_check.arrow").join(stage_graph.stages[node] for node in nodes)
        row = graph.edges[nodes[-2], nodes[-1]]["row"]
        last = stage_graph.stages[nodes[-1]]
        yield _problem("cycle", "flows.csv", row, "to_stage", last, line=stage_graph.line, stages=names)


def _sinks(stage_graph: StageGraph, orphans: list[int]) -> Iterator[Problem]:
    """More than one last stage, orphans not counted."""
    loose = set(orphans)
    sinks = [node for node, degree in sorted(stage_graph.graph.out_degree) if degree == 0 and node not in loose]
    if len(sinks) > 1:
        names = text("line_check.comma").join(stage_graph.stages[node] for node in sinks)
        row, last = stage_graph.rows[sinks[-1]], stage_graph.stages[sinks[-1]]
        yield _problem("sinks", "stages.csv", row, "stage", last, line=stage_graph.line, stages=names)
