"""case.toml <-> the sheet of settings: a row a key, the entries of a list a row each (steps.1.until)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, cast, get_args

from planner.messages import text
from planner.tables.cells import FaultError, parser
from planner.tables.dictionary import Column
from planner.tables.inputs import Level, StepName
from planner.tables.tell import problem
from planner.tables.workbook.naming import CASE, at
from planner.tables.workbook.texts import meant, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.errors import Problem
    from planner.tables.dictionary import ColumnType
    from planner.tables.workbook.pages import Page

LIST = "decide"
STEPS = "steps"
STEP_ROWS = 3
"""Rows for steps where a case has fewer."""
_DAYS = ("plan_date", "start", "end", "evaluate_until", "decide_from", "pilot_until", "steps.until")
_NUMBERS = {"discount_rate": "number", "tax_rate": "number", "price_year": "integer"}
_CHOICES = {"demand_level": get_args(Level), "supply_level": get_args(Level), "steps.step": get_args(StepName)}
_ENTRY = re.compile(r"steps\.([0-9]{1,3})\.(until|step)")
_PARTED = re.compile(r"[,;]")


def column_of(key: str) -> Column:
    """What a key of the sheet holds."""
    entry = _ENTRY.fullmatch(key)
    name = f"{STEPS}.{entry[2]}" if entry else key
    kind = "date" if name in _DAYS else _NUMBERS.get(name, "choice" if name in _CHOICES else "text")
    return Column(CASE, key, cast("ColumnType", kind), allowed=_CHOICES.get(name, ()), meaning=name)


def flat(settings: Mapping[str, Any], keys: Mapping[str, bool]) -> Iterator[tuple[str, Any]]:
    """Every key of the sheet with its value, None where the case has none; owners stand on the index."""
    for key in keys:
        if key == STEPS:
            steps = list(settings.get(STEPS, ()))
            for number in range(max(len(steps), STEP_ROWS)):
                step = steps[number] if number < len(steps) else {}
                yield f"{STEPS}.{number + 1}.until", step.get("until")
                yield f"{STEPS}.{number + 1}.step", step.get("step")
        elif key == LIST:
            yield key, ", ".join(settings.get(key, ())) or None
        elif key != "owners":
            yield key, settings.get(key)


def read_settings(page: Page) -> tuple[dict[str, Any], dict[str, str], list[Problem]]:
    """The keys of the sheet as TOML types, the cell of each, and what is wrong with the sheet itself."""
    heads = [text("template.key"), text("template.value")]
    told = [[text_of(cell) for cell in row] for row in page.rows]
    first = next((number for number, row in enumerate(told) if set(heads) <= set(row)), None)
    if first is None:
        missing = problem("workbook_heads", page.name, words={"heads": ", ".join(heads)})
        return {}, {}, [at(missing, page.name)]
    found: dict[str, Any] = {}
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    key_at, value_at = map(told[first].index, heads)
    for number in range(first + 1, len(told)):
        key, value = _cell(told[number], key_at), _cell(page.rows[number], value_at)
        cell = page.cell(number, value_at)
        if key in cells:
            twice = problem("workbook_double_key", page.name, value=key, words={"former": cells[key]})
            problems.append(at(twice, cell))
        elif key:
            cells[key] = cell
            found |= {} if (typed := _typed(value, key)) is None else {key: typed}
        elif text_of(value):
            problems.append(at(problem("workbook_no_key", page.name, value=text_of(value)), cell))
    return *_nested(found, cells), problems


def _cell(row: list[Any], place: int) -> Any:  # noqa: ANN401 (of any type)
    return row[place] if place < len(row) else ""


def _nested(found: dict[str, Any], cells: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The keys with their lists, whose entries count from 1 without holes, and the cells of all."""
    entries = {key: entry for key in found if (entry := _ENTRY.fullmatch(key))}
    numbers = sorted({int(entry[1]) for entry in entries.values()})
    steps: list[dict[str, Any]] = [{} for _ in numbers]
    places = dict(cells)
    for key, entry in entries.items():
        number = numbers.index(int(entry[1]))
        steps[number][entry[2]] = found[key]
        for part in ("until", "step"):
            places[f"{STEPS}.{number + 1}.{part}"] = cells.get(f"{STEPS}.{entry[1]}.{part}", cells[key])
    plain = {key: value for key, value in found.items() if key not in entries}
    if LIST in plain:
        plain[LIST] = [word.strip() for word in _PARTED.split(str(plain[LIST])) if word.strip()]
    return plain | ({STEPS: steps} if steps else {}), places


def _typed(value: Any, key: str) -> Any:  # noqa: ANN401 (any TOML type)
    """A cell as the TOML type of its key; text where it cannot be that, for the checks to tell."""
    column = column_of(key)
    told = meant(text_of(value), column)
    if not told:
        return None
    if column.type in ("text", "choice"):
        return told
    try:
        read = parser(column)(told)
    except FaultError:
        return told
    if isinstance(read, dt.date):
        return read
    number = float(str(read))
    return int(number) if column.type == "integer" else number
