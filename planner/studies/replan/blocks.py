"""What was counted, by whole periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = pd.Timedelta(days=1)
KEYS = ["measure", "object", "copy", "stage", "item"]
COUNTED = ("installs", "pilots", "output", "stock")
"""Measures whose amounts the next plan takes over; the others are compared only."""


@dataclass(frozen=True)
class Block:
    """What was counted over whole periods.

    Attributes:
        measure, object, copy, item: What and of what; copy 0 and item "" where nothing is said.
        first, last: Numbers of the periods.
        value: Their sum; of stock what there was at the end of the last.
        rows: Its rows of `actuals`, by index.
    """

    measure: str
    object: str
    copy: int
    item: str
    first: int
    last: int
    value: float
    rows: tuple[int, ...]


def blocks(actuals: pd.DataFrame, periods: pd.DataFrame) -> list[Block]:
    """Rows of `actuals` that make up whole periods, each as few periods as they allow.

    Rows of a part of a period are summed until it is full; rows that never fill one are left out.

    Args:
        actuals: Input table.
        periods: Periods, half open.
    """
    starts = {start: number for number, start in enumerate(periods["start"])}
    ends = {end - DAY: number for number, end in enumerate(periods["end"])}
    rows = actuals.loc[actuals["measure"].isin(COUNTED)].sort_values("from")
    return [
        block
        for _, own in rows.groupby(KEYS, dropna=False, sort=False)
        for block in (_stocks(own, ends) if own["measure"].iloc[0] == "stock" else _sums(own, starts, ends))
    ]


def _stocks(own: pd.DataFrame, ends: dict[pd.Timestamp, int]) -> Iterator[Block]:
    for place, row in own.iterrows():
        if row["to"] in ends:
            yield _block(own, ends[row["to"]], ends[row["to"]], float(row["value"]), [int(str(place))])


def _sums(own: pd.DataFrame, starts: dict[pd.Timestamp, int], ends: dict[pd.Timestamp, int]) -> Iterator[Block]:
    first: int | None = None
    total, places, until = 0.0, list[int](), None
    for place, row in own.iterrows():
        if first is None or row["from"] - DAY != until:
            first, total, places = starts.get(row["from"]), 0.0, []
        total, until = total + float(row["value"]), row["to"]
        places.append(int(str(place)))
        if first is not None and until in ends:
            yield _block(own, first, ends[until], total, places)
            first = None


def _block(own: pd.DataFrame, first: int, last: int, value: float, rows: list[int]) -> Block:
    head = own.iloc[0]
    copy = 0 if pd.isna(head["copy"]) else int(head["copy"])
    return Block(head["measure"], head["object"], copy, head["item"], first, last, value, tuple(rows))
