"""The command `planner explain`: a question about a plan, or a case without one, and the study that answers it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.progress import progress
from planner.cli.show import err, explained_json, out, show_problems
from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.results.explained import Explained

NO_PLAN = 3
"""Exit code where what is asked has no plan."""


def explain(
    place: Annotated[Path, typer.Argument(metavar="PLAN", help=text("explain_command.plan"))],
    cases: Annotated[list[Path], typer.Option("--case", help=text("explain_command.cases"))] = [Path("inputs")],  # noqa: B006
    why_not: Annotated[str, typer.Option("--why-not", help=text("explain_command.why_not"))] = "",
    scenario: Annotated[str, typer.Option("--scenario", help=text("cli.scenario"))] = "base",
    overrides: Annotated[list[str], typer.Option("--override", help=text("cli.override"))] = [],  # noqa: B006
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("explain_command.out"))] = None,  # noqa: UP045
    redecide: Annotated[bool, typer.Option("--redecide", help=text("explain_command.redecide"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Explain a plan, or a case without one."""
    from planner.exports.explained import place_of  # noqa: PLC0415 - `--help` does without it

    if _is_case(place):
        if why_not or redecide:
            raise UsageError(text("explain_command.of_case", place=place))
        explained = _none(place, scenario, overrides, quiet=quiet)
        report = Path("reports") / explained.plan.case.name / explained.plan.scenario
    else:
        if scenario != "base" or overrides:
            raise UsageError(text("explain_command.of_plan", place=place))
        explained, report = _of_plan(place, cases, why_not, redecide=redecide, quiet=quiet or as_json), place
    _tell(explained, out_folder or place_of(report, explained.kind), quiet=quiet, as_json=as_json)
    if "conflict" in explained.plan.tables:
        raise typer.Exit(NO_PLAN)


def _is_case(place: Path) -> bool:
    """Whether it is a case, a folder or a workbook, and not the report of a plan."""
    return (place / "case.toml").is_file() or place.is_file()


def _none(case: Path, scenario: str, overrides: Sequence[str], *, quiet: bool) -> Explained:
    """Why a case has no plan; the command ends well where it has one."""
    from planner.scenarios import Variant  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.solve.conflict import NODES  # noqa: PLC0415
    from planner.studies.explain.infeasible import infeasible  # noqa: PLC0415

    variant = Variant(scenario, tuple(overrides))
    explained, warnings = infeasible(case, variant)
    if not quiet:
        show_problems(err(), warnings)
    if explained is None:
        err().print(text("infeasible.there_is", case=case, scenario=variant.name, nodes=NODES), markup=False)
        raise typer.Exit
    return explained


def _of_plan(plan: Path, cases: Sequence[Path], why_not: str, *, redecide: bool, quiet: bool) -> Explained:
    """The answer to a question about a plan."""
    from planner.studies import explain as studies  # noqa: PLC0415 - `--help` does without it
    from planner.studies.explain.why_not import why_not as insisted  # noqa: PLC0415

    taken = studies.taken_up(plan, cases)
    if why_not:
        return insisted(taken.reopened, why_not)
    with progress(quiet, text("explain_command.taking"), text("explain_command.asking")) as tell:
        return studies.why(taken, tell, redecide=redecide)


def _tell(explained: Explained, target: Path, *, quiet: bool, as_json: bool) -> None:
    from planner.exports.explained import write_explained  # noqa: PLC0415 - only where there is something to write

    folder = write_explained(explained, target)
    if as_json:
        typer.echo(explained_json(explained, folder))
        return
    if quiet:
        return
    from planner.cli.explain_tables import show  # noqa: PLC0415

    for words in explained.warnings:
        err().print(words, markup=False, style="yellow")
    show(out(), explained)
    out().print(text("cli.report", folder=folder), markup=False)
