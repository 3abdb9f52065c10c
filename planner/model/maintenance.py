"""Maintenance whose day is decided: what it takes from the copies of its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import firsts, height, locate, matched, picked
from planner.model.algebra import Rows, coef

if TYPE_CHECKING:
    import pandas as pd

    from planner.keys import Table
    from planner.model.algebra import Columns, Term
    from planner.model.opening import Opening

PLACE = ["vintage", "period", "job"]
HOUR_COPY, HOUR_JOB = "machine_hour/copy", "machine_hour/job"


@dataclass(frozen=True, eq=False)
class Upkeep:
    """Maintenance that is left open.

    Attributes:
        down: Whether a job starts on a day, [job (number), name, line, stage, date].
        at_work: Copies at which it is done where they are left open too, [vintage, period, job (number)].
        lost: `Output.lost`.
        opening: Vintages of the program.
    """

    down: Columns
    at_work: Columns
    lost: pd.DataFrame
    opening: Opening

    def terms(self, rows: Table) -> list[Term]:
        """Machine hours that each job takes from the row of a vintage, stage and period."""
        row, at = matched(rows, self.lost, ["vintage", "stage", "period"])
        found = picked(self.lost, [*PLACE, "hours"], at)
        both = locate(self.at_work.arrays, found, PLACE)
        alone = self.opening.given[found["vintage"]]
        return [
            coef(self.at_work, np.where(both >= 0, row, -1), found["hours"], HOUR_COPY, np.maximum(both, 0)),
            coef(self.down, np.where(alone, row, -1), found["hours"], HOUR_JOB, self.column(found)),
        ]

    def column(self, rows: Table) -> np.ndarray:
        """Number of the variable of each row's job."""
        return locate(self.down.arrays, rows, ["job"])


def maintenance_done(down: Columns) -> Rows:
    r"""A job is done once within its window.

    .. math:: \sum_d down_{j,d} = 1 \qquad \forall\ job\ j

    d are the first days of periods in its window. Reads `Capacity.jobs`. Row unit: job. Price: money that not doing it
    saves.
    """
    keys = picked(down.arrays, ["name", "line", "stage"], firsts(down.arrays, ["name"]))
    terms = (coef(down, locate(keys, down.arrays, ["name"])),)
    return Rows("maintenance_done", "=", "job", keys, np.ones(height(keys)), terms)


def maintenance_copies(upkeep: Upkeep) -> Rows:
    r"""A job is done at every copy that runs.

    .. math:: at\_work_{v,t,j} \ge \sum_{k \in v} open_k - n_{v,t} (1 - down_j) \qquad \forall v, t, j

    The product of two decisions, exact where both are whole; n is the most copies that v stands for. Reads
    `Output.lost`. Row unit: copy. Price: money that a copy less at work saves.
    """
    rows = picked(upkeep.at_work.arrays, ["vintage", "line", "period", "job"])
    count, most = len(upkeep.at_work), upkeep.opening.most(rows)
    terms = (
        coef(upkeep.at_work, np.arange(count)),
        upkeep.opening.term(rows, np.full(count, -1.0), "1"),
        coef(upkeep.down, np.arange(count), -most, "copy/job", upkeep.column(rows)),
    )
    return Rows("maintenance_copies", ">=", "copy", rows, -most, terms)
