"""Groups of inputs: tables that are changed together, because they speak of one thing and refer to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.tables.dictionary import dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tables.decode import Sheet
    from planner.tables.raw import Raw

SETTINGS, DECISIONS, REST = "settings", "decisions", "rest"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "demand": ("demand", "seasons", "growth", "targets"),
    "prices": ("prices",),
    "technology": ("stages", "flows", "recipes", "ramps", "bom", "cells", "packs", "vehicles"),
    "lines": (
        *("lines", "line_items", "calendars", "machines", "availability", "maintenance"),
        *("groups", "group_limits", "sites", "lanes"),
    ),
    "supply": ("items", "stocks", "supply", "contracts"),
    "capital": ("capex", "budgets", "spend_profiles"),
    "programmes": ("programmes", "programme_gates", "gates", "gate_needs", "gate_order", "pilots"),
    SETTINGS: ("periods", "actuals", "past"),
    DECISIONS: ("decisions",),
}
"""Tables by group; case.toml belongs to the settings, and with its plan date what lies before it; the decisions are
those of the plans."""
SILENT = frozenset({"scenarios", "drivers", "driver_correlations", "facts"})
"""Tables that no plan follows from."""
TOLD = frozenset({"source", "notes"})
"""Columns that no plan follows from."""
NAMES = frozenset({"title"})
"""Keys of case.toml that no plan follows from."""


def changed(one: Raw, other: Raw) -> dict[str, tuple[str, ...]]:
    """The groups in which two cases differ, but for decisions, each with the names of the tables that do."""
    found = {
        group: tuple(name for name in tables if _content(one, name) != _content(other, name))
        for group, tables in GROUPS.items()
        if group != DECISIONS
    }
    if _settings(one) != _settings(other):
        found[SETTINGS] = ("case", *found[SETTINGS])
    return {group: tables for group, tables in found.items() if tables}


def given_otherwise(one: Raw, other: Raw) -> bool:
    """Whether two cases differ in the decisions that their tables give."""
    return _content(one, DECISIONS) != _content(other, DECISIONS)


def _settings(files: Raw) -> dict[str, object]:
    return {key: value for key, value in (files.settings or {}).items() if key not in NAMES}


def _content(files: Raw, table: str) -> list[tuple[str, ...]]:
    """The rows of a table as text, sorted: no plan depends on their order."""
    sheet = files.sheets.get(table)
    return [] if sheet is None else sorted(_row(sheet, cells) for cells in sheet.rows)


def _row(sheet: Sheet, cells: list[str]) -> tuple[str, ...]:
    pairs = zip(sheet.header, cells, strict=False)
    return tuple(sorted(f"{name}={cell}" for name, cell in pairs if cell and name not in TOLD))


def mixed(one: Raw, other: Raw, groups: frozenset[str]) -> Raw:
    """The files of `one` with the tables of some groups from `other`."""
    taken = {table for group in groups if group in GROUPS for table in GROUPS[group]}
    sheets = {
        table.name: source.sheets[table.name]
        for table in dictionary()
        for source in [other if table.name in taken else one]
        if table.name in source.sheets
    }
    settings = other if SETTINGS in groups else one
    return replace(one, settings=settings.settings, content=settings.content, sheets=sheets, problems=())
