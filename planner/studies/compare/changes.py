"""Overrides of two plans: what every cell that either of them touched was in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.compared.compared import InputDifference
from planner.messages import text
from planner.scenarios.rule import CASE
from planner.studies.compare.report import OVERRIDES
from planner.tables.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.studies.compare.contents import Contents
    from planner.studies.compare.report import Report

Place = tuple[str, str, str, int]
"""Table, key of the row, column ("" for a whole row), and which of several rows of that key added or dropped."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan's rules made of a cell or row: before the first, after the last, and why."""

    old: str
    new: str
    why: str


def changed(first: Report, plan: Report, contents: Contents) -> Iterator[InputDifference]:
    """Cells and rows that rules of either plan touched and that are not the same in both.

    Where only one plan touched a cell, the other has what its file says: what stood before the rule where both plans
    were made from the same file, else what is found in the file, else nothing can be told and the file is told apart.
    """
    one, other = effects(first), effects(plan)
    for place in dict.fromkeys([*one, *other]):
        mine, yours = one.get(place), other.get(place)
        reference = mine.new if mine else _untouched(first, plan, place, yours, contents)
        value = yours.new if yours else _untouched(plan, first, place, mine, contents)
        if reference != value:
            table, row, column, _ = place
            why = "; ".join(dict.fromkeys(effect.why for effect in (mine, yours) if effect and effect.why))
            yield InputDifference(plan.name, "override", table, row, column, reference, value, why)


def effects(plan: Report) -> dict[Place, Effect]:
    """The effects of a plan's rules by place; several on one cell are one, from the first value to the last."""
    found: dict[Place, Effect] = {}
    lines: dict[Place, object] = {}
    for row in plan.tables.get(OVERRIDES, []):
        place: Place = (row["input_table"], row["row"], row["column"], 0)
        while not row["column"] and place in found and lines[place] != row["line"]:
            place = (*place[:3], place[3] + 1)
        before = found.get(place)
        old, why = (before.old, before.why) if before else (row["old"], "")
        whys = [part for part in (why, row["why"]) if part]
        found[place] = Effect(old, row["new"], "; ".join(dict.fromkeys(whys)))
        lines[place] = row["line"]
    return {place: effect for place, effect in found.items() if effect.old != effect.new}


def _untouched(plan: Report, other: Report, place: Place, effect: Effect | None, contents: Contents) -> str:
    """What a plan has where only the other one's rules touched a cell."""
    if effect is None:
        raise AssertionError(place)
    table, row, column, _ = place
    file = FILE if table == CASE else f"{table}.csv"
    mine, yours = plan.files.get(file), other.files.get(file)
    if mine == yours:
        return effect.old
    found = contents.cells(file, mine)
    if found is None:
        return text("compare.unknown_cell")
    return found.get((row, column), "")
