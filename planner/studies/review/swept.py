"""What a sweep's folder says: quantiles, chances of targets, the tornado."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, Problem
from planner.messages import catalogue, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.studies.compare.report import Report, Row

NEEDED = {"summary": ("measure", "year", "p10", "p50", "p90"), "targets": ("programme", "date", "value", "chance")}
FURTHER = {"tornado": ("driver", *(f"npv_million_{end}" for end in ("base", "low", "high", "swing")))}
"""Tables that a sweep has, ones that it may have, and the columns that the pages read of each."""
_MANIFEST = "manifest.json"
_TEXT = {"measure", "programme", "date", "driver", "status_low", "status_high"}


@dataclass(frozen=True)
class Sweep:
    """A sweep as its folder has it.

    Attributes:
        folder: Where it lies.
        facts: What its manifest says.
        tables: Rows by table; numbers are floats, missing ones None.
    """

    folder: Path
    facts: Mapping[str, Any]
    tables: Mapping[str, list[Row]]


def read_sweep(folder: Path, of: Report) -> Sweep:
    """The sweep in a folder.

    Args:
        folder: Where it lies.
        of: A plan of the case that the sweep has to be of.

    Raises:
        InputError: It holds none, or one of another case; the error tells every file that is missing or cannot be read.
    """
    problems: list[Problem] = []
    tables: dict[str, list[Row]] = {}
    facts: dict[str, Any] = {}
    try:
        facts = _facts(folder, of)
    except (OSError, ValueError) as error:
        problems.append(_problem(folder, _MANIFEST, error))
    for name, columns in {**NEEDED, **FURTHER}.items():
        path = folder / f"{name}.csv"
        if name in NEEDED or path.is_file():
            try:
                tables[name] = _rows(path, columns)
            except (OSError, ValueError, csv.Error) as error:
                problems.append(_problem(folder, path.name, error))
    if problems:
        raise InputError(problems)
    return Sweep(folder, facts, tables)


def _problem(folder: Path, file: str, error: Exception) -> Problem:
    words = text("review.sweep_file", file=file, why=getattr(error, "strerror", None) or error)
    return Problem("no_sweep", words, text("review.no_sweep_advice"), str(folder))


def _facts(folder: Path, of: Report) -> dict[str, Any]:
    """The manifest of a sweep of the case of a plan; raises ValueError for any other."""
    facts = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    statuses = facts.get("statuses") if isinstance(facts, dict) else None
    known = {key.partition(".")[2] for key in catalogue() if key.startswith("run_status.")}
    if not isinstance(statuses, dict) or not known.issuperset(statuses) or not all(map(_is_count, statuses.values())):
        raise ValueError(text("review.no_statuses"))
    own = (facts.get("case"), facts.get("currency"))
    if own != (of.case, of.currency):
        words = {"case": own[0], "currency": own[1], "other": of.case, "money": of.currency}
        raise ValueError(text("review.other_sweep", **words))
    return dict(facts)


def _is_count(value: object) -> bool:
    return isinstance(value, int)


def _rows(path: Path, columns: Sequence[str]) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file, strict=True)
        lacking = [name for name in columns if name not in (read.fieldnames or ())]
        if lacking:
            raise ValueError(text("review.no_columns", columns=text("compare.comma").join(lacking)))
        return [{name: _cell(name, cell) for name, cell in row.items()} for row in read]


def _cell(name: str | None, cell: object) -> float | str | None:
    """A number, or a text in columns of texts."""
    if name is None or not isinstance(cell, str):
        raise ValueError(text("review.ragged"))
    if name in _TEXT:
        return cell
    return float(cell) if cell else None
