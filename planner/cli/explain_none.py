"""What `planner explain` tells where there is no plan, or where somebody wants another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.cli.show import err, out, show_problems
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.results.explained import Explained

NO_PLAN = 3
FOLDER = "explanations"


def is_case(place: Path) -> bool:
    """Whether a folder holds a case and not the report of a plan."""
    return (place / "case.toml").is_file()


def explain_none(
    case: Path, scenario: str, overrides: Sequence[str], out_folder: Path | None, *, quiet: bool, as_json: bool
) -> None:
    """Tell why a case has no plan; the command ends with exit code 3 where it has none."""
    from planner.scenarios import Variant  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.solve.conflict import NODES  # noqa: PLC0415
    from planner.studies.explain.infeasible import infeasible  # noqa: PLC0415

    variant = Variant(scenario, tuple(overrides))
    explained, warnings = infeasible(case, variant)
    if not quiet:
        show_problems(err(), warnings)
    if explained is None:
        err().print(text("infeasible.there_is", case=case, scenario=variant.name, nodes=NODES), markup=False)
        return
    _tell(explained, out_folder or _place(explained), quiet=quiet, as_json=as_json)
    raise typer.Exit(NO_PLAN)


def explain_why_not(
    plan: Path, cases: Sequence[Path], said: str, out_folder: Path | None, *, quiet: bool, as_json: bool
) -> None:
    """Tell what it costs to insist on a decision; the command ends with exit code 3 where it leaves no plan."""
    from planner.studies.explain.why_not import why_not  # noqa: PLC0415
    from planner.studies.reopen import reopened  # noqa: PLC0415

    explained = why_not(reopened(plan, cases), said)
    _tell(explained, out_folder or _place(explained), quiet=quiet, as_json=as_json)
    if "conflict" in explained.plan.tables:
        raise typer.Exit(NO_PLAN)


def _place(explained: Explained) -> Path:
    plan = explained.plan
    return Path("reports") / plan.case.name / FOLDER / f"{plan.scenario}-{explained.kind}"


def _tell(explained: Explained, target: Path, *, quiet: bool, as_json: bool) -> None:
    import json  # noqa: PLC0415

    from planner.exports.explained import write_explained  # noqa: PLC0415

    folder = write_explained(explained, target)
    if as_json:
        told = {"kind": explained.kind, "headlines": explained.headlines, "warnings": explained.warnings}
        typer.echo(json.dumps({**told, "report": str(folder)}, sort_keys=True, ensure_ascii=False))
    elif not quiet:
        for words in explained.headlines:
            out().print(words, markup=False)
        for words in explained.warnings:
            err().print(words, markup=False, style="yellow")
        out().print(text("cli.report", folder=folder), markup=False)
