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
    from planner.scenarios import Variant
    from planner.tables.aims import Wanted


def run(
    case: Annotated[Path, typer.Argument(help=text("cli.case"))],
    out_folder: Annotated[Path, typer.Option("--out", help=text("cli.out"))] = Path("reports"),
    door: Annotated[str, typer.Option(help=text("cli.door"))] = "pulp",
    solver: Annotated[str, typer.Option(help=text("cli.solver"))] = "HiGHS",
    time_limit: Annotated[Optional[float], typer.Option(min=0.0, help=text("cli.time_limit"))] = None,  # noqa: UP045
    gap: Annotated[float, typer.Option("--gap", min=0.0, help=text("cli.gap"))] = 1e-4,
    save_lp: Annotated[Optional[Path], typer.Option(help=text("cli.save_lp"))] = None,  # noqa: UP045
    build_only: Annotated[bool, typer.Option("--build-only", help=text("cli.build_only"))] = False,
    formats: Annotated[list[str], typer.Option("--format", help=text("cli.format"))] = ["csv", "xlsx"],  # noqa: B006
    scenario: Annotated[str, typer.Option("--scenario", help=text("cli.scenario"))] = "base",
    overrides: Annotated[list[str], typer.Option("--override", help=text("cli.override"))] = [],  # noqa: B006
    name: Annotated[str, typer.Option("--name", help=text("cli.name"))] = "",
    objective: Annotated[str, typer.Option("--objective", help=text("cli.objective"))] = "",
    earliest_for: Annotated[Optional[float], typer.Option(min=0.0, help=text("cli.earliest_for"))] = None,  # noqa: UP045
    least_capex: Annotated[bool, typer.Option("--least-capex", help=text("cli.least_capex"))] = False,
    reach: Annotated[Optional[float], typer.Option(min=0.0, help=text("cli.reach"))] = None,  # noqa: UP045
    by: Annotated[str, typer.Option("--by", help=text("cli.by"))] = "",
    most_for_capex: Annotated[Optional[float], typer.Option(min=0.0, help=text("cli.most_for_capex"))] = None,  # noqa: UP045
    programme: Annotated[str, typer.Option("--programme", help=text("cli.programme"))] = "",
    hold: Annotated[list[str], typer.Option("--hold", help=text("cli.hold"))] = [],  # noqa: B006
    due_months: Annotated[int, typer.Option("--due-months", min=0, help=text("cli.due_months"))] = 12,
    waiting: Annotated[str, typer.Option("--waiting", help=text("cli.waiting"))] = "hold",
    plain: Annotated[bool, typer.Option("--plain", help=text("cli.plain"))] = False,
    review: Annotated[bool, typer.Option("--review", help=text("review.help_run"))] = False,
    beside: Annotated[list[Path], typer.Option("--beside", help=text("compare.help_beside"))] = [],  # noqa: B006
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("cli.json"))] = False,
) -> None:
    """Plan a case and write its report."""
    from planner import pipeline  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.asked import Asked  # noqa: PLC0415
    from planner.results.ahead import ahead_of  # noqa: PLC0415
    from planner.scenarios import Variant  # noqa: PLC0415
    from planner.solve import Options  # noqa: PLC0415
    from planner.studies.compare.beside import planned_beside  # noqa: PLC0415
    from planner.tables.aims import Wanted  # noqa: PLC0415
    from planner.tables.target import target_of  # noqa: PLC0415

    if review:
        from planner.exports.reviewed import writable  # noqa: PLC0415

        writable(formats)
    target = target_of(earliest_for, least_capex, reach, by, most_for_capex, programme)
    wanted = Wanted(objective, tuple(hold), target)
    variant = Variant(scenario, tuple(overrides), name)
    options = Options(door=door, solver=solver, time_limit=time_limit, gap=gap)
    ahead = ahead_of(due_months, waiting, plain=plain)
    with progress(quiet or as_json) as tell:
        phases = pipeline.Phases(tell)
        if save_lp or build_only:
            _write_program(case, variant, wanted, save_lp, quiet or as_json, phases)
        if build_only:
            return
        told: tuple[str, ...] = ()
        if beside:
            asked = Asked(variant, wanted, options, ahead)
            planned, exported, told = planned_beside(case, out_folder, asked, formats, phases, beside)
        else:
            planned, exported = pipeline.run(case, out_folder, options, formats, phases, variant, wanted, ahead)
    if not quiet:
        show_problems(err(), planned.warnings)
        for words in told:
            err().print(words, markup=False, style="yellow")
    _tell(planned, exported, out_folder, quiet, as_json)
    if review:
        from planner.cli.publish import VERSIONS  # noqa: PLC0415
        from planner.cli.review import write  # noqa: PLC0415

        write([exported.folder], [case], versions=out_folder / VERSIONS.name, quiet=quiet or as_json)


def _write_program(
    case: Path, variant: Variant, wanted: Wanted, path: Path | None, quiet: bool, phases: Phases
) -> None:
    from planner import pipeline  # noqa: PLC0415
    from planner.solve.pulp_door import write  # noqa: PLC0415

    inputs, _ = pipeline.load(case, phases, variant)
    _, program = pipeline.build(wanted.of(inputs), phases)
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
            "bound_million": plan.solve.bound,
            "gap": plan.solve.gap,
            "reproducible": plan.solve.reproducible,
            **plan.kpis,
            "report": str(exported.folder),
        }
        typer.echo(json.dumps(figures, sort_keys=True))
    elif not quiet:
        show_plan(console, plan)
        console.print(text("cli.report", folder=exported.folder), markup=False)
    if exported.beside:
        err().print(text("cli.beside", wanted=wanted / plan.case.name / plan.scenario), markup=False)
