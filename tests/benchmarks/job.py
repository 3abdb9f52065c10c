"""One run of the whole job in this process, phase by phase; prints the seconds of each as JSON.

    python tests/benchmarks/job.py CASE OUT [highs]

The job is that of `planner run CASE --scenario committed --plain`, through PuLP or by the direct door. Run by `phases.py` in a fresh process. What the job needs is imported first and timed by itself, so that no phase pays
for the import of a library; the run of a user is timed as a whole by `phases.py`.
"""

# ruff: noqa: PLC0415 - what is imported is timed

from __future__ import annotations

import importlib
import json
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import highspy

    from planner.model.assemble import Program
    from planner.pipeline import Phases
    from planner.solve.answer import Raw

PULP, DIRECT = "pulp", "highs"
SOLVER, QUESTIONS = "solver", "questions to the solver"
MODULES = (
    "planner.cli",
    "planner.pipeline",
    "planner.line",
    "planner.capacity",
    "planner.model.catalogue",
    "planner.solve.pulp_door",
    "planner.solve.highs_door",
    "planner.results.build",
    "planner.results.audit",
    "planner.exports",
    "planner.exports.workbook",
)
SCENARIO = "committed"
Clocks = tuple[float, float]


def now() -> Clocks:
    """Seconds by the wall clock, and of this process on all cores."""
    return time.perf_counter(), time.process_time()


@dataclass
class Watch:
    """Seconds of each phase by both clocks; takes the place of `planner.pipeline.Phases`."""

    phases: dict[str, Clocks] = field(default_factory=dict)

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds by the wall clock."""
        return {name: wall for name, (wall, _) in self.phases.items()}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a phase."""
        begun = now()
        yield
        self.add(name, begun)

    def add(self, name: str, begun: Clocks, without: str = "") -> None:
        """Add what has passed since, less another phase."""
        less, before = self.phases.get(without, (0.0, 0.0)), self.phases.get(name, (0.0, 0.0))
        wall, process = (b - a for a, b in zip(begun, now(), strict=True))
        self.phases[name] = before[0] + wall - less[0], before[1] + process - less[1]


def job(case: Path, out: Path, door: str) -> dict[str, object]:
    """Plan a case and write every export, each phase timed."""
    watch = Watch()
    with watch.phase("import"):
        for module in MODULES:
            importlib.import_module(module)
    counts = _run(case, out, watch, door)
    return {"counts": counts, "phases": watch.phases}


def _run(case: Path, out: Path, watch: Watch, door: str) -> dict[str, int]:
    from planner import pipeline
    from planner.exports import FORMATS, export
    from planner.model.objectives import Goal, weigh
    from planner.results.ahead import Ahead
    from planner.results.audit import audit
    from planner.results.build import plan as results
    from planner.scenarios import Variant
    from planner.solve.answer import answered
    from planner.solve.levels import level_of

    phases: Phases = watch  # type: ignore[assignment]
    inputs = pipeline.load(case, phases, Variant(SCENARIO))[0]
    capacity, program = pipeline.build(inputs, phases)
    raw = _solved(program, watch, door)
    with watch.phase("answer"):
        answer = answered(program, raw, door)
    begun = now()
    with _timed_solver(watch, QUESTIONS):
        found = [level_of(weigh(inputs, capacity)(Goal("npv"), program), answer)]
        plan = results(inputs, capacity, answer, found, ahead=Ahead(plain=True))
    watch.add("results", begun, without=QUESTIONS)
    with watch.phase("audit"):
        findings = audit(inputs, plan.tables, plan.kpis, plan.solve.objective)
    if findings:
        raise SystemExit(findings[0].message)
    for name in FORMATS:
        with watch.phase(f"export {name}"):
            export(plan, case, out / name, watch.seconds, (name,))
    return program.counts()


def _solved(program: Program, watch: Watch, door: str) -> Raw:
    """The answer; the solver's own time stands apart from handing the program over."""
    from planner.solve import Options, highs_door, pulp_door

    if door == PULP:
        with watch.phase("(arrays to HiGHS)"):
            highs_door.loaded(program, Options())
    begun = now()
    with _timed_solver(watch, SOLVER):
        raw = (pulp_door if door == PULP else highs_door).solve(program, Options(door=door))
    watch.add("hand-over", begun, without=SOLVER)
    return raw


@contextmanager
def _timed_solver(watch: Watch, name: str) -> Iterator[None]:
    """Time what HiGHS itself takes."""
    import highspy

    run = highspy.Highs.run

    def timed(highs: highspy.Highs) -> highspy.HighsStatus:
        with watch.phase(name):
            return run(highs)

    with patch.object(highspy.Highs, "run", timed):
        yield


if __name__ == "__main__":
    json.dump(job(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else PULP), sys.stdout)
