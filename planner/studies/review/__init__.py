"""The strategy review: what a board reads, page by page, from reports alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from planner.errors import UsageError
from planner.exports.reviewed.content import Page, Review, View
from planner.exports.workbook.fields import sentence
from planner.exports.workbook.style import label
from planner.messages import text
from planner.studies.compare.places import reports
from planner.studies.compare.report import NoReportError
from planner.studies.review import (
    actuals,
    allocation,
    approved,
    bottlenecks,
    capacity,
    decisions,
    facts,
    finance,
    gates,
    headline,
    materials,
    priced,
    record,
    risk,
    rollout,
    routes,
    scenarios,
    target,
    triggers,
    unit_cost,
)
from planner.studies.review.data import Told
from planner.studies.review.former import Beside, bridge, former
from planner.studies.review.former import actuals as counted
from planner.studies.review.swept import read_sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from planner.studies.compare.report import Report
    from planner.studies.review.swept import Sweep

Found = TypeVar("Found")

__all__ = ["PAGES", "review"]

PAGES: Sequence[Callable[[Told], Page | None]] = (
    headline.page,
    approved.page,
    decisions.page,
    target.page,
    actuals.page,
    rollout.page,
    capacity.page,
    bottlenecks.page,
    routes.page,
    gates.page,
    materials.page,
    finance.page,
    unit_cost.page,
    allocation.page,
    triggers.page,
    scenarios.page,
    risk.page,
    priced.page,
    facts.page,
    record.page,
)
"""In their order; each gives its page, or None where the plan has nothing to say of it."""

TABLES = (
    *("yearly_total", "yearly_plan", "yearly_lines", "yearly_stages", "yearly_materials", "yearly_finance"),
    *("yearly_unit_cost", "period_total", "period_plan", "gates", "investments", "contracts", "decisions_due"),
    *("decisions", "objective_terms", "objective_levels", "seed_facts", "assumptions", "names"),
    *("routes", "prices"),
)
"""Result tables that pages read."""


def review(
    folders: Sequence[Path], cases: Sequence[Path] = (), sweep: Path | None = None, versions: Path | None = None
) -> tuple[Review, Path]:
    """The review of one plan or several; the first is the one that the others are compared with.

    Args:
        folders: Reports of plans, or folders in which there are some.
        cases: Folders of cases, or of such folders, in which inputs that changed are looked up by their fingerprints.
        sweep: Folder of a sweep of the case.
        versions: Folder of the published plans, of which each plan is compared with the last one approved.

    Returns:
        The review, and the folder of the first report.

    Raises:
        InputError: A folder is no report or no sweep, the register no register; the error holds all that is wrong.
        UsageError: Plans in different money.
    """
    plans = reports(folders, least=1, more=TABLES)
    swept = read_sweep(sweep, plans[0]) if sweep is not None else None
    views = []
    for plan in plans:
        told, warnings = _told(plan, plans, swept, versions, cases)
        views.append(_view(told, warnings))
    first = Told(plans[0], plans)
    content = Review(
        title=str(first.report.facts.get("title") or first.report.case),
        case=first.report.case,
        currency=first.currency,
        planner=first.report.planner,
        programmes={key: first.name("programme", key) for key in first.programmes},
        views=tuple(views),
    )
    return content, plans[0].folder


def _told(
    plan: Report, plans: Sequence[Report], swept: Sweep | None, versions: Path | None, cases: Sequence[Path]
) -> tuple[Told, list[str]]:
    """What the pages of a plan read, and what of it could not be read, each thing by itself."""
    warnings: list[str] = []

    def read(what: str, make: Callable[[], Found], nothing: Found) -> Found:
        try:
            return make()
        except (NoReportError, UsageError) as error:
            warnings.append(text("review.unread_beside", what=text(f"review_beside.{what}"), why=error))
            return nothing

    known = read("former", lambda: former(plan, versions, cases) if versions else None, None)
    told = Told(
        plan,
        plans,
        swept if plan.case == plans[0].case else None,
        known,
        read("bridge", lambda: bridge(plan, known) if known else Beside(), Beside()),
        read("actuals", lambda: counted(plan), Beside()),
    )
    return told, [*warnings, *(words for words in (known.warning if known else "", plan.warning) if words)]


def _view(told: Told, warnings: Sequence[str]) -> View:
    pages = tuple(_capital(page) for page in (make(told) for make in PAGES) if page is not None)
    status = str(told.report.kpis.get("status"))
    words = label(f"workbook_status.{status}", status)
    return View(told.report.name, told.report.scenario, words, pages, tuple(warnings))


def _capital(page: Page) -> Page:
    """Title and subtitle as sentences: what they begin with may be a word from inside another one."""
    return replace(page, title=sentence(page.title), subtitle=sentence(page.subtitle))
