"""Seconds to a program where all investments are left open, beside its non-zeros.

    python tests/benchmarks/open_cases.py [--runs 3]

See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.benchmarks.job import now  # noqa: E402 - runs from anywhere without being installed
from tests.benchmarks.phases import Size, fresh, table  # noqa: E402

ABOUT = """Where investments are left to the planner, what comes before the solver is measured by itself: from checked tables to the
assembled program."""
SIZES = [Size(1, 1), Size(1, 2), Size(2, 1), Size(1, 4), Size(2, 2), Size(4, 1)]
MILLION = 1e6


def built(case: Path) -> dict[str, float]:
    """Seconds from checked tables to the program, and its non-zeros."""
    from planner import pipeline  # noqa: PLC0415 - what is imported before the clock starts
    from planner.model.catalogue import program  # noqa: F401, PLC0415

    inputs = pipeline.load(case)[0]
    begun = now()
    own = pipeline.build(inputs)[1]
    return {"seconds": now()[1] - begun[1], "non-zeros": float(len(own.data)), "whole": float(own.integer.sum())}


def measured(case: Path, runs: int) -> dict[Size, dict[str, float]]:
    """Medians at every size."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            larger = str(size.grow(case, Path(folder)))
            told = [json.loads(fresh([str(Path(__file__).resolve()), "--one", larger])[0]) for _ in range(runs)]
            found[size] = {name: statistics.median(each[name] for each in told) for name in told[0]}
    return found


def tabled(found: dict[Size, dict[str, float]]) -> str:
    """Seconds a million non-zeros, by size."""
    rows = [
        ["whole columns", *(f"{each['whole']:,.0f}" for each in found.values())],
        ["non-zeros", *(f"{each['non-zeros']:,.0f}" for each in found.values())],
        ["seconds", *(f"{each['seconds']:.2f}" for each in found.values())],
        ["seconds a million non-zeros", *(f"{_rate(each):.1f}" for each in found.values())],
    ]
    return table(["all left open", *(size.name for size in found)], rows)


def _rate(each: dict[str, float]) -> float:
    return each["seconds"] / each["non-zeros"] * MILLION


def main() -> None:
    """Measure and print, or build once."""
    parser = argparse.ArgumentParser(description="Seconds to a program with all investments left open.")
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", type=Path, help="build one case, told as JSON")
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(built(asked.one)))
        return
    sys.stdout.write(tabled(measured(asked.case, asked.runs)) + "\n")


if __name__ == "__main__":
    main()
