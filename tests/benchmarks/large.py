"""A large linear program: solve, re-solve and memory, beside the same program as one first writes it, with default settings.

    python tests/benchmarks/large.py [--sizes 4x4 10x8x15] [--runs 3]

The case is the base with all of it decided, grown; every way has to find the same optimum. See the README beside this file.
"""

# ruff: noqa: PLC0415 - a way imports what it measures, in a process of its own

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.grow import given  # noqa: E402 - runs from anywhere without being installed
from tests.benchmarks.job import SOLVER  # noqa: E402
from tests.benchmarks.phases import LARGE, Size, fresh, table  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import highspy

    from planner.model.assemble import Program

    Found = dict[str, float]

Result = TypeVar("Result")
PLANNER, FIRST, FILE = "planner", "written out, default settings", "planner's MPS file, default settings"
ABOUT = """The base with all of it decided, grown; seconds of the process, a solve with handing the arrays over. `written out` is the program as one first writes it, in the planner's scaling:
every stage a row, every vintage a column, sums over coming periods written out. Asked again: twenty limits with a price one
per cent looser; twenty variables that are used ten per cent dearer, which may take other bases."""
BUILT, PEAK, OPTIMUM = "until it is there", "most MB", "optimum, million"
JOB = "the planner's job: "
TOLD = "results and files"
"""Of the job: what the planner makes of an answer, without the solver."""
WHOLE = (PEAK, "rows", "columns", "non-zeros")
AIMS = {"faster": 3.0, "again": 5.0, "memory": 3.0, "told": 1.0}
ASKED = 5
"""Questions of a kind asked again of a program that was solved."""
LOOSER, DEARER = "asked again, limits looser", "asked again, costs dearer"
SAME = 1e-6
SIZES = [Size(4, 4), LARGE]
SHORT = 0.1
MEGABYTE = 1024.0


def planner(case: Path) -> Found:
    """From tables to the answer, as the planner does, and asked again from the kept basis."""
    import numpy as np

    from planner.solve import Options, highs_door
    from planner.solve.again import Again

    program, built = _timed(lambda: _program(case, []))
    raw, solved = _timed(lambda: highs_door.solve(program, Options(door="highs")))
    peak = _peak()
    again, chosen = Again(program, raw.basis), np.random.default_rng(0)
    rows = chosen.choice(np.flatnonzero(raw.row_price), (ASKED, 20))
    looser = [_timed(lambda each=each: again.loosened(each, 0.01))[1] for each in rows]  # type: ignore[misc]
    columns = chosen.choice(np.flatnonzero((raw.x > 0) & (program.cost > 0)), (ASKED, 20))
    cost = 1.1 * program.cost * program.money_scale / program.column_scale
    dearer = [_timed(lambda each=each: again.with_costs(each, cost[each]))[1] for each in columns]  # type: ignore[misc]
    optimum = raw.objective * program.money_scale + program.constant
    asked = {LOOSER: statistics.median(looser), DEARER: statistics.median(dearer)}
    found = {BUILT: built, "solve": solved, **asked, PEAK: peak}
    return {**found, OPTIMUM: optimum, **_size(program)}


def first(case: Path) -> Found:
    """The program as a user first writes it, correctly scaled; HiGHS with its own choices, on one thread."""
    from tests.benchmarks.choices import EVERY

    program, built = _timed(lambda: _program(case, EVERY))
    highs, solve = _timed(lambda: _solved(program))
    found = {BUILT: built, "solve": solve, PEAK: _peak()}
    return {**found, OPTIMUM: highs.getInfo().objective_function_value * program.money_scale, **_size(program)}


def file(path: Path) -> Found:
    """The solver alone: an MPS file read and solved."""
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    read = _timed(lambda: highs.readModel(str(path)))[1]
    solve = _timed(highs.run)[1]
    scale = float(path.with_suffix(".scale").read_text(encoding="utf-8"))
    optimum = highs.getInfo().objective_function_value * scale
    return {BUILT: read, "solve": solve, PEAK: _peak(), OPTIMUM: optimum}


def write(path: Path) -> Found:
    """The planner's program of a case as an MPS file beside it."""
    program = _program(path, [])
    _loaded(program).writeModel(str(path.with_suffix(".mps")))
    path.with_suffix(".scale").write_text(repr(program.money_scale), encoding="utf-8")
    return {}


def whole(case: Path) -> Found:
    """The whole job by the direct door, phase by phase."""
    from tests.benchmarks.job import DIRECT, job

    with tempfile.TemporaryDirectory() as folder:
        phases = job(case, Path(folder), DIRECT)["phases"]
    seconds = {name: clocks[1] for name, clocks in phases.items()}  # type: ignore[attr-defined]
    told = ("answer", "results", *(name for name in seconds if name.startswith("export")))
    return {**seconds, TOLD: sum(seconds[name] for name in told)}


