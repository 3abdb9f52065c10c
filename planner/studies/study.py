"""What all runs of a study share, and one run of it: the function that workers call, here or on another machine."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import pipeline
from planner.errors import AuditError, InputError, NoPlanError, PlannerError, Severity, StoppedError
from planner.messages import language, speaking, text
from planner.results.ahead import Ahead
from planner.scenarios import Variant
from planner.solve import Options
from planner.studies.hold import NONE, held
from planner.studies.record import Record, failed, of_plan
from planner.tables.known import Known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    import pandas as pd

    from planner.studies.designs import Task
    from planner.tables.inputs import Inputs
    from planner.tables.raw import Raw

LIBRARIES = ("highspy", "networkx", "numpy", "pandas", "pulp")
SHOWN = 3
"""Problems of a run's input that its record tells."""


@dataclass(frozen=True, eq=False)
class Study:
    """What all runs share.

    Attributes:
        files: The files of the case.
        hold: What holds as it was decided in a reference plan: "planned", "investments" or "none".
        decisions: The rows of decisions of the reference plan; None where nothing holds.
        options: How to solve.
        audit: One run in so many is audited, chosen by its key; 1: every one, 0: none.
        due_months: Months after the plan date within which a decision counts as due.
        spoken: Language of the texts in its records, on every machine.
    """

    files: Raw
    hold: str = NONE
    decisions: pd.DataFrame | None = None
    options: Options = field(default_factory=lambda: Options(door="highs"))
    audit: int = 1
    due_months: int = 12
    spoken: str = field(default_factory=language)

    @cached_property
    def digest(self) -> str:
        """Key of everything that a run's numbers follow from but its task."""
        parts = {
            "case": digest_of(self.files),
            "hold": self.hold,
            "decisions": "" if self.decisions is None else self.decisions.to_csv(index=False),
            "options": asdict(self.options),
            "due_months": self.due_months,
            "spoken": self.spoken,
            "planner": code(),
            "libraries": {name: version(name) for name in LIBRARIES},
        }
        return _hash(parts)

    @cached_property
    def known(self) -> Known:
        """What the case as it stands has shown: each process reads it once."""
        known = Known()
        pipeline.examined(self.files, known=known)
        known.learnt()
        return known

    def __getstate__(self) -> dict[str, Any]:
        """The study as it goes to workers: without what each of them finds out by itself."""
        return {name: value for name, value in self.__dict__.items() if name not in ("known", "digest")}

    def key(self, task: Task) -> str:
        """Key of a run: runs with the same key have the same record."""
        return _hash({"study": self.digest, "scenario": task.scenario, "overrides": task.overrides})

    def audits(self, key: str) -> bool:
        """Whether the run of a key is audited."""
        return self.audit > 0 and int(key[:8], 16) % self.audit == 0


def run(study: Study, task: Task) -> Record:
    """One run: rules, checks, capacity, program, solve, key results, audit; whatever goes wrong is its record."""
    with speaking(study.spoken):
        return _run(study, task)


def _run(study: Study, task: Task) -> Record:
    try:
        inputs = _inputs(study.files, Variant(task.scenario, task.overrides), study.known)
        budgets, inputs = inputs["budgets"], held(inputs, study.hold, study.decisions)
        audited = study.audits(study.key(task))
        planned = pipeline.plan(inputs, study.options, ahead=Ahead(study.due_months), missed=False, audited=audited)
        return of_plan(planned, budgets)
    except Exception as error:  # noqa: BLE001 - one run that breaks is told in its record and stops no other
        return failed(*why(error))


def why(error: Exception) -> tuple[str, str]:
    """Status and reason of a run that an error has ended."""
    if isinstance(error, InputError):
        return "bad_input", _some(f"{p.place}: {p.message}" for p in error.problems)
    if isinstance(error, NoPlanError):
        return "no_plan", " ".join([str(error), *error.reasons])
    if isinstance(error, AuditError):
        return "audit", f"{error} {_some(error.findings)}"
    if isinstance(error, StoppedError):
        return "stopped", str(error)
    return "bad_input" if isinstance(error, PlannerError) else "failed", f"{type(error).__name__}: {error}"


def _some(told: Iterable[str]) -> str:
    """The first few sentences, and how many more there are."""
    every = list(told)
    more = [text("sweep.more", count=len(every) - SHOWN)] if len(every) > SHOWN else []
    return " ".join([*every[:SHOWN], *more])


def _inputs(files: Raw, variant: Variant, known: Known) -> Inputs:
    inputs, problems = pipeline.examined(files, variant=variant, known=known)
    if inputs is None:
        raise InputError(problem for problem in problems if problem.severity is Severity.ERROR)
    return inputs


def portable(files: Raw) -> Raw:
    """The files of a case without the place where they lie, which is of no other machine."""
    return replace(files, folder=Path(files.folder.resolve().name))


def digest_of(files: Raw) -> str:
    """Key of what the files of a case say."""
    sheets = {name: [sheet.header, sheet.rows, sheet.decimal_comma] for name, sheet in files.sheets.items()}
    return _hash({"case": files.content, "tables": sheets})


@cache
def code() -> str:
    """Key of the package's own files: a changed planner repeats every run."""
    found = hashlib.sha256()
    for name, content in sorted(_sources(files("planner"), "")):
        found.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return found.hexdigest()


def _sources(folder: Traversable, place: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{place}/{entry.name}"
        if entry.is_dir():
            found += _sources(entry, name) if entry.name != "__pycache__" else []
        elif entry.name.endswith((".py", ".csv", ".toml")):
            found.append((name, entry.read_bytes()))
    return found


def _hash(parts: Any) -> str:  # noqa: ANN401 (anything that JSON knows)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]
