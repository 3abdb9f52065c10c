"""The command `planner replan`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.publish import VERSIONS
from planner.cli.show import err, out, progress, show_plan, show_problems
from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    from planner.studies.replan import Replanned


def replan(
    as_of: Annotated[str, typer.Option("--as-of", help=text("replan.as_of"))],
    plan: Annotated[Optional[Path], typer.Argument(help=text("replan.plan"))] = None,  # noqa: UP045
    actuals: Annotated[Optional[Path], typer.Option("--actuals", help=text("replan.actuals"))] = None,  # noqa: UP045
    cases: Annotated[list[Path], typer.Option("--case", help=text("replan.cases"))] = [Path("inputs")],  # noqa: B006
    versions: Annotated[Path, typer.Option("--versions", help=text("bridge_command.versions"))] = VERSIONS,
    stability: Annotated[float, typer.Option("--stability", min=0.0, help=text("replan.stability"))] = 0.0,
    name: Annotated[str, typer.Option("--name", help=text("replan.name"))] = "",
    out_folder: Annotated[Path, typer.Option("--out", help=text("replan.out"))] = Path("reports"),
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Plan anew as of a later day."""
    from planner.exports.explained import place_of, write_explained  # noqa: PLC0415 - `--help` does without pandas
    from planner.pipeline import Phases  # noqa: PLC0415
    from planner.studies.replan import Asking  # noqa: PLC0415
    from planner.studies.replan import replan as replanned  # noqa: PLC0415

    asking = Asking(_day(as_of), actuals, stability, name)
    with progress(quiet or as_json) as tell:
        found = replanned(plan or _approved(versions), cases, asking, out_folder, Phases(tell))
    folder = write_explained(found.explained, place_of(found.exported.folder, "replan"))
    if as_json:
        typer.echo(_json(found, folder))
    elif not quiet:
        _show(found, folder)


def _approved(versions: Path) -> Path:
    """The version that was approved last, where there are versions of one case."""
    from planner.studies.versions import approved  # noqa: PLC0415

    known = approved(versions)
    if len(known) != 1:
        cases = ", ".join(known) or text("replan.none")
        raise UsageError(text("replan.which_plan", folder=versions, cases=cases))
    return versions / next(iter(known.values())).version


def _day(told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told)
    except ValueError as error:
        raise UsageError(text("replan.no_day", told=told)) from error


def _show(found: Replanned, folder: Path) -> None:
    console = out()
    show_problems(err(), found.planned.warnings)
    show_plan(console, found.planned.plan)
    for words in found.explained.headlines:
        console.print(words, markup=False)
    for words in found.explained.warnings:
        err().print(words, markup=False, style="yellow")
    console.print(text("replan.written", report=found.exported.folder, folder=folder), markup=False)


def _json(found: Replanned, folder: Path) -> str:
    import json  # noqa: PLC0415

    from planner.exports.manifest import plain  # noqa: PLC0415

    told = found.explained
    tables = {
        name: [{str(key): plain(cell) for key, cell in row.items()} for row in frame.to_dict("records")]
        for name, frame in told.plan.tables.items()
    }
    facts = {**told.facts, "headlines": told.headlines, "warnings": told.warnings, **tables}
    facts |= {"report": str(found.exported.folder), "folder": str(folder)}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, allow_nan=False)
