"""One more shift of a line that is decided: whose hours it adds, and its crew that is paid whatever is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.shifts import SHIFT
from planner.keys import codes, height, last_by, locate, picked
from planner.model.algebra import Rows, coef

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from planner.keys import Positions, Table
    from planner.model.algebra import Columns, Term
    from planner.model.opening import Opening

    Floats = NDArray[np.float64]

PLACE = ["vintage", "period"]
NAMES = ["vintage", "line", "copy", "on_stream", "period"]


@dataclass(frozen=True, eq=False)
class Shifts:
    """Shifts of the program.

    Attributes:
        state: Whether a line works its shift from the first day of a period on, [line, period]; only where it is open.
        copies: Copies that work it, [vintage, period]; only where both the copies and the shift are open.
        opening: Vintages of the program.
    """

    state: Columns
    copies: Columns
    opening: Opening

    def terms(self, rows: Table, value: ArrayLike, unit: str) -> list[Term]:
        """`value` of rows 0, 1, ... (vintage, line, period) times the copies that work the shift, as columns say it.

        Where the shift is decided these are all copies of the vintage, and those of given vintages are a constant.
        """
        each, at = np.asarray(value, dtype=float), self.states(rows)
        both = locate(self.copies.arrays, rows, PLACE)
        return [
            self.opening.term(rows, np.where(at < 0, each, 0.0), unit),
            coef(self.copies, np.where(both >= 0, np.arange(len(at)), -1), each, unit, np.maximum(both, 0)),
            *self.single(rows, each, unit),
        ]

    def single(self, rows: Table, value: ArrayLike, unit: str) -> list[Term]:
        """`value` times the state of the line's shift, in rows of given vintages."""
        at = np.where(self.opening.given[np.asarray(rows["vintage"], dtype=np.intp)], self.states(rows), -1)
        return [coef(self.state, np.where(at >= 0, np.arange(len(at)), -1), value, unit, np.maximum(at, 0))]

    def constant(self, rows: Table, value: ArrayLike) -> Floats:
        """The values of given vintages whose shift is decided, 0 for the others."""
        fixed: Floats = np.where(self.states(rows) < 0, self.opening.constant(rows["vintage"], value), 0.0)
        return fixed

    def any_copy(self, rows: Table, value: ArrayLike, unit: str) -> list[Term]:
        """`value` times the most copies that a vintage stands for, in rows whose shift is open, times its state."""
        if not len(self.state):
            return []
        at = self.states(rows)
        most = np.asarray(value, dtype=float) * self.opening.most(rows)
        return [coef(self.state, np.where(at >= 0, np.arange(len(at)), -1), most, unit, np.maximum(at, 0))]

    def states(self, rows: Table) -> Positions:
        """Number of the state that holds in the line and period of each row; -1 where the shift is not open."""
        if not len(self.state):
            return np.full(height(rows), -1, dtype=np.intp)
        return last_by(self.state.arrays, rows, ["line"], "period")


def shift_state(state: Columns) -> Rows:
    r"""A line that works its shift goes on with it.

    .. math:: shift_{l,t-1} \le shift_{l,t} \qquad \forall\ line\ l, t

    Reads `Capacity.shifts`. Row unit: copy. Price: money that a start sooner or later brings.
    """
    keys = picked(state.arrays, ["line", "period"])
    (line,), _ = codes([keys], ["line"])
    order = np.argsort(line, kind="stable")
    former = np.full(len(state), -1)
    former[order[1:]] = np.where(np.diff(line[order]) == 0, order[:-1], -1)
    rows = np.flatnonzero(former >= 0)
    terms = (
        coef(state, np.arange(len(rows)), column=former[rows]),
        coef(state, np.arange(len(rows)), -1.0, column=rows),
    )
    return Rows("shift_state", "<=", "copy", picked(keys, rows=rows), np.zeros(len(rows)), terms)


def shift_hours(overtime: Columns, shifts: Shifts) -> Rows:
    r"""Hours of a shift are worked from its start on.

    .. math:: overtime_{v,shift,t} \le O_{v,shift,t}\, n_{v,t}\, shift_{l,t} \qquad \forall v, t

    n is the most copies that the vintage stands for; `overtime_limit` says that no more work it than there are. Reads
    `Output.overtime`. Row unit: line_hour. Price: money for one more hour of the shift.
    """
    kept = np.flatnonzero((overtime.arrays["tier"] == SHIFT) & (shifts.states(overtime.arrays) >= 0))
    rows = picked(overtime.arrays, [*NAMES, "most"], kept)
    terms = (
        coef(overtime, np.arange(len(kept)), column=kept),
        *shifts.any_copy(rows, -rows["most"], "line_hour/copy"),
    )
    return Rows("shift_hours", "<=", "line_hour", picked(rows, NAMES), np.zeros(len(kept)), terms)


def shift_copies(shifts: Shifts) -> Rows:
    r"""Every copy that runs works the shift of its line.

    .. math:: copies_{v,t} \ge \sum_{k \in v} open_k - n_{v,t} (1 - shift_{l,t}) \qquad \forall v, t

    The product of two decisions, exact where both are whole. Reads `Output.shift_crew`. Row unit: copy. Price: money
    that a copy less in the shift saves.
    """
    rows, minus = picked(shifts.copies.arrays, NAMES), np.full(len(shifts.copies), -1.0)
    terms = (
        coef(shifts.copies, np.arange(len(minus))),
        shifts.opening.term(rows, minus, "1"),
        *shifts.any_copy(rows, minus, "1"),
    )
    return Rows("shift_copies", ">=", "copy", rows, -shifts.opening.most(rows), terms)


def shift_crew(make: Columns, standby: Columns, shifts: Shifts, usage: pd.DataFrame) -> Rows:
    r"""The crew of a shift is paid for all its hours: those in which nothing is made are paid as well.

    .. math:: standby_{v,t} + \sum_i crew_{v,i,t}\, make_{v,i,t} \ge wage_{v,t}\, copies_{v,t} \qquad \forall v, t

    Goods pay for the hours that their making takes, wherever these lie; what this leaves of the shift is paid besides.
    Reads `Output.shift_crew` and `Output.usage`. Row unit: unit. Price: money that an hour of the shift costs there.
    """
    rows, wage = picked(standby.arrays, NAMES), standby.arrays["wage"]
    crew = picked(usage, ["make", "quantity"], np.flatnonzero(usage["kind"] == "crew"))
    row = locate(rows, picked(make.arrays, PLACE, crew["make"]), PLACE)
    terms = (
        coef(standby, np.arange(len(standby))),
        coef(make, row, crew["quantity"], "unit/good", crew["make"]),
        *shifts.terms(rows, -wage, "unit/copy"),
    )
    return Rows("shift_crew", ">=", "unit", rows, shifts.constant(rows, wage), terms)
