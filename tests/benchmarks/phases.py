"""Where the time of the whole job goes, and how it grows with the case.

    python tests/benchmarks/phases.py [--runs 3] [--clock process] [--case base] [--times 4]

Every figure is the median over runs in fresh processes. See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
from tests.benchmarks.grow import grow  # noqa: E402 - runs from anywhere without being installed
from tests.benchmarks.job import QUESTIONS, SCENARIO, SOLVER  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

COLD = ["-m", "planner", "run", "--scenario", SCENARIO, "--plain", "--quiet"]
OTHER_DOOR = "(arrays to HiGHS)"
REST = "start, screen, end"
ALL_BUT_SOLVER = "all but the solver"
WHOLE = "whole job, cold"
OF_THE_SOLVER = (SOLVER, QUESTIONS, WHOLE)
"""What is the solver's or holds it: the aim is not for these."""
CLOCKS = {"wall": 0, "process": 1}
AIM = 2.2
ABOUT = """What `planner run CASE --scenario committed --plain` does, phase by phase, on the base with more programmes, periods
cut into parts, and both."""
LEAST = 0.01


@dataclass(frozen=True)
class Size:
    """A size of the case: how many of each programme, parts of each period, stages that each line has at least."""

    programmes: int
    periods: int
    stages: int = 0

    @property
    def name(self) -> str:
        """Head of its column."""
        parts = [(self.programmes, "programmes"), (self.periods, "periods")]
        times = " ".join(f"{n}x{word}" for n, word in parts if n > 1) or "base"
        return f"{times}, {self.stages} stages" if self.stages else times

    @classmethod
    def read(cls, told: str) -> Size:
        """A size as the command line says it: 4x2, or with stages 4x2x15.

        Raises:
            ValueError: It is no such thing.
        """
        return cls(*map(int, told.split("x")))

    def grow(self, small: Path, folder: Path) -> Path:
        """The case of this size, in a folder of its own."""
        return grow(small, folder / self.name / small.name, self.programmes, self.periods, self.stages)

    @property
    def doublings(self) -> float:
        """How often the case was doubled."""
        return math.log2(self.programmes * self.periods)


LARGE = Size(10, 8, 15)
"""Forty programmes on seventy lines of fifteen stages, sixty months and five years in 293 periods."""


def sizes(most: int) -> list[Size]:
    """The sizes to measure: each way to grow by itself and both together, up to so many times."""
    found = [Size(1, 1)]
    times = 2
    while times <= most:
        found += [Size(1, times), Size(times, 1)]
        if times * 2 <= max(most, 4):
            found.append(Size(times, times))
        times *= 2
    return found


def measure(case: Path, runs: int, clock: int) -> tuple[dict[str, int], dict[str, float]]:
    """Size of the program and median seconds by phase, the whole job last."""
    found: dict[str, list[float]] = {}
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            job = json.loads(fresh([str(HERE / "job.py"), str(case), f"{folder}/{number}"])[0])
            counts = job["counts"]
            for phase, seconds in job["phases"].items():
                found.setdefault(phase, []).append(seconds[clock])
            taken = fresh([*COLD, str(case), "--out", f"{folder}/cold{number}"])[1]
            found.setdefault(WHOLE, []).append(taken[clock])
    seconds = {phase: statistics.median(each) for phase, each in found.items()}
    whole = seconds.pop(WHOLE)
    parts = sum(taken for phase, taken in seconds.items() if phase != OTHER_DOOR)
    return counts, {
        **seconds,
        REST: whole - parts,
        ALL_BUT_SOLVER: whole - seconds[SOLVER] - seconds.get(QUESTIONS, 0.0),
        WHOLE: whole,
    }


def fresh(arguments: list[str]) -> tuple[str, tuple[float, float]]:
    """What a fresh Python printed, and its seconds by both clocks from start to end."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, (time.perf_counter() - begun, process)


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Columns of text, the first to the left."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    first, *others = widths
    texts = [
        [line[0].ljust(first), *(cell.rjust(w) for cell, w in zip(line[1:], others, strict=True))] for line in lines
    ]
    return "\n".join("  ".join(cells).rstrip() for cells in texts)


def seconds_table(found: dict[Size, dict[str, float]]) -> str:
    """Seconds by phase and size."""
    phases = list(next(iter(found.values())))
    rows = [[phase, *(f"{each[phase]:.2f}" for each in found.values())] for phase in phases]
    return table(["seconds", *(size.name for size in found)], rows)


def growth_table(found: dict[Size, dict[str, float]]) -> str:
    """Growth over the base for each doubling; phases too short to tell are left out, those above the aim marked.

    What remains between the phases and the whole is left out too: a difference of two runs says little.
    """
    base, *larger = found
    rows = []
    for phase, short in found[base].items():
        if short < LEAST or phase == REST:
            continue
        growth = [(max(found[size][phase], 0.0) / short) ** (1 / size.doublings) for size in larger]
        aim = math.inf if phase in OF_THE_SOLVER else AIM
        rows.append([phase, *(f"{each:.2f}{' !' if each > aim else '  '}" for each in growth)])
    return table(["growth a doubling", *(f"{size.name}  " for size in larger)], rows)


def counts_table(found: dict[Size, dict[str, int]]) -> str:
    """Size of the program by size of the case."""
    kinds = list(next(iter(found.values())))
    return table(["program", *(s.name for s in found)], [[k, *(f"{c[k]:,}" for c in found.values())] for k in kinds])


def measure_sizes(
    case: Path, sizes: Iterable[Size], runs: int, clock: str
) -> tuple[dict[Size, dict[str, int]], dict[Size, dict[str, float]]]:
    """Size of the program and median seconds by phase, at every size of the case."""
    counts, seconds = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            sys.stderr.write(f"measuring {size.name}\n")
            counts[size], seconds[size] = measure(size.grow(case, Path(folder)), runs, CLOCKS[clock])
    return counts, seconds


def tables(counts: dict[Size, dict[str, int]], seconds: dict[Size, dict[str, float]]) -> list[str]:
    """All of them."""
    told = [counts_table(counts), seconds_table(seconds)]
    return [*told, growth_table(seconds)] if len(seconds) > 1 else told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Seconds of each phase, and how they grow with the case.")
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base", help="case to start from")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size; medians are printed")
    parser.add_argument("--times", type=int, default=4, help="grow up to so many times")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="process: for a machine that others use")
    asked = parser.parse_args()
    found = measure_sizes(asked.case, sizes(asked.times), asked.runs, asked.clock)
    sys.stdout.write("\n\n".join(tables(*found)) + "\n")


if __name__ == "__main__":
    main()
