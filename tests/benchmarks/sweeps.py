"""How much faster a sweep is than as many runs of the command, what a second worker brings, and what memory it takes.

    python tests/benchmarks/sweeps.py [--runs 200] [--colds 5] [--records 10000] [--case inputs/base] [--scenario committed]

Every figure comes from fresh processes. See the README beside this file.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from planner import pipeline
from planner.scenarios import Variant
from planner.studies import sweep as studies
from planner.studies.store import Store
from planner.studies.study import portable, run
from planner.tables.drivers import drivers
from planner.tables.raw import raw

ROOT = Path(__file__).resolve().parents[2]
AIMS = {"cold": 10.0, "workers": 1.7}


KILOBYTES = 1024
"""In a megabyte: Linux tells the most memory of a process in kilobytes."""


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of the processors, and the most memory of any one of the processes, MB."""

    wall: float
    cpu: float
    memory: float


def spent(*words: str) -> Spent:
    """What a command takes; raises CalledProcessError for one that fails."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "planner", *words, "--quiet"]
    with subprocess.Popen(command) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / KILOBYTES)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--colds", type=int, default=5)
    parser.add_argument(
        "--records", type=int, default=10_000, help="finished runs of the sweep whose memory is measured"
    )
    parser.add_argument("--case", default="inputs/base")
    parser.add_argument("--scenario", default="committed", help="one that leaves no decision open")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        colds, sweeps = measured(asked, Path(folder))
        many = finished(asked, Path(folder))
    told(asked, colds, sweeps)
    sys.stdout.write(f"a sweep of {asked.records} runs, all of them finished before: {many.memory:.0f} MB" + "\n")


def measured(asked: argparse.Namespace, folder: Path) -> tuple[list[Spent], dict[int, Spent]]:
    """Cold runs, and the sweep by workers."""
    common = [str(ROOT / asked.case), "--scenario", asked.scenario]
    colds = [spent("run", *common, "--out", str(folder / f"cold{n}")) for n in range(asked.colds)]
    sweeps = {
        workers: spent(
            *["sweep", *common, "--sample", str(asked.runs), "--workers", str(workers)],
            *["--out", str(folder / f"sweep{workers}")],
        )
        for workers in (1, 2)
    }
    return colds, sweeps


def finished(asked: argparse.Namespace, folder: Path) -> Spent:
    """A sweep that reads all its records from the store: copies of one real record under the keys of its runs."""
    case, wanted = ROOT / asked.case, studies.Asked("sample", asked.scenario, number=asked.records)
    files = portable(raw(case))
    inputs, _ = pipeline.examined(files, variant=Variant(asked.scenario))
    if inputs is None:
        raise RuntimeError(asked.case)
    store = Store(folder / "many" / inputs.case.name / "sweeps" / wanted.called / "runs")
    study = studies.started(files, inputs, wanted, store)
    tasks = studies.design(wanted, inputs, list(drivers(inputs["drivers"])))
    record = run(study, tasks[0])
    for task in tasks:
        store.put(study.key(task), record)
    words = ["--scenario", asked.scenario, "--sample", str(asked.records), "--workers", "1"]
    return spent("sweep", str(case), *words, "--out", str(folder / "many"))


def told(asked: argparse.Namespace, colds: list[Spent], sweeps: dict[int, Spent]) -> None:
    """Print seconds a run and ratios."""
    cold = Spent(*(statistics.median(getattr(c, name) for c in colds) for name in ("wall", "cpu", "memory")))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    sys.stdout.write(
        f"{asked.runs} runs of {asked.case} --scenario {asked.scenario}; {os.cpu_count()} cores, load {load}" + "\n"
    )
    sys.stdout.write(f"{'':24}{'wall s/run':>12}{'processor s/run':>18}{'most MB':>10}" + "\n")
    sys.stdout.write(f"{'planner run, cold':24}{cold.wall:12.2f}{cold.cpu:18.2f}{cold.memory:10.0f}" + "\n")
    for workers, sweep in sweeps.items():
        each = f"{sweep.wall / asked.runs:12.2f}{sweep.cpu / asked.runs:18.2f}{sweep.memory:10.0f}"
        sys.stdout.write(f"{f'sweep, {workers} worker(s)':24}{each}" + "\n")
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
