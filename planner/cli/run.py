"""The command `planner run`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.show import err, out, progress, show_plan, show_problems
from planner.messages import text

if TYPE_CHECKING:
    from planner.exports import Exported
    from planner.pipeline import Phases, Planned


def run(
    case: Annotated[Path, typer.Argument(help=text("cli.case"))],
    out_folder: Annotated[Path, typer.Option("--out", help=text("cli.out"))] = Path("reports"),
    door: Annotated[str, typer.Option(help=text("cli.door"))] = "pulp",
    solver: Annotated[str, typer.Option(help=text("cli.solver"))] = "HiGHS",
    time_limit: Annotated[Optional[float], typer.Option(min=0.0, help=text("cli.time_limit"))] = None,  # noqa: UP045
    save_lp: Annotated[Optional[Path], typer.Option(help=text("cli.save_lp"))] = None,  # noqa: UP045
    build_only: Annotated[bool, typer.Option("--build-only", help=text("cli.build_only"))] = False,
    formats: Annotated[list[str], typer.Option("--format", help=text("cli.format"))] = ["csv", "xlsx"],  # noqa: B006
    due_months: Annotated[int, typer.Option("--due-months", min=0, help=text("cli.due_months"))] = 12,
    waiting: Annotated[str, typer.Option("--waiting", help=text("cli.waiting"))] = "hold",
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Plan a case and write its report."""
    from planner import pipeline  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.results.ahead import ahead_of  # noqa: PLC0415
    from planner.solve import Options  # noqa: PLC0415

    options = Options(door=door, solver=solver, time_limit=time_limit)
    ahead = ahead_of(due_months, waiting)
    with progress(quiet or as_json) as tell:
        phases = pipeline.Phases(tell)
        if save_lp or build_only:
            _write_program(case, save_lp, quiet or as_json, phases)
        if build_only:
            return
        planned, exported = pipeline.run(case, out_folder, options, formats, phases, ahead)
    if not quiet:
        show_problems(err(), planned.warnings)
    _tell(planned, exported, out_folder, quiet, as_json)


def _write_program(case: Path, path: Path | None, quiet: bool, phases: Phases) -> None:
    from planner import pipeline  # noqa: PLC0415
    from planner.solve.pulp_door import write  # noqa: PLC0415

    inputs, _ = pipeline.load(case, phases)
    _, program = pipeline.build(inputs, phases)
    if path is not None:
        write(program, path)
    if not quiet:
        out().print(text("cli.built", **program.counts()))
        if path is not None:
            out().print(text("cli.saved", path=path), markup=False)


def _tell(planned: Planned, exported: Exported, wanted: Path, quiet: bool, as_json: bool) -> None:
    import json  # noqa: PLC0415

    console, plan = out(), planned.plan
    if as_json:
        figures = {
            "status": plan.solve.status,
            "gap": plan.solve.gap,
            **plan.kpis,
            "report": str(exported.folder),
        }
        typer.echo(json.dumps(figures, sort_keys=True))
    elif not quiet:
        show_plan(console, plan)
        console.print(text("cli.report", folder=exported.folder), markup=False)
    if exported.beside:
        err().print(text("cli.beside", wanted=wanted / plan.case.name / plan.scenario), markup=False)
