"""A rule of a scenario, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.errors import Problem
from planner.messages import text
from planner.tables.tell import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

FILE = "scenarios.csv"
CASE = "case"
"""Stands for case.toml among the tables."""
AFTER = "after"
"""The op by which a scenario takes the rules of another."""
OPS = ("set", "times", "plus", "months", "stretch", "add", "drop")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: which cells of which table become what, and why.

    Attributes:
        scenario: The scenario it belongs to.
        table: The table, or `case`; empty for `after`.
        where: Conditions on the rows, as text; empty: every row.
        column: The column or key of case.toml; empty where whole rows are meant.
        op: What is done.
        value: What it is done with.
        why: Why.
        line: Line in its table; None for a rule of the command line.
        source: File of its table.
    """

    scenario: str
    table: str
    where: str
    column: str
    op: str
    value: str
    why: str = ""
    line: int | None = None
    source: str = FILE

    @property
    def said(self) -> str:
        """The rule as the command line writes it."""
        place = f"{self.table}.{self.column}" if self.column else self.table
        parts = [place, f"where {self.where}" if self.where else "", self.op, self.value]
        return " ".join(part for part in parts if part)

    @property
    def file(self) -> str:
        """What a problem with it names as the file."""
        return f'--override "{self.said}"' if self.line is None else self.source

    @property
    def place(self) -> str:
        """Where it stands, for the log."""
        return "--override" if self.line is None else f"{self.source} {text('place.row', row=self.line)}"


@dataclass(frozen=True)
class Fault:
    """Something wrong with a rule: the check (a key of the catalogue), the column it stands in, words for the text."""

    check: str
    column: str
    words: Mapping[str, object] = field(default_factory=dict)


class RuleError(ValueError):
    """A rule that cannot be applied to the tables as they are; holds its fault."""

    def __init__(self, check: str, column: str, **words: object) -> None:
        """Keep the fault."""
        self.fault = Fault(check, column, words)
        super().__init__(check)


def rules_of(frame: pd.DataFrame) -> Iterator[Rule]:
    """The rules of the table `scenarios`, in its order."""
    names = ["scenario", "table", "where", "column", "op", "value", "why"]
    for line, *cells in frame[names].itertuples(name=None):
        scenario, table, where, column, op, value, why = cells
        yield Rule(scenario, table, where, column, op, value, why, int(line))


def told(rule: Rule, fault: Fault) -> Problem:
    """A fault as a problem that names the rule's place."""
    value = getattr(rule, fault.column, "")
    column = fault.column if rule.line is not None else ""
    return trouble(fault.check, rule.file, rule.line, column, value, {**fault.words, "rule": rule.said})


def trouble(
    check: str, file: str, line: int | None, column: str, value: str, words: Mapping[str, object] | None = None
) -> Problem:
    """A problem of scenarios with its texts from the catalogue."""
    filled = {"value": value, "column": column} | {name: say(word) for name, word in (words or {}).items()}
    message = text(f"override_problem.{check}.message", **filled)
    advice = text(f"override_problem.{check}.advice", **filled)
    return Problem(f"override_{check}", message, advice, file, line, column, value)
