"""The command `planner drop`, and `planner case.xlsx` without a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from planner.cli.show import err, out, progress, show_error, show_problems, summary
from planner.errors import Severity
from planner.messages import text

if TYPE_CHECKING:
    from planner.studies.dropped import Looked, Written


class WorkbookAlone(TyperGroup):
    """The commands; a file, or a folder, as the only word stands for dropping it: what it is is told then."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """The words of the command line, with the command that is meant."""
        alone = len(args) == 1 and args[0] not in self.commands and not args[0].startswith("-")
        meant = alone and (Path(args[0]).suffix or Path(args[0]).is_dir())
        return super().parse_args(ctx, ["drop", *args] if meant else args)


def drop(workbook: Annotated[Path, typer.Argument(help=text("drop.workbook"))]) -> None:
    """Check a workbook, plan it and write all that is made of it beside it."""
    from planner.exports.faulty import copy_of, remove_copy  # noqa: PLC0415 - `--help` does without it
    from planner.pipeline import Phases  # noqa: PLC0415
    from planner.studies import dropped  # noqa: PLC0415

    looked = dropped.look(workbook)
    show_problems(err(), looked.problems)
    if any(problem.severity is Severity.ERROR for problem in looked.problems):
        _mark(workbook, looked)
        raise typer.Exit(2)
    if remove_copy(workbook):
        out().print(text("drop.removed", file=copy_of(workbook).name), markup=False)
    names = text("drop.comma").join(looked.scenarios)
    out().print(text("drop.begin", file=workbook.name, count=len(looked.scenarios), names=names), markup=False)
    with progress(quiet=False) as tell:
        written = dropped.write(workbook, looked.scenarios, Phases(tell))
    _tell(written)
    if written.failed:
        raise typer.Exit(max(error.exit_code for error in written.failed.values()))


def _mark(workbook: Path, looked: Looked) -> None:
    """Bring the problems back in a copy of the workbook, where there is one to copy."""
    from planner.exports.faulty import write_copy  # noqa: PLC0415

    errors = sum(problem.severity is Severity.ERROR for problem in looked.problems)
    warnings = len(looked.problems) - errors
    console = out()
    console.print(text("drop.problems", file=workbook.name, errors=errors, warnings=warnings), markup=False)
    if not looked.refused:
        copy = write_copy(workbook, looked.problems)
        console.print(text("drop.marked", file=copy, workbook=workbook.name), markup=False)


def _tell(written: Written) -> None:
    """Where everything is, in sentences."""
    from planner.scenarios.chain import BASE  # noqa: PLC0415
    from planner.studies.dropped import REPORTS  # noqa: PLC0415

    console = out()
    for scenario, (planned, _) in written.plans.items():
        console.print(text("drop.planned", scenario=scenario, summary=summary(planned.plan)), markup=False)
    for scenario, error in written.failed.items():
        err().print(text("drop.no_plan", scenario=scenario), markup=False, style="bold")
        show_error(error)
    for scenario, (_, name) in written.plans.items():
        key = "drop.plan_base" if scenario == BASE else "drop.plan_scenario"
        console.print(text(key, scenario=scenario, file=written.folder / name), markup=False)
    for name in written.files:
        console.print(text(f"drop.{Path(name).stem}", file=written.folder / name), markup=False)
    for words in written.lacking:
        err().print(words, markup=False, style="yellow")
    console.print(text("drop.folder", folder=written.folder, reports=REPORTS), markup=False)
