"""Extra machines that are decided: how many at each stage of a copy, and what they add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import firsts, gathered, height, locate, matched, picked
from planner.model.algebra import Cost, Rows, coef

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from planner.keys import Positions, Table
    from planner.model.algebra import Columns, Floats, Term
    from planner.model.opening import Opening

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

    def pairs(self, rows: Table, on: list[str]) -> tuple[Positions, Positions, Floats]:
        """Machines that work in rows 0, 1, ... of a table by vintage, period and perhaps stage: row, column, hours."""
        column = locate(self.columns.arrays, self.hours, ["machine"])
        there = np.flatnonzero(column >= 0)
        column, hours = column[there], picked(self.hours, ["vintage", "period", "hours"], there)
        row, at = matched(rows, {**hours, "stage": self.columns.arrays["stage"][column]}, on)
        return row, column[at], hours["hours"][at]

    def terms(self, rows: Table, unit: str) -> list[Term]:
        """Minus the machine hours of each machine in the row of its vintage, stage and period."""
        row, column, hours = self.pairs(rows, ["vintage", "stage", "period"])
        return [coef(self.columns, row, -hours, unit, column)]

    def gains(self, rows: Table, gain: ArrayLike, unit: str) -> list[Term]:
        """Minus a gain of each row of vintage and period times the machines that work in it at any stage."""
        row, column, _ = self.pairs(rows, ["vintage", "period"])
        return [coef(self.columns, row, -np.asarray(gain, dtype=float)[row], unit, column)]

    def cost(self, name: str, machine: ArrayLike, million: ArrayLike) -> list[Cost]:
        """A cost that each machine has."""
        if not len(self.columns):
            return []
        value = np.zeros(len(self.columns))
        np.add.at(value, self.column(machine), np.asarray(million, dtype=float))
        return [Cost(name, self.columns, value)]

    def column(self, machine: ArrayLike) -> Positions:
        """Number of the variable of each machine."""
        return locate(self.columns.arrays, {"machine": np.asarray(machine)}, ["machine"])


@dataclass(frozen=True, eq=False)
class Packed:
    """Packages of machines with which options of copies may come on stream.

    Attributes:
        columns: Copies that come with a package, [package]; keys are those of `Packages.sets`.
        good: `Packages.good`.
    """

    columns: Columns
    good: pd.DataFrame

    def gains(self, rows: Table) -> list[Term]:
        """Minus what each package adds in the row of its vintage and period."""
        row, at = matched(rows, self.good, ["vintage", "period"])
        good, package = self.good["good"].to_numpy()[at], self.good["package"].to_numpy()[at]
        return [coef(self.columns, row, -good, "good/copy", package)]

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
    names = ["vintage", "line", "on_stream"]
    rows = picked(package.arrays, names, firsts(package.arrays, names))
    row, column = opening.opened(rows["vintage"])
    terms = (
        coef(package, locate(rows, package.arrays, ["vintage"])),
        coef(opening.columns, row, -1.0, "1", column),
    )
    return Rows("package_most", "<=", "copy", rows, np.zeros(height(rows)), terms)


def machine_most(extra: Columns, opening: Opening) -> Rows:
    r"""A stage of a copy gets no more extra machines than can be had, and none without its copy.

    .. math:: \sum_{d} extra_{v,s,d} \le most_{v,s} \sum_{k \in v} open_k \qquad \forall v, s

    d are the days on which they may come on stream; decided machines are taken off `most`. Reads `Capacity.machines`.
    Row unit: machine. Price: money that one more machine brings.
    """
    rows, (at,) = gathered([extra.arrays], PLACE)
    most = np.zeros(height(rows))
    np.maximum.at(most, at, extra.arrays["quantity"])
    row, column = opening.opened(rows["vintage"])
    return Rows(
        "machine_most",
        "<=",
        "machine",
        rows,
        opening.constant(rows["vintage"], most),
        (
            coef(extra, at),
            coef(opening.columns, row, -most[row], "machine/copy", column),
        ),
    )
