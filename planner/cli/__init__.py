"""The command `planner`: arguments, progress and exit codes; each command imports what it needs when it runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.alternatives import alternatives
from planner.cli.bridge import bridge
from planner.cli.check import check
from planner.cli.compare import compare
from planner.cli.drop import WorkbookAlone, drop
from planner.cli.explain import explain
from planner.cli.language import OPTION, require_known, spoken
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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(version("planner"))
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=text("cli.version"))
    ] = False,
    lang: Annotated[str, typer.Option(OPTION, help=text("cli.lang"))] = LANGUAGES[0],
) -> None:
    """Options before the command."""


COMMANDS: Mapping[str, tuple[str, Callable[..., None]]] = {
    "new": ("cli.new", new),
    "template": ("cli.template", template),
    "import": ("import_command.help", take),
    "drop": ("drop.help", drop),
    "validate": ("cli.validate", validate),
    "line": ("line_command.help", line),
    "run": ("cli.run", run),
    "compare": ("compare.help", compare),
    "alternatives": ("alternatives_command.help", alternatives),
    "bridge": ("bridge_command.help", bridge),
    "review": ("review.help", review),
    "check": ("check.help", check),
    "explain": ("explain_command.help", explain),
    "publish": ("versions.help", publish),
    "replan": ("replan.help", replan),
    "sweep": ("sweep_command.help", sweep),
    "regret": ("regret_command.help", regret),
}
"""By name: the text that says what it does, and what does it."""


def application() -> typer.Typer:
    """The application, its help in the language that is spoken."""
    made = typer.Typer(
        name="planner",
        cls=WorkbookAlone,
        help=text("cli.help"),
        epilog=text("cli.epilog"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    made.callback()(options)
    for name, (told, command) in COMMANDS.items():
        made.command(name, help=text(told))(command)
    return made


app = application()


def main() -> None:
    """Run the command; an error that a reader can act on, one of files too, is shown without a traceback."""
    try:
        words = spoken(sys.argv[1:])
        require_known()
        application()(words)
    except PlannerError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except OSError as error:
        failed = UsageError(text("cli.file_failed", file=error.filename or "", why=error.strerror or error))
        show_error(failed)
        sys.exit(failed.exit_code)
