"""The command `planner import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.show import empty_table, err, out, show_problems
from planner.errors import Severity
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

    from planner.studies.delivery import CellChange, Delivery
    from planner.studies.delivery.delivery import Standing

MOST_CHANGES = 200
"""Changed cells that are shown."""


def take(
    workbook: Annotated[Path, typer.Argument(help=text("import_command.workbook"))],
    case: Annotated[Path, typer.Argument(help=text("import_command.case"))],
    diff: Annotated[bool, typer.Option("--diff", help=text("import_command.diff"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=text("import_command.yes"))] = False,
) -> None:
    """Take a workbook into the folder of a case."""
    from planner.studies import delivery as studies  # noqa: PLC0415 - `--help` does without pandas

    found = studies.delivery(workbook, case)
    show_problems(err(), found.warnings)
    console = out()
    if diff:
        _show_changes(console, found.changes)
        asks = found.files and not yes and _interactive()
        if asks and not typer.confirm(text("import_command.ask", case=case)):
            console.print(text("import_command.left", case=case), markup=False)
            raise typer.Exit(2)
    studies.take(found, case)
    for words in _told(found):
        console.print(words, markup=False)
    _tell_problems(console, case)


def _interactive() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty()


def _show_changes(console: Console, changes: tuple[CellChange, ...]) -> None:
    if not changes:
        console.print(text("import_command.no_change"), markup=False)
        return
    console.print(_table(changes[:MOST_CHANGES]))
    if len(changes) > MOST_CHANGES:
        console.print(text("import_command.more", count=len(changes) - MOST_CHANGES), markup=False)


def _table(changes: Iterable[CellChange]) -> Table:
    from rich.text import Text  # noqa: PLC0415

    table = empty_table(text("import_command.changes"))
    for name in ("table", "row", "column", "unit", "old", "new"):
        table.add_column(text(f"import_command.column_{name}"), overflow="fold")
    nothing = text("import_command.nothing")
    for change in changes:
        shown = (change.table, change.row, change.column, change.unit, change.old or nothing, change.new or nothing)
        table.add_row(*(Text(cell) for cell in shown))
    return table


def _told(found: Delivery) -> Iterable[str]:
    """What was written, who has delivered and who has not, and what is stale."""
    yield text("import_command.done", files=len(found.files), cells=len(found.changes))
    missing = [one for one in found.standings if not one.delivered]
    if missing:
        yield text("import_command.delivered", owners=_owners(one for one in found.standings if one.delivered))
        yield text("import_command.missing", owners=_owners(missing))
    stale = [one for one in found.standings if one.behind]
    if stale:
        yield text("import_command.stale", tables=", ".join(_days(one) for one in stale))
    undated = [one.table for one in found.standings if one.date is None]
    if undated:
        yield text("import_command.no_date", tables=", ".join(undated))
    if found.undated:
        yield text("import_command.undated", tables=", ".join(found.undated))


def _owners(standings: Iterable[Standing]) -> str:
    """Owners with their tables."""
    from planner.studies.delivery.delivery import by_owner  # noqa: PLC0415

    named = by_owner(list(standings))
    told = (text("import_command.owner", owner=o, tables=", ".join(one.table for one in t)) for o, t in named.items())
    return "; ".join(told) or text("import_command.nothing")


def _days(one: Standing) -> str:
    return text("import_command.behind", table=one.table, owner=one.owner, date=one.date, days=one.behind)


def _tell_problems(console: Console, case: Path) -> None:
    """How the case stands now: another owner's tables may be what is wrong with it."""
    from planner.pipeline import validate  # noqa: PLC0415

    _, problems = validate(case)
    errors = sum(one.severity is Severity.ERROR for one in problems)
    key = "import_command.found" if problems else "import_command.sound"
    console.print(text(key, errors=errors, warnings=len(problems) - errors, case=case), markup=False)
