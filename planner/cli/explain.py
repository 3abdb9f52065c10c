"""The command `planner explain`: a question about a plan, handed to the study that answers it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.progress import progress
from planner.cli.show import err, out
from planner.messages import text

if TYPE_CHECKING:
    from planner.results.explained import Explained


def explain(
    plan: Annotated[Path, typer.Argument(help=text("explain_command.plan"))],
    cases: Annotated[list[Path], typer.Option("--case", help=text("explain_command.cases"))] = [Path("inputs")],  # noqa: B006
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("explain_command.out"))] = None,  # noqa: UP045
    redecide: Annotated[bool, typer.Option("--redecide", help=text("explain_command.redecide"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Explain a plan."""
    from planner.exports.explained import write_explained  # noqa: PLC0415 - `--help` does without it
    from planner.studies import explain as studies  # noqa: PLC0415

    taken = studies.taken_up(plan, cases)
    with progress(quiet or as_json, text("explain_command.taking"), text("explain_command.asking")) as tell:
        explained = studies.why(taken, tell, redecide=redecide)
    folder = write_explained(explained, out_folder or taken.place(explained.kind))
    if as_json:
        typer.echo(_json(explained, folder))
    elif not quiet:
        _show(explained, folder)


def _show(explained: Explained, folder: Path) -> None:
    from planner.cli.explain_tables import show  # noqa: PLC0415

    for words in explained.warnings:
        err().print(words, markup=False, style="yellow")
    show(out(), explained)
    out().print(text("cli.report", folder=folder), markup=False)


def _json(explained: Explained, folder: Path) -> str:
    """The sentences; the tables are in the folder."""
    import json  # noqa: PLC0415

    told = {"headlines": explained.headlines, "warnings": explained.warnings}
    facts = {"kind": explained.kind, "asked": dict(explained.facts), "report": str(folder), **told}
    return json.dumps(facts, sort_keys=True, ensure_ascii=False)
