"""The base with all investments decided, as it stands, by quarter and by month: seconds to a gap, beside a naive formulation.

    python tests/benchmarks/decided.py [--gap 0.001] [--runs 3] [--limit 600]

`planner`: the planner's program and settings. The other is what one first writes, correctly scaled, solved with HiGHS's
default settings. Each solve runs in a process of its own on one thread. See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import asdict, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from planner import pipeline  # noqa: E402 - runs from anywhere without being installed
from planner.solve import Options  # noqa: E402
from planner.tables.settings import Steps  # noqa: E402
from tests.benchmarks.choices import EVERY, Found, agree, built, solved  # noqa: E402
from tests.benchmarks.phases import fresh, table  # noqa: E402

PLANNER, NAIVE = "planner", "naive, default settings"
AS_IT_STANDS = "as it stands"
STEPS = (AS_IT_STANDS, "quarter", "month")
ABOUT = """The base with all its investments, starts of production and gates left open, as it stands (months, then quarters) and with
every period a quarter or a month: processor seconds of one solve to a gap of {gap:.1%}, on one thread. `naive, default settings` is the program as one
first writes it, correctly scaled: every stage a row, every copy a column, branched on dates, no first incumbent; `>`:
it had not got there when {limit:.0f} s had passed. A solve of more than a minute is not repeated."""
AIM = 3.0
MINUTE = 60.0
CLOSE = 1e-6


def solve(case: Path, step: str, way: str, gap: float, limit: float) -> tuple[Found, dict[str, int]]:
    """Solve the case once, in periods of one length."""
    inputs = pipeline.load(case)[0]
    if step != AS_IT_STANDS:
        inputs = inputs.replace(case=replace(inputs.case, steps=(Steps(inputs.case.end, step),)))
    program, start = built(inputs, EVERY if way == NAIVE else [])
    found = solved(program, start, replace(Options(door="highs"), gap=gap, time_limit=limit), way == NAIVE)
    return found, {**program.counts(), "whole": int(program.integer.sum())}


def measured(case: Path, runs: int, gap: float, limit: float) -> dict[str, dict[str, tuple[Found, dict[str, int]]]]:
    """By length of periods and way: the solve of median seconds, and the size of the program.

    Raises:
        SystemExit: Two ways do not agree.
    """
    found: dict[str, dict[str, tuple[Found, dict[str, int]]]] = {}
    for step in STEPS:
        found[step] = {way: _median(case, step, way, runs, gap, limit) for way in (PLANNER, NAIVE)}
        if not agree(*(each[0] for each in found[step].values())):
            raise SystemExit(f"the ways do not agree by {step}: {found[step]}")
    return found


def _median(case: Path, step: str, way: str, runs: int, gap: float, limit: float) -> tuple[Found, dict[str, int]]:
    each = []
    for _ in range(runs):
        words = ["--case", str(case), "--gap", str(gap), "--limit", str(limit), "--one", step, way]
        told = json.loads(fresh([str(Path(__file__).resolve()), *words])[0].splitlines()[-1])
        each.append((Found(**told["found"]), told["size"]))
        if each[-1][0].seconds > MINUTE:
            break
    middle = statistics.median_low([found.seconds for found, _ in each])
    return next(one for one in each if one[0].seconds == middle)


def reached(one: Found, gap: float) -> bool:
    """Whether a solve got to its gap."""
    return one.gap <= gap * (1 + CLOSE)


def tables(found: dict[str, dict[str, tuple[Found, dict[str, int]]]], gap: float) -> list[str]:
    """The figures and their ratios."""
    heads = ["decided", "rows", "columns", "whole", "non-zeros", "nodes", "gap", "plan, million", "seconds"]
    rows, ratios = [], []
    for step, ways in found.items():
        for way, (one, size) in ways.items():
            sizes = [f"{size[name]:,}" for name in ("rows", "columns", "whole", "non_zeros")]
            taken = f"{'' if reached(one, gap) else '> '}{one.seconds:.1f}"
            rows.append(
                [f"{_named(step)}: {way}", *sizes, f"{one.nodes}", f"{one.gap:.3%}", f"{-one.value:,.1f}", taken]
            )
        own, naive = (ways[way][0] for way in (PLANNER, NAIVE))
        more = "" if reached(naive, gap) else "> "
        ratios.append([f"naive over planner, {_named(step)}", f"{AIM:.1f}", f"{more}{naive.seconds / own.seconds:.1f}"])
    return [table(heads, rows), table(["ratio", "aim", ""], ratios)]


def _named(step: str) -> str:
    return step if step == AS_IT_STANDS else f"by {step}"


def main() -> None:
    """Measure and print, or solve once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base")
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for one solve")
    parser.add_argument("--one", nargs=2, metavar=("STEP", "WAY"), help="one solve, told as JSON")
    asked = parser.parse_args()
    if asked.one:
        found, size = solve(asked.case, *asked.one, asked.gap, asked.limit)
        sys.stdout.write("\n" + json.dumps({"found": asdict(found), "size": size}))
        return
    each = measured(asked.case, asked.runs, asked.gap, asked.limit)
    sys.stdout.write("\n\n".join([ABOUT.format(gap=asked.gap, limit=asked.limit), *tables(each, asked.gap)]) + "\n")


if __name__ == "__main__":
    main()
