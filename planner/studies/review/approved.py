"""What has changed since the plan that was approved last: inputs, value, installs; and plan against actuals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Column, Grid, Page, Row, Series, Shape, Source
from planner.messages import text
from planner.studies.compare.figures import figures
from planner.studies.compare.gaps import DISTINCT, SAME, worth_of
from planner.studies.compare.side import lines
from planner.studies.review.grids import million
from planner.studies.review.pages import page_with
from planner.studies.review.scenarios import installs, wholes
from planner.studies.review.words import counted, listed, money

if TYPE_CHECKING:
    from planner.studies.review.data import Told
    from planner.studies.review.former import Former

SHOWN = 12
"""Inputs that a slide shows one by one; of more it counts those of each table."""
_VALUE = "value"


def page(told: Told) -> Page | None:
    """The plan beside the one that was approved last; none where none was."""
    known = told.former
    if known is None:
        return None
    plans = (known.report, replace(told.report, name=text("review.this_plan")))
    side = list(lines(plans, [figures(plan) for plan in plans]))
    pages = (
        _bridge(told),
        installs(plans, side),
        _changes(known),
        _by_table(known),
        wholes(plans, side),
    )
    return page_with(
        "approved",
        title=_title(told, known),
        subtitle=_subtitle(known),
        figures=pages,
        notes=_notes(known, bridged=bool(told.bridge.rows)),
    )


def _title(told: Told, known: Former) -> str:
    version = known.version
    words = {"version": version.version, "day": version.date, "changes": _count(known)}
    if told.report.sha256 == known.report.sha256:
        return text("review_title.approved_itself", **words)
    before, now = (float(plan.kpis["npv_million"]) for plan in (known.report, told.report))
    apart = worth_of(known.report, told.report, (before, now))
    if apart != DISTINCT:
        return text(f"review_title.approved_{'same' if apart == SAME else 'alike'}", **words)
    words["apart"] = money(abs(now - before), told.currency)
    return text(f"review_title.approved_{'more' if now > before else 'less'}", **words)


def _count(known: Former) -> str:
    """How much has changed: cells and rows, and files of which no more can be told; a file may differ in no cell."""
    files = [own.why for own in known.inputs if own.kind == "file"]
    unknown = len(files) - files.count(text("compare.same_cells"))
    told = [counted("input", len(known.inputs) - len(files)), counted("file", unknown)]
    return listed(told[1:] if unknown and len(files) == len(known.inputs) else told if unknown else told[:1])


def _subtitle(known: Former) -> str:
    by, note = known.version.by, known.version.note
    return text("review_sub.approved_note" if note else "review_sub.approved", by=by, note=note.rstrip(".。"))


def _notes(known: Former, *, bridged: bool) -> tuple[str, ...]:
    return (text("review_note.no_bridge"),) if known.inputs and not bridged else ()


def _bridge(told: Told) -> Chart | None:
    """From the value of the former plan over what each group of inputs is worth to that of this one."""
    rows = [row for row in told.bridge.rows if row["measure"] == _VALUE]
    if not rows:
        return None
    values = tuple(row["end"] if row["part"] in {"start", "end"} else row["change"] for row in rows)
    own = Series(text("review.objective"), values, Source(told.bridge.file, ("change", "end")))
    names = tuple(str(row["name"]) for row in rows)
    title = text("review_figure.bridge")
    return Chart("bridge", "waterfall", title, names, (own,), million(told.currency, 1), text("review.inputs"))


def _changes(known: Former) -> Grid | None:
    """Every input that is another; an appendix where there are many."""
    heads = ("table", "row", "column", "reference", "value", "why")
    named = {"reference": known.report.name, "value": text("review.this_plan")}
    columns = tuple(Column(named.get(head, text(f"compare_input.{head}"))) for head in heads)
    rows = tuple(
        Row((own.table, own.row or None, own.column or None, own.reference or None, own.value or None, own.why or None))
        for own in known.inputs
    )
    minor = len(rows) > SHOWN
    return Grid("changes", text("review_figure.changes"), columns, rows, (_origin(),), minor) if rows else None


def _by_table(known: Former) -> Grid | None:
    """How many inputs of each table are others, where there are many."""
    if len(known.inputs) <= SHOWN:
        return None
    counts: dict[str, float] = {}
    for own in known.inputs:
        counts[own.table] = counts.get(own.table, 0.0) + 1.0
    columns = (Column(text("compare_input.table")), Column(text("review.changes"), Shape()))
    rows = tuple(Row((table, count)) for table, count in sorted(counts.items(), key=lambda pair: -pair[1]))
    return Grid("changed_tables", text("review_figure.changed_tables"), columns, rows, (_origin(),))


def _origin() -> Source:
    return Source("manifest.json", ("inputs", "overrides"), text("review.how_inputs"))
