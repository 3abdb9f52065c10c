"""The files of a study of regret: same inputs, same bytes; each appears whole, the manifest last."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from planner.exports.regretted import BOOK, write_book
from planner.exports.tables import safe
from planner.studies.regret.shown import regretted
from planner.studies.study import LIBRARIES, code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from planner.studies.regret.run import Regrets

PAIRS = (
    "choice",
    "scenario",
    "objective_million",
    "regret_million",
    "gap_million",
    "over_budget_million",
    "status",
    "reason",
)
CHOICES = ("choice", "scenarios", "decisions", "expected_million", "worst_million", "regret_million", "picked_by")


def write(found: Regrets) -> None:
    """Write `regret.csv`, `choices.csv`, `regret.xlsx` and `manifest.json` into the folder of the study."""
    pairs = [(p.choice, p.scenario, p.value, p.regret, p.gap, p.over, p.status, p.reason) for p in found.pairs]
    choices = [
        (c.choice, "; ".join(c.scenarios), c.decisions, c.expected, c.worst, c.regret, "; ".join(c.picked_by))
        for c in found.choices
    ]
    tables = {"regret.csv": _csv(PAIRS, pairs), "choices.csv": _csv(CHOICES, choices), BOOK: _book(found)}
    for name, content in tables.items():
        _put(found.folder / name, content)
    facts = summary(found) | {
        "runs": [
            {"choice": choice, "scenario": scenario, "overrides": list(task.overrides)}
            for (choice, scenario), task in found.tasks.items()
        ],
        "study": found.digest,
        "planner": {"version": version("planner"), "code": code()},
        "libraries": {name: version(name) for name in LIBRARIES},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()},
    }
    words = json.dumps(plain(facts), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    _put(found.folder / "manifest.json", f"{words}\n".encode())


def summary(found: Regrets) -> dict[str, Any]:
    """What was asked and what came of it, as plain data."""
    return {
        "asked": asdict(found.asked),
        "currency": found.currency,
        "weights": dict(found.weights),
        "without_plan": dict(found.without),
        "best_million": dict(found.best),
        "choices": [asdict(row) for row in found.choices],
        "picks": [asdict(pick) for pick in found.picks],
        "worth_million": asdict(found.worth),
        "warnings": list(found.warnings),
    }


def plain(value: Any) -> Any:  # noqa: ANN401 (anything that JSON knows)
    """A value as JSON knows it: null for what is not finite."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8, LF; nothing that a spreadsheet would run; inf and -inf where there is no plan."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue().encode()


def _cell(value: object) -> str:
    return f"{value + 0.0:.9g}" if isinstance(value, float) else safe(str(value))


def _book(found: Regrets) -> bytes:
    file = io.BytesIO()
    write_book(regretted(found), file)
    return file.getvalue()


def _put(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
