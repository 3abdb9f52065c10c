"""The command `planner bridge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.progress import progress
from planner.cli.publish import VERSIONS
from planner.cli.show import err, explained_json, out
from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    from planner.results.explained import Explained


def bridge(
    one: Annotated[Path, typer.Argument(help=text("bridge_command.one"))],
    other: Annotated[Optional[Path], typer.Argument(help=text("bridge_command.other"))] = None,  # noqa: UP045
    versions: Annotated[Path, typer.Option("--versions", help=text("bridge_command.versions"))] = VERSIONS,
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("bridge_command.out"))] = None,  # noqa: UP045
    cases: Annotated[list[Path], typer.Option("--case", help=text("bridge_command.cases"))] = [Path("inputs")],  # noqa: B006
    redecide: Annotated[bool, typer.Option("--redecide", help=text("bridge_command.redecide"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Split the difference between two plans over the inputs that changed."""
    from planner.exports.explained import place_of, write_explained  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.studies.bridge import bridge as bridged  # noqa: PLC0415
    from planner.studies.reopen import reopened  # noqa: PLC0415

    if other is None:
        one, other = _approved(versions, one), one
    plans = [reopened(folder, cases) for folder in (one, other)]
    with progress(quiet or as_json, text("bridge_command.deciding"), text("bridge_command.running")) as tell:
        explained = bridged(plans[0], plans[1], redecide=redecide, tell=tell)
    folder = write_explained(explained, out_folder or place_of(other, f"bridge_{one.name}"))
    if as_json:
        typer.echo(explained_json(explained, folder))
    elif not quiet:
        _show(explained, plans[0].report.folder.name)
        out().print(text("bridge_command.written", folder=folder), markup=False)


def _approved(versions: Path, plan: Path) -> Path:
    """The version of a plan's case that was approved last."""
    from planner.studies.compare.places import reports  # noqa: PLC0415
    from planner.studies.versions import last_approved  # noqa: PLC0415

    case = reports([plan], least=1)[0].case
    found = last_approved(versions, case)
    if found is None:
        raise UsageError(text("bridge_command.none_approved", case=case, folder=versions))
    return versions / found.version


def _show(explained: Explained, one: str) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    for words in explained.headlines:
        out().print(words, markup=False)
    for words in explained.warnings:
        err().print(words, markup=False, style="yellow")
    plan = explained.plan
    table = Table(title=text("bridge_command.table", one=one, other=plan.scenario, currency=plan.case.currency))
    for name in ("part", "change", "end", "range", "inputs"):
        table.add_column(
            text(f"bridge_command.column_{name}"), justify="left" if name in {"part", "inputs"} else "right"
        )
    rows = plan["bridge"]
    for row in rows.loc[rows["measure"] == "value"].to_dict("records"):
        inner = row["part"] not in {"start", "end"}
        least_most = f"{row['least']:+,.1f} ... {row['most']:+,.1f}" if inner else ""
        change = f"{row['change']:+,.1f}" if inner else ""
        # Text, not markup: names come from inputs.
        table.add_row(Text(row["name"]), change, f"{row['end']:,.1f}", least_most, Text(row["inputs"]))
    out().print(table)
