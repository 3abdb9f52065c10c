"""The data dictionary as a page for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.tables import settings
from planner.tables.dictionary import Column, Table, dictionary
from planner.tables.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterable


def page() -> str:
    """The page `inputs/README.md`: what a case folder holds, a section a table."""
    tables = [table for table in dictionary() if table.columns]
    parts = [
        text("dictionary_page.opening").strip(),
        _grid("table", "required", "meaning", rows=map(_summary, tables)),
        text("dictionary_page.settings").strip(),
        _grid("key", "required", "allowed", "meaning", rows=map(_setting, settings.keys().items())),
        *map(_section, tables),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(table: Table) -> list[str]:
    return [f"[`{table.file}`](#{table.name}csv)", _yes(table.required), table.meaning]


def _setting(item: tuple[str, bool]) -> list[str]:
    key, required = item
    return [f"`{key}`", _yes(required), text(f"case_allowed.{key}"), text(f"case_meaning.{key}")]


def _section(table: Table) -> str:
    told = [column for column in table.columns.values() if column.name not in ("source", "notes")]
    needed = text("dictionary_page.required" if table.required else "dictionary_page.optional")
    heads = ("column", "allowed", "unit", "key", "empty", "meaning")
    return f"## {table.file}\n\n{table.meaning} {needed}\n\n{_grid(*heads, rows=map(_cells, told))}"


def _cells(column: Column) -> list[str]:
    allowed = limits(column)
    if column.reference:
        allowed = text("dictionary_page.reference", table=column.reference[0], column=column.reference[1])
    return [f"`{column.name}`", allowed, column.unit, _yes(column.key), _empty(column), column.meaning]


def _empty(column: Column) -> str:
    """What an empty cell of a column does."""
    if column.default:
        return f"`{column.default}`"
    return text("dictionary_page.not_empty" if column.required else "dictionary_page.may_be_empty")


def _yes(told: bool) -> str:
    return text("dictionary_page.yes") if told else ""


def _grid(*heads: str, rows: Iterable[list[str]]) -> str:
    """A Markdown table with heads from the catalogue."""
    lines = [[text(f"dictionary_page.head_{head}") for head in heads], ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
