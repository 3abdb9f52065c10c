"""The one function that solves, and the doors behind it; each imports its solver only when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.errors import UsageError
from planner.messages import text
from planner.solve.answer import Answer, Options, answered, ignore
from planner.solve.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Raw, Tell

    Floats = NDArray[np.float64]
    Door = Callable[[Program, Options, Floats | None, Tell], Raw]


def solve(program: Program, options: Options | None = None, start: Floats | None = None) -> Answer:
    """Solve a program through the door that the options name.

    Args:
        program: What to solve.
        options: How.
        start: A first incumbent of a mixed-integer program, in natural units, NaN where unknown, [column]. HiGHS, at
            both doors, completes it; other solvers take it whole or not at all. A solve that ends at its time limit
            gives no worse plan than a whole start.

    Raises:
        UsageError: There is no such door or solver.
        ValueError: The start does not fit the program.
        SolverDiedError: The solver's process ended without a word (with a time limit only).
    """
    options = options or Options()
    if options.door not in DOORS:
        raise UsageError(text("solve.unknown_door", door=options.door, known=", ".join(DOORS)))
    if start is not None:
        if np.shape(start) != program.cost.shape:
            raise ValueError(np.shape(start))
        start = np.asarray(start, dtype=float) / program.column_scale
    if options.time_limit is None:
        raw = DOORS[options.door](program, options, start, ignore)
    else:
        from planner.solve.watch import watched  # noqa: PLC0415 - most solves have no limit

        raw = watched(program, options, start)
    return answered(program, verdict(program, options, raw, start), options.door)


def _pulp(program: Program, options: Options, start: Floats | None, tell: Tell) -> Raw:
    from planner.solve import pulp_door  # noqa: PLC0415

    return pulp_door.solve(program, options, start, tell)


def _highs(program: Program, options: Options, start: Floats | None, tell: Tell) -> Raw:
    from planner.solve import highs_door  # noqa: PLC0415

    return highs_door.solve(program, options, start, tell)


DOORS: dict[str, Door] = {"pulp": _pulp, "highs": _highs}
