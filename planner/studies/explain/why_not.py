"""Why not decide otherwise: it is forced, everything else is decided anew, and what it costs is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner import pipeline
from planner.errors import NoPlanError
from planner.messages import text
from planner.results.explained import Explained
from planner.solve.conflict import has_plan
from planner.studies.compare.gaps import gap_million
from planner.studies.explain.changes import Change, table_of
from planner.studies.explain.forced import Forced, left_out, rules
from planner.studies.explain.infeasible import explained
from planner.studies.explain.insisted import first_hurt, measures, moves
from planner.studies.explain.proofs import Proofs
from planner.studies.explain.question import Question, asked
from planner.studies.explain.reach import reach
from planner.studies.explain.wish import AFTER, BY, wish

if TYPE_CHECKING:
    from planner.model.assemble import Program
    from planner.pipeline import Planned
    from planner.solve import Options
    from planner.studies.explain.wish import Wish
    from planner.studies.reopen import Reopened
    from planner.tables.inputs import Inputs

DIGITS = 1e-6
"""Share of an amount below which no solver tells digits."""


@dataclass(frozen=True, eq=False)
class Insisted:
    """A plan in which the wish is kept.

    Attributes:
        planned: The plan.
        gap: Million money by which it may be better; None where no bound is known.
    """

    planned: Planned
    gap: float | None


def why_not(report: Reopened, said: str) -> Explained:
    """What it costs to insist on a decision, or why there is no plan with it.

    Args:
        report: The report of a plan, taken up again.
        said: The decision in words.

    Raises:
        UsageError: The words are not understood.
        InputError: The decision cannot stand in the tables.
        StoppedError: No plan was found in the time of the report's options, and none disproved.
    """
    told = wish(said, report.undecided)
    variant = report.asked.variant
    changes = rules(told, report.undecided)
    variant = replace(variant, overrides=(*variant.overrides, *changes))
    inputs = report.asked.wanted.of(pipeline.load(report.case, variant=variant)[0]) if changes else report.undecided
    forced = Forced(told) if not changes or left_out(told, report.undecided) else None
    proofs = Proofs(report.case, variant, report.asked.wanted, forced)
    facts = {"why_not": said, "rules": list(changes), **report.asked.plain()}
    try:
        insisted = _insisted(inputs, forced, report.asked.options)
    except NoPlanError:
        return _none(inputs, told, proofs, facts)
    return _cost(report, told, insisted, facts)


def _insisted(inputs: Inputs, forced: Forced | None, options: Options) -> Insisted:
    gap: float | None = 0.0
    if inputs.case.decide:
        decided = pipeline.decide(inputs, options, forced=forced)
        answer, inputs = decided.aimed.answer, decided.inputs
        gap = None if answer.bound is None else abs(answer.objective - answer.bound)
    own = replace(options, door="highs", time_limit=None)
    return Insisted(pipeline.plan(inputs, own, missed=False, audited=False), gap)


def _cost(report: Reopened, told: Wish, insisted: Insisted, facts: dict[str, object]) -> Explained:
    plan, other = report.planned(), insisted.planned
    table = measures(plan.plan, other.plan)
    moved = moves(report.inputs, other.inputs, plan.plan.names)
    lost = other.answer.objective - plan.answer.objective
    gaps = _together(gap_million(report.report), insisted.gap)
    size = max(abs(plan.answer.objective), abs(other.answer.objective))
    currency = plan.inputs.case.currency
    words = {"said": told.said, "million": f"{abs(lost):,.1f}", "currency": currency}
    if moved.empty and abs(lost) <= DIGITS * size:
        first = text("why_not.already", **words)
    elif gaps is None:
        first = text("why_not.unknown_gap" if lost > 0 else "why_not.unknown_gain", **words)
    elif abs(lost) <= gaps + DIGITS * size:
        first = text("why_not.within", **words, gaps=f"{gaps:,.1f}")
    else:
        first = text("why_not.costs" if lost > 0 else "why_not.brings", **words)
    told_moves = tuple(
        text("why_not.moved", decision=row["decision"], old=row["old"], new=row["new"])
        for row in moved.to_dict("records")
    )
    tables = {"why_not": table, "why_not_moves": moved}
    shown = replace(other.plan, tables=tables)
    return Explained("why_not", shown, (first, *first_hurt(plan.plan, other.plan), *told_moves), facts)


def _together(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _none(inputs: Inputs, told: Wish, proofs: Proofs, facts: dict[str, object]) -> Explained:
    """The conflict of a case that has no plan with the wish, and the nearest wish that has one."""
    bare = question = asked(inputs)
    if proofs.forced is not None:
        question = Question(inputs, bare.capacity, proofs.forced(bare.program, inputs))
    found = explained(question, proofs, reach(inputs), facts)
    nearest = _nearest(bare.program, told, proofs)
    tables = dict(found.plan.tables)
    if nearest:
        tables["single_changes"] = pd.concat([table_of(nearest), tables["single_changes"]], ignore_index=True)
    words = [text("why_not.nearest", day=change.new) for change in nearest]
    words = [*_too_soon(question, told, proofs), *words]
    first = (text("why_not.no_plan", said=told.said), *words)
    kept = [words for words in found.headlines if not nearest or words != text("infeasible.no_single")]
    plan = replace(found.plan, tables=tables)
    return replace(found, kind="why_not", plan=plan, headlines=(*first, *kept))


def _too_soon(question: Question, told: Wish, proofs: Proofs) -> list[str]:
    """That no day in time can be chosen at all."""
    days = proofs.forced.days(question.program) if isinstance(proofs.forced, Forced) else np.empty(0, "datetime64[s]")
    if told.how != BY or not len(days) or days[0] <= np.datetime64(told.last):
        return []
    return [text("why_not.too_soon", day=f"{pd.Timestamp(days[0]):%Y-%m-%d}")]


def _nearest(program: Program, told: Wish, proofs: Proofs) -> list[Change]:
    """The wish with the nearest day that has a plan."""
    if not isinstance(proofs.forced, Forced) or told.how not in {BY, AFTER}:
        return []
    later = told.how == BY
    days = proofs.forced.days(program)
    limit = np.datetime64(told.last if later else told.first)
    days = days[days > limit] if later else days[days <= limit][::-1]
    low, high = 0, len(days)
    while low < high:
        middle = (low + high) // 2
        day = pd.Timestamp(days[middle])
        other = replace(told, last=day) if later else replace(told, first=day)
        if has_plan(Forced(other)(program)):
            high = middle
        else:
            low = middle + 1
    if low == len(days):
        return []
    words, old = text("why_not.day"), told.last if later else told.first
    return [Change(words, f"{old:%Y-%m-%d}", f"{pd.Timestamp(days[low]):%Y-%m-%d}", "", float("nan"), "")]
