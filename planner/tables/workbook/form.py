"""A case laid out as a workbook: what stands on which sheet, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from planner.tables.workbook.texts import Value

Kind = Literal["text", "number", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet, or a setting: its kind, its note, the words or the column that it is chosen from."""

    name: str
    kind: Kind
    note: str
    required: bool
    choices: tuple[str, ...] = ()
    refers: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table on its sheet."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    owner: str
    date: Value


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the sheet of settings."""

    field: Field
    value: Value
    meaning: str


@dataclass(frozen=True, slots=True)
class Form:
    """A case laid out as a workbook.

    Attributes:
        title: Title of the case; empty for a new one.
        made: The plan date, which the file takes for its own; None for a new case.
        owner: Whose sheets these are; empty: all.
        pages: The tables in order.
        settings: The keys of case.toml; none where the sheets are of one owner.
        scenarios: Names of the scenarios that can be ticked.
        files: Rows of the sheet that keeps the files as they were.
    """

    title: str
    made: dt.date | None
    owner: str
    pages: tuple[TablePage, ...]
    settings: tuple[Setting, ...]
    scenarios: tuple[str, ...]
    files: tuple[tuple[str, ...], ...]
