"""Seconds of HiGHS's simplex, its interior point with crossover, and a re-solve from the kept basis, on grown cases.

    python tests/benchmarks/solvers.py [--case inputs/base] [--runs 3]

The figures behind `PATIENCE` in planner/solve/highs_door.py.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from planner import pipeline  # noqa: E402
from planner.solve import Options, highs_door  # noqa: E402
from planner.solve.again import Again  # noqa: E402
from tests.benchmarks.grow import given, grow  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.assemble import Program

SIZES = [(1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (1, 16), (8, 4), (4, 8)]
HEAD = f"{'programmes':>10} {'periods':>8} {'rows':>8} {'non-zeros':>10} {'simplex':>8} {'ipm':>8} {'again':>8} {'iterations':>10}"


def built(case: Path, programmes: int, periods: int) -> Program:
    """The program of a grown case."""
    with tempfile.TemporaryDirectory() as folder:
        larger = grow(case, Path(folder) / case.name, programmes, periods)
        return pipeline.build(given(pipeline.load(larger)[0]))[1]


def seconds(runs: int, job: Callable[[], object]) -> float:
    """Median seconds of some runs of a job."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        job()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def solved(program: Program, solver: str) -> int:
    """Solve by one algorithm; its simplex iterations."""
    highs = highs_door.loaded(program, Options(door="highs"))
    highs.setOptionValue("solver", solver)
    highs.run()
    return int(highs.getInfo().simplex_iteration_count)


def line(case: Path, programmes: int, periods: int, runs: int) -> str:
    """A line of the table."""
    program = built(case, programmes, periods)
    simplex, interior = (seconds(runs, lambda s=s: solved(program, s)) for s in ("simplex", "ipm"))  # type: ignore[misc]
    again, rows = Again(program), np.random.default_rng(0).choice(program.shape[0], 20, replace=False)
    kept = seconds(runs, lambda: again.loosened(rows, 0.01))
    size = f"{programmes:10} {periods:8} {program.shape[0]:8} {len(program.data):10}"
    return f"{size} {simplex:8.3f} {interior:8.3f} {kept:8.3f} {solved(program, 'simplex'):10}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    sys.stdout.write(HEAD + "\n")
    for programmes, periods in SIZES:
        sys.stdout.write(line(given.case, programmes, periods, given.runs) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
