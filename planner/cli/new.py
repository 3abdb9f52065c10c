"""The command `planner new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.messages import text


def new(folder: Annotated[Path, typer.Argument(help=text("cli.new_dir"))]) -> None:
    """Make a copy of the base case."""
    from planner.tables import copy_base  # noqa: PLC0415 - `--help` does without the tables

    copy_base(folder)
    typer.echo(text("cli.new_done", folder=folder))
