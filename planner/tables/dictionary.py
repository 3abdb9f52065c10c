"""The data dictionary: every column of every table, described once in dictionary.csv and tables.csv."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, cast

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ColumnType = Literal["name", "text", "number", "integer", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        table, name: Where it stands.
        type: What its cells hold.
        unit: Unit of a number ("1" for none; empty where there is nothing to measure).
        key: Whether it is part of the row's key.
        required: Whether the column must be there and no cell of it empty.
        default: What an empty cell means, as text; empty: nothing.
        above: Numbers lie above this one; None: no such limit.
        minimum, maximum: Least and largest number allowed; None: no such limit.
        allowed: The words a choice is made from.
        reference: Table and column that hold the names allowed here; None: any name.
        meaning: What it says, for readers.
    """

    table: str
    name: str
    type: ColumnType
    unit: str = ""
    key: bool = False
    required: bool = False
    default: str = ""
    above: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    reference: tuple[str, str] | None = None
    meaning: str = ""

    @property
    def place(self) -> str:
        """Table and column as one text: "stages.yield"."""
        return f"{self.table}.{self.name}"

    @property
    def numeric(self) -> bool:
        """Whether cells hold numbers."""
        return self.type in ("number", "integer")

    @property
    def whole(self) -> bool:
        """Whether a checked frame holds int64 here: whole numbers that are never empty."""
        return self.type == "integer" and (self.required or bool(self.default))


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a CSV file of the case, its columns in order (`source` and `notes` last)."""

    name: str
    required: bool
    meaning: str
    columns: Mapping[str, Column]

    @property
    def file(self) -> str:
        """Name of its file in the case folder."""
        return f"{self.name}.csv"

    @property
    def keys(self) -> list[str]:
        """The columns that make a row unique."""
        return [column.name for column in self.columns.values() if column.key]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All tables by name, in the order in which they are told."""

    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        """The table of that name; raises KeyError for any other."""
        return self.tables[name]

    def __iter__(self) -> Iterator[Table]:
        """Every table in order."""
        return iter(self.tables.values())

    def __contains__(self, name: object) -> bool:
        """Whether there is a table of that name."""
        return name in self.tables


@cache
def dictionary() -> Dictionary:
    """The data dictionary of the package."""
    columns: dict[str, dict[str, Column]] = {}
    for row in _rows("dictionary.csv"):
        columns.setdefault(row["table"], {})[row["column"]] = _column(row)
    return Dictionary(
        {
            name: Table(name, row["required"] == "yes", row["meaning"], columns[name] | _implicit(name))
            for row in _rows("tables.csv")
            for name in [row["table"]]
        }
    )


def _rows(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((files(__package__) / file).read_text(encoding="utf-8"))))


def _column(row: dict[str, str]) -> Column:
    table, _, column = row["reference"].partition(".")
    return Column(
        table=row["table"],
        name=row["column"],
        type=cast("ColumnType", row["type"]),
        unit=row["unit"],
        key=row["key"] == "yes",
        required=row["required"] == "yes",
        default=row["default"],
        above=_limit(row["above"]),
        minimum=_limit(row["minimum"]),
        maximum=_limit(row["maximum"]),
        allowed=tuple(row["allowed"].split("|")) if row["allowed"] else (),
        reference=(table, column) if table else None,
        meaning=row["meaning"],
    )


def _limit(cell: str) -> float | None:
    return float(cell) if cell else None


def _implicit(table: str) -> dict[str, Column]:
    """The two columns that every table has: where a fact comes from, and what else is to be said."""
    return {name: Column(table, name, "text", meaning=text(f"dictionary_page.{name}")) for name in ("source", "notes")}
