"""A case -> the form of its workbook: values, notes and what each cell is chosen from, out of the data dictionary."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, Problem, Severity, UsageError
from planner.messages import text
from planner.tables.dictionary import dictionary
from planner.tables.limits import limits
from planner.tables.raw import raw
from planner.tables.reading import typed_tables
from planner.tables.settings import FILE, keys
from planner.tables.tell import hint, problem
from planner.tables.workbook.form import Field, Form, Kind, Setting, TablePage
from planner.tables.workbook.kept_files import kept_rows
from planner.tables.workbook.settings_sheet import column_of, flat
from planner.tables.workbook.texts import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from planner.tables.decode import Sheet
    from planner.tables.dictionary import Column, Table
    from planner.tables.inputs import Case
    from planner.tables.raw import Raw
    from planner.tables.workbook.texts import Value

MOST_LETTERS, MOST_ROWS = 32_767, 1_048_575
"""What a cell takes, and a sheet below its header."""
_HEADERS = ("unknown_column", "double_column", "nameless_column")
_KINDS: dict[str, Kind] = {"number": "number", "integer": "number", "date": "date"}
_NOT_OF_A_CELL = ("name", "text")
_FIRST = "base"


def blank_form() -> Form:
    """A case that is yet to be filled in."""
    pages = tuple(_page(table, None, {}) for table in dictionary())
    return Form("", None, "", pages, tuple(_settings({})), (_FIRST,), ())


def form_of(place: Path, owner: str = "") -> Form:
    """A case as a workbook.

    Args:
        place: The case; its cells may be wrong, but its files must be of the form that the dictionary says.
        owner: Whose tables are wanted, by name or the beginning of one; empty: all, and the settings.

    Raises:
        InputError: The files are not of that form, or hold more than a workbook can.
        UsageError: No table has such an owner.
    """
    files = raw(place)
    case = _sound(files)
    settings = files.settings or {}
    owners = settings.get("owners", {})
    named = _known_owner(owner, {kept.owner for kept in case.owners.values()}) if owner else ""
    wanted = [table for table in dictionary() if not named or owners.get(table.name, {}).get("owner") == named]
    pages = tuple(_page(table, files.sheets.get(table.name), owners.get(table.name, {})) for table in wanted)
    held = [table.file for table in wanted if table.name in files.sheets]
    kept = dict(_as_they_are(files, held if named else [FILE, *held]))
    rows = tuple(tuple(row) for row in kept_rows(kept))
    if named:
        return Form(case.title, case.plan_date, named, pages, (), (), rows)
    return Form(case.title, case.plan_date, "", pages, tuple(_settings(settings)), _scenarios(files), rows)


def _as_they_are(files: Raw, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of files, or what the workbook that is read keeps of them."""
    for name in names:
        if files.book is None:
            yield name, (files.folder / name).read_bytes()
        elif name in files.book.files:
            yield name, files.book.files[name]


def _sound(files: Raw) -> Case:
    """The settings of a case whose files are of the form that the dictionary says.

    Raises:
        InputError: They are not.
    """
    reading = typed_tables(files)
    found = [one for one in files.problems if one.check != "missing_file" or one.file == FILE]
    found += [one for one in reading.problems if one.check in _HEADERS or one.file == FILE]
    found += chain.from_iterable(_too_much(name, grid) for name, grid in files.sheets.items())
    errors = list(dict.fromkeys(one for one in found if one.severity is Severity.ERROR))
    if errors or reading.case is None:
        raise InputError(files.placed(errors))
    return reading.case


def _too_much(name: str, grid: Sheet) -> Iterator[Problem]:
    """Cells and rows that a sheet does not take."""
    file = dictionary()[name].file
    if len(grid.rows) > MOST_ROWS:
        yield problem("workbook_rows", file, words={"rows": len(grid.rows), "most": MOST_ROWS})
    for line, row in zip(grid.lines, grid.rows, strict=True):
        for column, cell in zip(grid.header, row, strict=True):
            if len(cell) > MOST_LETTERS:
                yield problem(
                    "workbook_letters", file, line, column, words={"letters": len(cell), "most": MOST_LETTERS}
                )


def _known_owner(told: str, known: set[str]) -> str:
    """The owner of that name, or the only one whose name begins so.

    Raises:
        UsageError: There is none, or several.
    """
    begin = told.casefold()
    found = [name for name in sorted(known) if name.casefold() == begin]
    found = found or [name for name in sorted(known) if name.casefold().startswith(begin)]
    if len(found) != 1:
        raise UsageError(text("book.unknown_owner", owner=told, hint=hint(told, found or sorted(known))))
    return found[0]


def _scenarios(files: Raw) -> tuple[str, ...]:
    grid = files.sheets.get("scenarios")
    place = grid.header.index("scenario") if grid and "scenario" in grid.header else None
    rows = grid.rows if grid and place is not None else []
    return tuple(dict.fromkeys([_FIRST, *(row[place or 0] for row in rows if row[place or 0])]))


def _page(table: Table, grid: Sheet | None, kept: Mapping[str, Any]) -> TablePage:
    """A table on its sheet: every column of the dictionary, whether its file has it or not."""
    places = {name: place for place, name in enumerate(grid.header)} if grid else {}
    columns = list(table.columns.values())
    rows = tuple(
        tuple(
            value_of(row[places[column.name]], column, comma=grid.decimal_comma) if column.name in places else None
            for column in columns
        )
        for row in (grid.rows if grid else [])
        if grid
    )
    fields = tuple(_field(column) for column in columns)
    return TablePage(table.name, table.meaning, fields, rows, kept.get("owner", ""), kept.get("date"))


def _field(column: Column) -> Field:
    kind = _KINDS.get(column.type, "text")
    return Field(column.name, kind, note(column), column.required, column.allowed, column.reference)


def note(column: Column) -> str:
    """What a reader should know before filling a cell in: meaning, unit, what is allowed, what an empty cell means."""
    if column.reference:
        allowed = text("template.note_reference", table=column.reference[0], column=column.reference[1])
    else:
        allowed = text("template.note_allowed", allowed=limits(column)) if column.type not in _NOT_OF_A_CELL else ""
    if column.default:
        empty = text("template.note_default", default=column.default)
    else:
        empty = text("template.note_required" if column.required else "template.note_optional")
    unit = text("template.note_unit", unit=column.unit) if column.unit not in ("", "1") else ""
    key = text("template.note_key") if column.key else ""
    return "\n".join(part for part in (column.meaning, unit, allowed, empty, key) if part)


def _settings(settings: Mapping[str, Any]) -> Iterator[Setting]:
    needed = keys()
    for key, value in flat(settings, needed):
        column = column_of(key)
        of = key.partition(".")[0]
        meaning = text(f"case_meaning.{of}") if of == key else text(f"template.{column.meaning.replace('.', '_')}")
        allowed = text("template.note_allowed", allowed=text(f"case_allowed.{column.meaning}"))
        empty = text("template.note_required" if needed.get(key) else "template.note_optional")
        told = "\n".join((meaning, _in_a_cell(allowed), empty))
        field = Field(key, _KINDS.get(column.type, "text"), told, needed.get(key, False), column.allowed)
        yield Setting(field, _value(value), meaning)


def _in_a_cell(allowed: str) -> str:
    """What is allowed at a key of case.toml, for a cell, which needs no quotation marks."""
    return allowed.replace(text("template.unquoted"), "").replace('"', "")


def _value(value: Any) -> Value:  # noqa: ANN401 (any TOML type)
    return float(value) if isinstance(value, int) else value
