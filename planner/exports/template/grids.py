"""A table on its sheet: header with notes, values, choices, a filter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from planner.exports.template.paper import SPARE, choose, note, write
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.template.paper import Paper
    from planner.tables.workbook.form import Field, TablePage
    from planner.tables.workbook.texts import Value

_NARROWEST, _WIDEST = 8, 48
_TITLE = 32
"""Letters that the title of a message takes."""


def write_page(paper: Paper, page: TablePage) -> None:
    """The sheet of a table: its header in the first row, so that every spreadsheet filters and sorts it."""
    sheet = paper.sheet(page.name)
    last = max(len(page.rows), 1)
    header = paper.looks.header()
    columns = [{"header": field.name, "header_format": header} for field in page.fields]
    options = {"name": f"t_{page.name}", "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(0, 0, last, len(page.fields) - 1, options)
    for place, field in enumerate(page.fields):
        _write_column(paper, sheet, place, field, [row[place] for row in page.rows])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{last + SPARE + 1}"})


def _write_column(paper: Paper, sheet: Worksheet, place: int, field: Field, values: list[Value]) -> None:
    look = paper.kind(field.kind)
    sheet.set_column(place, place, _width(field.name, values), look)
    for row, value in enumerate(values, 1):
        if value is not None:
            write(sheet, row, place, value, look)
    note(sheet, 0, place, field.note)
    rows = (1, max(len(values), 1) + SPARE)
    if field.choices:
        choose(sheet, rows, place, field.choices)
    elif field.refers:
        _refer(paper, sheet, rows, place, field.refers)


def _width(name: str, values: Iterable[Value]) -> int:
    """Room for the header with its filter, and for what stands below it as far as that is read at a glance."""
    letters = (10 if isinstance(value, dt.date) else len(str(value)) for value in values if value is not None)
    return min(max(_NARROWEST, len(name) + 4, *letters, 0) + 1, _WIDEST)


def _refer(paper: Paper, sheet: Worksheet, rows: tuple[int, int], place: int, refers: tuple[str, str]) -> None:
    """Offer the names of a column of another sheet, as many as it has; a new one may be typed after a warning."""
    table, column = refers
    page = next((page for page in paper.form.pages if page.name == table), None)
    if page is None:
        return
    at = next(number for number, field in enumerate(page.fields) if field.name == column)
    letter = xl_col_to_name(at)
    whole = f"{table}!${letter}$2:${letter}${max(len(page.rows), 1) + SPARE + 1}"
    # Without the empty cells below the names, at which Excel would open the list.
    source = f"=OFFSET({table}!${letter}$2,0,0,MAX(1,COUNTA({whole})),1)"
    told = {
        "error_type": "warning",
        "error_title": text("template.not_in_sheet", table=table)[:_TITLE],
        "error_message": text("template.not_in_sheet_text", column=column, table=table),
    }
    sheet.data_validation(rows[0], place, rows[1], place, {"validate": "list", "source": source, **told})
