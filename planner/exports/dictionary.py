"""The columns of every result table, as `planner/results/dictionary.csv` describes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a result table.

    Attributes:
        table, name: Where it stands.
        type: name, text, integer, number, date or flag.
        unit: Unit of a number ("" where there is none; "1" for a ratio).
        key: Whether it belongs to the table's key.
        decimals: Decimals that a reader sees.
        meaning: What it says.
    """

    table: str
    name: str
    type: str
    unit: str
    key: bool
    decimals: int
    meaning: str

    @property
    def is_text(self) -> bool:
        """Whether its cells are text."""
        return self.type in {"name", "text"}

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.type in {"integer", "number"}


@cache
def dictionary() -> dict[str, tuple[Column, ...]]:
    """Columns by table, both in the order of the dictionary."""
    tables: dict[str, list[Column]] = {}
    with (files("planner.results") / "dictionary.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            column = Column(
                table=row["table"],
                name=row["column"],
                type=row["type"],
                unit=row["unit"],
                key=row["key"] == "yes",
                decimals=int(row["decimals"] or 0),
                meaning=row["meaning"],
            )
            tables.setdefault(column.table, []).append(column)
    return {table: tuple(columns) for table, columns in tables.items()}
