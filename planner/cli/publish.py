"""The command `planner publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.show import empty_table, out, progress
from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    import datetime as dt

    from planner.studies.versions import Version

VERSIONS = Path("reports/versions")
"""Where plans are published unless somebody names another folder."""


def publish(
    plan: Annotated[Optional[Path], typer.Argument(help=text("versions.plan"))] = None,  # noqa: UP045
    name: Annotated[str, typer.Option("--as", help=text("versions.name_help"))] = "",
    status: Annotated[str, typer.Option("--status", help=text("versions.status_help"))] = "",
    by: Annotated[str, typer.Option("--by", help=text("versions.by_help"))] = "",
    note: Annotated[str, typer.Option("--note", help=text("versions.note_help"))] = "",
    date: Annotated[str, typer.Option("--date", help=text("versions.date_help"))] = "",
    cases: Annotated[list[Path], typer.Option("--case", help=text("versions.cases"))] = [Path("inputs")],  # noqa: B006
    versions: Annotated[Path, typer.Option("--versions", help=text("versions.folder_help"))] = VERSIONS,
    listed: Annotated[bool, typer.Option("--list", help=text("versions.list_help"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Keep a plan with its inputs as a version."""
    from planner.pipeline import Phases  # noqa: PLC0415 - `--help` does without pandas
    from planner.studies import versions as studies  # noqa: PLC0415

    if listed:
        _list(studies.register(versions), versions, as_json=as_json)
        return
    if plan is None or not (name and status and by):
        raise UsageError(text("versions.missing"))
    wanted = studies.Publication(name, status, by, note, _day(date))
    with progress(quiet) as tell:
        row, folder = studies.publish(plan, versions, wanted, cases, Phases(tell))
    if as_json:
        typer.echo(_json([row]))
    elif not quiet:
        out().print(text("versions.done", name=row.version, status=row.status, folder=folder), markup=False)


def _day(told: str) -> dt.date | None:
    import datetime as dt  # noqa: PLC0415

    try:
        return dt.date.fromisoformat(told) if told else None
    except ValueError as error:
        raise UsageError(text("versions.bad_date", date=told)) from error


def _list(rows: list[Version], folder: Path, *, as_json: bool) -> None:
    if as_json:
        typer.echo(_json(rows))
        return
    if not rows:
        out().print(text("versions.nothing", folder=folder), markup=False)
        return
    from rich.markup import escape  # noqa: PLC0415

    table = empty_table(escape(text("versions.title", folder=folder)))
    for name in ("version", "date", "status", "by", "plan"):
        table.add_column(text(f"versions.column_{name}"))
    table.add_column(text("versions.column_npv"), justify="right")
    table.add_column(text("versions.column_note"))
    for row in rows:
        words = (row.version, row.date, row.status, row.by, f"{row.case}/{row.scenario}", f"{row.npv_million:,.1f}")
        table.add_row(*map(escape, (*words, row.note)))
    out().print(table)


def _json(rows: list[Version]) -> str:
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)
