"""The plan as a workbook: a cover, a sheet a table, native charts. The same plan gives the same bytes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planner.exports.workbook.about import write_about, write_notes
from planner.exports.workbook.book import Book
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.charts import write_charts
from planner.exports.workbook.cover import write_cover
from planner.exports.workbook.drawing import draw_terms
from planner.exports.workbook.facts import write_facts
from planner.exports.workbook.finance import write_finance
from planner.exports.workbook.gantt import write_gantt
from planner.exports.workbook.grid import write_table
from planner.exports.workbook.pages import options
from planner.exports.workbook.programmes import write_programmes
from planner.exports.workbook.scenarios import write_scenarios
from planner.exports.workbook.stages import write_stages
from planner.exports.workbook.style import Looks

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.compared.compared import SideBySide
    from planner.exports.sources import Sources
    from planner.results.plan import Plan

WORKBOOK = "plan.xlsx"
_LAST = (
    "period_make",
    "period_overtime",
    "period_shifts",
    "period_buy",
    "period_ship",
    "period_stock",
    "period_sales",
    "period_pilots",
    "names",
)


def write_workbook(plan: Plan, folder: Path, sources: Sources, beside: SideBySide | None = None) -> None:
    """Write `plan.xlsx`: every number is a cell of a result table, a key figure, a setting or a figure of `beside`."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (not every command writes a workbook)

    with Workbook(str(folder / WORKBOOK), options()) as file:
        # The file's date is the plan's: a clock would make two runs differ.
        made = dt.datetime.combine(plan.case.plan_date, dt.time(), tzinfo=dt.UTC)
        file.set_properties({"title": plan.case.title, "subject": plan.scenario, "created": made})
        book = Book(file, plan, Looks(file), beside)
        cover = book.sheet("cover")
        _write_sheets(book, sources)
        write_cover(book, cover)
        cover.activate()


def _write_sheets(book: Book, sources: Sources) -> None:
    write_charts(book)
    for table in ("yearly_plan", "yearly_total"):
        write_table(book, table)
    write_programmes(book)
    for table in ("yearly_lines", "routes"):
        write_table(book, table)
    write_stages(book)
    write_table(book, "yearly_materials")
    write_finance(book)
    for table in ("period_finance", "period_payments"):
        write_table(book, table)
    for table in ("yearly_unit_cost", "gates", "investments"):
        write_table(book, table)
    write_gantt(book)
    decided = ("machines", "maintenance", "contracts", "decisions_due", "prices", "decisions")
    for table in decided:
        write_table(book, table)
    write_scenarios(book)
    for table in ("period_plan", "period_total"):
        write_table(book, table)
    _write_objective(book)
    write_table(book, "objective_levels")
    write_facts(book)
    write_table(book, "overrides")
    write_table(book, "assumptions")
    write_about(book, sources)
    for table in ("yearly_stages", "periods", *_LAST):
        write_table(book, table)
    write_notes(book)


def _write_objective(book: Book) -> None:
    write_table(book, "objective_terms")
    rows = len(book.plan["objective_terms"])
    if rows:
        draw_terms(book, book.file.worksheets()[-1], rows, TOP)
