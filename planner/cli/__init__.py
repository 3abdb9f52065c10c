"""The command `planner`: arguments, progress and exit codes; each command imports what it needs when it runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from planner.cli.alternatives import alternatives
from planner.cli.bridge import bridge
from planner.cli.check import check
from planner.cli.compare import compare
from planner.cli.drop import WorkbookAlone, drop
from planner.cli.explain import explain
from planner.cli.language import OPTION
from planner.cli.line import line
from planner.cli.new import new
from planner.cli.publish import publish
from planner.cli.regret import regret
from planner.cli.replan import replan
from planner.cli.review import review
from planner.cli.run import run
from planner.cli.show import show_error
from planner.cli.sweep import sweep
from planner.cli.take import take
from planner.cli.template import template
from planner.cli.validate import validate
from planner.errors import PlannerError, UsageError
from planner.messages import LANGUAGES, text

app = typer.Typer(
    name="planner",
    cls=WorkbookAlone,
    help=text("cli.help"),
    epilog=text("cli.epilog"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(version("planner"))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=text("cli.version"))
    ] = False,
    lang: Annotated[str, typer.Option(OPTION, help=text("cli.lang"))] = LANGUAGES[0],
) -> None:
    """Options before the command."""


app.command(help=text("cli.new"))(new)
app.command(help=text("cli.template"))(template)
app.command("import", help=text("import_command.help"))(take)
app.command(help=text("drop.help"))(drop)
app.command(help=text("cli.validate"))(validate)
app.command(help=text("line_command.help"))(line)
app.command(help=text("cli.run"))(run)
app.command(help=text("compare.help"))(compare)
app.command(help=text("alternatives_command.help"))(alternatives)
app.command(help=text("bridge_command.help"))(bridge)
app.command(help=text("review.help"))(review)
app.command(help=text("check.help"))(check)
app.command(help=text("explain_command.help"))(explain)
app.command(help=text("versions.help"))(publish)
app.command(help=text("replan.help"))(replan)
app.command(help=text("sweep_command.help"))(sweep)
app.command(help=text("regret_command.help"))(regret)


def main() -> None:
    """Run the command; an error that a reader can act on, one of files too, is shown without a traceback."""
    try:
        app()
    except PlannerError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except OSError as error:
        failed = UsageError(text("cli.file_failed", file=error.filename or "", why=error.strerror or error))
        show_error(failed)
        sys.exit(failed.exit_code)
