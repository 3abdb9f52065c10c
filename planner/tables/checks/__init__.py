"""Checks of a case: each a small function in a registry; all problems are found in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks import (  # noqa: F401 (importing a file registers its checks)
    decisions,
    demand,
    gates,
    horizon,
    lines,
    money,
    products,
    ranges,
    stages,
    supply,
)
from planner.tables.checks.columns import column_problems
from planner.tables.checks.registry import CHECKS, run_check

if TYPE_CHECKING:
    from planner.errors import Problem
    from planner.tables.reading import Reading

__all__ = ["CHECKS", "check"]


def check(reading: Reading) -> list[Problem]:
    """Everything wrong with what was read, besides the problems of reading itself.

    A check across rows or tables is skipped where a column that it reads has cells which could not be read,
    or which are wrong by themselves: it would only repeat or misread that.
    """
    problems = list(column_problems(reading))
    wrong = {
        f"{problem.file.removesuffix('.csv')}.{problem.column}"
        for problem in problems
        if problem.severity is Severity.ERROR and problem.check != "double_row"
    }
    broken = reading.broken | wrong
    for registered in CHECKS.values():
        problems += run_check(registered, reading, broken)
    return problems
