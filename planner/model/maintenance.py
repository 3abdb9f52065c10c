"""Maintenance whose day is decided: what it takes from the copies of its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.memory import remembered
from planner.model.algebra import Rows, coef, locate

if TYPE_CHECKING:
    import pandas as pd

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
        lost: `Output.lost_hours`.
        opening: Vintages of the program.
    """

    down: Columns
    at_work: Columns
    lost: pd.DataFrame
    opening: Opening

    def terms(self, rows: pd.DataFrame) -> list[Term]:
        """Machine hours that each job takes from the row of a vintage, stage and period."""
        on = ["vintage", "stage", "period"]
        found = rows[on].assign(row=np.arange(len(rows))).merge(self.lost, on=on)
        both = locate(self.at_work.keys, found, PLACE)
        alone = self.opening.given[found["vintage"].to_numpy(dtype=np.intp)]
        return [
            coef(self.at_work, np.where(both >= 0, found["row"], -1), found["hours"], HOUR_COPY, np.maximum(both, 0)),
            coef(self.down, np.where(alone, found["row"], -1), found["hours"], HOUR_JOB, self.column(found)),
        ]

    def column(self, rows: pd.DataFrame) -> np.ndarray:
        """Number of the variable of each row's job."""
        return locate(self.down.keys, rows, ["job"])


def maintenance_done(down: Columns) -> Rows:
    r"""A job is done once within its window.

    .. math:: \sum_d down_{j,d} = 1 \qquad \forall\ job\ j

    d are the first days of periods in its window. Reads `Capacity.jobs`. Row unit: job. Price: money that not doing it
    saves.
    """
    keys = down.keys[["name", "line", "stage"]].drop_duplicates("name").reset_index(drop=True)
    terms = (coef(down, locate(keys, down.keys, ["name"])),)
    return Rows("maintenance_done", "=", "job", keys, np.ones(len(keys)), terms)


@remembered()
def maintenance_copies(upkeep: Upkeep) -> Rows:
    r"""A job is done at every copy that runs.

    .. math:: at\_work_{v,t,j} \ge \sum_{k \in v} open_k - n_{v,t} (1 - down_j) \qquad \forall v, t, j

    The product of two decisions, exact where both are whole; n is the most copies that v stands for. Reads
    `Output.lost_hours`. Row unit: copy. Price: money that a copy less at work saves.
    """
    rows = upkeep.at_work.keys
    most = upkeep.opening.most(rows)
    terms = (
        coef(upkeep.at_work, np.arange(len(rows))),
        upkeep.opening.term(rows, np.full(len(rows), -1.0), "1"),
        coef(upkeep.down, np.arange(len(rows)), -most, "copy/job", upkeep.column(rows)),
    )
    names = ["vintage", "line", "period", "job"]
    return Rows("maintenance_copies", ">=", "copy", rows[names], -most, terms)
