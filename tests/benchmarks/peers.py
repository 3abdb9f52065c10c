"""The same program written by the planner and by users of linopy, Pyomo and PuLP: seconds to a solver that holds it.

    python tests/benchmarks/peers.py [--times 1 2 4] [--runs 3] [--page tests/benchmarks/PEERS.md]

The case is the base with all of it decided (scenario `committed`), which is a linear program, and larger ones grown from
it. See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import statistics
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from planner import pipeline  # noqa: E402 - runs from anywhere without being installed
from planner.capacity import capacity  # noqa: E402
from planner.scenarios import Variant  # noqa: E402
from tests.benchmarks.grow import grow  # noqa: E402
from tests.benchmarks.peer_models.sets import MissingFamilyError  # noqa: E402
from tests.benchmarks.peer_run import ALGEBRA, HAND_OVER, PLANNER, SOLVE, WAYS, Run  # noqa: E402
from tests.benchmarks.phases import CLOCKS, Size, fresh, table  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = """# The planner beside its peers

Written by `python tests/benchmarks/peers.py`. All write the same program of the same tables: same families, rows, columns,
non-zeros and optimum, or the command stops. The clock starts where tables are read and the coefficients of the lines are
computed, and stops where HiGHS holds the program. `sets` are the index sets and coefficient tables that a peer's algebra
starts from; the planner's `algebra` has its own in it. In the last rows of each pair of ratios they count for the planner
and not for the peer."""
SCENARIO = "committed"
AIMS = {"linopy": 0.5, "Pyomo": 0.25, "PuLP": 0.25}
"""Most of a peer's time that the planner may take."""
SAME = 1e-6
LIBRARIES = ("highspy", "linopy", "numpy", "pandas", "PuLP", "Pyomo", "xarray")


@dataclass(frozen=True)
class Measured:
    """A size of the case as all ways wrote it.

    Attributes:
        runs: By way, all alike but for their seconds.
        clock: Which of the seconds count.
    """

    runs: dict[str, list[Run]]
    clock: int

    def seconds(self, way: str, *steps: str) -> float:
        """Median seconds of some steps together."""
        runs = self.runs[way]
        return statistics.median(sum(run.seconds[step][self.clock] for step in steps) for run in runs)

    def ready(self, way: str) -> float:
        """Median seconds from coefficients to a solver that holds the program."""
        return self.seconds(way, *(step for step in self.runs[way][0].seconds if step != SOLVE))

    def ratio(self, way: str) -> float:
        """The planner's time over that of a peer."""
        return self.ready(PLANNER) / self.ready(way)

    def algebra_ratio(self, way: str) -> float:
        """The same where a peer's sets are not counted, and the planner's are."""
        return self.ready(PLANNER) / self.seconds(way, ALGEBRA, HAND_OVER)


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


def sizes(times: Sequence[int]) -> list[Size]:
    """Each number of times by programmes, by periods, and by both."""
    found = [(Size(n, n),) if n == 1 else (Size(1, n), Size(n, 1), Size(n, n)) for n in times]
    return [size for each in found for size in each]


def counts_table(found: dict[Size, Measured]) -> str:
    """Size of the programs."""
    own = {size: each.runs[PLANNER][0] for size, each in found.items()}
    counts = {
        "rows": [sum(run.rows.values()) for run in own.values()],
        "columns": [sum(run.columns.values()) for run in own.values()],
        "non-zeros": [run.non_zeros for run in own.values()],
    }
    return table(["program", *(s.name for s in found)], [[k, *(f"{n:,}" for n in v)] for k, v in counts.items()])


def seconds_table(found: dict[Size, Measured]) -> str:
    """Median seconds of each way to a solver that holds the program, and of its steps."""
    rows = []
    for way in WAYS:
        rows.append([way, *(f"{each.ready(way):.2f}" for each in found.values())])
        steps = next(iter(found.values())).runs[way][0].seconds
        for step in steps:
            label = f"({step})" if step == SOLVE else step
            rows.append([f"  {label}", *(f"{each.seconds(way, step):.3f}" for each in found.values())])
    return table(["seconds", *(size.name for size in found)], rows)


def ratios_table(found: dict[Size, Measured]) -> str:
    """The planner's time over that of each peer beside its aim; above the aim a figure is marked `!`."""
    rows = []
    for way, aim in AIMS.items():
        for name, ratio in ((way, Measured.ratio), (f"{way} without sets", Measured.algebra_ratio)):
            told = [ratio(each, way) for each in found.values()]
            rows.append([name, f"{aim:.2f}", *(f"{each:.2f}{' !' if each > aim else '  '}" for each in told)])
    return table(["planner / peer", "aim", *(f"{size.name}  " for size in found)], rows)


def growth_table(found: dict[Size, Measured]) -> str:
    """Growth of each way's time over the first size for each doubling."""
    base, *larger = found
    rows = []
    for way in WAYS:
        short = found[base].ready(way)
        growth = [(found[size].ready(way) / short) ** (1 / (size.doublings - base.doublings)) for size in larger]
        rows.append([way, *(f"{each:.2f}" for each in growth)])
    return table(["growth a doubling", *(size.name for size in larger)], rows)


def page(found: dict[Size, Measured], runs: int, clock: str) -> str:
    """The figures as a page."""
    machine = [f"{platform.system()} on {platform.machine()}", f"{os.cpu_count()} cores", _processor()]
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in LIBRARIES)]
    tables = [counts_table(found), seconds_table(found), ratios_table(found)]
    if len(found) > 1:
        tables.append(growth_table(found))
    parts = [
        TITLE,
        f"Machine: {', '.join(filter(None, machine))}. Versions: {', '.join(versions)}.",
        f"Medians of {runs} runs in fresh processes, by the {clock} clock.",
        *(f"```text\n{each}\n```" for each in tables),
    ]
    return "\n\n".join(parts) + "\n"


def _processor() -> str:
    """Name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description="Seconds to a program that is ready to be solved, beside peers.")
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base", help="case to start from")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2, 4], help="how many times to grow the case")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size; medians are printed")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="process: for a machine that others use")
    parser.add_argument("--page", type=Path, default=ROOT / "tests/benchmarks/PEERS.md", help="where to write the page")
    given = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes(given.times):
            sys.stderr.write(f"measuring {size.name}\n")
            larger = grow(given.case, Path(folder) / size.name / given.case.name, size.programmes, size.periods)
            found[size] = measured(larger, given.runs, CLOCKS[given.clock])
    text = page(found, given.runs, given.clock)
    given.page.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
