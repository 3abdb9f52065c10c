"""What the base case takes, counted: size and range of its programs by family, files that are read, what `--help` loads.

    python tests/benchmarks/counts.py

writes `counts.csv` beside this file; `test_counts.py` holds every later state of the planner against it, without a clock.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from planner import pipeline  # noqa: E402 - the checkout's, whatever is installed
from planner.scenarios import Variant  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.assemble import Program

BASE = ROOT / "inputs" / "base"
KNOWN = Path(__file__).with_name("counts.csv")
HEADER = ("what", "of", "count", "non_zeros", "least", "greatest")

Line = tuple[str, str, int, int, str, str]


def counted() -> list[Line]:
    """Every count, in the order of the file."""
    inputs = pipeline.load(BASE)[0]
    programs = {
        "given": pipeline.load(BASE, variant=Variant("committed"))[0],
        "decided": inputs,
    }
    lines = [line for name, case in programs.items() for line in _program(name, pipeline.build(case)[1])]
    return [*lines, *_opened(), *_imported()]


def _program(name: str, program: Program) -> Iterator[Line]:
    """Columns and rows by family; least and greatest size of the scaled coefficients of a family of rows."""
    yield (f"{name} columns", "all", program.shape[1], 0, "", "")
    for columns in program.columns:
        yield (f"{name} columns", columns.name, len(columns), 0, "", "")
    yield (f"{name} rows", "all", program.shape[0], len(program.data), *_range(program.data))
    for rows in program.rows:
        own = program.row_slice(rows.name)
        data = program.data[program.indptr[own.start] : program.indptr[own.stop]]
        yield (f"{name} rows", rows.name, len(rows), len(data), *_range(data))


def _range(data: np.ndarray) -> tuple[str, str]:
    sizes = np.abs(data[data != 0])
    return (f"{sizes.min():.2e}", f"{sizes.max():.2e}") if len(sizes) else ("", "")


_WATCH = """
import sys
def hook(event, args):
    if event == "open" and isinstance(args[0], str) and args[0].startswith({folder!r}):
        print(args[0], file=sys.stderr)
sys.addaudithook(hook)
from planner.cli import main
sys.argv = ["planner", "validate", {folder!r}]
main()
"""


def _opened() -> Iterator[Line]:
    """How often `planner validate` opens a file of the case."""
    done = _python(_WATCH.format(folder=str(BASE)))
    often = Counter(line for line in done.stderr.splitlines() if line.startswith(str(BASE)))
    yield ("files opened", "tables", sum(path.endswith(".csv") for path in often), 0, "", "")
    yield ("files opened", "most times", max(often.values()), 0, "", "")


def _imported() -> Iterator[Line]:
    """What `planner --help` loads besides Python's own: packages of others, modules of ours."""
    code = "import sys; before = {*sys.modules}; import planner.cli; print(*{*sys.modules} - before)"
    tops = Counter(name.partition(".")[0] for name in _python(code).stdout.split())
    others = set(tops) - set(sys.stdlib_module_names) - {"__main__", "planner"}
    known = sorted(name for name in others if not name.startswith("_"))
    yield ("imports", "others: " + " ".join(known), len(known), 0, "", "")
    yield ("imports", "planner", tops["planner"], 0, "", "")


def _python(code: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", code]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)


def written(lines: list[Line]) -> str:
    """The file."""
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows([HEADER, *lines])
    return told.getvalue()


if __name__ == "__main__":
    KNOWN.write_text(written(counted()), encoding="utf-8", newline="\n")
