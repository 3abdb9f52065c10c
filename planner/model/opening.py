"""Line copies that run: given ones always, the others as far as they are opened.

What a copy brings or takes (good output, machine hours, base power, capex) is a table by vintage. Of a given copy it is
a constant, of a vintage that is left open it is times the sum of the `open` columns of its copies. In a table by
vintage and period the vintage stands for all that are alike in the period (`capacity.pools`); where these are all
options of a copy up to a date, their sum is the one column `running` of that date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Cost, coef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from planner.capacity.pools import Pools
    from planner.model.algebra import Columns, Term

    Floats = NDArray[np.float64]
    Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of copies: which columns add up in each row.

    Attributes:
        columns: `open` or `running`.
        row, column: Number of the row and of the column of each pair.
    """

    columns: Columns
    row: Positions
    column: Positions


@dataclass(frozen=True, eq=False)
class Opening:
    """Vintages of the program.

    Attributes:
        open: [line, copy, on_stream] with its vintage; in the order of lines, copies and dates.
        running: Copies on stream by then, same keys.
        given: Whether each vintage runs whatever is decided, [vintage].
        pools: For whom each vintage stands in each period.
    """

    open: Columns
    running: Columns
    given: NDArray[np.bool_]
    pools: Pools

    def constant(self, vintage: ArrayLike, value: ArrayLike) -> Floats:
        """The values of given vintages, 0 for the others."""
        kept: Floats = np.where(self.given[np.asarray(vintage, dtype=np.intp)], np.asarray(value, dtype=float), 0.0)
        return kept

    def opened(self, vintage: ArrayLike) -> Sums:
        """The copies of each vintage, by `open`."""
        rows = pd.DataFrame({"vintage": np.asarray(vintage, dtype=np.int64)}).reset_index(names="row")
        found = rows.merge(self.open.keys[["vintage"]].reset_index(names="column"), on="vintage")
        return Sums(self.open, found["row"].to_numpy(dtype=np.intp), found["column"].to_numpy(dtype=np.intp))

    def making(self, rows: pd.DataFrame) -> Iterator[Sums]:
        """The copies for which each row's vintage stands in its period in what is made."""
        return self._standing(rows, self._makes)

    def drawing(self, rows: pd.DataFrame) -> Iterator[Sums]:
        """The same in what is drawn whatever is made."""
        return self._standing(rows, self._draws)

    def most(self, rows: pd.DataFrame) -> Floats:
        """Most copies that run where the vintage of each row stands in its period: 1 for a given one."""
        found = self._makes.assign(copy=self.open.keys["copy"].to_numpy()[self._makes["column"]])
        number = found.drop_duplicates(["vintage", "period", "copy"]).groupby(["vintage", "period"]).size()
        wanted = pd.MultiIndex.from_frame(rows[["vintage", "period"]])
        of_options = number.reindex(wanted).fillna(0).to_numpy(dtype=float)
        most: Floats = np.where(self.given[rows["vintage"].to_numpy(dtype=np.intp)], 1.0, of_options)
        return most

    def terms(self, rows: pd.DataFrame, value: ArrayLike, unit: str) -> list[Term]:
        """`value` of rows 0, 1, ... times the copies for which the row's vintage stands in its period."""
        each = np.asarray(value, dtype=float)
        return [coef(s.columns, s.row, each[s.row], unit, s.column) for s in self.making(rows)]

    def cost(self, name: str, vintage: ArrayLike, million: ArrayLike) -> list[Cost]:
        """A cost that each copy has: a constant of the given ones, and a coefficient of `open`."""
        sums, value = self.opened(vintage), np.zeros(len(self.open))
        np.add.at(value, sums.column, np.asarray(million, dtype=float)[sums.row])
        fixed = [Cost(name, None, np.empty(0), float(self.constant(vintage, million).sum()))]
        return [*fixed, Cost(name, self.open, value)] if len(self.open) else fixed

    def _standing(self, rows: pd.DataFrame, members: pd.DataFrame) -> Iterator[Sums]:
        wanted = rows[["vintage", "period"]].assign(row=np.arange(len(rows)))
        found = wanted.merge(members, on=["vintage", "period"])
        for columns, own in ((self.running, found["whole"]), (self.open, ~found["whole"])):
            pairs = found.loc[own]
            yield Sums(columns, pairs["row"].to_numpy(dtype=np.intp), pairs["column"].to_numpy(dtype=np.intp))

    @cached_property
    def _makes(self) -> pd.DataFrame:
        return self._members(self.pools.makes)

    @cached_property
    def _draws(self) -> pd.DataFrame:
        return self._members(self.pools.draws)

    def _members(self, stands: Positions) -> pd.DataFrame:
        """Columns for which a vintage stands in a period: vintage, period, column, whole (a column of `running`)."""
        options = self.open.keys[["line", "copy", "vintage"]].reset_index(names="column")
        options["rank"] = options.groupby(["line", "copy"]).cumcount()
        size = stands.shape[1]
        rows = options.loc[options.index.repeat(size)].assign(period=np.tile(np.arange(size), len(options)))
        rows["vintage"] = stands[rows["vintage"].to_numpy(dtype=np.intp), rows["period"].to_numpy(dtype=np.intp)]
        same = rows.groupby(["vintage", "period", "line", "copy"], sort=False)["rank"]
        rows["whole"] = same.transform("size") == same.transform("max") + 1
        last = rows["rank"] == same.transform("max")
        return rows.loc[~rows["whole"] | last, ["vintage", "period", "column", "whole"]]
