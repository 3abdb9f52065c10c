"""A folder -> checked Inputs, or everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import InputError, Problem, Severity
from planner.tables.checks import check
from planner.tables.dictionary import dictionary
from planner.tables.inputs import Inputs
from planner.tables.raw import raw
from planner.tables.reading import typed_tables

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path) -> Inputs:
    """The checked case of a folder.

    Raises:
        InputError: Something is wrong with it; holds every problem, warnings too, worst first.
    """
    inputs, problems = inspect(folder)
    if inputs is None:
        raise InputError(problems)
    return inputs


def inspect(folder: Path) -> tuple[Inputs | None, list[Problem]]:
    """The checked case of a folder (None where it has errors) and every problem, worst first."""
    files = raw(folder)
    reading = typed_tables(files)
    problems = files.placed(ordered([*reading.problems, *check(reading)]))
    errors = any(problem.severity is Severity.ERROR for problem in problems)
    if errors or reading.case is None:
        return None, problems
    return Inputs(reading.case, reading.tables, folder), problems


def ordered(problems: list[Problem]) -> list[Problem]:
    """Errors before warnings, then by file (case.toml first, then as in the dictionary), line, column."""
    place = {"case.toml": 0} | {table.file: number for number, table in enumerate(dictionary(), 1)}
    columns = {(table.file, name): number for table in dictionary() for number, name in enumerate(table.columns)}

    def rank(problem: Problem) -> tuple[object, ...]:
        return (
            problem.severity is not Severity.ERROR,
            place.get(problem.file, len(place)),
            problem.file,
            problem.row or 0,
            columns.get((problem.file, problem.column), -1),
            problem.check,
        )

    return sorted(problems, key=rank)
