"""Tables as dicts of lists, as those write them who sum expressions in Python."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

Row = tuple[Any, ...]


def rows(table: pd.DataFrame, columns: Sequence[str]) -> list[Row]:
    """The rows of some columns as tuples."""
    return list(zip(*(table[column].tolist() for column in columns), strict=True))


def numbers(table: pd.DataFrame, by: Sequence[str]) -> defaultdict[Row, list[int]]:
    """Numbers of the rows of a table by some of its columns."""
    found: defaultdict[Row, list[int]] = defaultdict(list)
    for number, row in enumerate(rows(table, by)):
        found[row].append(number)
    return found


def amounts(
    table: pd.DataFrame, by: Sequence[str], number: str, value: str
) -> defaultdict[Row, list[tuple[int, float]]]:
    """Pairs of a variable's number and its coefficient by some columns of a table."""
    found: defaultdict[Row, list[tuple[int, float]]] = defaultdict(list)
    for row, pair in zip(rows(table, by), rows(table, [number, value]), strict=True):
        found[row].append(pair)
    return found


def values(table: pd.DataFrame, by: Sequence[str], value: str) -> dict[Row, float]:
    """A value by some columns of a table."""
    return dict(zip(rows(table, by), table[value].tolist(), strict=True))


def dated(table: pd.DataFrame, by: Sequence[str]) -> defaultdict[Row, list[tuple[int, int]]]:
    """Numbers of the rows of a table with their periods, by some of its columns."""
    found: defaultdict[Row, list[tuple[int, int]]] = defaultdict(list)
    for number, (*key, period) in enumerate(rows(table, [*by, "period"])):
        found[tuple(key)].append((number, period))
    return found


def covers(table: pd.DataFrame, node: Sequence[str]) -> dict[int, list[tuple[Row, float]]]:
    """Nodes whose use a stock covers, each with how much of it."""
    found: dict[int, list[tuple[Row, float]]] = {}
    for stock, cover, *key in rows(table, ["stock", "cover", *node]):
        found.setdefault(stock, []).append((tuple(key), cover))
    return found
