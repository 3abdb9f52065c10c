"""A case as a workbook to fill in: a sheet a table, an index, the settings. The same form gives the same bytes."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.template.grids import write_page
from planner.exports.template.paper import Paper
from planner.exports.template.side import write_case, write_files, write_index
from planner.exports.workbook.pages import options
from planner.exports.workbook.style import Looks
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.workbook.form import Form

__all__ = ["write_template"]

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""A clock would make two runs differ."""


def write_template(form: Form, path: Path) -> None:
    """Write the workbook of a form, whole or not at all.

    Raises:
        UsageError: There is such a file already, which may hold somebody's work; or it is none of a workbook.
        OSError: The file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(text("exports.not_xlsx", file=path))
    if path.exists():
        raise UsageError(text("exports.exists", file=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(form, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(form: Form, path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  (not every command writes a workbook)

    with Workbook(str(path), options()) as file:
        made = dt.datetime.combine(form.made, dt.time(), tzinfo=dt.UTC) if form.made else _UNDATED
        file.set_properties({"title": form.title or text("template.title_new"), "created": made})
        paper = Paper(file, form, Looks(file))
        index = paper.sheet("index")
        if form.settings:
            write_case(paper)
        for page in form.pages:
            write_page(paper, page)
        if form.files:
            write_files(paper)
        write_index(paper, index)
        index.activate()
