"""One run of one peer in this process: the seconds of its steps, what it wrote and its optimum, as JSON.

    python tests/benchmarks/peer_run.py CASE.pickle PEER

Run by `peers.py` in a fresh process. The pickle holds the tables of the case, read, and the coefficients of its lines,
computed: what all start from. What a peer needs is imported before the clock starts.
"""

# ruff: noqa: PLC0415 - what a peer needs is imported by its own run only

from __future__ import annotations

import gc
import json
import pickle
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.job import now

if TYPE_CHECKING:
    from collections.abc import Callable

    import highspy

    from planner.capacity import Capacity
    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs
    from tests.benchmarks.peer_models.sets import Sets
    from tests.benchmarks.peer_models.written import Written

Found = TypeVar("Found")
SETS, ALGEBRA, HAND_OVER, SOLVE = "sets", "algebra", "hand-over", "solve"
PLANNER = "planner"


@dataclass
class Run:
    """What a run found.

    Attributes:
        seconds: Seconds of each step, by the wall clock and of this process on all cores.
        rows, columns: Number of constraints with any terms and of variables, by family; families that have any.
        non_zeros: Non-zeros of the matrix that HiGHS holds.
        optimum: Million money.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    non_zeros: int = 0
    optimum: float = 0.0

    def step(self, name: str, job: Callable[[], Found]) -> Found:
        """Time a step; what is left of the one before is no part of it."""
        gc.collect()
        begun = now()
        found = job()
        self.seconds[name] = [after - before for before, after in zip(begun, now(), strict=True)]
        return found

    def solve(self, highs: highspy.Highs, unit: float = 1.0, constant: float = 0.0) -> None:
        """Solve what HiGHS holds, on one thread and otherwise as it chooses.

        Raises:
            SystemExit: There is no optimum.
        """
        import highspy

        self.non_zeros = int(highs.getNumNz())
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        self.step(SOLVE, highs.run)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise SystemExit(str(highs.getModelStatus()))
        self.optimum = highs.getInfo().objective_function_value * unit + constant


def planner(inputs: Inputs, capacity: Capacity) -> Run:
    """The planner's own assembly, its arrays handed to HiGHS."""
    from planner.solve import Options, highs_door

    return _planner(inputs, capacity, lambda program: highs_door.loaded(program, Options()))


def planner_pulp(inputs: Inputs, capacity: Capacity) -> Run:
    """The planner's own assembly, handed over through PuLP."""
    from planner.solve.pulp_door import problem_of
    from tests.benchmarks.peer_models.in_pulp import handed_over

    return _planner(inputs, capacity, lambda program: handed_over(problem_of(program)[0]))


def _planner(inputs: Inputs, capacity: Capacity, hand_over: Callable[[Program], highspy.Highs]) -> Run:
    from planner.model.catalogue import program

    run = Run()
    own = run.step(ALGEBRA, lambda: program(inputs, capacity))
    highs = run.step(HAND_OVER, lambda: hand_over(own))
    filled = np.diff(own.indptr) > 0
    counts = {family.name: int(filled[own.row_slice(family.name)].sum()) for family in own.rows}
    run.rows = {name: count for name, count in counts.items() if count}
    run.columns = {family.name: len(family) for family in own.columns if len(family)}
    run.solve(highs, own.money_scale, own.constant)
    return run


def linopy(inputs: Inputs, capacity: Capacity) -> Run:
    """Linopy: labelled arrays."""
    from tests.benchmarks.peer_models import in_linopy

    return _peer(inputs, capacity, in_linopy.written)


def pyomo(inputs: Inputs, capacity: Capacity) -> Run:
    """Pyomo: rules over sets."""
    from tests.benchmarks.peer_models import in_pyomo

    return _peer(inputs, capacity, in_pyomo.written)


def pulp(inputs: Inputs, capacity: Capacity) -> Run:
    """PuLP: sums of expressions."""
    from tests.benchmarks.peer_models import in_pulp

    return _peer(inputs, capacity, in_pulp.written)


def _peer(inputs: Inputs, capacity: Capacity, write: Callable[[Sets], Written]) -> Run:
    from tests.benchmarks.peer_models.sets import sets

    run = Run()
    tables = run.step(SETS, lambda: sets(inputs, capacity))
    model = run.step(ALGEBRA, lambda: write(tables))
    highs = run.step(HAND_OVER, model.hand_over)
    run.rows, run.columns = ({name: n for name, n in each.items() if n} for each in (model.rows, model.columns))
    run.solve(highs, constant=model.constant)
    return run


WAYS = {PLANNER: planner, "planner through PuLP": planner_pulp, "linopy": linopy, "Pyomo": pyomo, "PuLP": pulp}
"""Every way to write the program."""


if __name__ == "__main__":
    case, way = Path(sys.argv[1]), sys.argv[2]
    found = WAYS[way](*pickle.loads(case.read_bytes()))  # noqa: S301 - written by peers.py
    # On a line of its own, the last one: a solver may have greeted before.
    sys.stdout.write("\n" + json.dumps(asdict(found)))
