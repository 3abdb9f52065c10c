"""What a re-planning came to, in sentences and as tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.messages import text
from planner.results.explained import Explained
from planner.results.names import reader_names
from planner.studies.explain.changes import decision_words
from planner.studies.replan.blocks import COUNTED, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.pipeline import Planned
    from planner.studies.reopen import Reopened

MISSED = 1e-5
"""Share of a count by which what the next plan reckons with may differ: what rounded counts leave."""


def explained(
    again: Reopened, planned: Planned, compared: pd.DataFrame, changes: pd.DataFrame, report: str = ""
) -> Explained:
    """A re-planning as an explanation of the new plan.

    Args:
        again: The last plan.
        planned: The new one.
        compared: From `plan_vs_actual`.
        changes: From `changed_decisions`.
        report: Fingerprint of the new plan's manifest.
    """
    case = planned.inputs.case
    plan = replace(planned.plan, tables={"plan_vs_actual": compared, "changed_decisions": changes})
    facts: dict[str, object] = {
        "plan": again.report.sha256,
        "to": report,
        "as_of": case.plan_date.isoformat(),
        "stability_million": case.stability_million,
        "stability_paid_million": float(changes["stability_million"].sum()),
        "value_before_million": -float(again.report.kpis["objective_million"]),
        "value_million": -float(planned.answer.objective),
    }
    lines = (*_headlines(again, planned, changes), *_far_off(compared))
    warnings = (*_warnings(planned, compared), *_payments(planned, changes))
    return Explained("replan", plan, lines, facts, warnings)


def _headlines(again: Reopened, planned: Planned, changes: pd.DataFrame) -> Iterator[str]:
    case = planned.inputs.case
    before, value = -float(again.report.kpis["objective_million"]), -float(planned.answer.objective)
    words = {"as_of": case.plan_date, "plan": again.report.name, "currency": case.currency}
    yield text("replan.value", value=value, before=before, difference=value - before, **words)
    own = changes.loc[changes["why"] != text("replan.why_actual")]
    yield text("replan.same", **words) if own.empty else text("replan.changed", count=len(own), **words)
    if (paid := float(own["stability_million"].sum())) > 0:
        yield text("replan.paid", paid=paid, price=case.stability_million, **words)
    names = reader_names(planned.inputs)
    for row in changes.to_dict("records"):
        days = {name: "-" if pd.isna(row[name]) else f"{row[name]:%Y-%m-%d}" for name in ("before", "after")}
        yield text(f"replan_change.{row['change']}", named=_named(row, names), **days, why=row["why"])


def _named(row: Mapping[Any, Any], names: Mapping[str, Mapping[str, str]]) -> str:
    """A decision in words, extra machines with their stage."""
    stage = names["stage"].get(f"{row['object']}/{row['stage']}", row["stage"])
    words = decision_words(row, names)
    return text("replan.at_stage", named=words, stage=stage) if stage else words


def _payments(planned: Planned, changes: pd.DataFrame) -> Iterator[str]:
    """Copies whose payments move with the day on which they really came, since decisions have one day."""
    names = reader_names(planned.inputs)
    for row in changes.loc[changes["why"] == text("replan.why_actual")].to_dict("records"):
        yield text("replan.payments", named=_named(row, names))


def _far_off(compared: pd.DataFrame) -> Iterator[str]:
    """The measure that is furthest from its plan."""
    told = compared.loc[compared["share"].notna()]
    if len(told):
        furthest = int((told["share"] - 1.0).abs().to_numpy().argmax())
        row = _told(told.iloc[furthest].to_dict())
        if abs(row["share"] - 1.0) > MISSED:
            yield text("replan.far_off", **row)


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of actuals, or of their comparison, as its sentences take it: of a stage with its name."""
    stage, name = row["stage"], row["object"]
    words = text("replan.at_stage", named=name, stage=stage) if stage else name
    return {str(key): cell for key, cell in row.items()} | {"object": words, "from_day": row["from"]}


def _warnings(planned: Planned, compared: pd.DataFrame) -> Iterator[str]:
    """Counts that the inputs do not allow, and those that make up no whole period."""
    off = (compared["counted"] - compared["actual"]).abs() > MISSED * compared["actual"].clip(lower=1.0)
    actuals = planned.inputs["actuals"]
    taken = {row for block in blocks(actuals, planned.capacity.time.periods) for row in block.rows}
    left = actuals.loc[actuals["measure"].isin(COUNTED) & ~actuals.index.isin(taken)]
    for row in left.to_dict("records"):
        yield text("replan.part_of_period", **_told(row))
    ranges = {(row["measure"], row["object"], row["from"]) for row in left.to_dict("records")}
    for row in compared.loc[off].to_dict("records"):
        if (row["measure"], row["object"], row["from"]) not in ranges:
            yield text("replan.not_allowed", **_told(row))
