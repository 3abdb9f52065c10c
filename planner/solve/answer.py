"""What a solver said, in natural units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from planner.model.assemble import Program

    Floats = NDArray[np.float64]
    Tell = Callable[["News"], None]

ZERO = 1e-9
ABSOLUTE = 1e-6
"""Scaled distance of objective and bound that counts as none: the solver's own tolerance."""


class Status(StrEnum):
    """How a solve ended; only the first two have a plan."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    STOPPED = "stopped"

    @property
    def has_plan(self) -> bool:
        """Whether there are numbers to show."""
        return self in {Status.OPTIMAL, Status.FEASIBLE}


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve.

    Attributes:
        door: "pulp" or "highs".
        solver: Name of the solver as PuLP knows it (door "pulp" only).
        time_limit: Seconds for the solve, handing the program over included; None for none. It holds whatever the
            solver does: the solve runs in a process of its own, which is ended a second after the limit.
        gap: Relative gap at which a mixed-integer solve may stop.
        root: How HiGHS solves the first relaxation of a mixed-integer program: "choose" or "ipm".
    """

    door: str = "pulp"
    solver: str = "HiGHS"
    time_limit: float | None = None
    gap: float = 1e-4
    root: str = "choose"

    @property
    def solver_name(self) -> str:
        """Name and version of the solver behind the door."""
        if self.door == "highs":
            return f"HiGHS {version('highspy')}"
        name = f"HiGHS {version('highspy')}" if self.solver == "HiGHS" else self.solver
        return f"{name} (PuLP {version('pulp')})"


@dataclass(frozen=True, eq=False)
class News:
    """What a solver tells before it ends, in scaled units without the constant.

    Attributes:
        x: A plan better than those before; None where there is none.
        bound: No plan costs less; None where that is not known.
    """

    x: Floats | None = None
    bound: float | None = None


def ignore(news: News) -> None:
    """Nobody listens."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Where the simplex ended, in HiGHS's numbers: the next solve of the same program can begin there.

    Attributes:
        column, row: Status of each variable and of each row, [column] and [row].
    """

    column: NDArray[np.int8]
    row: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Raw:
    """A solver's own words about a `Program`, in the program's scaled units (empty arrays where it has no plan).

    Attributes:
        status: How it ended.
        x, row_price, column_price: Values of the variables, duals of the rows, reduced costs of the variables (NaN
            where the program has whole variables: they have no prices but those of the program `fixed` to them).
        objective, bound: Scaled, without the constant; bound None where the solver tells none.
        seconds: Time in the solver.
        solver: Name and version.
        basis: That of the optimum of a linear program where HiGHS found it; else None.
    """

    status: Status
    x: Floats
    row_price: Floats
    column_price: Floats
    objective: float
    bound: float | None
    seconds: float
    solver: str
    basis: Basis | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """The solution of a program in natural units.

    Attributes:
        program: What was solved.
        status, seconds, solver, basis: As the solver said.
        door: Which door it went through.
        x: Values of the variables, [column].
        price: Million money that one more unit of a row's right-hand side COSTS (the dual of the minimisation), [row].
        reduced_cost: Million money for one more unit of a variable, [column].
        objective, bound: Million money with the constants; bound None where the solver tells none.
        scaled: The values in units of the program, [column].
    """

    program: Program
    status: Status
    solver: str
    door: str
    seconds: float
    x: Floats
    price: Floats
    reduced_cost: Floats
    objective: float
    bound: float | None
    scaled: Floats
    basis: Basis | None = None

    @cached_property
    def row_value(self) -> Floats:
        """Sums of the rows' terms, [row]."""
        program = self.program
        return program.matvec(self.scaled) * program.row_scale if self.status.has_plan else np.empty(0)

    @property
    def gap(self) -> float | None:
        """Distance of the objective from its bound as a share of the objective; None where there is no bound.

        Zero within the solver's tolerance. The objective holds all constants, as it is shown to the reader.
        """
        return gap_of(self.objective, self.bound, ABSOLUTE * self.program.money_scale)

    def values(self, name: str) -> pd.DataFrame:
        """Keys of a variable family with its solution as column `value`."""
        family = next(c for c in self.program.columns if c.name == name)
        return family.keys.assign(value=self.x[self.program.column_slice(name)])

    def prices(self, name: str) -> pd.DataFrame:
        """Keys of a constraint family with `worth`: million money that one unit of loosening brings.

        A row "<=" is loosened by a larger right-hand side, a row ">=" by a smaller one; of a row "=" worth is what one
        more unit on its left-hand side's supply brings, minus the price of its right-hand side.
        """
        found = self.program.row_slice(name)
        families = [r for r in self.program.rows if r.name == name]
        if not families:
            import pandas as pd  # noqa: PLC0415 - the solver's process does without pandas

            return pd.DataFrame({"worth": np.empty(0)})
        sign = 1.0 if families[0].sense == ">=" else -1.0
        return families[0].keys.assign(worth=sign * self.price[found])


def gap_of(objective: float, bound: float | None, least: float) -> float | None:
    """Distance of an objective from its bound as a share of the objective; None without a bound.

    Args:
        objective: With all constants; the bound too.
        bound: No plan costs less.
        least: Distance that counts as none.
    """
    if bound is None or np.isnan(objective):
        return None
    distance = abs(objective - bound)
    if distance <= least:
        return 0.0
    return distance / abs(objective) if objective else np.inf


def answered(program: Program, raw: Raw, door: str) -> Answer:
    """A solver's words in natural units; tiny values are zeroed, so that the same inputs give the same files."""
    x = np.where(np.abs(raw.x) < ZERO, 0.0, raw.x)
    has_plan = raw.status.has_plan
    money = program.money_scale
    return Answer(
        program=program,
        status=raw.status,
        solver=raw.solver,
        door=door,
        seconds=raw.seconds,
        x=x * program.column_scale if has_plan else x,
        price=raw.row_price * money / program.row_scale if has_plan else np.empty(0),
        reduced_cost=raw.column_price * money / program.column_scale if has_plan else np.empty(0),
        objective=raw.objective * money + program.constant if has_plan else np.nan,
        bound=None if raw.bound is None else raw.bound * money + program.constant,
        scaled=x,
        basis=raw.basis,
    )
