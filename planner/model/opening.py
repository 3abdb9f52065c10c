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
import pandas as pd

from planner.memory import remembered
from planner.model.algebra import Cost, coef

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from planner.capacity.pools import Pools
    from planner.model.algebra import Columns, Term

    Floats = NDArray[np.float64]
    Positions = NDArray[np.intp]

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
        rows = pd.DataFrame({"vintage": np.asarray(vintage, dtype=np.int64)}).reset_index(names="row")
        found = rows.merge(self.columns.keys[["vintage"]].reset_index(names="column"), on="vintage")
        return found["row"].to_numpy(dtype=np.intp), found["column"].to_numpy(dtype=np.intp)

    def making(self, rows: pd.DataFrame) -> tuple[Positions, Positions]:
        """The same for every copy for which each row's vintage stands in its period in what is made."""
        return _pairs(rows, self._makes) if len(self.columns) else (NONE, NONE)

    def drawing(self, rows: pd.DataFrame) -> tuple[Positions, Positions]:
        """The same in what is drawn whatever is made."""
        return _pairs(rows, self._draws) if len(self.columns) else (NONE, NONE)

    def most(self, rows: pd.DataFrame) -> Floats:
        """Most copies that run where the vintage of each row stands in its period: 1 for a given one."""
        found = self._makes.assign(copy=self.columns.keys["copy"].to_numpy()[self._makes["column"]])
        number = found.drop_duplicates(["vintage", "period", "copy"]).groupby(["vintage", "period"]).size()
        wanted = pd.MultiIndex.from_frame(rows[["vintage", "period"]])
        of_options = number.reindex(wanted).fillna(0).to_numpy(dtype=float)
        most: Floats = np.where(self.given[rows["vintage"].to_numpy(dtype=np.intp)], 1.0, of_options)
        return most

    def term(self, rows: pd.DataFrame, value: ArrayLike, unit: str) -> Term:
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

    @cached_property
    def _makes(self) -> pd.DataFrame:
        return self._members(self.pools.makes)

    @cached_property
    def _draws(self) -> pd.DataFrame:
        return self._members(self.pools.draws)

    def _members(self, stands: Positions) -> pd.DataFrame:
        """Columns for which a vintage stands in a period: vintage, period, column."""
        own = self.columns.keys["vintage"].to_numpy(dtype=np.intp)
        size = stands.shape[1]
        return pd.DataFrame(
            {
                "vintage": stands[own].ravel(),
                "period": np.tile(np.arange(size), len(own)),
                "column": np.repeat(np.arange(len(own)), size),
            }
        )


@remembered()
def _pairs(rows: pd.DataFrame, members: pd.DataFrame) -> tuple[Positions, Positions]:
    wanted = rows[["vintage", "period"]].assign(row=np.arange(len(rows)))
    found = wanted.merge(members, on=["vintage", "period"])
    return found["row"].to_numpy(dtype=np.intp), found["column"].to_numpy(dtype=np.intp)
