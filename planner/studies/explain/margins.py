"""What if at the margin: the case solved again with one thing changed, a row each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner import pipeline
from planner.capacity import capacity
from planner.errors import NoPlanError, Severity, StoppedError
from planner.messages import text
from planner.model.catalogue import program
from planner.results.periods import installs
from planner.results.variants import DIRECT, broken
from planner.results.view import View
from planner.scenarios import Variant
from planner.solve import solve
from planner.studies.explain.asks import asks
from planner.tables import raw
from planner.tables.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.studies.explain.ask import Ask
    from planner.studies.explain.taken import Taken
    from planner.tables.inputs import Inputs

CAPITAL = ("capex", "residual", "fixed_cost")
"""Terms of the objective that say what machines, copies and shifts cost, besides what running them does."""
COLUMNS = ["rank", "kind", "what", "gain_million", "cost_million", "net_million", "installs", "helps_from"]
MORE = ["remark", "opens", "rules"]
SOONER = ("lead", "gate")
"""Kinds by which decisions may come sooner, and need not."""
SEEN = 0.01
"""Installs of a period by which it is told that a change has begun to help."""
DIGITS = 6


@dataclass(frozen=True, eq=False)
class Case:
    """A solved case.

    Attributes:
        million: Value of the plan, present value less penalties.
        capital: What `CAPITAL` comes to.
        installs: Production installs by period of the plan.
    """

    million: float
    capital: float
    installs: pd.Series


class Margins:
    """Cases that differ from a plan's in one change each."""

    def __init__(self, taken: Taken) -> None:
        """Read the files of the case once, and what they have shown."""
        self._taken, self._known = taken, Known()
        self._files = raw(taken.reopened.case)
        pipeline.examined(self._files, variant=taken.reopened.asked.variant, known=self._known)
        self._known.learnt()
        view = taken.view
        # Promises to objectives before the last hold the plan, not the question.
        self._base = _solved(view.inputs, view)

    def row(self, ask: Ask, *, redecide: bool) -> tuple[object, ...]:
        """What a change comes to, in `COLUMNS` but the rank, and `MORE`."""
        try:
            found, remark = self._redecided(ask) if redecide else self._held(ask)
        except NoPlanError as error:
            found, remark = None, text("margins.no_plan", limits="; ".join(error.reasons) or str(error))
        except StoppedError as error:
            found, remark = None, str(error)
        if found is None:
            numbers = (np.nan, np.nan, np.nan, np.nan, pd.NaT)
            return (ask.kind, ask.what, *numbers, remark, ask.opens, "; ".join(ask.rules))
        base = self._base
        net, cost = found.million - base.million, found.capital - base.capital if ask.priced else np.nan
        gain = net + cost if ask.priced else net
        more = found.installs - base.installs
        helps = more.index[(more > SEEN).to_numpy()]
        numbers = (
            round(gain, DIGITS) + 0.0,
            round(cost, DIGITS) + 0.0,
            round(net, DIGITS) + 0.0 if ask.priced else np.nan,
            round(float(more.sum()), DIGITS) + 0.0,
            helps[0] if len(helps) else pd.NaT,
        )
        return (ask.kind, ask.what, *numbers, remark, ask.opens, "; ".join(ask.rules))

    def _held(self, ask: Ask) -> tuple[Case | None, str]:
        """With all other decisions of the plan; what comes sooner but loses by it stays where it is."""
        own = self._taken.view.inputs["decisions"]
        found, remark = self._with(ask, own if ask.decisions is None else ask.decisions)
        if ask.kind in SOONER and (found is None or found.million < self._base.million):
            found, without = self._with(ask, own)
            remark = without or remark or text("margins.no_sooner")
        return found, remark

    def _with(self, ask: Ask, decisions: pd.DataFrame) -> tuple[Case | None, str]:
        view = self._taken.view
        changed = self._changed(ask) if ask.rules else view.inputs
        inputs = changed.replace(case=replace(changed.case, decide=(), hold=()), decisions=decisions)
        known = capacity(inputs)
        answer = solve(program(inputs, known), DIRECT)
        if not answer.status.has_plan:
            return None, text("margins.no_plan", limits=broken(answer.program, known, inputs))
        return _case(View(inputs, known, answer)), ""

    def _redecided(self, ask: Ask) -> tuple[Case, str]:
        """With all that was left to the planner decided again."""
        decided = pipeline.decide(self._changed(ask), self._taken.reopened.asked.options)
        known = capacity(decided.inputs)
        answer = solve(program(decided.inputs, known), DIRECT)
        gap = decided.aimed.answer.gap
        remark = text("due.gap", gap=f"{gap:.2%}") if gap else ""
        return _case(View(decided.inputs, known, answer)), remark

    def _changed(self, ask: Ask) -> Inputs:
        """The case as it was asked for, with the rules of a change too."""
        asked = self._taken.reopened.asked
        variant = Variant(asked.variant.scenario, (*asked.variant.overrides, *ask.rules), asked.variant.called)
        inputs, problems = pipeline.examined(self._files, variant=variant, known=self._known)
        if inputs is None:
            told = [f"{p.place}: {p.message}" for p in problems if p.severity is Severity.ERROR]
            raise NoPlanError(text("margins.bad_input"), told)
        return asked.wanted.of(inputs)


def margins(taken: Taken, tell: Callable[[int, int], None], *, redecide: bool = False) -> pd.DataFrame:
    """A row for each change, those that bring most first; changes that leave no plan last.

    Args:
        taken: The plan.
        tell: Whom to tell of changes done and of all.
        redecide: Whether all that was left to the planner is decided again; then only what changes the tables is asked,
            as the rest was open when the plan was made.
    """
    asked = [ask for ask in asks(taken.view) if ask.rules or not redecide]
    tell(0, len(asked))
    cases, rows = Margins(taken), []
    for number, ask in enumerate(asked, 1):
        rows.append(cases.row(ask, redecide=redecide))
        tell(number, len(asked))
    table = pd.DataFrame(rows, columns=[*COLUMNS[1:], *MORE])
    worth = table["net_million"].fillna(table["gain_million"])
    table = table.loc[worth.sort_values(ascending=False, kind="stable", na_position="last").index]
    table = table.reset_index(drop=True).assign(rank=np.arange(1, len(table) + 1))
    kinds = {name: "float64" for name in COLUMNS if name.endswith("million") or name == "installs"}
    return table[[*COLUMNS, *MORE]].astype({**kinds, "helps_from": "datetime64[s]"})


def _solved(inputs: Inputs, view: View) -> Case:
    return _case(View(inputs, view.capacity, solve(program(inputs, view.capacity), DIRECT)))


def _case(view: View) -> Case:
    answer = view.answer
    terms = answer.program.terms
    capital = sum(float(terms[name] @ answer.x) for name in CAPITAL if name in terms)
    capital += sum(answer.program.constants.get(name, 0.0) for name in CAPITAL)
    rows = view.in_plan(installs(view))
    starts = view.capacity.time.periods["start"]
    made = rows.groupby("period")["production_installs"].sum()
    return Case(-answer.objective, capital, made.set_axis(starts.loc[made.index]))
