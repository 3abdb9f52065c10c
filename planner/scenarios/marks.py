"""A problem in a row that a scenario changed says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.messages import text
from planner.scenarios.rule import CASE
from planner.tables.settings import FILE as SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.errors import Problem
    from planner.tables.inputs import Change


def marked(problems: Iterable[Problem], changes: Sequence[Change]) -> list[Problem]:
    """The problems; those in what a scenario changed say what it changed and where the rule stands."""
    return [_marked(problem, _behind(problem, changes)) for problem in problems]


def _behind(problem: Problem, changes: Sequence[Change]) -> list[Change]:
    """The changes that may have made a problem: of its cell, else of its row, else of its table."""
    table = CASE if problem.file == SETTINGS else problem.file.removesuffix(".csv")
    own = [change for change in changes if change.table == table]
    if table == CASE:
        return [change for change in own if change.column == problem.column.split(".")[0]]
    if problem.row is None:
        return own
    of_row = [change for change in own if change.line == problem.row]
    return [change for change in of_row if change.column == problem.column] or of_row


def _marked(problem: Problem, behind: Sequence[Change]) -> Problem:
    if not behind:
        return problem
    columns = list(dict.fromkeys(change.column for change in behind if change.column))
    words = {
        "scenario": behind[-1].scenario,
        "places": ", ".join(dict.fromkeys(change.place for change in behind)),
        "columns": ", ".join(columns),
        "old": behind[0].old or text("problem_words.nothing"),
        "new": behind[-1].new or text("problem_words.nothing"),
    }
    note = text(f"override_mark.{_kind(problem, behind, columns)}", **words)
    return replace(problem, message=f"{problem.message} {note}")


def _kind(problem: Problem, behind: Sequence[Change], columns: Sequence[str]) -> str:
    """What was changed: the whole table somewhere, the row is new, one cell, or several."""
    if problem.row is None and problem.file != SETTINGS:
        return "table"
    if any(not change.column for change in behind):
        return "row"
    return "cell" if len(columns) == 1 else "cells"
