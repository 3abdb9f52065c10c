"""What an answer may be called: a solver's words weighed against the program itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solve.answer import ABSOLUTE, Raw, Status, gap_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Options

    Floats = NDArray[np.float64]

WHOLE = 1e-5
KEPT = 1e-5
"""Share of a row's terms by which it may be off: CBC hands its solution over as text with about eight digits."""


def verdict(program: Program, options: Options, raw: Raw, start: Floats | None = None) -> Raw:
    """A solver's words about a mixed-integer program, none better than what it shows.

    Optimal is what lies within the asked gap of its bound; a plan found at a limit keeps the program's limits, else it
    is none. Of a stopped solve the better of its plan and a whole first incumbent is told.
    """
    if not program.integer.any():
        return raw
    if raw.status is Status.OPTIMAL and not _within(program, options, raw):
        return replace(raw, status=Status.FEASIBLE)
    if raw.status not in {Status.FEASIBLE, Status.STOPPED}:
        return raw
    found = [x for x in (raw.x, start) if x is not None and feasible(program, x)]
    if not found:
        return stopped(raw.seconds, raw.solver)
    best = min(found, key=program.value)
    return raw if best is raw.x else plan_at_limit(program, best, raw.bound, raw.seconds, raw.solver)


def feasible(program: Program, x: Floats) -> bool:
    """Whether values (scaled) are complete and keep every limit of the program."""
    if len(x) != program.shape[1] or not np.isfinite(x).all():
        return False
    whole = program.integer
    if np.abs(x[whole] - np.round(x[whole])).max(initial=0.0) > WHOLE:
        return False
    value = program.matvec(x)
    size = KEPT * np.maximum(1.0, replace(program, data=np.abs(program.data)).matvec(np.abs(x)))
    room = KEPT * np.maximum(1.0, np.abs(x))
    return bool(
        np.all(value >= program.row_lower - size)
        and np.all(value <= program.row_upper + size)
        and np.all(x >= program.lower - room)
        and np.all(x <= program.upper + room)
    )


def plan_at_limit(program: Program, x: Floats, bound: float | None, seconds: float, solver: str) -> Raw:
    """A plan that is known when a solve ends before its proof; no prices."""
    height, width = program.shape
    return Raw(
        status=Status.FEASIBLE,
        x=x,
        row_price=np.full(height, np.nan),
        column_price=np.full(width, np.nan),
        objective=program.value(x),
        bound=bound,
        seconds=seconds,
        solver=solver,
    )


def stopped(seconds: float, solver: str) -> Raw:
    """No plan when a solve ends."""
    empty = np.empty(0)
    return Raw(Status.STOPPED, empty, empty, empty, np.nan, None, seconds, solver)


def _within(program: Program, options: Options, raw: Raw) -> bool:
    constant = program.constant / program.money_scale
    bound = None if raw.bound is None else raw.bound + constant
    gap = gap_of(raw.objective + constant, bound, ABSOLUTE)
    # Without a bound the solver's word stands; the reader is told that there is no gap to show.
    return gap is None or gap <= options.gap * (1 + 1e-6)
