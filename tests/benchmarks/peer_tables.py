"""What `peers.py` measured, as tables of text."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from tests.benchmarks.peer_run import ALGEBRA, HAND_OVER, PLANNER, SOLVE, WAYS, Run
from tests.benchmarks.phases import Size, table

ABOUT = """All write the same linear program, the base with all of it decided, of the same
tables: same families, rows, columns, non-zeros and optimum, or the command stops.

- The clock starts where tables are read and the coefficients of the lines are computed, and stops where HiGHS holds the
  program. Imports are no part of it.
- `sets`: index sets and coefficient tables from which a peer's algebra starts. The planner's `algebra` has its own in it; in the
  ratios `without sets` they count for the planner and not for the peer.
- `hand-over`: the planner's arrays, linopy's own matrices, PuLP's own interface, Pyomo's LP file: of each the quickest way that it has.
- `(solve)`: HiGHS on one thread with its own choices; no part of the time above.
- `planner through PuLP`: the default of `planner run`, which knows every solver that PuLP knows.
- Above its aim a ratio is marked `!`."""
AIMS = {"linopy": 0.5, "Pyomo": 0.25, "PuLP": 0.25}
"""Most of a peer's time that the planner may take."""
OF_SOLVE = 0.1
"""Most of the solve's time that it may take on large cases."""


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
    *smaller, largest = (each.ready(PLANNER) / each.seconds(PLANNER, SOLVE) for each in found.values())
    last = f"{largest:.2f}{' !' if largest > OF_SOLVE else '  '}"
    rows.append(["its own solve, at the large end", f"{OF_SOLVE:.2f}", *(f"{each:.2f}  " for each in smaller), last])
    return table(["planner's time over", "aim", *(f"{size.name}  " for size in found)], rows)


def growth_table(found: dict[Size, Measured]) -> str:
    """Growth of each way's time over the first size for each doubling."""
    base, *larger = found
    rows = []
    for way in WAYS:
        short = found[base].ready(way)
        growth = [(found[size].ready(way) / short) ** (1 / (size.doublings - base.doublings)) for size in larger]
        rows.append([way, *(f"{each:.2f}" for each in growth)])
    return table(["growth a doubling", *(size.name for size in larger)], rows)


def tables(found: dict[Size, Measured]) -> list[str]:
    """All of them."""
    told = [counts_table(found), seconds_table(found), ratios_table(found)]
    return [*told, growth_table(found)] if len(found) > 1 else told
