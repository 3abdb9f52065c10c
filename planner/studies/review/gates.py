"""Pilot fleet, validation gates and starts of production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Bar, Chart, Gantt, Page, Span
from planner.messages import text
from planner.studies.review.data import source
from planner.studies.review.grids import grid, vehicles
from planner.studies.review.pages import by_programme, by_years, page_with
from planner.studies.review.words import counted, greatest, money

if TYPE_CHECKING:
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def page(told: Told) -> Page | None:
    """When pilots are built, gates run and production starts."""
    rows, fleet = told.rows("gates"), _fleet(told)
    if not rows and fleet is None:
        return None
    columns = (
        "programme",
        "name",
        "fleet_complete",
        "start",
        "passed",
        "sop",
        "slack_months",
        "next_window",
        "sop_if_missed",
        "missing_cost_million",
        "if_missed",
    )
    table = grid(told, "gates", text("review_figure.gates"), "gates", rows, columns, minor=True)
    figures = (_gantt(told, rows) if rows else None, fleet, table if rows else None)
    return page_with(
        "gates",
        title=_title(told, rows),
        subtitle=_dearest(told, rows),
        figures=figures,
        notes=(text("review_note.slack"),) if rows else (),
    )


def _title(told: Told, rows: list[Row]) -> str:
    pilots = sum(row["pilot_installs"] or 0.0 for row in told.rows("yearly_total"))
    words = {"pilots": counted("pilot", pilots), "gates": counted("gate", len({row["gate"] for row in rows}))}
    if not rows:
        return text("review_title.no_gates", **words)
    waiting = [row for row in rows if row["slack_months"] is not None]
    if not waiting:
        return text("review_title.nothing_waits", **words)
    least = min(float(row["slack_months"]) for row in waiting)
    tight = len({row["gate"] for row in waiting if row["slack_months"] == least})
    if least > 0:
        return text("review_title.slack", **words, months=counted("month", least))
    return text("review_title.no_slack_one" if tight == 1 else "review_title.no_slack", **words, tight=tight)


def _dearest(told: Told, rows: list[Row]) -> str:
    most = greatest(rows, "missing_cost_million")
    if most is None or most["missing_cost_million"] <= 0:
        return ""
    words = {"gate": most["name"] or most["gate"], "money": money(most["missing_cost_million"], told.currency)}
    return text("review_sub.dearest_gate", **words)


def _fleet(told: Told) -> Chart | None:
    """Pilot vehicles by programme and year."""
    shown = [own for own in by_programme(told, "pilot_installs") if any(own.values)]
    return by_years(told, "pilots", "stacked", text("review_figure.pilots"), shown, vehicles()) if shown else None


def _gantt(told: Told, rows: list[Row]) -> Gantt:
    """A bar a gate and programme, with its fleet's last day and the start of production."""
    bars = tuple(
        Bar(
            text("review.gate", programme=row["programme"], gate=row["name"] or row["gate"]),
            str(row["programme"]),
            (Span("test", str(row["start"]), str(row["passed"])),),
            tuple(
                (kind, str(row[column]))
                for kind, column in (("fleet", "fleet_complete"), ("sop", "sop"))
                if row[column]
            ),
        )
        for row in rows
        if row["start"] and row["passed"]
    )
    days = [
        day for bar in bars for day in (*(d for s in bar.spans for d in (s.start, s.end)), *(d for _, d in bar.days))
    ]
    return Gantt(
        key="schedule",
        title=text("review_figure.schedule"),
        kinds={kind: text(f"review_phase.{kind}") for kind in ("fleet", "test", "sop")},
        bars=bars,
        start=f"{min(days, default=str(told.years[0]))[:4]}-01-01",
        end=f"{max(days, default=str(told.years[-1]))[:4]}-12-31",
        sources=(source("gates", "name", "fleet_complete", "start", "passed", "sop"),),
    )
