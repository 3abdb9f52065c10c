"""What a report says of itself: `manifest.json` (where it comes from) and `kpis.json` (its key figures)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.exports.folder import MARK
from planner.exports.sources import sha256_of
from planner.messages import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.exports.sources import Sources
    from planner.results.plan import Plan

KPIS = "kpis.json"
OF_PLAN = "inputs_sha256"
"""Key that only the manifest of a plan has."""
TIMES = "seconds"
BESIDE = "beside"
"""Key of the plans that the workbook shows beside its own; a plan that stands alone has none."""


def write_kpis(plan: Plan, folder: Path) -> None:
    """Write the key figures by name, sorted, with what the solver proved of them; a missing one is null."""
    _write(folder / KPIS, kpis_text(plan))


def kpis_text(plan: Plan) -> str:
    """What `write_kpis` writes."""
    solve = plan.solve
    figures = {**plan.kpis, "status": solve.status, "bound_million": solve.bound, "gap": solve.gap}
    return _text({name: plain(figures[name]) for name in sorted(figures)})


def write_manifest(
    plan: Plan,
    folder: Path,
    sources: Sources,
    seconds: Mapping[str, float],
    asked: Mapping[str, object],
    beside: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write where the report comes from and the fingerprint of every file in it.

    Args:
        plan: The plan.
        folder: The report, with all other files already in it.
        sources: Inputs and versions.
        seconds: How long each phase took (the only thing that differs between two runs, with the solver's).
        asked: What the run was asked for.
        beside: The plans that the workbook shows beside this one.
    """
    facts = {
        "title": plan.case.title,
        "case": plan.case.name,
        "scenario": plan.scenario,
        "currency": plan.case.currency,
        "language": language(),
        "asked": dict(asked),
        "planner": sources.planner,
        "libraries": dict(sources.libraries),
        "inputs": dict(sources.files),
        OF_PLAN: sources.combined,
        "overrides": _rows(plan, "overrides"),
        "solve": {name: plain(value) for name, value in asdict(plan.solve).items() if name != "unproven"},
        "objective": _rows(plan, "objective_levels"),
        **({BESIDE: [dict(source) for source in beside]} if beside else {}),
        "reproducible": plan.solve.reproducible,
        "counts": {name: plain(plan.counts[name]) for name in sorted(plan.counts)},
        TIMES: {name: round(value, 3) for name, value in seconds.items()},
        "files": _fingerprints(folder),
    }
    _write(folder / MARK, _text(facts))


def _rows(plan: Plan, table: str) -> list[dict[str, object]]:
    """The rows of a table that says how the plan came about; none where the plan has no such table."""
    frame = plan.tables.get(table)
    rows = [] if frame is None else frame.to_dict("records")
    return [{str(name): plain(value) for name, value in row.items()} for row in rows]


def plain(value: object) -> object:
    """A value as JSON knows it: NumPy numbers as Python's, NaN and infinity as null."""
    item = getattr(value, "item", None)
    value = item() if callable(item) else value
    if isinstance(value, dt.date):  # of pandas too, whose missing day differs from itself
        return str(value)[:10] if value == value else None  # noqa: PLR0124
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def write_mark(folder: Path, facts: Mapping[str, object]) -> None:
    """Write the manifest of a folder that holds no plan: what it is, and the fingerprint of every other file in it."""
    _write(folder / MARK, _text({**facts, "files": _fingerprints(folder)}))


def _fingerprints(folder: Path) -> dict[str, str]:
    """Fingerprints of all files of a folder but its own manifest, by their places in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MARK)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


def fingerprint(facts: Mapping[str, Any]) -> str:
    """What a manifest says but for its times, so that the same plan made again, and what cites it, is the same."""
    solve = {name: value for name, value in facts.get("solve", {}).items() if name != TIMES}
    timeless = {**{name: value for name, value in facts.items() if name != TIMES}, "solve": solve}
    return hashlib.sha256(json.dumps(timeless, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_marked(folder: Path, kind: str) -> bool:
    """Whether a folder with a manifest holds what a key of the manifest says: a comparison, an explanation."""
    return kind in (facts_of(folder) or {})


def is_no_plan(folder: Path) -> bool:
    """Whether a folder holds something of ours that is no plan: a comparison, a sweep; a broken one may be a plan."""
    facts = facts_of(folder)
    return facts is not None and OF_PLAN not in facts


def facts_of(folder: Path) -> dict[str, Any] | None:
    """What the manifest of a folder says; None where there is none that can be read."""
    try:
        facts = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None


def _text(facts: object) -> str:
    return json.dumps(facts, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="\n")
