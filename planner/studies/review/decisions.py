"""Decisions to take now: until when each can wait, and what waiting costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Page, Series
from planner.exports.workbook.fields import WORDED
from planner.exports.workbook.style import label, worded
from planner.messages import text
from planner.results.waiting import SEVERAL, WAITS
from planner.studies.review.data import source
from planner.studies.review.grids import grid, million
from planner.studies.review.pages import page_with
from planner.studies.review.words import copy_of, counted, distinct, greatest, listed, money

if TYPE_CHECKING:
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def page(told: Told) -> Page | None:
    """What is due, the most urgent first."""
    if not told.has("decisions_due"):
        return None
    rows = told.rows("decisions_due")
    columns = (
        "kind",
        "object",
        "decide_by",
        "takes_effect",
        "status",
        "capex_million",
        *(f"lost_{m}" for m in WAITS),
        "remark",
    )
    names = {"object": [named(told, row) for row in rows]}
    table = grid(told, "due", text("review_figure.due"), "decisions_due", rows, columns, names)
    chart = _chart(told, rows)
    return page_with(
        "decisions",
        title=_title(told, rows),
        subtitle=_subtitle(rows, told),
        figures=(table if rows else None, chart),
        notes=(text("review_note.waiting"),) if rows else (),
    )


def named(told: Told, row: Row) -> str:
    """The object of a decision for readers: a copy with its number, a stage with its line."""
    kind, key = str(row["kind"]), str(row["object"])
    name = told.about(kind, key)
    if kind == "line_copy":
        return copy_of(name, row["copy"])
    if kind == "machine":
        return text("review.stage", stage=told.name("stage", str(row["stage"]), key), line=copy_of(name, row["copy"]))
    return text("review.named", key=key, name=name) if name != key and kind in {"sop", "gate_fleet"} else name


def kind_of(row: Row) -> str:
    """The kind of a decision in words."""
    return label(f"{WORDED['kind']}.{row['kind']}", worded(str(row["kind"])))


def no_plan(row: Row) -> list[int]:
    """Months of waiting after which there is no plan."""
    return [int(months) for months in str(row["no_plan_after"] or "").split(SEVERAL) if months]


def _title(told: Told, rows: list[Row]) -> str:
    if not rows:
        return text("review_title.nothing_due")
    days = sorted(str(row["decide_by"]) for row in rows)
    words = {"due": counted("decision", len(rows)), "from": days[0], "to": days[-1]}
    start = text("review.due_on" if words["from"] == words["to"] else "review.due_between", **words)
    return text("review_title.due", due=start, finding=_finding(told, rows))


def _finding(told: Told, rows: list[Row]) -> str:
    """The decision with which waiting is gravest: no plan is left, else the most is lost."""
    barred = [row for row in rows if no_plan(row)]
    if barred:
        waits = listed([str(months) for months in no_plan(barred[0])], joint="review.or")
        return text("review.no_wait", object=named(told, barred[0]), kind=kind_of(barred[0]), months=waits)
    for months in reversed(WAITS):
        dearest = greatest(rows, f"lost_{months}")
        if dearest is not None:
            lost = float(dearest[f"lost_{months}"])
            words = {"object": named(told, dearest), "kind": kind_of(dearest), "months": months}
            told_as = "review.dear" if lost > 0 else "review.free"
            return text(told_as, **words, money=money(lost, told.currency))
    return text("review.not_asked")


def _subtitle(rows: list[Row], told: Told) -> str:
    """What they commit."""
    capex = sum(row["capex_million"] or 0.0 for row in rows)
    return text("review_sub.commits", money=money(capex, told.currency)) if capex else ""


def _short(told: Told, row: Row) -> str:
    """A decision as an axis names it."""
    short = str(row["object"]) if row["kind"] in {"sop", "gate_fleet"} else named(told, row)
    return text("review.of_kind", kind=kind_of(row), object=short)


def _chart(told: Told, rows: list[Row]) -> Chart | None:
    """What each wait with each decision costs."""
    asked = [row for row in rows if any(row[f"lost_{months}"] is not None for months in WAITS)]
    if not asked:
        return None
    bars = tuple(
        Series(
            text("review_series.wait", months=months),
            tuple(row[f"lost_{months}"] for row in asked),
            source("decisions_due", f"lost_{months}"),
        )
        for months in WAITS
    )
    names = distinct([_short(told, row) for row in asked])
    return Chart(
        "waiting",
        "bars",
        text("review_figure.waiting", currency=told.currency),
        names,
        bars,
        million(told.currency, 1),
        text("review.decision"),
    )
