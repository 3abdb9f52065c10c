"""Two cases without a plan beside each other in one: both are told, and the conflict is one of theirs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
import toys

from planner.solve import Status
from planner.solve.conflict import conflict, has_plan, within
from planner.solve.elastic import NEGOTIABLE, bent, elastic, negotiable
from planner.studies.explain.question import asked
from planner.tables import dictionary
from tests.model.test_families import HARD

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark.structures import ParameterSet

    from planner.studies.explain.question import Question
    from tests.model.test_families import Toy

SHARED = {"budgets"}
"""Tables whose rows are of no toy alone: two toys with one of them cannot stand beside each other."""
STEADY = next(toy for toy in HARD if toy.family == "demand_least")
"""A toy whose conflict stands whatever is left open."""
_ALONE = {"targets": {"programme": "P"}}
"""Cells without which a row of a table would be of both toys."""
_EVERY = 4
"""One pair in so many is tried without being asked for."""


def pairs() -> list[tuple[Toy, Toy]]:
    """Every toy that can be hard in one pair with a toy of another family."""
    found, left = [], list(HARD)
    while left:
        one = left.pop(0)
        mates = [toy for toy in left if _alike(one, toy) and not SHARED & set(toy.tables) & set(one.tables)]
        # The last of them is the least alike: families stand in the order of the program.
        mate = mates[-1] if mates else STEADY
        found.append((one, mate))
        left = [toy for toy in left if toy is not mate]
    return found


def _alike(one: Toy, other: Toy) -> bool:
    """Whether both end on a day and leave the same open: what the other leaves open could undo a conflict."""
    return (one.end, one.decide) == (other.end, other.decide)


def marked(toy: Toy, mark: str) -> dict[str, list[dict[str, str]]]:
    """The tables of a toy's twin with a mark on every name."""
    known = dictionary()
    rows: dict[str, list[dict[str, str]]] = {}
    for table, text in {**toys.TABLES, **toy.tables, **toy.twin}.items():
        names = {name for name, column in known[table].columns.items() if column.type == "name"}
        lines = [line.strip() for line in text.splitlines()]
        rows[table] = [
            {
                key: f"{cell}{mark}" if key in names and cell else cell
                for key, cell in (_ALONE.get(table, {}) | row).items()
            }
            for row in csv.DictReader(io.StringIO("\n".join(lines)))
        ]
    return rows


def beside(one: Toy, other: Toy) -> dict[str, str]:
    """Both toys in the tables of one case."""
    halves = marked(one, "_A"), marked(other, "_B")
    tables = {}
    for table in dict.fromkeys([*halves[0], *halves[1]]):
        rows = [row for half in halves for row in half.get(table, [])]
        header = list(dict.fromkeys(key for row in rows for key in row))
        cells = [",".join(row.get(key, "") or "" for key in header) for row in rows]
        tables[table] = "\n".join([",".join(header), *cells]) if rows else ""
    return tables


def of(question: Question, limits: list[tuple[str, int]]) -> set[str]:
    """Of which toys some limits are, by the marks in their keys; those of a shared table tell nothing."""
    keys = [question.words.raw(*limit).values() for limit in limits]
    return {mark for mark in ("_A", "_B") for cells in keys if any(str(cell).endswith(mark) for cell in cells)}


def tried() -> list[ParameterSet]:
    return [
        pytest.param(*pair, marks=[pytest.mark.thorough] if number % _EVERY else [])
        for number, pair in enumerate(pairs())
    ]


@pytest.mark.parametrize(("one", "other"), tried(), ids=lambda toy: toy.family)
def test_two_conflicts_are_both_told(one: Toy, other: Toy, tmp_path: Path) -> None:
    question = asked(toys.load(tmp_path, one.end, one.decide, **beside(one, other)))
    assert has_plan(question.program) is False
    found = conflict(question.program)
    assert found is not None
    # One of them at a time: no row of the other is needed.
    assert len(of(question, question.of_rows(found.rows))) <= 1
    answer = within(elastic(question.program, NEGOTIABLE, whole=True, bending=negotiable(question.program)))
    if answer.status is Status.OPTIMAL:
        # Each of them has to bend; what bends of a shared table is of one of them.
        rows = bent(answer)
        limits = list(zip(rows["family"], rows["number"], strict=True))
        shared = {"capex_budget", "floor_cap", "yearly_cap"} & set(rows["family"])
        assert shared or of(question, limits) == {"_A", "_B"}


def test_every_family_that_can_be_hard_stands_in_a_pair() -> None:
    assert {toy.family for toy in HARD} == {toy.family for pair in pairs() for toy in pair}
    assert all(one is not other for one, other in pairs())
