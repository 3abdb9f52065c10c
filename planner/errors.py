"""Errors that a reader can act on: problems of the input, and plans that do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How bad a problem is; only errors stop a run."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a case, told so that the owner of the table can mend it.

    Attributes:
        check: Name of the check that found it (a key of the message catalogue).
        message: What is wrong, in a sentence that holds the value and what is allowed.
        advice: What to do.
        file: File name inside the case folder ("stages.csv"); empty where no file is to blame.
        row: Line number in that file as an editor shows it (the header is 1); None for the whole file.
        column: Column; empty where no single column is to blame.
        value: The value as it stands in the file; empty where there is none.
        severity: Error or warning.
        cell: Sheet and cell in a case that is a workbook ("stages!F12"); empty in a folder.
    """

    check: str
    message: str
    advice: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    severity: Severity = Severity.ERROR
    cell: str = ""

    @property
    def place(self) -> str:
        """File, row and column as one text: "stages.csv row 12 column yield"; of a workbook sheet and cell."""
        if self.cell:
            return self.cell
        parts = [self.file]
        if self.row is not None:
            parts.append(text("place.row", row=self.row))
        if self.column:
            parts.append(text("place.column", column=self.column))
        return " ".join(part for part in parts if part)


class PlannerError(Exception):
    """Base of the errors that the command shows without a traceback; `exit_code` is the process's."""

    exit_code = 2


class InputError(PlannerError):
    """The case cannot be planned as it stands; `problems` holds everything wrong with it, worst first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the exception's text is one line each."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        lines = (f"{p.place}: {p.message} {p.advice}".strip() for p in self.problems)
        super().__init__("\n".join(lines))


class UsageError(PlannerError):
    """The command's words are off."""


class NoPlanError(PlannerError):
    """There is no feasible plan; `reasons` tell why in business words, `warnings` what the checks noticed."""

    exit_code = 3

    def __init__(self, message: str, reasons: Iterable[str] = (), warnings: Iterable[Problem] = ()) -> None:
        """Keep the reasons and the warnings beside the message."""
        self.reasons: tuple[str, ...] = tuple(reasons)
        self.warnings: tuple[Problem, ...] = tuple(warnings)
        super().__init__(message)


class StoppedError(PlannerError):
    """The solver stopped before it had any plan."""

    exit_code = 4


class AuditError(PlannerError):
    """A plan failed its audit and was not written; `findings` name each violated limit."""

    exit_code = 4

    def __init__(self, message: str, findings: Iterable[str] = ()) -> None:
        """Keep the findings beside the message."""
        self.findings: tuple[str, ...] = tuple(findings)
        super().__init__(message)
