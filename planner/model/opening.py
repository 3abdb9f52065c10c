"""Line copies that run: given ones always, the others as far as they are opened.

What a copy brings or takes (good output, machine hours, base power, capex) is a table by vintage. Of a given copy it is
a constant, of a vintage that is left open it is times the sum of the `open` columns of its copies. In a table by
vintage and period the vintage stands for all that are alike in the period (`capacity.pools`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import firsts, gathered, locate, matched, picked
from planner.model.algebra import Cost, coef

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from planner.capacity.pools import Pools
    from planner.keys import Arrays, Positions, Table
    from planner.model.algebra import Columns, Term

    Floats = NDArray[np.float64]

NONE = np.empty(0, dtype=np.intp)
"""Of a case with all copies given no row has a column, and none is looked for."""


@dataclass(frozen=True, eq=False)
class Opening:
    """Vintages of the program.

    Attributes:
        columns: `open`, [line, copy, on_stream] with its vintage.
        given: Whether each vintage runs whatever is decided, [vintage].
        pools: For whom each vintage stands in each period.
    """

    columns: Columns
    given: NDArray[np.bool_]
    pools: Pools

    def constant(self, vintage: ArrayLike, value: ArrayLike) -> Floats:
        """The values of given vintages, 0 for the others."""
        kept: Floats = np.where(self.given[np.asarray(vintage, dtype=np.intp)], np.asarray(value, dtype=float), 0.0)
        return kept

    def opened(self, vintage: ArrayLike) -> tuple[Positions, Positions]:
        """Number of the row and of the column for each copy of each row's vintage."""
        if not len(self.columns):
            return NONE, NONE
        return matched({"vintage": np.asarray(vintage)}, self.columns.arrays, ["vintage"])

    def making(self, rows: Table) -> tuple[Positions, Positions]:
        """The same for every copy for which each row's vintage stands in its period in what is made."""
        return self._standing(rows, self._makes)

    def drawing(self, rows: Table) -> tuple[Positions, Positions]:
        """The same in what is drawn whatever is made."""
        return self._standing(rows, self._draws)

    def most(self, rows: Table) -> Floats:
        """Most copies that run where the vintage of each row stands in its period: 1 for a given one."""
        number, count = self._options
        at = locate(number, rows, ["vintage", "period"])
        of_options = np.where(at >= 0, count[at], 0) if len(count) else np.zeros(len(at))
        most: Floats = np.where(self.given[np.asarray(rows["vintage"], dtype=np.intp)], 1.0, of_options)
        return most

    def term(self, rows: Table, value: ArrayLike, unit: str) -> Term:
        """`value` of rows 0, 1, ... times the copies for which the row's vintage stands in its period."""
        row, column = self.making(rows)
        return coef(self.columns, row, np.asarray(value, dtype=float)[row], unit, column)

    def cost(self, name: str, vintage: ArrayLike, million: ArrayLike) -> list[Cost]:
        """A cost that each copy has: a constant of the given ones, and a coefficient of `open`."""
        row, column = self.opened(vintage)
        value = np.zeros(len(self.columns))
        np.add.at(value, column, np.asarray(million, dtype=float)[row])
        fixed = [Cost(name, None, np.empty(0), float(self.constant(vintage, million).sum()))]
        return [*fixed, Cost(name, self.columns, value)] if len(self.columns) else fixed

    def _standing(self, rows: Table, members: Arrays) -> tuple[Positions, Positions]:
        if not len(self.columns):
            return NONE, NONE
        row, at = matched(rows, members, ["vintage", "period"])
        return row, members["column"][at]

    @cached_property
    def _makes(self) -> Arrays:
        return self._members(self.pools.makes)

    @cached_property
    def _options(self) -> tuple[Arrays, Positions]:
        """How many copies a vintage stands for in a period in what is made: its keys, and their number."""
        on = ["vintage", "period"]
        copies = {**self._makes, "copy": self.columns.arrays["copy"][self._makes["column"]]}
        single = picked(copies, on, firsts(copies, [*on, "copy"]))
        keys, (at,) = gathered([single], on)
        return keys, np.bincount(at)

    @cached_property
    def _draws(self) -> Arrays:
        return self._members(self.pools.draws)

    def _members(self, stands: Positions) -> Arrays:
        """Columns for which a vintage stands in a period: vintage, period, column."""
        own = self.columns.arrays["vintage"].astype(np.intp)
        size = stands.shape[1]
        return {
            "vintage": stands[own].ravel(),
            "period": np.tile(np.arange(size), len(own)),
            "column": np.repeat(np.arange(len(own)), size),
        }
