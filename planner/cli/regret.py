"""The command `planner regret`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.progress import progress
from planner.cli.show import out
from planner.messages import text

if TYPE_CHECKING:
    from planner.studies.regret import Regrets


def regret(
    case: Annotated[Path, typer.Argument(help=text("cli.case"))],
    out_folder: Annotated[Path, typer.Option("--out", help=text("regret_command.out"))] = Path("reports"),
    scenarios: Annotated[str, typer.Option("--scenarios", help=text("regret_command.scenarios"))] = "",
    due_months: Annotated[
        int, typer.Option("--due-months", min=0, max=600, help=text("regret_command.due_months"))
    ] = 12,
    weights: Annotated[str, typer.Option("--weights", help=text("regret_command.weights"))] = "",
    workers: Annotated[Optional[int], typer.Option("--workers", min=1, help=text("regret_command.workers"))] = None,  # noqa: UP045
    scheduler: Annotated[str, typer.Option("--scheduler", help=text("regret_command.scheduler"))] = "",
    time_limit: Annotated[Optional[float], typer.Option(min=0.0, help=text("regret_command.time_limit"))] = None,  # noqa: UP045
    gap: Annotated[float, typer.Option("--gap", min=0.0, help=text("cli.gap"))] = 1e-4,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Value and regret of every first move in every scenario."""
    from planner.solve import Options  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.studies import regret as studies  # noqa: PLC0415
    from planner.studies.regret.files import write  # noqa: PLC0415

    options = Options(door="highs", time_limit=time_limit, gap=gap)
    asked = studies.Asked(_names(scenarios), due_months, _names(weights), options)
    with progress(quiet, text("regret_command.deciding"), text("regret_command.running")) as tell:
        found = studies.regret(case, out_folder, asked, workers or os.cpu_count() or 1, scheduler, tell)
    write(found)
    if as_json:
        typer.echo(_json(found))
    elif not quiet:
        from planner.cli.regret_tables import show  # noqa: PLC0415

        show(out(), found)


def _names(told: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in told.split(",") if part.strip())


def _json(found: Regrets) -> str:
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    from planner.studies.regret.files import plain, summary  # noqa: PLC0415

    facts = summary(found) | {"pairs": [asdict(pair) for pair in found.pairs], "folder": str(found.folder)}
    return json.dumps(plain(facts), ensure_ascii=False, sort_keys=True, allow_nan=False)
