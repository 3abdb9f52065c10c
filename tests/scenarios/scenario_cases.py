"""The small case with scenarios, and a hand that undoes a log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from small_case import written

from planner.scenarios import Variant, apply
from planner.scenarios.keys import toml
from planner.scenarios.words import pairs
from planner.tables import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from planner.scenarios import Applied
    from planner.tables.raw import Raw

HEAD = "scenario,table,where,column,op,value,why,probability"


def case(folder: Path, *rules: str) -> Path:
    """The good case with these rows of scenarios.csv."""
    written(folder)
    (folder / "scenarios.csv").write_text("\n".join([HEAD, *rules]) + "\n", encoding="utf-8")
    return folder


def applied(folder: Path, *overrides: str, scenario: str = "base") -> Applied:
    """What a scenario and rules of the command line make of a case, which must have nothing against them."""
    done = apply(raw(folder), Variant(scenario, overrides))
    assert done.problems == ()
    return done


def column(files: Raw, table: str, name: str) -> list[str]:
    """The cells of a column."""
    sheet = files.sheets[table]
    return [row[sheet.header.index(name)] for row in sheet.rows]


def content(files: Raw) -> dict[str, Any]:
    """All that a case says: keys of case.toml, and each table's filled cells by line."""
    tables = {
        name: {
            line: {head: cell for head, cell in zip(sheet.header, row, strict=True) if cell}
            for line, row in zip(sheet.lines, sheet.rows, strict=True)
        }
        for name, sheet in files.sheets.items()
    }
    settings = {key: toml(value) for key, value in (files.settings or {}).items()}
    return {"case": settings} | {name: dict(sorted(rows.items())) for name, rows in tables.items() if rows}


def undone(changed: dict[str, Any], log: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The content of a case before the changes of a log, from the rows of the result table `overrides`."""
    for change in reversed(list(log)):
        table = changed.setdefault(change["input_table"], {})
        if change["input_table"] == "case":
            assert table.pop(change["column"], "") == change["new"]
            if change["old"]:
                table[change["column"]] = change["old"]
        elif change["column"]:
            row = table[int(change["line"])]
            assert row.pop(change["column"], "") == change["new"]
            if change["old"]:
                row[change["column"]] = change["old"]
        elif change["new"]:
            assert table.pop(int(change["line"])) == named(change["new"])
        else:
            table[int(change["line"])] = named(change["old"])
    return {name: rows if name == "case" else dict(sorted(rows.items())) for name, rows in changed.items() if rows}


def named(row: str) -> dict[str, str]:
    """A row of the log by column."""
    found = pairs(row)
    assert found is not None
    return {name: value for name, _, value in found}


def semicolons(files: Raw, table: str) -> Raw:
    """The files with a table that parts its cells by semicolons and writes decimal commas."""
    sheet = files.sheets[table]
    rows = [[cell.replace(".", ",") for cell in row] for row in sheet.rows]
    return replace(files, sheets={**files.sheets, table: replace(sheet, rows=rows, decimal_comma=True)})
