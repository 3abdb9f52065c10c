"""The plan's case with other decisions: what each choice of rows of `decisions` is worth, all else held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import PLAN
from planner.capacity import Capacity, capacity, redated
from planner.capacity.options import listed_options
from planner.keys import locate
from planner.messages import text
from planner.model.catalogue import FAMILIES, program
from planner.results.names import reader_names
from planner.results.words import LimitWords
from planner.solve import Options, solve
from planner.solve.again import Again
from planner.solve.elastic import bent, elastic
from planner.solve.fixed import held, relaxed

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.results.view import View
    from planner.solve import Answer
    from planner.tables.inputs import Inputs

KEY = ["action", "object", "copy", "stage", "date", "share", "quantity"]
COPY = "on_stream"
STARTS = ("sop", "never", "gate")
CAPS = ("capex_budget", "floor_cap", "group_most", "group_exclusive")
"""Limits that given copies may overstep, and leave nothing for others then."""
DIRECT = Options(door="highs")
DIGITS = 6


@dataclass(frozen=True)
class Outcome:
    """What other decisions cost, measured from the plan.

    Attributes:
        million: Present value less penalties lost; NaN where there is no plan.
        installs: Production installs lost within the horizon; NaN where there is no plan.
        broken: The limits that leave no plan, in words; empty where there is one.
        remark: What else a reader must know of the number.
    """

    million: float
    installs: float
    broken: str = ""
    remark: str = ""


class Variants:
    """Outcomes of tables of decisions that are told beforehand.

    Line copies on any day that a table names are the columns `open` of one program, kept with its basis: another
    choice of copies is other bounds of them. Of tables that differ in other decisions, and so in coefficients, the
    program is built anew; so it is where a copy moves of a line that has extra machines, which stand at given copies.
    """

    def __init__(self, view: View, tables: Sequence[pd.DataFrame]) -> None:
        """Make room for the copies of all tables."""
        self._view = view
        self._own = view.inputs["decisions"]
        self._tables = [self._own, *tables]
        with_machines = self._own.loc[self._own["action"] == "machines", "object"]
        self._fixed = frozenset(with_machines.astype(str))
        self._known: dict[Hashable, Outcome] = {}

    def outcome(self, decisions: pd.DataFrame) -> Outcome:
        """What a table costs."""
        key = _key(decisions)
        if key not in self._known:
            self._known[key] = self._outcome(decisions)
        return self._known[key]

    def _outcome(self, decisions: pd.DataFrame) -> Outcome:
        if _key(self._others(decisions)) == _key(self._others(self._own)):
            known, answer = self._capacity, self._again.solve(self._held(decisions))
        else:
            inputs = self._view.inputs.replace(decisions=decisions)
            alike = _key(_lasting(decisions)) == _key(_lasting(self._own))
            known = redated(self._view.capacity, inputs) if alike else capacity(inputs)
            answer = solve(program(inputs, known), DIRECT)
        if not answer.status.has_plan:
            return Outcome(np.nan, np.nan, broken(answer.program, known, self._view.inputs))
        million = answer.objective - self._base.objective
        installs = self._installs(self._base) - self._installs(answer)
        # What is less than the solver's tolerance is nothing (and adding zero turns -0.0 into 0.0).
        return Outcome(round(million, DIGITS) + 0.0, round(installs, DIGITS) + 0.0)

    @cached_property
    def _base(self) -> Answer:
        """What outcomes are measured from: the plan, without promises to objectives before the last where there are."""
        promises = {family.name for family in self._view.answer.program.rows} - {f.__name__ for f in FAMILIES}
        return self._again.first if promises else self._view.answer

    def _held(self, decisions: pd.DataFrame) -> Program:
        """The program with the copies of a table and no other."""
        return held(self._program, self._columns, self._opened(decisions))

    def _opened(self, decisions: pd.DataFrame) -> NDArray[np.float64]:
        rows = self._copies(decisions)[["object", "copy", "date", "share"]]
        rows = rows.set_axis(["line", "copy", "on_stream", "share"], axis=1).astype({"on_stream": "datetime64[s]"})
        keys = self._keys[["line", "copy", "on_stream"]]
        at = locate(keys, rows, ["line", "copy", "on_stream"])
        if (at < 0).any():
            raise KeyError(rows.loc[at < 0].to_dict("records"))
        opened = np.zeros(len(keys))
        opened[at] = rows["share"]
        return opened

    @cached_property
    def _capacity(self) -> Capacity:
        listed = pd.concat([self._copies(table)[KEY] for table in self._tables])
        return capacity(self._view.inputs, listed_options(self._view.inputs["lines"], listed))

    @cached_property
    def _program(self) -> Program:
        """All copies open, no other variable whole; limits leave what the plan itself takes."""
        built = relaxed(program(self._view.inputs, self._capacity))
        opened, x = pd.Series(self._opened(self._own)), np.zeros(built.shape[1])
        by_then = opened.groupby([self._keys["line"], self._keys["copy"]]).cumsum()
        route = next(family for family in built.columns if family.name == "route").keys["line"]
        has = route.isin(self._copies(self._own)["object"])
        for name, values in (("open", opened), ("running", by_then), ("route", has)):
            span = built.column_slice(name)
            x[span] = values / built.column_scale[span]
        most, taken = built.row_upper.copy(), built.matvec(x)
        for family in CAPS:
            rows = built.row_slice(family)
            most[rows] = np.maximum(most[rows], taken[rows])
        return replace(built, row_upper=most)

    @property
    def _keys(self) -> pd.DataFrame:
        """The columns `open`: the options in their order."""
        return self._capacity.options

    @cached_property
    def _columns(self) -> NDArray[np.intp]:
        span = self._program.column_slice("open")
        return np.arange(span.start, span.stop, dtype=np.intp)

    @cached_property
    def _again(self) -> Again:
        return Again(self._held(self._own))

    def _copies(self, decisions: pd.DataFrame) -> pd.DataFrame:
        """Decisions on line copies that are columns."""
        return decisions.loc[self._is_copy(decisions)]

    def _others(self, decisions: pd.DataFrame) -> pd.DataFrame:
        """All other decisions."""
        return decisions.loc[~self._is_copy(decisions)]

    def _is_copy(self, decisions: pd.DataFrame) -> pd.Series:
        return (decisions["action"] == COPY) & ~decisions["object"].isin(self._fixed)

    def _installs(self, answer: Answer) -> float:
        """Production installs within the horizon: what is made less what is put into fleets."""
        items = self._view.inputs["programmes"]["item"]
        inside = (self._view.capacity.time.periods["phase"] == PLAN).to_numpy()
        total = 0.0
        for name, sign in (("make", 1.0), ("pilot", -1.0)):
            rows = answer.values(name)
            counted = rows["item"].isin(items).to_numpy() & inside[rows["period"].to_numpy(dtype=int)]
            total += sign * float(rows["value"].to_numpy()[counted].sum())
        return total


def broken(without: Program, known: Capacity, inputs: Inputs) -> str:
    """The limits of a program without a plan that would have to bend, in words."""
    words = LimitWords(without, known, reader_names(inputs))
    relaxed_answer = solve(elastic(without), DIRECT)
    rows = bent(relaxed_answer) if relaxed_answer.status.has_plan else pd.DataFrame({"family": [], "number": []})
    limits = [words.limit(family, n) for family, n in zip(rows["family"], rows["number"], strict=True)]
    return text("limits.then").join(dict.fromkeys(limits)) or text("due.together")


def _lasting(decisions: pd.DataFrame) -> pd.DataFrame:
    """Decisions that are neither starts of production nor of gates."""
    return decisions.loc[~decisions["action"].isin(STARTS)]


def _key(decisions: pd.DataFrame) -> Hashable:
    rows = decisions[KEY].astype({"date": "datetime64[s]"}).sort_values(KEY)
    return tuple(rows.itertuples(index=False, name=None))
