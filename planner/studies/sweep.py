"""`planner sweep`: a design of runs carried out, and what they say together, in a folder of the reports."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from planner import pipeline
from planner.errors import InputError, UsageError
from planner.exports.swept import BOOK, write_swept
from planner.messages import text
from planner.scenarios import Variant
from planner.scenarios.chain import named_well
from planner.solve import Options
from planner.studies import designs, sensitivity, summary, table
from planner.studies.carry_out import carry_out
from planner.studies.hold import HOLDS, NONE, PLANNED
from planner.studies.reference import reference
from planner.studies.store import Store
from planner.studies.study import LIBRARIES, Study, code, portable
from planner.studies.sweep_book import swept_book
from planner.tables.drivers import drivers
from planner.tables.raw import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pandas as pd

    from planner.studies.designs import Task
    from planner.tables.drivers import Driver
    from planner.tables.inputs import Case, Inputs
    from planner.tables.raw import Raw

TORNADO, GRID, SAMPLE, SCENARIOS = "tornado", "grid", "sample", "scenarios"


@dataclass(frozen=True)
class Asked:
    """What a sweep is to be.

    Attributes:
        kind: "tornado", "grid", "sample" or "scenarios".
        scenario: The scenario that all runs are made of (kind "scenarios": the one whose decisions hold).
        chosen: Names of the drivers that vary; empty: all.
        axes: Axes of a grid, as `demand=0.8,1,1.2`.
        number, method, seed: Of a sample.
        hold: Which decisions of a reference plan hold; empty: "planned", for scenarios "none".
        name: Name of its folder; empty: from the above.
        options: How each run is solved.
        audit: One run in so many is audited; 0: none.
    """

    kind: str
    scenario: str = "base"
    chosen: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    number: int = 0
    method: str = "lhs"
    seed: int = 0
    hold: str = ""
    name: str = ""
    options: Options = field(default_factory=lambda: Options(door="highs"))
    audit: int = 1

    @property
    def holds(self) -> str:
        """Which decisions hold."""
        return self.hold or (NONE if self.kind == SCENARIOS else PLANNED)

    @property
    def called(self) -> str:
        """Name of the sweep and of its folder."""
        start = "" if self.scenario == "base" else f"{self.scenario}-"
        return self.name or f"{start}{self.kind}{self.number or ''}-{self.holds}"


@dataclass(frozen=True, eq=False)
class Swept:
    """A sweep that has been carried out.

    Attributes:
        folder: Where its files are.
        runs: The table of all runs.
        summary, targets: Quantiles; chances of the targets.
        tornado, ranking: Of a tornado, of a sample; None for others.
    """

    folder: Path
    runs: pd.DataFrame
    summary: pd.DataFrame
    targets: pd.DataFrame
    tornado: pd.DataFrame | None
    ranking: pd.DataFrame | None


def sweep(
    folder: Path,
    out: Path,
    asked: Asked,
    workers: int = 1,
    scheduler: str = "",
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Swept:
    """Carry out a sweep of a case into `out/<case>/sweeps/<name>`; runs that are finished there are not made again.

    Args:
        folder: The case.
        out: Folder of the reports.
        asked: What the sweep is to be.
        workers: Processes on this machine.
        scheduler: Address of a Dask scheduler; empty: this machine.
        tell: Is told how many runs are made, of how many.

    Raises:
        InputError: Anything is wrong with the case, or with a driver at one of its ends.
        UsageError: Something that is asked for is not known, or an extra is not installed.
        NoPlanError, StoppedError: There is no reference plan.
    """
    begun = dt.datetime.now(dt.UTC)
    _check(asked)
    table.require()
    files = portable(raw(folder))
    inputs = _inputs(files, asked.scenario)
    known = list(drivers(inputs["drivers"]))
    tasks = design(asked, inputs, known)
    store = Store(out / inputs.case.name / "sweeps" / asked.called / "runs")
    study = started(files, inputs, asked, store)
    carry_out(study, tasks, store, workers, scheduler, tell)
    place = store.folder.parent
    table.written(place / "runs.parquet", study, tasks, store)
    found = _together(place, asked, inputs, tasks)
    write_swept(swept_book(found, asked, inputs.case), place / BOOK)
    _write(found, asked, inputs.case, study, tasks, begun, known)
    return found


def design(asked: Asked, inputs: Inputs, known: Sequence[Driver]) -> list[Task]:
    """The runs that are asked for.

    Raises:
        UsageError: A driver, an axis or a method is none.
    """
    if asked.kind == SCENARIOS:
        return list(designs.scenarios(inputs["scenarios"]))
    if asked.kind == GRID:
        return list(designs.grid([designs.axis(words, known) for words in asked.axes], asked.scenario))
    varying = designs.chosen(asked.chosen, known)
    if asked.kind == TORNADO:
        return list(designs.tornado(varying, asked.scenario))
    pairs = inputs["driver_correlations"]
    return list(designs.sampled(varying, pairs, asked.scenario, asked.number, asked.method, asked.seed))


def started(files: Raw, inputs: Inputs, asked: Asked, store: Store) -> Study:
    """What all runs of a sweep share, with the decisions that hold.

    Raises:
        NoPlanError, StoppedError: There is no reference plan.
    """
    free = Study(files, NONE, None, asked.options, asked.audit)
    if asked.holds == NONE:
        return free
    decisions = reference(files, inputs, designs.Task(0, designs.BASE, asked.scenario), free, store)
    return Study(files, asked.holds, decisions, asked.options, asked.audit)


def _check(asked: Asked) -> None:
    if asked.holds not in HOLDS:
        raise UsageError(text("sweep.unknown_hold", hold=asked.holds, known=", ".join(HOLDS)))
    if not named_well(asked.called):
        raise UsageError(text("sweep.bad_name", name=asked.called))


def _inputs(files: Raw, scenario: str) -> Inputs:
    inputs, problems = pipeline.examined(files, variant=Variant(scenario))
    if inputs is None:
        raise InputError(problems)
    return inputs


def _together(place: Path, asked: Asked, inputs: Inputs, tasks: Sequence[Task]) -> Swept:
    """The tables that the runs give together."""
    runs = table.read(place / "runs.parquet")
    targets = inputs["targets"][["measure", "programme", "date", "value"]].to_dict("records")
    names = list(dict.fromkeys(name for task in tasks for name, _ in task.settings))
    return Swept(
        folder=place,
        runs=runs,
        summary=summary.summary(runs),
        targets=summary.chances(runs, targets),
        tornado=sensitivity.tornado(runs, names) if asked.kind == TORNADO else None,
        ranking=sensitivity.ranking(runs, names) if asked.kind == SAMPLE else None,
    )


def _write(
    found: Swept,
    asked: Asked,
    case: Case,
    study: Study,
    tasks: Sequence[Task],
    begun: dt.datetime,
    known: Sequence[Driver],
) -> None:
    """Write the tables, and the manifest last."""
    frames = {"summary": found.summary, "targets": found.targets, "tornado": found.tornado, "drivers": found.ranking}
    names = ["runs.parquet", BOOK]
    for name, frame in frames.items():
        path = found.folder / f"{name}.csv"
        if frame is None:
            path.unlink(missing_ok=True)  # of another sweep that had this name
        else:
            path.write_bytes(frame.to_csv(index=False, float_format="%.9g", date_format="%Y-%m-%d").encode())
            names.append(path.name)
    ended = dt.datetime.now(dt.UTC)
    varied = {name for task in tasks for name, _ in task.settings}
    manifest: dict[str, Any] = {
        "case": case.name,
        "currency": case.currency,
        "asked": {**asdict(asked), "hold": asked.holds, "name": asked.called},
        "drivers": [_told(driver) for driver in known if driver.name in varied],
        "study": study.digest,
        "planner": {"version": version("planner"), "code": code()},
        "libraries": {name: version(name) for name in (*LIBRARIES, "pyarrow", "scipy")},
        "runs": len(tasks),
        "statuses": {str(name): int(number) for name, number in found.runs["status"].value_counts().items()},
        "files": {name: hashlib.sha256((found.folder / name).read_bytes()).hexdigest() for name in names},
        "times": {"begun": begun.isoformat(), "ended": ended.isoformat(), "seconds": (ended - begun).total_seconds()},
    }
    words = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (found.folder / "manifest.json").write_text(words + "\n", encoding="utf-8")


def _told(driver: Driver) -> dict[str, Any]:
    """A driver for the manifest; limits that there are none are left out."""
    infinite = {float("inf"), float("-inf")}
    return {
        name: value for name, value in asdict(driver).items() if not isinstance(value, float) or value not in infinite
    }
