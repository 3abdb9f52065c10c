"""What a plan can be made for, and what is promised of it: quantities as weights of the program's variables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.calendar import PLAN
from planner.model.catalogue import extras_of, opening_of, packed_of
from planner.model.columns import variables
from planner.model.reform import natural_cost, row, with_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from planner.capacity import Capacity
    from planner.model.algebra import Rows
    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]
    Weigh = Callable[["Goal", Program], "Measure"]

UNCOUNTED = {"sales", "tax"}
"""Terms that the objective `cost` leaves out: sales, and the tax that comes and goes with them."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A quantity that is made as good as it can be, or promised.

    Attributes:
        objective: Its name, a key of `MEASURES`.
        tolerance: Share of its best value that later goals may give up.
        programme: Whose installs count (`volume` only); empty: those of all.
        last: Last period that counts (`volume` only); None: that of the plan.
    """

    objective: str
    tolerance: float = 0.0
    programme: str = ""
    last: int | None = None


@dataclass(frozen=True, eq=False)
class Measure:
    """A quantity of a plan.

    Attributes:
        goal: What it measures.
        unit: Its unit.
        sign: 1 where less is better, -1 where more is.
        weight: Units of it in a natural unit of each variable, [column].
        constant: What no decision changes.
    """

    goal: Goal
    unit: str
    sign: float
    weight: Floats
    constant: float

    def of(self, x: Floats) -> float:
        """The quantity of an answer in natural units."""
        return float(self.weight @ x) + self.constant

    def kept(self, program: Program, name: str, limit: float) -> Rows:
        """The row that keeps the quantity no worse than a limit."""
        return row(program, name, self.weight, "<=" if self.sign > 0 else ">=", limit - self.constant, self.unit)


@dataclass(frozen=True, slots=True)
class Promise:
    """A quantity that is no worse than a limit, and the name of its row."""

    name: str
    goal: Goal
    limit: float


def promised(program: Program, promises: Sequence[Promise], quantity_of: Weigh, slack: float = 0.0) -> Program:
    """A program with the rows that keep promises, `slack` a share of each by which it may be missed.

    A promise that no variable of the program changes has no row where it is kept.
    """
    rows = []
    for promise in promises:
        quantity = quantity_of(promise.goal, program)
        limit = promise.limit + quantity.sign * slack * abs(promise.limit)
        if quantity.weight.any() or quantity.sign * (quantity.constant - limit) > 0.0:
            rows.append(quantity.kept(program, promise.name, limit))
    return with_rows(program, rows) if rows else program


def weigh(inputs: Inputs, capacity: Capacity) -> Weigh:
    """The quantity of a goal in a program of a case."""
    return lambda goal, program: measure(goal, program, inputs, capacity)


def measure(goal: Goal, program: Program, inputs: Inputs, capacity: Capacity) -> Measure:
    """A goal's quantity in a program of a case."""
    return MEASURES[goal.objective](goal, program, inputs, capacity)


def _npv(goal: Goal, program: Program, _inputs: Inputs, _capacity: Capacity) -> Measure:
    """Value of the plan: net present value less penalties."""
    return Measure(goal, "million", -1.0, -natural_cost(program), -program.constant)


def _volume(goal: Goal, program: Program, inputs: Inputs, capacity: Capacity) -> Measure:
    """Production installs within the plan, undiscounted."""
    return Measure(goal, "unit", -1.0, _installs(goal, program, inputs, capacity, np.ones(capacity.time.size)), 0.0)


def _earliest(goal: Goal, program: Program, inputs: Inputs, capacity: Capacity) -> Measure:
    """Production installs within the plan, each times the months from the horizon's start to its mid-period."""
    mid = capacity.time.periods["mid"].to_numpy(dtype=float)
    return Measure(goal, "month*unit", 1.0, _installs(goal, program, inputs, capacity, mid), 0.0)


def _cost(goal: Goal, program: Program, _inputs: Inputs, _capacity: Capacity) -> Measure:
    """Present value of all terms but sales, before tax; what is short counts at its penalty."""
    counted = [vector for name, vector in program.terms.items() if name not in UNCOUNTED]
    constant = sum(value for name, value in program.constants.items() if name not in UNCOUNTED)
    return Measure(goal, "million", 1.0, np.asarray(sum(counted, np.zeros(program.shape[1]))), float(constant))


def _capex(goal: Goal, program: Program, inputs: Inputs, capacity: Capacity) -> Measure:
    """Capex paid within the horizon for copies and extra machines, undiscounted, that of given ones too."""
    v, spend, bought = variables(inputs, capacity), capacity.spend, capacity.machine_spend
    weight, constant, in_sets = np.zeros(program.shape[1]), 0.0, capacity.packages.spend
    for cost in (
        *opening_of(v, capacity).cost("capex", spend["vintage"], spend["million"]),
        *extras_of(v, capacity).cost("capex", bought["machine"], bought["million"]),
        *packed_of(v, capacity).cost("capex", in_sets["package"], in_sets["million"]),
    ):
        constant += cost.constant
        if cost.columns is not None:
            weight[cost.columns.start : cost.columns.start + len(cost.columns)] += cost.value
    return Measure(goal, "million", 1.0, weight, constant)


MEASURES: dict[str, Callable[[Goal, Program, Inputs, Capacity], Measure]] = {
    "npv": _npv,
    "volume": _volume,
    "cost": _cost,
    "earliest": _earliest,
    "capex": _capex,
}


def _installs(goal: Goal, program: Program, inputs: Inputs, capacity: Capacity, factor: Floats) -> Floats:
    """Weights of production installs, what is made less pilots, times a factor by period."""
    counted = (capacity.time.periods["phase"] == PLAN).to_numpy()
    if goal.last is not None:
        counted = counted & (np.arange(len(counted)) <= goal.last)
    programmes = inputs["programmes"]
    own = programmes if not goal.programme else programmes.loc[programmes["programme"] == goal.programme]
    weight = np.zeros(program.shape[1])
    for family in program.columns:
        if family.name in {"make", "pilot"}:
            period = family.keys["period"].to_numpy(dtype=int)
            hit = family.keys["item"].isin(own["item"]).to_numpy() & counted[period]
            sign = 1.0 if family.name == "make" else -1.0
            weight[family.start : family.start + len(family)] = np.where(hit, sign * factor[period], 0.0)
    return weight
