"""Every figure of speed on one page, with plots: tests/benchmarks/FIGURES.md.

    python tests/benchmarks/figures.py [build large job decided command] [--runs 3] [--page tests/benchmarks/FIGURES.md]

All parts take an hour or more. A part that is named is measured; the page keeps what it says of the others. Seconds are those of
the process on all cores, so that what else runs on the machine counts little. See the README beside this file.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import decided, large, open_cases, peer_tables, peers, phases  # noqa: E402 - runs from anywhere
from tests.benchmarks.phases import Size, fresh, table  # noqa: E402
from tests.benchmarks.plots import Curve, draw  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.benchmarks.peer_tables import Measured

BASE, PAGE = ROOT / "inputs" / "base", Path(__file__).with_name("FIGURES.md")
PROCESS = "process"
LIBRARIES = ("highspy", "linopy", "numpy", "pandas", "PuLP", "Pyomo", "xarray")
HEAD = """# Figures of speed

Written by `python tests/benchmarks/figures.py`, never by hand. Processor seconds, medians of several runs in fresh processes; `!`:
beyond the aim. How each is measured is told in the [README](README.md)."""
GAP, LIMIT = 0.001, 900.0
TIMES = 8
"""The job is measured up to so many times the periods."""
HELP_AIM, FILES_AIM = 0.6, 0.5


def build(runs: int, folder: Path) -> str:
    """From coefficients to a solver that holds the program, beside peers."""
    found = peers.measure(BASE, peers.SIZES, runs, PROCESS)
    draw(folder / "build.svg", "non-zeros", "s", _curves(found))
    return _part(
        "Building the program, beside linopy, Pyomo and PuLP", peer_tables.ABOUT, peer_tables.tables(found), "build"
    )


def _curves(found: Mapping[Size, Measured]) -> list[Curve]:
    ways = next(iter(found.values())).runs
    sizes = [each.runs[peers.PLANNER][0].non_zeros for each in found.values()]
    return [Curve(way, sizes, [each.ready(way) for each in found.values()]) for way in ways]


def large_program(runs: int, _folder: Path) -> str:
    """Solve, re-solve, memory and job of a large linear program."""
    return _part("A large linear program", large.ABOUT, large.tables(*large.measure(BASE, large.SIZES, runs)))


def job(runs: int, folder: Path) -> str:
    """The whole job as the case grows, and assembling where all is left open."""
    sizes = [*(Size(1, times) for times in _doublings()), Size(2, 1), Size(4, 1), Size(4, 4)]
    counts, seconds = phases.measure_sizes(BASE, sizes, runs, PROCESS)
    left_open = open_cases.measured(BASE, runs)
    draw(
        folder / "growth.svg",
        "times the periods of the base",
        "s but for the solver",
        [
            Curve(
                "planner run", _doublings(), [seconds[Size(1, times)][phases.ALL_BUT_SOLVER] for times in _doublings()]
            ),
            _aim(seconds[Size(1, 1)][phases.ALL_BUT_SOLVER]),
        ],
    )
    told = [*phases.tables(counts, seconds), open_cases.tabled(left_open)]
    return _part("The whole job as the case grows", phases.ABOUT + "\n\n" + open_cases.ABOUT, told, "growth")


def _doublings() -> list[int]:
    return [2**k for k in range(int(math.log2(TIMES)) + 1)]


def _aim(first: float) -> Curve:
    return Curve(f"{phases.AIM} a doubling", _doublings(), [first * phases.AIM ** math.log2(t) for t in _doublings()])


def mixed_integer(runs: int, _folder: Path) -> str:
    """The base decided by quarter and by month."""
    found = decided.measured(BASE, runs, GAP, LIMIT)
    about = decided.ABOUT.format(gap=GAP, limit=LIMIT)
    return _part("The base with its investments decided", about, decided.tables(found, GAP))


def command(runs: int, _folder: Path) -> str:
    """Start-up, and the share of exports in a run."""
    start = statistics.median(fresh(["-m", "planner", "--help"])[1][0] for _ in range(runs))
    _, seconds = phases.measure_sizes(BASE, [Size(1, 1)], runs, PROCESS)
    base = seconds[Size(1, 1)]
    files = sum(taken for name, taken in base.items() if name.startswith("export"))
    rows = [
        ["`planner --help`, s by the clock on the wall", f"{HELP_AIM:.1f}", f"{start:.2f}"],
        [
            "exports over `planner run --scenario committed --plain`",
            f"{FILES_AIM:.1f}",
            f"{files / base[phases.WHOLE]:.2f}",
        ],
    ]
    about = "What a user waits for before anything happens, and for files."
    return _part("The command", about, [table(["figure", "aim", ""], rows)])


PARTS: dict[str, Callable[[int, Path], str]] = {
    "build": build,
    "large": large_program,
    "job": job,
    "decided": mixed_integer,
    "command": command,
}


def _part(title: str, about: str, tables: list[str], plot: str = "") -> str:
    picture = [f"![{title}]({plot}.svg)"] if plot else []
    return "\n\n".join([f"## {title}", about, *(f"```text\n{each}\n```" for each in tables), *picture])


def known(page: Path) -> dict[str, str]:
    """What a page says, by part."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    found = {}
    for name in PARTS:
        _, begun, rest = text.partition(_mark(name))
        if begun:
            found[name] = rest.partition("\n<!-- ")[0].strip()
    return found


def _mark(name: str) -> str:
    return f"<!-- {name} -->\n"


def page(parts: Mapping[str, str]) -> str:
    """The whole page."""
    said = [HEAD, *(_mark(name) + parts[name] for name in PARTS if name in parts)]
    return "\n\n".join(said) + "\n"


def machine(runs: int) -> str:
    """Where and with what a part was measured."""
    parts = [f"{platform.system()} on {platform.machine()}", f"{os.cpu_count()} cores", _processor()]
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in LIBRARIES)]
    return f"{runs} runs. Machine: {', '.join(filter(None, parts))}. Versions: {', '.join(versions)}."


def _processor() -> str:
    """Name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def main() -> None:
    """Measure what is asked for, and write the page anew after each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; by default all")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; medians are shown")
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write the page and its plots")
    asked = parser.parse_args()
    for name in asked.parts or PARTS:
        with tempfile.TemporaryDirectory(dir=asked.page.parent) as folder:
            said = f"{PARTS[name](asked.runs, Path(folder))}\n\n{machine(asked.runs)}"
            for plot in Path(folder).iterdir():
                plot.replace(asked.page.parent / plot.name)
        asked.page.write_text(page({**known(asked.page), name: said}), encoding="utf-8")


if __name__ == "__main__":
    main()
