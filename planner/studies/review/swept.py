"""What a sweep's folder says: quantiles, chances of targets, the tornado."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, Problem
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.studies.compare.report import Row

NEEDED, FURTHER = ("summary", "targets"), ("tornado",)
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


def read_sweep(folder: Path) -> Sweep:
    """The sweep in a folder.

    Raises:
        InputError: It holds none; the error tells every file that is missing or cannot be read.
    """
    problems: list[Problem] = []
    tables: dict[str, list[Row]] = {}
    facts: Any = {}
    try:
        facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if not isinstance(facts, dict) or not isinstance(facts.get("statuses"), dict):
            problems.append(_problem(folder, text("review.no_sweep_manifest")))
    except (OSError, ValueError) as error:
        problems.append(_problem(folder, text("review.sweep_file", file="manifest.json", why=error)))
    for name in NEEDED + FURTHER:
        path = folder / f"{name}.csv"
        if name in NEEDED or path.is_file():
            try:
                tables[name] = _rows(path)
            except (OSError, ValueError, csv.Error) as error:
                problems.append(_problem(folder, text("review.sweep_file", file=path.name, why=error)))
    if problems:
        raise InputError(problems)
    return Sweep(folder, facts, tables)


def _problem(folder: Path, words: str) -> Problem:
    return Problem("no_sweep", words, text("review.no_sweep_advice"), str(folder))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: _cell(name, cell) for name, cell in row.items()} for row in csv.DictReader(file, strict=True)]


def _cell(name: str | None, cell: object) -> float | str | None:
    """A number, or a text in columns of texts."""
    if name is None or not isinstance(cell, str):
        raise ValueError(text("review.ragged"))
    if name in _TEXT:
        return cell
    return float(cell) if cell else None
