"""What several checks ask of the tables: which copies run since when, loops, days that ranges leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.memory import remembered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Mapping, Sequence

    from planner.tables.inputs import Case

Range = tuple[pd.Timestamp, pd.Timestamp]
DAY = pd.Timedelta(days=1)
_LONG_AGO = pd.Timestamp(1900, 1, 1)
_COPY = ["line", "copy", "on_stream", "row", "table"]


def day(date: dt.date) -> pd.Timestamp:
    """A day of case.toml, to be compared with those of tables."""
    return pd.Timestamp(date)


def listing(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its line numbers as a column `row`, so that they survive joins."""
    return frame.rename_axis("row").reset_index()


@remembered()
def running(lines: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The line copies that are on stream some day: line, copy, on_stream, row and table they stand in.

    Needs lines.line, status, on_stream and decisions.action, object, copy, date. Existing copies are one row.
    """
    existing = listing(lines[lines["status"] == "existing"])
    # A line without its day was told; that it runs is all that matters here.
    since = existing["on_stream"].fillna(_LONG_AGO)
    existing = existing.assign(on_stream=since, copy=1, table="lines")[_COPY]
    candidates = lines.loc[lines["status"] == "candidate", "line"]
    taken = decisions[(decisions["action"] == "on_stream") & decisions["object"].isin(candidates)]
    decided = listing(taken.dropna(subset="date")).rename(columns={"object": "line", "date": "on_stream"})
    decided = decided.assign(table="decisions")[_COPY]
    parts = [part for part in (existing, decided) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else existing


@remembered()
def reachable(case: Case, lines: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The copies of `running`, and of each candidate line left to the planner the soonest that it may decide.

    Needs lines.lead_months besides.
    """
    copies = running(lines, decisions)
    open_lines = lines[(lines["status"] == "candidate") & ("lines" in case.decide)]
    if open_lines.empty:
        return copies
    soonest = [day(case.plan_date) + pd.DateOffset(months=int(lead)) for lead in open_lines["lead_months"].fillna(0)]
    chosen = listing(open_lines).assign(on_stream=soonest, copy=1, table="lines")[_COPY]
    return pd.concat([copies, chosen], ignore_index=True) if len(copies) else chosen


def found_in(facts: pd.Series, names: pd.Series) -> pd.Series:
    """For each name its fact, empty where there is none; `facts` are by name, each name once.

    (`names.map(facts)` fails for dates where there are no facts at all.)
    """
    return facts.reindex(names).set_axis(names.index)


def loop(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """The first loop of a graph, closed ("a", "b", "a"); empty where there is none."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        waiting = [iter([start])]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif node in path:
                return [*path[path.index(node) :], node]
            elif node not in done:
                path.append(node)
                waiting.append(iter(edges.get(node, ())))
    return []


def edges(frame: pd.DataFrame, start: str, end: str) -> dict[str, list[str]]:
    """The graph that two columns of names tell, nodes in the order of the rows."""
    told: dict[str, list[str]] = {}
    for one, other in zip(frame[start], frame[end], strict=True):
        if one and other:
            told.setdefault(one, []).append(other)
    return told


def merged(frame: pd.DataFrame, keys: list[str], start: str = "from", end: str = "to") -> dict[Hashable, list[Range]]:
    """Ranges by key (a tuple) in order; those that touch or overlap are one, rows without ends left out."""
    told: dict[Hashable, list[Range]] = {}
    whole = frame[frame[start].notna() & (frame[end] >= frame[start])].sort_values(start, kind="stable")
    for values in whole[[*keys, start, end]].itertuples(index=False, name=None):
        ranges = told.setdefault(tuple(values[:-2]), [])
        first, last = values[-2:]
        if ranges and first <= ranges[-1][1] + DAY:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], last))
        else:
            ranges.append((first, last))
    return told


def first_open(first: pd.Timestamp, last: pd.Timestamp, ranges: Sequence[Range]) -> pd.Timestamp | None:
    """The first day from `first` to `last` that no range (as of `merged`) holds; None where there is none."""
    for start, end in ranges:
        if start > first:
            break
        if end >= first:
            first = end + DAY
    return first if first <= last else None
