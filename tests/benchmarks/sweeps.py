"""How much faster a sweep is than as many runs of the command, and what a second worker brings.

    python tests/benchmarks/sweeps.py [--runs 200] [--colds 5] [--case inputs/base] [--scenario committed]

Every figure comes from fresh processes. See the README beside this file.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AIMS = {"cold": 10.0, "workers": 1.7}


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock, and of the processors."""

    wall: float
    cpu: float


def spent(*words: str) -> Spent:
    """What a command takes; raises CalledProcessError for one that fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "planner", *words, "--quiet"], check=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - begun, cpu)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--colds", type=int, default=5)
    parser.add_argument("--case", default="inputs/base")
    parser.add_argument("--scenario", default="committed", help="one that leaves no decision open")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        colds, sweeps = measured(asked, Path(folder))
    told(asked, colds, sweeps)


def measured(asked: argparse.Namespace, folder: Path) -> tuple[list[Spent], dict[int, Spent]]:
    """Cold runs, and the sweep by workers."""
    common = [asked.case, "--scenario", asked.scenario]
    colds = [spent("run", *common, "--out", str(folder / f"cold{n}")) for n in range(asked.colds)]
    sweeps = {
        workers: spent(
            *["sweep", *common, "--sample", str(asked.runs), "--workers", str(workers)],
            *["--out", str(folder / f"sweep{workers}")],
        )
        for workers in (1, 2)
    }
    return colds, sweeps


def told(asked: argparse.Namespace, colds: list[Spent], sweeps: dict[int, Spent]) -> None:
    """Print seconds a run and ratios."""
    cold = Spent(statistics.median(c.wall for c in colds), statistics.median(c.cpu for c in colds))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    sys.stdout.write(
        f"{asked.runs} runs of {asked.case} --scenario {asked.scenario}; {os.cpu_count()} cores, load {load}" + "\n"
    )
    sys.stdout.write(f"{'':24}{'wall s/run':>12}{'processor s/run':>18}" + "\n")
    sys.stdout.write(f"{'planner run, cold':24}{cold.wall:12.2f}{cold.cpu:18.2f}" + "\n")
    for workers, sweep in sweeps.items():
        sys.stdout.write(
            f"{f'sweep, {workers} worker(s)':24}{sweep.wall / asked.runs:12.2f}{sweep.cpu / asked.runs:18.2f}" + "\n"
        )
    ratios = {
        "cold runs in a row / sweep, 2 workers, wall": (cold.wall * asked.runs / sweeps[2].wall, AIMS["cold"]),
        "cold run / run of the sweep, processor": (cold.cpu * asked.runs / sweeps[2].cpu, None),
        "1 worker / 2 workers, wall": (sweeps[1].wall / sweeps[2].wall, AIMS["workers"]),
        "1 worker / 2 workers, processor": (sweeps[1].cpu / sweeps[2].cpu, None),
    }
    for name, (ratio, aim) in ratios.items():
        wanted = "" if aim is None else f"  (aim {aim:g})"
        sys.stdout.write(f"{name:46}{ratio:8.2f}{wanted}" + "\n")


if __name__ == "__main__":
    main()
