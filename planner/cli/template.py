"""The command `planner template`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.messages import text


def template(
    case: Annotated[Path, typer.Argument(help=text("cli.case"))],
    workbook: Annotated[Path, typer.Argument(help=text("cli.template_file"))],
    owner: Annotated[str, typer.Option("--owner", help=text("cli.template_owner"))] = "",
) -> None:
    """Write a case as a workbook."""
    from planner.exports.template import write_template  # noqa: PLC0415 - `--help` does without pandas
    from planner.tables.workbook import form_of  # noqa: PLC0415

    form = form_of(case, owner)
    write_template(form, workbook)
    typer.echo(text("cli.template_done", file=workbook, count=len(form.pages)))
