"""The one function that solves, and the doors behind it; each imports its solver only when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.messages import text
from planner.solve.answer import Answer, Options, Raw, answered

if TYPE_CHECKING:
    from planner.model.assemble import Program


def solve(program: Program, options: Options | None = None) -> Answer:
    """Solve a program through the door that the options name.

    Raises:
        UsageError: There is no such door or solver.
    """
    options = options or Options()
    if options.door not in DOORS:
        raise UsageError(text("solve.unknown_door", door=options.door, known=", ".join(DOORS)))
    return answered(program, DOORS[options.door](program, options), options.door)


def _pulp(program: Program, options: Options) -> Raw:
    from planner.solve import pulp_door  # noqa: PLC0415

    return pulp_door.solve(program, options)


def _highs(program: Program, options: Options) -> Raw:
    from planner.solve import highs_door  # noqa: PLC0415

    return highs_door.solve(program, options)


DOORS = {"pulp": _pulp, "highs": _highs}
