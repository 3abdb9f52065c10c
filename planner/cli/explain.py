"""The command `planner explain`: why a plan is as it is, and why there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.explain_none import explain_none, explain_why_not, is_case
from planner.errors import UsageError
from planner.messages import text


def explain(
    plan: Annotated[Path, typer.Argument(help=text("explain_command.plan"))],
    cases: Annotated[list[Path], typer.Option("--case", help=text("explain_command.cases"))] = [Path("inputs")],  # noqa: B006
    scenario: Annotated[str, typer.Option("--scenario", help=text("cli.scenario"))] = "base",
    overrides: Annotated[list[str], typer.Option("--override", help=text("cli.override"))] = [],  # noqa: B006
    why_not: Annotated[str, typer.Option("--why-not", help=text("explain_command.why_not"))] = "",
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("explain_command.out"))] = None,  # noqa: UP045
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Explain a plan, or a case without one."""
    if is_case(plan) and not why_not:
        explain_none(plan, scenario, overrides, out_folder, quiet=quiet, as_json=as_json)
        return
    if not why_not or scenario != "base" or overrides:
        raise UsageError(text("explain_command.what"))
    explain_why_not(plan, cases, why_not, out_folder, quiet=quiet, as_json=as_json)
