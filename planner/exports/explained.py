"""An explanation as files: a CSV a table, a workbook that begins with its sentences, a manifest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.folder import MARK, report_folder
from planner.exports.manifest import is_marked, write_mark
from planner.exports.tables import write_tables
from planner.exports.workbook.book import Book
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.grid import set_lines, write_cell, write_table
from planner.exports.workbook.measure import lines_in
from planner.exports.workbook.pages import options
from planner.exports.workbook.style import LINK, NAVY, SOFT_INK, Looks
from planner.exports.workbook.waterfall import draw_bridge
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from planner.results.explained import Explained

KIND = "explanation"
"""Key of the manifest by which a folder is known to hold an explanation and no plan."""
BOOK = "explanation.xlsx"
_WIDE = 110.0
CHARTS: Mapping[str, Callable[[Book, Worksheet], None]] = {"bridge": draw_bridge}
"""What is drawn beside a table."""


def write_explained(explained: Explained, target: Path) -> Path:
    """Write the files of an explanation in place of a former one, in one move; gives the folder they went to.

    Raises:
        UsageError: The place holds something else, the report of a plan say.
        OSError: The files cannot be written.
    """
    if (target / MARK).is_file() and not is_explanation(target):
        raise UsageError(text("explained.place_taken", folder=target))
    with report_folder(target) as report:
        write_tables(explained.plan, report.folder)
        _write_book(explained, report.folder)
        _write_manifest(explained, report.folder)
    return report.final


def place_of(report: Path, kind: str) -> Path:
    """Where the explanation of a report goes unless somebody names another place: beside it, out of its way."""
    folder = report.resolve()
    return folder.parent / "explained" / folder.name / kind


def is_explanation(folder: Path) -> bool:
    """Whether a folder with a manifest holds an explanation."""
    return is_marked(folder, KIND)


def _write_book(explained: Explained, folder: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  (only where a workbook is written)

    plan = explained.plan
    with Workbook(str(folder / BOOK), options()) as file:
        made = dt.datetime.combine(plan.case.plan_date, dt.time(), tzinfo=dt.UTC)
        title = text(f"explained.{explained.kind}")
        file.set_properties({"title": title, "subject": f"{plan.case.title}: {plan.scenario}", "created": made})
        book = Book(file, plan, Looks(file))
        cover = book.sheet("cover")
        for table in plan.tables:
            write_table(book, table)
            if table in CHARTS and not plan[table].empty:
                CHARTS[table](book, file.worksheets()[-1])
        _write_cover(book, cover, explained)
        cover.activate()


def _write_cover(book: Book, sheet: Worksheet, explained: Explained) -> None:
    """What was asked, the sentences, what a reader has to know of them in softer ink, and the sheets."""
    plan, looks = explained.plan, book.looks
    sheet.set_column(0, 0, _WIDE)
    sheet.set_row_pixels(0, 30)
    title = looks(bold=True, font_size=16, font_color=NAVY, valign="vcenter")
    sheet.write_string(0, 0, text(f"explained.{explained.kind}"), title)
    sheet.write_string(1, 0, f"{plan.case.title}: {plan.scenario}", looks(font_color=SOFT_INK))
    plain, soft = looks.ruled(text_wrap=True), looks.ruled(text_wrap=True, font_color=SOFT_INK)
    told = [*((words, plain) for words in explained.headlines), *((words, soft) for words in explained.warnings)]
    for row, (words, look) in enumerate(told, TOP - 1):
        set_lines(sheet, row, lines_in(words, _WIDE - 2))
        write_cell(sheet, row, 0, words, look)
    link = looks(font_color=LINK, underline=1)
    for row, entry in enumerate(book.contents, TOP + len(told)):
        words = f"{entry.sheet}: {entry.shows}" if entry.sheet else entry.shows
        if entry.sheet:
            sheet.write_url(row, 0, f"internal:'{entry.sheet}'!A1", link, words)
        else:
            sheet.write_string(row, 0, words, looks())


def _write_manifest(explained: Explained, folder: Path) -> None:
    facts = {
        KIND: explained.kind,
        "case": explained.plan.case.name,
        "scenario": explained.plan.scenario,
        "asked": dict(explained.facts),
        "headlines": list(explained.headlines),
        "warnings": list(explained.warnings),
    }
    write_mark(folder, facts)
