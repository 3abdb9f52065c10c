"""The same program written by the planner and by users of linopy, Pyomo and PuLP: seconds to a solver that holds it.

    python tests/benchmarks/peers.py [--sizes 1x1 2x2 4x4 10x8x15] [--runs 3]

The case is the base with all of it decided (scenario `committed`), which is a linear program, and larger ones grown from
it. See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from planner import pipeline  # noqa: E402 - runs from anywhere without being installed
from planner.capacity import capacity  # noqa: E402
from planner.scenarios import Variant  # noqa: E402
from tests.benchmarks.peer_models.sets import MissingFamilyError  # noqa: E402
from tests.benchmarks.peer_run import PLANNER, WAYS, Run  # noqa: E402
from tests.benchmarks.peer_tables import Measured, tables  # noqa: E402
from tests.benchmarks.phases import CLOCKS, LARGE, Size, fresh  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

SCENARIO = "committed"
SAME = 1e-6
SIZES = [Size(1, 1), Size(2, 2), Size(4, 4), LARGE]


def agree(own: Run, other: Run) -> None:
    """Make sure that a peer wrote the planner's program.

    Raises:
        MissingFamilyError: Its families differ, its non-zeros or its optimum.
    """
    for mine, others in ((own.rows, other.rows), (own.columns, other.columns)):
        differ = {name: (mine.get(name, 0), others.get(name, 0)) for name in sorted({*mine, *others})}
        differ = {name: counts for name, counts in differ.items() if counts[0] != counts[1]}
        if differ:
            raise MissingFamilyError(differ)
    if own.non_zeros != other.non_zeros or abs(own.optimum - other.optimum) > SAME * abs(own.optimum):
        raise MissingFamilyError({"non-zeros and optimum": (own, other)})


def measured(case: Path, runs: int, clock: int) -> Measured:
    """Write the program of a case by every way, each run in a fresh process."""
    found: dict[str, list[Run]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / "case.pickle"
        inputs = pipeline.load(case, variant=Variant(SCENARIO))[0]
        start.write_bytes(pickle.dumps((inputs, capacity(inputs))))
        for way in [*WAYS] * runs:
            said = fresh([str(ROOT / "tests/benchmarks/peer_run.py"), str(start), way])[0]
            found[way].append(Run(**json.loads(said.splitlines()[-1])))
            agree(found[PLANNER][0], found[way][-1])
    return Measured(found, clock)


def measure(case: Path, sizes: Iterable[Size], runs: int, clock: str) -> dict[Size, Measured]:
    """Every way at every size."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            sys.stderr.write(f"measuring {size.name}\n")
            found[size] = measured(size.grow(case, Path(folder)), runs, CLOCKS[clock])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Seconds to a program that is ready to be solved, beside peers.")
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base", help="case to start from")
    parser.add_argument(
        "--sizes",
        type=Size.read,
        nargs="+",
        default=SIZES,
        help="times the programmes x times the periods; 10x8x15: forty programmes by the week, fifteen stages",
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of each size; medians are printed")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="process: for a machine that others use")
    asked = parser.parse_args()
    sys.stdout.write("\n\n".join(tables(measure(asked.case, asked.sizes, asked.runs, asked.clock))) + "\n")


if __name__ == "__main__":
    main()
