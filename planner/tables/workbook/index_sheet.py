"""The index of a workbook: who keeps which table since when, and which scenarios are ticked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.messages import text
from planner.tables.dictionary import Column, dictionary
from planner.tables.tell import hint, problem
from planner.tables.workbook.naming import at
from planner.tables.workbook.texts import meant, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.errors import Problem
    from planner.tables.workbook.pages import Page

_DATE = Column("index", "date", "date")


def read_owners(page: Page) -> tuple[dict[str, dict[str, Any]], dict[str, str], list[Problem]]:
    """Owner and date by table (an empty entry where there is none), the cell of each, and what is wrong."""
    owners: dict[str, dict[str, Any]] = {}
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    known = [table.name for table in dictionary()]
    heads = ("table", "owner", "date")
    for number, row, (name_at, owner_at, date_at) in _block(page, heads):
        name = row[name_at]
        if name not in known:
            if name not in ("case", "index"):
                words = {"hint": hint(name, known)}
                problems.append(
                    at(problem("workbook_index_table", page.name, value=name, words=words), page.cell(number, name_at))
                )
            continue
        date = meant(row[date_at], _DATE)
        entry = {"owner": row[owner_at], "date": _day(date)}
        owners[name] = {key: value for key, value in entry.items() if value}
        cells |= {f"owners.{name}": page.cell(number, name_at), f"owners.{name}.owner": page.cell(number, owner_at)}
        cells[f"owners.{name}.date"] = page.cell(number, date_at)
    return owners, cells, problems


def read_ticks(page: Page) -> dict[str, str]:
    """The cells that hold anything beside a scenario, by scenario."""
    block = _block(page, ("scenario", "tick"))
    return {row[name]: page.cell(number, tick) for number, row, (name, tick) in block if row[tick]}


def _block(page: Page, heads: tuple[str, ...]) -> Iterator[tuple[int, list[str], list[int]]]:
    """Rows below the row with these heads, up to one without text in the first of them; and where the heads stand."""
    words = [text(f"template.{head}") for head in heads]
    places: list[int] = []
    for number, cells in enumerate(page.rows):
        row = [text_of(cell) for cell in cells]
        if places:
            row += [""] * (max(places) + 1 - len(row))
            if not row[places[0]]:
                return
            yield number, row, places
        elif set(words) <= set(row):
            places = [row.index(word) for word in words]


def _day(told: str) -> dt.date | str:
    """A day; the text where it is none, for the checks to tell."""
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        return told
