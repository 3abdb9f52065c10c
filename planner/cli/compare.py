"""The command `planner compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.show import err, out
from planner.messages import text

if TYPE_CHECKING:
    from planner.exports.compared.compared import Compared


def compare(
    reports: Annotated[list[Path], typer.Argument(help=text("compare.help_reports"))],
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("compare.help_out"))] = None,  # noqa: UP045
    cases: Annotated[list[Path], typer.Option("--case", help=text("compare.help_cases"))] = [Path("inputs")],  # noqa: B006
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Show plans side by side."""
    from planner.studies.compare import compare as compared_of  # noqa: PLC0415 - `--help` does without it

    compared = compared_of(reports, cases)
    folder = None
    if out_folder is not None:
        from planner.exports.compared import write_compared  # noqa: PLC0415

        folder = write_compared(compared, out_folder)
    if as_json:
        typer.echo(_json(compared))
    elif not quiet:
        _show(compared)
        if folder is not None:
            out().print(text("compare.written", folder=folder), markup=False)


def _show(compared: Compared) -> None:
    from planner.cli.compare_tables import show  # noqa: PLC0415

    for words in compared.warnings:
        err().print(words, markup=False, style="yellow")
    show(out(), compared)


def _json(compared: Compared) -> str:
    """Everything compared but the long form, which says nothing more."""
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    facts = {name: value for name, value in asdict(compared).items() if name != "long"}
    return json.dumps(facts, sort_keys=True, ensure_ascii=False)
