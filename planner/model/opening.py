"""Line copies that run: given ones always, the others as far as they are opened.

What a copy brings or takes (good output, machine hours, base power, capex) is a table by vintage. Of a given copy it is
a constant, of a vintage that is left open it is times the sum of the `open` columns of its copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.model.algebra import Cost, coef

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from planner.model.algebra import Columns, Term

    Floats = NDArray[np.float64]
    Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Opening:
    """Vintages of the program.

    Attributes:
        columns: `open`, [line, copy, on_stream] with its vintage.
        given: Whether each vintage runs whatever is decided, [vintage].
    """

    columns: Columns
    given: NDArray[np.bool_]

    def constant(self, vintage: ArrayLike, value: ArrayLike) -> Floats:
        """The values of given vintages, 0 for the others."""
        kept: Floats = np.where(self.given[np.asarray(vintage, dtype=np.intp)], np.asarray(value, dtype=float), 0.0)
        return kept

    def pairs(self, vintage: ArrayLike) -> tuple[Positions, Positions]:
        """Number of the row and of the `open` column, for each column of the vintage of each row."""
        rows = pd.DataFrame({"vintage": np.asarray(vintage, dtype=np.int64)}).reset_index(names="row")
        found = rows.merge(self.columns.keys[["vintage"]].reset_index(names="column"), on="vintage")
        return found["row"].to_numpy(dtype=np.intp), found["column"].to_numpy(dtype=np.intp)

    def term(self, vintage: ArrayLike, value: ArrayLike, unit: str, row: ArrayLike | None = None) -> Term:
        """`value` times the copies opened of the vintages that are left open, in rows 0, 1, ... or those given."""
        at, column = self.pairs(vintage)
        values = np.asarray(value, dtype=float)[at]
        return coef(self.columns, at if row is None else np.asarray(row, dtype=np.intp)[at], values, unit, column)

    def cost(self, name: str, vintage: ArrayLike, million: ArrayLike) -> list[Cost]:
        """A cost that each copy has: a constant of the given ones, and a coefficient of `open`."""
        at, column = self.pairs(vintage)
        value = np.zeros(len(self.columns))
        np.add.at(value, column, np.asarray(million, dtype=float)[at])
        constant = float(self.constant(vintage, million).sum())
        fixed = [Cost(name, None, np.empty(0), constant)]
        return [*fixed, Cost(name, self.columns, value)] if len(self.columns) else fixed
