"""Before any plan: how much of what is asked for can be reached if everything is bought now, and what holds it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import PLAN
from planner.messages import text
from planner.model.objectives import Goal, measure
from planner.solve.again import Again
from planner.solve.answer import Status
from planner.solve.elastic import AIMS, binding, families
from planner.solve.fixed import relaxed
from planner.studies.explain.question import Question, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Answer
    from planner.tables.inputs import Decide, Inputs

    Floats = NDArray[np.float64]

EVERYTHING: tuple[Decide, ...] = ("lines", "machines", "shifts", "contracts")
"""What can be bought."""
COLUMNS = ["asked_for", "programme", "by", "asked", "reached", "missing", "held_by"]
NEAR = 1e-6
MOST = 2
"""Limits that are named."""


@dataclass(frozen=True, eq=False)
class Wish:
    """A quantity that is asked for: units of it in a natural unit of each variable."""

    words: str
    programme: str
    by: object
    quantity: float
    weight: Floats


def reach(inputs: Inputs) -> pd.DataFrame:
    """How much of each least, hard target and year's demand can be reached: columns `COLUMNS`.

    Everything that is not firm is left open, parts of copies and machines may be had, and limits that people set for
    themselves do not count: what cannot be reached so cannot be reached at all. `reached` is NaN where there is no
    plan even then.
    """
    case = inputs.case
    kinds = tuple(dict.fromkeys((*case.decide, *EVERYTHING)))
    question = asked(inputs.replace(case=replace(case, decide=kinds, hold=(), target=None)))
    program = _lifted(relaxed(question.program))
    rows: list[tuple[object, ...]] = []
    again: Again | None = None
    for wish in (*_rows_asked(question), *_years(question)):
        cost = -wish.weight * program.column_scale
        aimed = replace(program, cost=cost / max(float(np.abs(cost).max()), NEAR), terms={})
        again = again or Again(aimed)
        answer = again.first if not rows else again.solve(aimed)
        rows.append(_row(question, wish, answer))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(question: Question, wish: Wish, answer: Answer) -> tuple[object, ...]:
    named = question.words.names["programme"].get(wish.programme, wish.programme)
    told = (wish.words, named, wish.by, wish.quantity)
    if answer.status is Status.UNBOUNDED:
        return (*told, wish.quantity, 0.0, "")
    if not answer.status.has_plan:
        return (*told, np.nan, np.nan, text("reach.nothing_holds"))
    reached = float(wish.weight @ answer.x)
    missing = wish.quantity - reached
    if missing <= NEAR * max(wish.quantity, 1.0):
        return (*told, reached, 0.0, "")
    return (*told, reached, missing, _held(question, answer))


def _lifted(program: Program) -> Program:
    """The program without the limits that people set for themselves."""
    own = np.isin(families(program), AIMS)
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    # What is installed only after the start of production is no aim: the row holds.
    own &= families(program) != "install_limit"
    lower[own], upper[own] = -np.inf, np.inf
    return replace(program, row_lower=lower, row_upper=upper)


def _rows_asked(question: Question) -> Iterator[Wish]:
    """Least numbers and hard targets: rows that no price softens."""
    program = question.program
    soft: set[int] = set()
    for name in ("least_missing", "target_missing"):
        span = program.column_slice(name)
        soft |= set(range(span.start, span.stop))
    for family in ("demand_least", "target"):
        rows = program.row_slice(family)
        for number, row in enumerate(range(rows.start, rows.stop)):
            terms = slice(program.indptr[row], program.indptr[row + 1])
            columns = program.indices[terms]
            if soft.isdisjoint(columns.tolist()):
                weight = np.zeros(program.shape[1])
                weight[columns] = program.data[terms] * program.row_scale[row] / program.column_scale[columns]
                key = question.words.raw(family, number)
                wanted = float(program.row_lower[row] * program.row_scale[row])
                yield Wish(question.words.limit(family, number), key["programme"], _day(key), wanted, weight)


def _day(key: dict[str, object]) -> object:
    return key.get("date", key.get("from"))


def _years(question: Question) -> Iterator[Wish]:
    """Demand of each programme from the horizon's start to the end of each year of the plan."""
    periods, rollout = question.capacity.time.periods, question.capacity.rollout
    for programme in question.inputs["programmes"]["programme"]:
        own = rollout.demand.loc[rollout.demand["programme"] == programme]
        for _, year in periods.loc[periods["phase"] == PLAN].groupby("year"):
            last = int(year.index[-1])
            wanted = float(own.loc[own["period"] <= last, "demand"].sum())
            goal = Goal("volume", programme=programme, last=last)
            weight = measure(goal, question.program, question.inputs, question.capacity).weight
            if wanted > 0:
                yield Wish(text("reach.demand"), programme, periods["end"].iloc[last] - DAY, wanted, weight)


DAY = pd.Timedelta(days=1)


def _held(question: Question, answer: Answer) -> str:
    """The limits that hold a number back, the strongest first; what the lead time of a line has to do with it."""
    rows = binding(answer)
    found, waits = [], False
    for family, number in zip(rows["family"], rows["number"], strict=True):
        if family == "install_limit" and not _weekly(question, number):
            waits = True  # It stands for what lines can make and what is asked for, and its start for gates.
        elif family != "demand_limit":
            found.append(
                question.words.limit(family, number) + _lead(question, question.words.place(family, number)[0])
            )
    different = list(dict.fromkeys(found))[:MOST]
    if different:
        return text("limits.then").join(different)
    return text("reach.start") if waits else text("limits.nothing") + _leads(question)


def _weekly(question: Question, number: int) -> bool:
    """Whether a row of installs is one of so many a week, or waits for a given start of production."""
    programme = question.words.raw("install_limit", number)["programme"]
    weekly = question.inputs["programmes"].set_index("programme")["most_per_week"][programme]
    return bool(pd.notna(weekly) or question.words.waits_for_start("install_limit", number))


def _lead(question: Question, line: str) -> str:
    """That a copy more takes its lead time: of a line itself, else of the first that makes the same."""
    makers = question.inputs["line_items"]
    made = makers.loc[makers["line"] == line, "item"]
    alike = makers.loc[makers["item"].isin(made), "line"]
    options = question.capacity.options
    soonest = options.loc[options["line"].isin([line, *alike])].groupby("line", sort=False)["on_stream"].min()
    late = soonest.loc[soonest > pd.Timestamp(question.inputs.case.start)]
    if len(late) < max(len(soonest), 1):
        return ""
    other = line if line in late.index else str(late.idxmin())
    lines = question.inputs["lines"].set_index("line")
    months = int((lines["lead_months"] + lines["approval_months"]).to_dict()[other])
    words = {"months": months, "line": question.words.names["line"][other], "date": f"{late[other]:%Y-%m}"}
    return text("reach.lead" if other == line else "reach.other", **words)


def _leads(question: Question) -> str:
    """Lead times of all lines that can be bought."""
    names = question.words.names["line"]
    lines = dict.fromkeys(question.capacity.options["line"])
    told = [text("reach.line", line=names[line]) + _lead(question, line) for line in lines if _lead(question, line)]
    return text("limits.then") + text("limits.then").join(told[:MOST]) if told else ""
