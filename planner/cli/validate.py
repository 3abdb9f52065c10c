"""The command `planner validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.show import out, show_problems
from planner.errors import Severity
from planner.messages import text


def validate(
    case: Annotated[Path, typer.Argument(help=text("cli.case"))],
    scenario: Annotated[str, typer.Option("--scenario", help=text("cli.scenario"))] = "base",
    overrides: Annotated[list[str], typer.Option("--override", help=text("cli.override"))] = [],  # noqa: B006
) -> None:
    """Find every problem of a case in one pass."""
    from planner.pipeline import validate as problems_of  # noqa: PLC0415 - `--help` does without pandas
    from planner.scenarios import Variant  # noqa: PLC0415

    inputs, problems = problems_of(case, variant=Variant(scenario, tuple(overrides)))
    console = out()
    show_problems(console, problems)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    if problems:
        warnings = len(problems) - errors
        console.print(text("cli.validate_found", errors=errors, warnings=warnings, folder=case), markup=False)
    else:
        filled = sum(len(table) > 0 for table in inputs.tables.values()) if inputs else 0
        console.print(text("cli.validate_ok", count=filled, folder=case), markup=False)
    raise typer.Exit(2 if errors else 0)
