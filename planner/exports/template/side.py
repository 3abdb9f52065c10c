"""The sheets that are no tables: the index, the settings, the files as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.template.paper import choose, fit, note, write
from planner.exports.workbook.style import SOFT_INK
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.template.paper import Paper

_INDEX = (22, 8, 24, 14, 96)
_CASE = (18, 40, 96)
"""Widths of the columns."""
_TOP = 3
"""Row of the heads on the index."""
_FIRST = "base"


def write_index(paper: Paper, sheet: Worksheet) -> None:
    """Every table with a link, its rows, owner and day; every scenario with a cell to tick."""
    form = paper.form
    shows = text("template.index_part", owner=form.owner) if form.owner else text("template.index_shows")
    paper.head(sheet, form.title or text("template.title_new"), shows)
    for place, width in enumerate(_INDEX):
        sheet.set_column(place, place, width)
    _heads(paper, sheet, _TOP, ("table", "rows", "owner", "date", "holds"))
    row = _TOP + 1
    if form.settings:
        sheet.write_url(row, 0, "internal:'case'!A1", paper.link(), "case")
        for place in (1, 2, 3):
            sheet.write_blank(row, place, None, paper.looks.ruled())
        sheet.write_string(row, 4, text("template.case_shows"), paper.said())
        row += 1
    for page in form.pages:
        sheet.write_url(row, 0, f"internal:'{page.name}'!A1", paper.link(), page.name)
        count = f"=COUNTA('{page.name}'!$A$2:$A$1048576)"
        sheet.write_formula(row, 1, count, paper.looks.ruled(num_format="#,##0", align="center"), len(page.rows))
        write(sheet, row, 2, page.owner or None, paper.entry("text"))
        write(sheet, row, 3, page.date, paper.entry("date"))
        sheet.write_string(row, 4, page.meaning, paper.said())
        fit(sheet, row, (page.meaning, _INDEX[-1]))
        row += 1
    sheet.freeze_panes(_TOP + 1, 1)
    if form.scenarios:
        _write_scenarios(paper, sheet, row + 1)


def _write_scenarios(paper: Paper, sheet: Worksheet, row: int) -> None:
    sheet.write_string(row, 0, text("template.scenarios_shows"), paper.looks(font_color=SOFT_INK))
    _heads(paper, sheet, row + 1, ("scenario", "tick"))
    first = row + 2
    for place, name in enumerate(paper.form.scenarios):
        sheet.write_string(first + place, 0, name, paper.looks.ruled())
        tick = "x" if name == _FIRST else None
        write(sheet, first + place, 1, tick, paper.entry("text"))
    choose(sheet, (first, first + len(paper.form.scenarios) - 1), 1, ("x",))


def _heads(paper: Paper, sheet: Worksheet, row: int, keys: tuple[str, ...]) -> None:
    for place, key in enumerate(keys):
        sheet.write_string(row, place, text(f"template.{key}"), paper.looks.header())


def write_case(paper: Paper) -> None:
    """The settings: key, value, meaning."""
    sheet = paper.sheet("case")
    for place, width in enumerate(_CASE):
        sheet.set_column(place, place, width)
    _heads(paper, sheet, 0, ("key", "value", "meaning"))
    for row, setting in enumerate(paper.form.settings, 1):
        field = setting.field
        sheet.write_string(row, 0, field.name, paper.looks.ruled(bold=field.required))
        write(sheet, row, 1, setting.value, paper.entry(field.kind))
        sheet.write_string(row, 2, setting.meaning, paper.said())
        fit(sheet, row, (str(setting.value or ""), _CASE[1]), (setting.meaning, _CASE[2]))
        note(sheet, row, 1, field.note)
        if field.choices:
            choose(sheet, (row, row), 1, field.choices)
    sheet.freeze_panes(1, 1)


def write_files(paper: Paper) -> None:
    """The files as they were, on a sheet that a reader does not see."""
    sheet = paper.file.add_worksheet("_files")
    for row, cells in enumerate(paper.form.files):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell)
    sheet.very_hidden()