def _program(case: Path, taken_back: list[str]) -> Program:
    from planner import pipeline
    from tests.benchmarks.choices import built

    return built(given(pipeline.load(case)[0]), taken_back)[0]


def _solved(program: Program) -> highspy.Highs:
    highs = _loaded(program)
    highs.run()
    return highs


def _loaded(program: Program) -> highspy.Highs:
    from planner.solve import Options, highs_door

    highs = highs_door.loaded(program, Options(door="highs"))
    highs.resetOptions()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.changeObjectiveOffset(program.constant / program.money_scale)
    return highs


def _timed(job: Callable[[], Result]) -> tuple[Result, float]:
    begun = time.process_time()
    return job(), time.process_time() - begun


def _size(program: Program) -> Found:
    return {name.replace("_", "-"): float(count) for name, count in program.counts().items()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


WAYS = {PLANNER: planner, FIRST: first, FILE: file}
OF_A_CASE = {**WAYS, "write": write, JOB: whole}


def measured(case: Path, runs: int) -> dict[str, Found]:
    """Medians of every way.

    Raises:
        SystemExit: Two ways have different optima.
    """
    _fresh("write", case)
    found: dict[str, Found] = {}
    for way in WAYS:
        each = [_fresh(way, case.with_suffix(".mps") if way == FILE else case) for _ in range(runs)]
        found[way] = {name: statistics.median(run[name] for run in each) for name in each[0]}
        apart = abs(found[way][OPTIMUM] - found[PLANNER][OPTIMUM])
        if apart > SAME * abs(found[PLANNER][OPTIMUM]):
            raise SystemExit(f"{way}: {found[way][OPTIMUM]} is not {found[PLANNER][OPTIMUM]}")
    return found


def _fresh(way: str, case: Path) -> Found:
    said = fresh([str(Path(__file__).resolve()), "--way", way, "--case", str(case)])[0]
    run: Found = json.loads(said.splitlines()[-1])
    return run


def tables(found: dict[str, dict[str, Found]], jobs: dict[str, Found]) -> list[str]:
    """The figures and their ratios."""
    rows = [
        [f"{way}: {name}", *(_told(name, each[way][name]) for each in found.values())]
        for way in WAYS
        for name in next(iter(found.values()))[way]
    ]
    rows += [[JOB + name, *(f"{each[name]:.2f}" for each in jobs.values())] for name in next(iter(jobs.values()))]
    ratios = {
        ("default settings over the planner's solve", "faster"): [
            each[FIRST]["solve"] / each[PLANNER]["solve"] for each in found.values()
        ],
        **{
            (f"the planner's solve over one {asked}", "again"): [
                each[PLANNER]["solve"] / each[PLANNER][asked] for each in found.values()
            ]
            for asked in (LOOSER, DEARER)
        },
        ("most memory over that of the MPS file", "memory"): [
            each[PLANNER][PEAK] / each[FILE][PEAK] for each in found.values()
        ],
        ("results and files over the solve", "told"): [each[TOLD] / each[SOLVER] for each in jobs.values()],
    }
    told = [
        [words, f"{AIMS[aim]:.1f}", *(f"{value:.2f}" for value in values)] for (words, aim), values in ratios.items()
    ]
    return [table(["seconds and MB", *found], rows), table(["ratio", "aim", *found], told)]


def _told(name: str, value: float) -> str:
    return f"{value:,.0f}" if name in WHOLE else f"{value:,.3f}" if value < SHORT else f"{value:,.2f}"


def measure(case: Path, sizes: Iterable[Size], runs: int) -> tuple[dict[str, dict[str, Found]], dict[str, Found]]:
    """Medians of every way, and of the job, at every size."""
    found, jobs = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            sys.stderr.write(f"measuring {size.name}\n")
            larger = size.grow(case, Path(folder))
            found[size.name] = measured(larger, runs)
            each = [_fresh(JOB, larger) for _ in range(runs)]
            jobs[size.name] = {name: statistics.median(run[name] for run in each) for name in each[0]}
    return found, jobs


def main() -> None:
    """Measure and print, or run one way."""
    parser = argparse.ArgumentParser(description="A large linear program beside the solver's own settings.")
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base", help="case to start from")
    parser.add_argument("--sizes", type=Size.read, nargs="+", default=SIZES, help="programmes x periods [x stages]")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; medians are printed")
    parser.add_argument("--way", choices=[*OF_A_CASE], help="one run of one way, of the case itself")
    asked = parser.parse_args()
    if asked.way:
        sys.stdout.write("\n" + json.dumps(OF_A_CASE[asked.way](asked.case)))
        return
    sys.stdout.write("\n\n".join(tables(*measure(asked.case, asked.sizes, asked.runs))) + "\n")


if __name__ == "__main__":
    main()
