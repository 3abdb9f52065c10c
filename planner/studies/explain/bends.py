"""What would have to bend of all that people can negotiate, and never of what machines, recipes and tests can do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

import pandas as pd

from planner.capacity.held import KINDS, held
from planner.errors import InputError
from planner.messages import text
from planner.solve.answer import Status
from planner.solve.conflict import within
from planner.solve.elastic import NEGOTIABLE, bent, elastic, negotiable
from planner.solve.fixed import relaxed
from planner.studies.explain.question import Question, asked
from planner.tables.inputs import Decide

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.assemble import Program
    from planner.solve.answer import Answer
    from planner.tables.inputs import Inputs

COLUMNS = ["limit", "amount", "unit", "file", "row"]


@dataclass(frozen=True, eq=False)
class Bends:
    """What bends.

    Attributes:
        table: limit, amount, unit, file, row.
        limits: The rows of the program that bend: family and number.
        kinds: Kinds of decisions and dates that had to be taken back before anything else could help.
        physics: Whether even then there is no plan: what machines, recipes, tests and goods can do conflicts by itself.
        least: Whether it is proved that nothing less would do.
    """

    table: pd.DataFrame
    limits: list[tuple[str, int]]
    kinds: tuple[Decide, ...] = ()
    physics: bool = False
    least: bool = True


def bends(question: Question, forced: Callable[[Program, Inputs], Program] | None = None) -> Bends:
    """The cheapest elastic answer that keeps physics, with decisions and dates as they are or, else, taken back.

    Args:
        question: A case without a plan.
        forced: What the program of a changed case must hold besides.
    """
    answer = _elastic(question.program)
    if answer.status.has_plan:
        return Bends(*_table(question, answer), least=_is_least(question.program, answer))
    kinds = [kind for kind in get_args(Decide) if kind != "maintenance" or _maintained(question.inputs)]
    freed = _freed(question.inputs, kinds, forced)
    if freed is None:
        return Bends(pd.DataFrame(columns=COLUMNS), [], physics=True)
    for kind in list(kinds):
        # Each kind is held again where the others do without it.
        fewer = [other for other in kinds if other != kind]
        without = _freed(question.inputs, fewer, forced)
        if without is not None:
            kinds, freed = fewer, without
    table, limits = _table(*freed)
    told = pd.DataFrame([(text(f"bends.{kind}"), float("nan"), "", "decisions.csv", float("nan")) for kind in kinds])
    told.columns = pd.Index(COLUMNS)
    every = pd.concat([told, table], ignore_index=True) if len(table) else told
    changed, cheapest = freed
    return Bends(every, limits, tuple(kinds), least=_is_least(changed.program, cheapest))


def _elastic(program: Program) -> Answer:
    """The elastic answer in which only what is negotiable bends: of whole numbers as far as so many nodes find one."""
    may = negotiable(program)
    answer = within(elastic(program, NEGOTIABLE, whole=True, bending=may))
    return answer if answer.status.has_plan else within(elastic(relaxed(program), NEGOTIABLE, bending=may))


def _is_least(program: Program, answer: Answer) -> bool:
    """Whether an elastic answer is the cheapest: not one that nodes ended, nor of parts where whole numbers count."""
    whole = bool(answer.program.integer.any()) or not program.integer.any()
    return whole and answer.status is Status.OPTIMAL


def _freed(
    inputs: Inputs, kinds: list[Decide], forced: Callable[[Program, Inputs], Program] | None
) -> tuple[Question, Answer] | None:
    """The elastic answer when kinds of decisions are taken back and left open; None where there is none."""
    case, rows = inputs.case, inputs["decisions"]
    firm = held(rows, case).index
    mine = rows["action"].map(KINDS).isin(kinds)
    status = rows["status"].mask(rows.index.isin(firm) & ~mine & (rows["status"] != "done"), "committed")
    status = status.mask(mine & (rows["status"] != "done"), "proposed")
    decide = tuple(dict.fromkeys((*case.decide, *kinds)))
    changed = inputs.replace(case=replace(case, decide=decide, hold=()), decisions=rows.assign(status=status))
    try:
        question = asked(changed)
    except InputError:
        return None
    if forced is not None:
        question = replace(question, program=forced(question.program, changed))
    answer = _elastic(question.program)
    return (question, answer) if answer.status.has_plan else None


def _maintained(inputs: Inputs) -> bool:
    """Whether days of maintenance are decided or left open: else the work is in no plan."""
    return "maintenance" in inputs.case.decide or bool((inputs["decisions"]["action"] == "maintain").any())


def _table(question: Question, answer: Answer) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    rows = bent(answer)
    limits = [(str(family), int(number)) for family, number in zip(rows["family"], rows["number"], strict=True)]
    stands = [question.stand(*limit) for limit in limits]
    frame = pd.DataFrame(
        {
            "limit": [question.words.limit(*limit) for limit in limits],
            "amount": rows["amount"].to_numpy(dtype=float),
            "unit": [text(f"unit.{unit}") for unit in rows["unit"]],
            "file": [place.file for place in stands],
            "row": [place.row for place in stands],
        },
        columns=COLUMNS,
    )
    grouped = frame.groupby(["limit", "unit", "file"], sort=False, as_index=False).agg(
        {"amount": "sum", "row": "first"}
    )
    return grouped[COLUMNS], limits
