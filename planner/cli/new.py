"""The command `planner new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.errors import UsageError
from planner.messages import text


def new(
    folder: Annotated[Optional[Path], typer.Argument(help=text("cli.new_dir"))] = None,  # noqa: UP045
    workbook: Annotated[Optional[Path], typer.Option("--xlsx", help=text("cli.new_xlsx"))] = None,  # noqa: UP045
) -> None:
    """Make a copy of the base case, or an empty workbook."""
    if (folder is None) == (workbook is None):
        raise UsageError(text("cli.new_either"))
    if folder is not None:
        from planner.tables import copy_base  # noqa: PLC0415 - `--help` does without the tables

        copy_base(folder)
        typer.echo(text("cli.new_done", folder=folder))
    if workbook is not None:
        from planner.exports.template import write_template  # noqa: PLC0415
        from planner.tables.workbook import blank_form  # noqa: PLC0415

        write_template(blank_form(), workbook)
        typer.echo(text("cli.new_xlsx_done", file=workbook))
