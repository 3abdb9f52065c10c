"""If this by then, do that: what the plan's own dates and prices say about when to act again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Column, Grid, Page, Row
from planner.messages import text
from planner.studies.review.data import source
from planner.studies.review.decisions import WAITS, kind_of, named, no_plan
from planner.studies.review.grids import million
from planner.studies.review.words import copy_of, counted, listed, money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.studies.compare.report import Row as Known
    from planner.studies.review.data import Told

_SOURCES = (
    source("decisions_due", "decide_by", *(f"lost_{months}" for months in WAITS), "remark"),
    source("gates", "start", "next_window", "sop_if_missed", "missing_cost_million"),
    source("investments", "decide_by", "unlocks_installs", "unlocks_million"),
    source("contracts", "sign_by", "status"),
)


def page(told: Told) -> Page | None:
    """The triggers by date; none where the plan has none."""
    rows = sorted(_triggers(told), key=lambda row: str(row.cells[0]))
    if not rows:
        return None
    columns = (
        Column(text("review.trigger_by")),
        Column(text("review.trigger_if")),
        Column(text("review.trigger_then")),
        Column(text("review.trigger_cost"), million(told.currency, 1)),
    )
    table = Grid(
        "triggers",
        text("review_figure.triggers"),
        columns,
        tuple(rows),
        tuple(s for s in _SOURCES if told.has(s.file.removesuffix(".csv"))),
    )
    known = [row for row in rows if isinstance(row.cells[3], float)]
    most = max(known, key=lambda row: float(row.cells[3] or 0.0)) if known else None
    dearest = ""
    if most is not None and isinstance(most.cells[3], float) and most.cells[3] > 0:
        dearest = text("review.dearest_trigger", day=most.cells[0], money=money(most.cells[3], told.currency))
    title = text("review_title.triggers", triggers=counted("trigger", len(rows)), day=rows[0].cells[0], dearest=dearest)
    return Page("triggers", text("review_topic.triggers"), title, "", (table,), (text("review_note.triggers"),))


def _triggers(told: Told) -> Iterator[Row]:
    yield from (row for own in told.rows("decisions_due") for row in _waits(told, own))
    yield from _gates(told)
    yield from _copies(told)
    yield from _contracts(told)


def _waits(told: Told, own: Known) -> Iterator[Row]:
    """A decision that is not taken in time: what the shortest wait that is known does."""
    words = {"kind": kind_of(own), "object": named(told, own)}
    barred = no_plan(own)
    asked = [months for months in WAITS if own[f"lost_{months}"] is not None]
    if barred:
        then = text("review_trigger.no_plan", months=listed([str(months) for months in barred]))
        yield Row((own["decide_by"], text("review_trigger.undecided", **words), then, None), _programme(own))
    elif asked:
        lost = float(own[f"lost_{asked[0]}"])
        then = text("review_trigger.wait" if lost > 0 else "review_trigger.may_wait", months=asked[0])
        yield Row((own["decide_by"], text("review_trigger.undecided", **words), then, lost), _programme(own))


def _programme(own: Known) -> str:
    return str(own["object"]) if own["kind"] == "sop" else ""


def _gates(told: Told) -> Iterator[Row]:
    """A gate that misses its month, where that costs anything or leaves no plan."""
    for own in told.rows("gates"):
        cost = own["missing_cost_million"]
        if not own["start"] or not own["next_window"] or not cost or cost <= 0:
            continue
        words = {"gate": own["name"] or own["gate"], "programme": own["programme"]}
        sop = own["sop_if_missed"]
        then = text("review_trigger.later" if sop else "review_trigger.too_late", window=own["next_window"], sop=sop)
        yield Row((own["start"], text("review_trigger.missed", **words), then, float(cost)), str(own["programme"]))


def _copies(told: Told) -> Iterator[Row]:
    """A copy that is decided later than what is due now, and not ordered."""
    due = {(row["object"], row["copy"]) for row in told.rows("decisions_due") if row["kind"] == "line_copy"}
    for own in told.rows("investments"):
        if (own["line"], own["copy"]) in due or own["status"] == "existing" or not own["decide_by"]:
            continue
        lost = own["unlocks_million"]
        if lost is None or own["unlocks_installs"] is None:
            continue
        words = {"copy": copy_of(told.name("line", str(own["line"])), own["copy"])}
        then = text("review_trigger.without", installs=counted("install", own["unlocks_installs"]))
        yield Row((own["decide_by"], text("review_trigger.not_ordered", **words), then, float(lost)))


def _contracts(told: Told) -> Iterator[Row]:
    """A contract that the plan does not sign, until the last day on which it could be."""
    for own in told.rows("contracts"):
        if own["status"] == "unsigned" and own["sign_by"]:
            words = {"item": told.name("item", str(own["item"])), "supplier": own["supplier"] or own["contract"]}
            then = text("review_trigger.sign", contract=own["contract"])
            yield Row((own["sign_by"], text("review_trigger.supply", **words), then, None))
