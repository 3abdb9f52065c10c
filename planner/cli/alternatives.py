"""The command `planner alternatives`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.progress import progress
from planner.cli.show import err, explained_json, out
from planner.messages import text

if TYPE_CHECKING:
    from planner.results.explained import Explained


def alternatives(
    plan: Annotated[Path, typer.Argument(help=text("alternatives_command.plan"))],
    within: Annotated[
        float, typer.Option("--within", min=0.0, max=1.0, help=text("alternatives_command.within"))
    ] = 0.01,
    every_year: Annotated[bool, typer.Option("--every-year", help=text("alternatives_command.every_year"))] = False,
    time_limit: Annotated[float, typer.Option(min=0.0, help=text("alternatives_command.time_limit"))] = 60.0,
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("alternatives_command.out"))] = None,  # noqa: UP045
    cases: Annotated[list[Path], typer.Option("--case", help=text("alternatives_command.cases"))] = [Path("inputs")],  # noqa: B006
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Look for plans nearly as good that decide otherwise."""
    from planner.exports.explained import place_of, write_explained  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.solve import Options  # noqa: PLC0415
    from planner.studies.alternatives import alternatives as others  # noqa: PLC0415
    from planner.studies.reopen import reopened  # noqa: PLC0415

    taken = reopened(plan, cases)
    options = Options(door="highs", time_limit=time_limit)
    with progress(
        quiet or as_json, text("alternatives_command.deciding"), text("alternatives_command.running")
    ) as tell:
        explained = others(taken, within, options, every_year=every_year, tell=tell)
    folder = write_explained(explained, out_folder or place_of(plan, "alternatives"))
    if as_json:
        typer.echo(explained_json(explained, folder))
    elif not quiet:
        _show(explained)
        out().print(text("alternatives_command.written", folder=folder), markup=False)


def _show(explained: Explained) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    for words in explained.headlines:
        out().print(words, markup=False)
    for words in explained.warnings:
        err().print(words, markup=False, style="yellow")
    table = Table(title=text("alternatives_command.table"))
    for name in ("choice", "planned", "least", "most", "verdict"):
        table.add_column(text(f"alternatives_command.column_{name}"))
    for row in explained.plan["alternative_choices"].to_dict("records"):
        year = f" {row['year']:g}" if row["kind"] == "copies" else ""
        name = text(f"alternatives_kind.{row['kind']}", name=row["object"], year=year)
        table.add_row(*(Text(str(cell)) for cell in (name, row["planned"], row["least"], row["most"], row["verdict"])))
    out().print(table)
