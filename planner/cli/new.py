"""The command `planner new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.errors import UsageError
from planner.messages import text

_EMPTY, _EXAMPLE = "case.xlsx", "example.xlsx"


def new(
    folder: Annotated[Optional[Path], typer.Argument(help=text("cli.new_dir"))] = None,  # noqa: UP045
    workbook: Annotated[Optional[Path], typer.Option("--xlsx", help=text("cli.new_xlsx"))] = None,  # noqa: UP045
) -> None:
    """Make a copy of the base case, an empty workbook, or a folder of workbooks with files to drop them on."""
    if (folder is None) == (workbook is None):
        raise UsageError(text("cli.new_either"))
    if folder is not None:
        from planner.tables import copy_base  # noqa: PLC0415 - `--help` does without the tables

        copy_base(folder)
        typer.echo(text("cli.new_done", folder=folder))
    elif workbook is not None and (workbook.is_dir() or not workbook.suffix):
        _workbooks(workbook)
    elif workbook is not None:
        from planner.exports.template import write_template  # noqa: PLC0415
        from planner.tables.workbook import blank_form  # noqa: PLC0415

        write_template(blank_form(), workbook)
        typer.echo(text("cli.new_xlsx_done", file=workbook))


def _workbooks(folder: Path) -> None:
    """An empty workbook, the base case as an example, and the start files."""
    from planner.exports.starts import STARTS, write_starts  # noqa: PLC0415
    from planner.exports.template import write_template  # noqa: PLC0415
    from planner.tables.base import base_folder  # noqa: PLC0415
    from planner.tables.workbook import blank_form, form_of  # noqa: PLC0415

    if folder.is_file():
        raise UsageError(text("starts.file", folder=folder))
    for name in (_EMPTY, _EXAMPLE, *STARTS):
        if (folder / name).exists():
            raise UsageError(text("starts.taken", file=folder / name))
    write_template(blank_form(), folder / _EMPTY)
    write_template(form_of(base_folder()), folder / _EXAMPLE)
    starts = text("drop.comma").join(file.name for file in write_starts(folder))
    typer.echo(text("starts.made", folder=folder, empty=_EMPTY, example=_EXAMPLE, starts=starts))
