"""The command `planner check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.show import err, explained_json, out, progress
from planner.messages import text

if TYPE_CHECKING:
    from planner.results.explained import Explained

FAILED = 4
SHOWN = 20
"""Findings that the terminal shows; all of them are in the files."""


def check(
    plan: Annotated[Path, typer.Argument(help=text("check.plan"))],
    cases: Annotated[list[Path], typer.Option("--case", help=text("check.cases"))] = [Path("inputs")],  # noqa: B006
    workbook: Annotated[Optional[Path], typer.Option("--plan", help=text("check.workbook"))] = None,  # noqa: UP045
    free: Annotated[bool, typer.Option("--decide", help=text("check.free"))] = False,
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("check.out"))] = None,  # noqa: UP045
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Recompute a plan, edited by hand or not."""
    from planner.exports.explained import place_of, write_explained  # noqa: PLC0415 - `--help` does without pandas
    from planner.pipeline import Phases  # noqa: PLC0415
    from planner.studies.check import check as checked_of  # noqa: PLC0415
    from planner.studies.check.words import explained  # noqa: PLC0415

    with progress(quiet) as tell:
        checked = checked_of(plan, cases, workbook, Phases(tell), free=free)
    found = explained(checked)
    folder = write_explained(found, out_folder or place_of(plan, "check"))
    if as_json:
        typer.echo(explained_json(found, folder))
    elif not quiet:
        _show(found, folder)
    if not checked.holds:
        raise typer.Exit(FAILED)


def _show(found: Explained, folder: Path) -> None:
    console = out()
    for words in found.headlines:
        console.print(words, markup=False, style="bold")
    for words in found.warnings:
        err().print(words, markup=False, style="yellow")
    rows = found.plan["findings"].to_dict("records")
    for row in rows[:SHOWN]:
        words = text("check.open", message=row["message"], table=row["table"]) if row["table"] else row["message"]
        console.print(f"  - {words}", markup=False)
    if len(rows) > SHOWN:
        console.print(text("check.more", count=len(rows) - SHOWN, folder=folder), markup=False)
    else:
        console.print(text("check.written", folder=folder), markup=False)
