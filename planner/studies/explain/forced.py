"""A wish in the program: as a row over the days that are left to the planner, else as rules on the decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.held import KINDS, held
from planner.model.reform import row, with_rows
from planner.scenarios.words import paired
from planner.studies.explain.wish import AFTER, BY, IN, NEVER, Wish

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs

DATED = {
    "on_stream": ("open", "line", "on_stream"),
    "sop": ("sop", "programme", "start"),
    "gate": ("gate_start", "gate", "start"),
    "sign": ("sign", "contract", "signed"),
}
"""By action the family of its dates, its object and its date among the keys."""


@dataclass(frozen=True)
class Forced:
    """A wish on a program in which its kind of decision is left open.

    Attributes:
        wish: What is asked for.
    """

    wish: Wish

    def __call__(self, program: Program, _inputs: Inputs | None = None) -> Program:
        """The program that keeps the wish."""
        wish = self.wish
        family, _, date = DATED[wish.action]
        keys = self.keys(program)
        if wish.how in {BY, IN}:
            meant, sense, limit = keys[date].between(wish.first, wish.last), ">=", 1.0
        else:
            meant, sense, limit = (keys[date] < wish.first) | (wish.how == NEVER), "<=", 0.0
        weight = np.zeros(program.shape[1])
        weight[program.column_slice(family).start + keys.index[meant].to_numpy(dtype=np.intp)] = 1.0
        unit = next(columns.unit for columns in program.columns if columns.name == family)
        own = row(program, "wish", weight, ">=" if sense == ">=" else "<=", limit, unit)
        return with_rows(program, [replace(own, named=pd.DataFrame({"said": [wish.said]}))])

    def keys(self, program: Program) -> pd.DataFrame:
        """Keys of the columns that the wish is about; the index is their number in the family."""
        family, name, _ = DATED[self.wish.action]
        keys = next(columns for columns in program.columns if columns.name == family).keys
        own = keys[name] == self.wish.object
        if self.wish.action == "on_stream" and self.wish.copy:
            own &= keys["copy"] == self.wish.copy
        found: pd.DataFrame = keys.loc[own]
        return found

    def days(self, program: Program) -> NDArray[np.datetime64]:
        """The days that may be chosen."""
        days: NDArray[np.datetime64] = np.sort(self.keys(program)[DATED[self.wish.action][2]].unique())
        return days


def rules(wish: Wish, inputs: Inputs) -> tuple[str, ...]:
    """Rules that change the decisions of a case as wished; none where the wish is left to the planner.

    A decision that holds is dropped, and what is asked for stands in its place as a committed one.
    """
    rows = held(inputs["decisions"], inputs.case)
    action = [wish.action, "never"] if wish.action == "sop" else [wish.action]
    own = rows.loc[rows["action"].isin(action) & (rows["object"] == wish.object)]
    own = own.loc[own["copy"] == wish.copy] if wish.action == "on_stream" and wish.copy else own
    if own.empty and KINDS[wish.action] in inputs.case.decide:
        return ()
    found = [f"decisions where {_named(decision)} drop" for decision in own.to_dict("records")]
    if wish.how == NEVER:
        gone = {"action": "never", "object": wish.object, "date": f"{inputs.case.plan_date}", "status": "committed"}
        return (*found, f"decisions add {paired(gone.items())}") if wish.action == "sop" else tuple(found)
    day = _day(wish, own, inputs)
    copy = {"copy": str(wish.copy)} if wish.action == "on_stream" else {}
    new = {"action": wish.action, "object": wish.object, **copy, "date": f"{day:%Y-%m-%d}", "status": "committed"}
    return (*found, f"decisions add {paired(new.items())}")


def left_out(wish: Wish, inputs: Inputs) -> bool:
    """Whether a wish for none, of which the rules drop what holds, must be kept from being decided anew."""
    return wish.how == NEVER and wish.action != "sop" and KINDS[wish.action] in inputs.case.decide


def _day(wish: Wish, own: pd.DataFrame, inputs: Inputs) -> pd.Timestamp:
    """The day that comes next to what holds: it stays where it will do."""
    held_on = own.loc[own["action"] == wish.action, "date"]
    now = held_on.iloc[0] if len(held_on) else None
    if now is not None and wish.first <= now <= wish.last:
        return pd.Timestamp(now)
    if wish.how in {IN, AFTER}:
        return wish.first
    if wish.action == "sign":
        return pd.Timestamp(inputs.case.plan_date)
    return pd.Timestamp(wish.last.year, wish.last.month, 1)


def _named(decision: Mapping[Hashable, object]) -> str:
    keys = {key: decision[key] for key in ("action", "object", "copy", "date")}
    return paired((key, f"{value:%Y-%m-%d}" if key == "date" else str(value)) for key, value in keys.items())
