"""The strategy review: what a board reads, page by page, from reports alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Page, Review, View
from planner.exports.workbook.fields import sentence
from planner.exports.workbook.style import label
from planner.messages import text
from planner.studies.compare.contents import Contents
from planner.studies.compare.places import reports
from planner.studies.review import (
    bottlenecks,
    capacity,
    decisions,
    facts,
    finance,
    gates,
    headline,
    materials,
    record,
    risk,
    rollout,
    scenarios,
    target,
    triggers,
    unit_cost,
)
from planner.studies.review.data import Told
from planner.studies.review.swept import read_sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from planner.studies.compare.report import Report

__all__ = ["PAGES", "review"]

PAGES: Sequence[Callable[[Told], Page | None]] = (
    headline.page,
    decisions.page,
    target.page,
    rollout.page,
    capacity.page,
    bottlenecks.page,
    gates.page,
    materials.page,
    finance.page,
    unit_cost.page,
    triggers.page,
    scenarios.page,
    risk.page,
    facts.page,
    record.page,
)
"""In their order; each gives its page, or None where the plan has nothing to say of it."""

TABLES = (
    *("yearly_total", "yearly_plan", "yearly_lines", "yearly_stages", "yearly_materials", "yearly_finance"),
    *("yearly_unit_cost", "period_total", "period_plan", "gates", "investments", "contracts", "decisions_due"),
    *("decisions", "objective_terms", "objective_levels", "seed_facts"),
)
"""Result tables that pages read."""


def review(folders: Sequence[Path], cases: Sequence[Path] = (), sweep: Path | None = None) -> tuple[Review, Path]:
    """The review of one plan or several; the first is the one that the others are compared with.

    Args:
        folders: Reports of plans, or folders in which there are some.
        cases: Folders of cases, or of such folders, in which input files are looked up by their fingerprints for names
            and sources.
        sweep: Folder of a sweep of the case.

    Returns:
        The review, and the folder of the first report.

    Raises:
        InputError: A folder is no report or no sweep; the error holds all that is wrong.
        UsageError: Plans in different money.
    """
    plans = reports(folders, least=1, more=TABLES)
    swept = read_sweep(sweep) if sweep is not None else None
    contents = Contents(cases)
    told = [Told(plan, plans, swept, contents) for plan in plans]
    first = told[0]
    names = {key: first.name("programme", key) for key in first.programmes}
    content = Review(
        title=str(first.report.facts.get("title") or first.report.case),
        case=first.report.case,
        currency=first.currency,
        planner=first.report.planner,
        programmes=names,
        views=tuple(_view(own) for own in told),
    )
    return content, plans[0].folder


def _view(told: Told) -> View:
    pages = tuple(_capital(page) for page in (make(told) for make in PAGES) if page is not None)
    status = str(told.report.kpis.get("status"))
    words = label(f"workbook_status.{status}", status)
    return View(told.report.name, told.report.scenario, words, pages, _warnings(told.report))


def _capital(page: Page) -> Page:
    """Title and subtitle as sentences: what they begin with may be a word from inside another one."""
    return replace(page, title=sentence(page.title), subtitle=sentence(page.subtitle))


def _warnings(report: Report) -> tuple[str, ...]:
    if not report.altered:
        return ()
    return (text("compare.altered", plan=report.name, files=text("compare.comma").join(report.altered)),)
