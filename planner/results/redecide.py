"""What waiting costs where all that was left to the planner is decided again: a mixed-integer solve for each wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.capacity import capacity
from planner.capacity.held import held
from planner.messages import text
from planner.model.catalogue import program
from planner.results.variants import Outcome, broken
from planner.results.waiting import MOVES, WAITS
from planner.solve import Status, solve
from planner.solve.fixed import bounded

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from planner.capacity import Capacity
    from planner.model.assemble import Program
    from planner.results.view import View
    from planner.solve import Answer, Options
    from planner.tables.inputs import Inputs

PLANNED = "planned"

DATED: Mapping[str, tuple[str, Mapping[str, str], str, str]] = {
    "line_copy": ("open", {"line": "object", "copy": "copy"}, "on_stream", "takes_effect"),
    "sop": ("sop", {"programme": "object"}, "start", "takes_effect"),
    "gate_fleet": ("gate_start", {"gate": "object"}, "start", "takes_effect"),
    "machine": ("extra", {"line": "object", "copy": "copy", "stage": "stage"}, "on_stream", "takes_effect"),
    "shift": ("shift", {"line": "object"}, "start", "takes_effect"),
    "contract": ("sign", {"contract": "object"}, "signed", "decide_by"),
}
"""By kind of decision: the family of its dates in the program that decides, its keys in a row of `due`,
the date, and the same in a row of `due`."""


def outcomes(view: View, undecided: Inputs, due: pd.DataFrame, options: Options | None) -> list[list[Outcome]]:
    """By decision that is due and wait: what the best plan loses in which it comes so many months later, or never.

    Args:
        view: The plan.
        undecided: The case before anything was decided.
        due: From `due.due`.
        options: How to solve.
    """
    # A machine in a package has no column of its own to close.
    known = capacity(undecided, most_sets=0 if (due["kind"] == "machine").any() else None)
    built = program(undecided, known)
    found = []
    for row in due.to_dict("records"):
        own = row["status"] == PLANNED and any(family.name == DATED[row["kind"]][0] for family in built.columns)
        asked = [
            (_closed(built, row, months), known) if own else _moved(view, undecided, row, months) for months in WAITS
        ]
        found.append([_outcome(view, *ask, options) for ask in asked])
    return found


def _closed(built: Program, row: Mapping[Hashable, Any], months: int) -> Program:
    """The program that decides, without the days on which a decision would come too soon."""
    family, names, date, now = DATED[row["kind"]]
    keys = next(c for c in built.columns if c.name == family).keys
    own = keys[date] < row[now] + pd.DateOffset(months=months)
    for key, name in names.items():
        own &= keys[key] == row[name]
    columns = built.column_slice(family).start + np.flatnonzero(own.to_numpy())
    return bounded(built, columns, 0.0, 0.0)


def _moved(view: View, undecided: Inputs, row: Mapping[Hashable, Any], months: int) -> tuple[Program, Capacity]:
    """The program that decides, with a decision that holds so many months later."""
    rows = held(undecided["decisions"], undecided.case)
    inputs = undecided.replace(decisions=MOVES[row["kind"]](view, rows, row, months))
    known = capacity(inputs)
    return program(inputs, known), known


def _outcome(view: View, asked: Program, known: Capacity, options: Options | None) -> Outcome:
    answer = solve(asked, options)
    if answer.status is Status.STOPPED:
        return Outcome(np.nan, np.nan, remark=text("due.stopped"))
    if not answer.status.has_plan:
        limits = broken(asked, known, view.inputs)
        return Outcome(np.nan, np.nan, limits)
    return Outcome(answer.objective - view.answer.objective, np.nan, remark=_remark(answer))


def _remark(answer: Answer) -> str:
    """That a plan was found at a limit, with its gap."""
    if answer.status is Status.OPTIMAL:
        return ""
    return text("due.unproven") if answer.gap is None else text("due.gap", gap=f"{answer.gap:.2%}")
