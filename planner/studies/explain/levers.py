"""What people can change in the tables so that a limit gives way: a cell and how far it reaches into the program."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.vintages import OPTION
from planner.results.stands import cell, stand
from planner.scenarios.words import paired

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from planner.capacity import Capacity
    from planner.model.assemble import Program
    from planner.results.stands import Stand
    from planner.results.words import LimitWords
    from planner.tables.inputs import Inputs

DAYS_A_WEEK = 7.0
DIGITS = 1e6
"""Parts of a unit to which a cell is written, away from the conflict."""
NOISE = 1e-2
"""Part of the last digit that is what a solver's tolerance leaves."""
CELLS = {
    "demand_least": "least",
    "target": "value",
    "capex_budget": "most",
    "floor_cap": "most",
    "yearly_cap": "most",
    "growth": "step_per_month",
    "install_limit": "most_per_week",
    "group_most": "copies",
    "group_least": "copies",
    "stock_most": "most",
    "contract_most": "most",
    "lane_limit": "most_per_month",
}
"""By family of limits the column of its table that says how much; where it depends on more see `_column`."""
FALLS = ("demand_least", "target", "group_least", "stock_least", "stock_days")
"""Families of limits that give way when their number falls; the others when it rises."""


@dataclass(frozen=True, eq=False)
class Lever:
    """A cell of the tables.

    Attributes:
        family, number: A row of the program that it moves.
        stand: Where it stands.
        column: Its column; empty: the whole row is dropped.
        rows: All rows of the program that it moves.
        per: Natural units of each of them for one unit of the cell.
        old: What it says.
        taken: What given decisions take of the limit: less is no limit at all.
    """

    family: str
    number: int
    stand: Stand
    column: str
    rows: NDArray[np.intp]
    per: NDArray[np.float64]
    old: float
    taken: float = 0.0

    def new(self, amount: float) -> float:
        """The cell when its limit is looser by so much, written with a few digits."""
        if self.family in FALLS:
            return max(0.0, math.floor((self.old - amount) * DIGITS + NOISE) / DIGITS)
        return math.ceil((max(self.old, self.taken) + amount) * DIGITS - NOISE) / DIGITS

    def rule(self, new: float) -> str:
        """The change as the command line writes it."""
        where = condition(self.stand)
        if not self.column:
            return f"{self.stand.table} where {where} drop"
        return f"{self.stand.table}.{self.column} where {where} set {written(new)}"


def levers(
    inputs: Inputs, capacity: Capacity, program: Program, words: LimitWords, limits: Iterable[tuple[str, int]]
) -> Iterator[Lever]:
    """The levers of some limits (family and number), each once."""

    @cache
    def stands(family: str) -> list[Stand]:
        rows = program.row_slice(family)
        return [stand(inputs, words, family, number) for number in range(rows.stop - rows.start)]

    known = set()
    for family, number in limits:
        place = stands(family)[number]
        column = _column(family, place, words.raw(family, number), inputs, capacity)
        if column is None or place.rows.empty or words.waits_for_start(family, number):
            continue
        key = (place.table, place.row, column)
        if key in known:
            continue
        known.add(key)
        rows = [
            other
            for other, own in enumerate(stands(family))
            if len(own.rows)
            and own.row == place.row
            and _column(family, own, words.raw(family, other), inputs, capacity) == column
        ]
        start = program.row_slice(family).start
        numbers = np.array(rows, dtype=np.intp)
        old = float(place.rows[column].iloc[0]) if column else math.nan
        if column and math.isnan(old):
            # An empty cell sets no limit: what holds the row stands elsewhere.
            continue
        per = np.array([_per(family, words.raw(family, n), capacity, old, program, start + n) for n in rows])
        yield Lever(family, number, place, column, start + numbers, per, old, _taken(family, capacity, place))


def condition(place: Stand) -> str:
    """The row of a limit in the words of a rule."""
    row = place.rows.iloc[0]
    return paired((column, cell(row[column])) for column in place.keys)


def written(number: float) -> str:
    """A number as a cell."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _column(family: str, place: Stand, key: dict[str, object], inputs: Inputs, capacity: Capacity) -> str | None:
    """The column that says how much; "" where the row itself is the limit, None where nobody can change it."""
    if family == "group_exclusive":
        return ""
    if family == "stock_least":
        row, last = place.rows.iloc[0], capacity.time.size - 1
        return "closing" if key["period"] == last and row["closing"] > row["least"] else "least"
    if family == "supply_limit":
        level = inputs.case.supply_level
        return level if pd.notna(place.rows[level].iloc[0]) else "base"
    return CELLS.get(family)


def _per(family: str, key: dict[str, object], capacity: Capacity, old: float, program: Program, row: int) -> float:
    """Natural units of a row for one unit of its cell."""
    periods = capacity.time.periods
    if family == "lane_limit":
        return float(periods["months"].iloc[int(str(key["period"]))])
    limit = float(program.row_upper[row] * program.row_scale[row])
    if family in {"growth", "install_limit"} and old > 0 and limit > 0:
        return limit / old
    if family == "install_limit":
        return float(periods["days"].iloc[int(str(key["period"]))]) / DAYS_A_WEEK
    return 1.0


def _taken(family: str, capacity: Capacity, place: Stand) -> float:
    """What given copies take of a limit that leaves nothing for others where they overstep it."""
    given = capacity.vintages.index[capacity.vintages["status"] != OPTION]
    row = place.rows.iloc[0]
    if family == "group_most":
        own = capacity.group_limits.reset_index(names="limit")
        own = own.loc[(own["group"] == row["group"]) & (own["kind"] == "most")]
        same = own.loc[own["from"] == row["from"], "limit"] if pd.notna(row["from"]) else own["limit"].iloc[:1]
        counted = capacity.group_copies
        held = counted["limit"].isin(same) & counted["vintage"].isin(given)
        return float(counted.loc[held, "value"].sum())
    tables = {"capex_budget": (capacity.spend, "million"), "floor_cap": (capacity.floor, "m2")}
    if family not in tables:
        return 0.0
    paid, column = tables[family]
    return float(paid.loc[paid["vintage"].isin(given) & (paid["year"] == row["year"]), column].sum())
