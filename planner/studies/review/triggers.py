"""If this by then, do that: what the plan's own dates and prices say about when to act again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Column, Grid, Page, Row
from planner.messages import text
from planner.results.waiting import WAITS
from planner.studies.review.data import parts, source
from planner.studies.review.decisions import kind_of, named, no_plan
from planner.studies.review.grids import million
from planner.studies.review.pages import page_with
from planner.studies.review.words import copy_of, counted, listed, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.studies.compare.report import Row as Known
    from planner.studies.review.data import Told

_COLUMNS = {
    "decisions_due": ("decide_by", *(f"lost_{months}" for months in WAITS), "no_plan_after"),
    "gates": ("start", "next_window", "sop_if_missed", "missing_cost_million"),
    "investments": ("decide_by", "unlocks_installs", "unlocks_million"),
    "contracts": ("sign_by", "status"),
}
"""Columns of result tables that triggers are made of."""


def page(told: Told) -> Page | None:
    """The triggers by date, gates that miss their month apart; none where the plan has none."""
    acts, gates = _sorted([*_due(told), *_copies(told), *_contracts(told)]), _sorted(_gates(told))
    if not acts and not gates:
        return None
    tables = (
        _table(told, "triggers", acts, ("decisions_due", "investments", "contracts")),
        _table(told, "missed", gates, ("gates",)),
    )
    return page_with(
        "triggers",
        title=_title(told, _sorted([*acts, *gates])),
        figures=tuple(table for table in tables if table.rows),
        notes=(text("review_note.triggers"),),
    )


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row.cells[0]))


def _title(told: Told, rows: list[Row]) -> str:
    stakes = {number: cost for number, row in enumerate(rows) if isinstance(cost := row.cells[-1], float) and cost > 0}
    most = max(stakes, key=lambda number: stakes[number]) if stakes else None
    dearest = ""
    if most is not None:
        words = {"day": rows[most].cells[0], "money": money(stakes[most], told.currency)}
        dearest = text("review.dearest_trigger", **words)
    count = counted("trigger", len(rows))
    return text("review_title.triggers", triggers=count, day=rows[0].cells[0], dearest=dearest)


def _table(told: Told, key: str, rows: list[Row], tables: tuple[str, ...]) -> Grid:
    columns = (
        Column(text("review.trigger_by")),
        Column(text("review.trigger_if")),
        Column(text("review.trigger_then")),
        Column(text("review.trigger_cost"), million(told.currency, 1)),
    )
    sources = tuple(source(table, *_COLUMNS[table]) for table in tables if told.has(table))
    return Grid(key, text(f"review_figure.{key}"), columns, tuple(rows), sources)


def _due(told: Told) -> Iterator[Row]:
    for own in told.rows("decisions_due"):
        yield from _waits(told, own)


def _waits(told: Told, own: Known) -> Iterator[Row]:
    """A decision that is not taken in time: what the shortest wait that is known does."""
    words = {"kind": kind_of(own), "object": named(told, own)}
    barred = no_plan(own)
    asked = [months for months in WAITS if own[f"lost_{months}"] is not None]
    if barred:
        then = text("review_trigger.no_plan", months=listed([str(months) for months in barred], joint="review.or"))
        yield Row((own["decide_by"], text("review_trigger.undecided", **words), then, None), _programme(own))
    elif asked:
        lost = float(own[f"lost_{asked[0]}"])
        then = text("review_trigger.wait" if lost > 0 else "review_trigger.may_wait", months=asked[0])
        yield Row((own["decide_by"], text("review_trigger.undecided", **words), then, lost), _programme(own))


def _programme(own: Known) -> str:
    return str(own["object"]) if own["kind"] == "sop" else ""


def _gates(told: Told) -> Iterator[Row]:
    """A gate that misses its month, where that costs anything, with the programmes that wait for it."""
    dear = [row for row in told.rows("gates") if row["start"] and row["next_window"] and row["missing_cost_million"]]
    for rows in parts([row for row in dear if row["missing_cost_million"] > 0], "gate", list).values():
        own = rows[0]
        waiting = [str(row["programme"]) for row in rows]
        starts = [
            text("review_trigger.starts", programme=row["programme"], sop=row["sop_if_missed"])
            if row["sop_if_missed"]
            else text("review_trigger.too_late", programme=row["programme"])
            for row in rows
        ]
        missed = text(
            "review_trigger.missed", gate=own["name"] or own["gate"], programmes=listed(waiting, len(waiting))
        )
        then = text("review_trigger.later", window=own["next_window"], starts=listed(starts, len(starts)))
        cost = max(float(row["missing_cost_million"]) for row in rows)
        yield Row((own["start"], missed, then, cost), waiting[0] if len(waiting) == 1 else "")


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
