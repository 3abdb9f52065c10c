"""Extra machines that are decided: how many at each stage of a copy, and what they add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.memory import remembered
from planner.model.algebra import Cost, Rows, coef, locate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from planner.model.algebra import Columns, Term
    from planner.model.opening import Opening

    Positions = NDArray[np.intp]

PLACE = ["vintage", "line", "copy", "stage"]


@dataclass(frozen=True, eq=False)
class Extras:
    """Extra machines that are left open.

    Attributes:
        columns: How many come on stream, [machine]; keys are those of `Capacity.machines` that are left open.
        hours: `Output.machine_hours`: machine, vintage (that stands for the machine's own), period, hours of one.
    """

    columns: Columns
    hours: pd.DataFrame

    def pairs(self, rows: pd.DataFrame, on: list[str]) -> pd.DataFrame:
        """Machines that work in rows 0, 1, ... of a table by vintage, period and perhaps stage: row, column, hours."""
        stage = self.columns.keys[["machine", "stage"]].assign(column=np.arange(len(self.columns)))
        there = self.hours.merge(stage, on="machine")
        return rows[on].assign(row=np.arange(len(rows))).merge(there, on=on)[["row", "column", "hours"]]

    def terms(self, rows: pd.DataFrame, unit: str) -> list[Term]:
        """Minus the machine hours of each machine in the row of its vintage, stage and period."""
        found = self.pairs(rows, ["vintage", "stage", "period"])
        return [coef(self.columns, found["row"], -found["hours"], unit, found["column"])]

    def gains(self, rows: pd.DataFrame, gain: ArrayLike, unit: str) -> list[Term]:
        """Minus a gain of each row of vintage and period times the machines that work in it at any stage."""
        found = self.pairs(rows, ["vintage", "period"])
        each = np.asarray(gain, dtype=float)[found["row"].to_numpy(dtype=np.intp)]
        return [coef(self.columns, found["row"], -each, unit, found["column"])]

    def cost(self, name: str, machine: ArrayLike, million: ArrayLike) -> list[Cost]:
        """A cost that each machine has."""
        value = np.zeros(len(self.columns))
        np.add.at(value, self.column(machine), np.asarray(million, dtype=float))
        return [Cost(name, self.columns, value)] if len(self.columns) else []

    def column(self, machine: ArrayLike) -> Positions:
        """Number of the variable of each machine."""
        return locate(self.columns.keys, pd.DataFrame({"machine": np.asarray(machine, dtype=np.int64)}), ["machine"])


@dataclass(frozen=True, eq=False)
class Packed:
    """Packages of machines with which options of copies may come on stream.

    Attributes:
        columns: Copies that come with a package, [package]; keys are those of `Packages.sets`.
        good: `Packages.good`.
    """

    columns: Columns
    good: pd.DataFrame

    def gains(self, rows: pd.DataFrame) -> list[Term]:
        """Minus what each package adds in the row of its vintage and period."""
        on = ["vintage", "period"]
        found = rows[on].assign(row=np.arange(len(rows))).merge(self.good, on=on)
        return [coef(self.columns, found["row"], -found["good"], "good/copy", found["package"])]

    def cost(self, name: str, package: ArrayLike, million: ArrayLike) -> list[Cost]:
        """A cost that each package has."""
        value = np.zeros(len(self.columns))
        np.add.at(value, np.asarray(package, dtype=np.intp), np.asarray(million, dtype=float))
        return [Cost(name, self.columns, value)] if len(self.columns) else []


def package_most(package: Columns, opening: Opening) -> Rows:
    r"""A copy comes on stream with at most one package of extra machines.

    .. math:: \sum_p package_{v,p} \le \sum_{k \in v} open_k \qquad \forall v

    Of the sets of machines that can be had only those are packages that no other outdoes: one that costs no more and
    makes at least as much in every period. Reads `Capacity.packages`. Row unit: copy. Price: money that one more copy
    with machines brings.
    """
    rows = package.keys[["vintage", "line", "on_stream"]].drop_duplicates().reset_index(drop=True)
    row, column = opening.opened(rows["vintage"])
    terms = (
        coef(package, locate(rows, package.keys, ["vintage"])),
        coef(opening.columns, row, -1.0, "1", column),
    )
    return Rows("package_most", "<=", "copy", rows, np.zeros(len(rows)), terms)


@remembered()
def machine_most(extra: Columns, opening: Opening) -> Rows:
    r"""A stage of a copy gets no more extra machines than can be had, and none without its copy.

    .. math:: \sum_{d} extra_{v,s,d} \le most_{v,s} \sum_{k \in v} open_k \qquad \forall v, s

    d are the days on which they may come on stream; decided machines are taken off `most`. Reads `Capacity.machines`.
    Row unit: machine. Price: money that one more machine brings.
    """
    rows = extra.keys.groupby(PLACE, sort=True)["quantity"].max().reset_index()
    most = rows["quantity"].to_numpy(dtype=float)
    row, column = opening.opened(rows["vintage"])
    return Rows(
        "machine_most",
        "<=",
        "machine",
        rows[PLACE],
        opening.constant(rows["vintage"], most),
        (
            coef(extra, locate(rows, extra.keys, PLACE)),
            coef(opening.columns, row, -most[row], "machine/copy", column),
        ),
    )
