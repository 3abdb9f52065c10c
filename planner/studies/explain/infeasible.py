"""Why there is no plan, in layers: what can be reached, what conflicts, what would bend, what alone would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner import pipeline
from planner.messages import text
from planner.results.explained import Explained
from planner.results.names import reader_names
from planner.results.plan import Plan, SolveFacts
from planner.scenarios import Variant
from planner.solve.conflict import DIRECT, conflict, has_plan
from planner.solve.elastic import NEGOTIABLE
from planner.studies.explain.bends import bends
from planner.studies.explain.changes import single_changes, table_of
from planner.studies.explain.proofs import Proofs
from planner.studies.explain.question import asked
from planner.studies.explain.reach import reach
from planner.tables.aims import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.errors import Problem
    from planner.studies.explain.bends import Bends
    from planner.studies.explain.changes import Change
    from planner.studies.explain.question import Question

    Limit = tuple[str, int]

SHOWN = 6
"""Sentences of a kind among the headlines."""
BASE, ANYTHING = Variant(), Wanted()


def infeasible(
    folder: Path, variant: Variant = BASE, wanted: Wanted = ANYTHING
) -> tuple[Explained | None, tuple[Problem, ...]]:
    """Why a case, or a scenario of it, has no plan; None where it has one, or where none was disproved.

    Args:
        folder: The case.
        variant: Scenario and rules.
        wanted: What else is asked for; a target is left out, since a run tells how far it can be reached.

    Returns:
        The explanation, and what the checks noticed.

    Raises:
        InputError: The case cannot be read.
        UsageError: A rule is none.
    """
    inputs, warnings = pipeline.load(folder, variant=variant)
    inputs = wanted.of(inputs)
    question = asked(inputs)
    if has_plan(question.program) is not False:
        return None, warnings
    proofs = Proofs(folder, variant, wanted)
    facts = {"scenario": variant.scenario, "overrides": list(variant.overrides), "hold": list(wanted.hold)}
    return explained(question, proofs, reach(inputs), facts), warnings


def explained(question: Question, proofs: Proofs, reached: pd.DataFrame, facts: Mapping[str, object]) -> Explained:
    """The layers of a program without a plan, as tables and sentences.

    Args:
        question: The case without a plan.
        proofs: The same case as its folder tells it.
        reached: From `reach.reach`.
        facts: What was asked.
    """
    found = conflict(question.program)
    limits = question.of_rows(found.rows) if found is not None else []
    given = bends(question, proofs.forced)
    changes = single_changes(question, proofs, dict.fromkeys([*limits, *given.limits]))
    tables = {
        "reach": reached,
        "conflict": conflict_table(question, limits),
        "bends": given.table,
        "single_changes": table_of(changes),
    }
    headlines = (*_reached(reached), *conflict_words(question, limits), *_bent(given))
    if changes or not given.physics:
        headlines = (*headlines, *changed(changes))
    doubts = {"not_least": found is not None and found.least, "bends_not_least": given.least}
    unsure = tuple(text(f"infeasible.{doubt}") for doubt, proved in doubts.items() if not proved)
    whole = (text("infeasible.whole"),) if found is not None and found.whole else ()
    return Explained("infeasible", no_plan(question, tables), headlines, facts, (*whole, *unsure))


def no_plan(question: Question, tables: Mapping[str, pd.DataFrame]) -> Plan:
    """A plan that is none, for what shows the tables of an explanation."""
    inputs, nothing = question.inputs, float("nan")
    facts = SolveFacts("infeasible", DIRECT.solver_name, DIRECT.door, nothing, None, None, 0.0)
    counts, names = question.program.counts(), reader_names(inputs)
    return Plan(inputs.case, inputs.scenario, tables, {}, facts, counts, names)


def conflict_table(question: Question, limits: Sequence[Limit]) -> pd.DataFrame:
    """Limits that conflict in words: limit, negotiable, rows (of the program), file, row."""
    rows = []
    for words, same in question.told(limits).items():
        place = question.stand(*same[0])
        rows.append((words, same[0][0] in NEGOTIABLE, len(same), place.file, place.row))
    return pd.DataFrame(rows, columns=["limit", "negotiable", "rows", "file", "row"])


def conflict_words(question: Question, limits: Sequence[Limit]) -> tuple[str, ...]:
    """The conflict in a sentence."""
    told = list(question.told(limits))
    return (text("infeasible.conflict", limits=text("infeasible.and").join(told)),) if told else ()


def _reached(reached: pd.DataFrame) -> tuple[str, ...]:
    """What cannot be reached at all, the firm numbers before the demand of the years."""
    short = reached.loc[reached["missing"] != 0]
    firm = short["asked_for"] != text("reach.demand")
    short = short.loc[firm] if firm.any() else short
    sentences = []
    for row in short.to_dict("records"):
        words = {
            "asked_for": row["asked_for"],
            "programme": row["programme"] or text("infeasible.all"),
            "by": f"{row['by']:%Y-%m-%d}",
        }
        words |= {"asked": f"{row['asked']:,.6g}", "held": row["held_by"]}
        key = "reached" if row["reached"] == row["reached"] else "unreached"
        sentences.append(text(f"infeasible.{key}", **words, reached=f"{row['reached']:,.6g}"))
    return tuple(sentences[:SHOWN])


def _bent(given: Bends) -> tuple[str, ...]:
    if given.physics:
        return (text("infeasible.physics"),)
    parts = [
        text("infeasible.bend", limit=row["limit"], amount=f"{row['amount']:,.6g}", unit=row["unit"])
        if row["amount"] == row["amount"]
        else row["limit"]
        for row in given.table.to_dict("records")
    ]
    return (text("infeasible.bends", limits=text("infeasible.and").join(parts[:SHOWN])),) if parts else ()


def changed(changes: Sequence[Change]) -> tuple[str, ...]:
    """Single changes, a sentence each."""
    if not changes:
        return (text("infeasible.no_single"),)
    words = [
        text("infeasible.single", words=c.words, old=c.old, new=c.new, file=c.file, row=f"{c.row:.0f}") for c in changes
    ]
    return (text("infeasible.singles", count=len(words)), *words[:SHOWN])
