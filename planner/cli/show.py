"""What the terminal shows: problems, errors, the yearly plan, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import AuditError, InputError, NoPlanError, PlannerError, Problem, Severity
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from planner.results.explained import Explained
    from planner.results.plan import Plan, SolveFacts


def out() -> Console:
    """The terminal's standard output."""
    from rich.console import Console  # noqa: PLC0415 - `--help` does without it

    return Console(highlight=False, soft_wrap=True)


def err() -> Console:
    """Standard error, for progress and errors."""
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=True, highlight=False, soft_wrap=True)


def show_error(error: PlannerError) -> None:
    """An error with all that it holds."""
    console = err()
    if isinstance(error, InputError):
        show_problems(console, error.problems)
        return
    if isinstance(error, NoPlanError):
        show_problems(console, error.warnings)
    console.print(str(error), markup=False, style="bold")
    details = error.reasons if isinstance(error, NoPlanError) else ()
    details = error.findings if isinstance(error, AuditError) else details
    for line in details:
        console.print(f"  - {line}", markup=False)
    if isinstance(error, NoPlanError) and error.reasons:
        console.print(text("infeasible.more"), markup=False)


def show_problems(console: Console, problems: Iterable[Problem]) -> None:
    """One block a problem: where, what is wrong, what to do."""
    for problem in problems:
        word = text(f"cli.{problem.severity}")
        style = "red" if problem.severity is Severity.ERROR else "yellow"
        console.print(f"{word}: {problem.place}".rstrip(": "), markup=False, style=style)
        console.print(f"  {problem.message}", markup=False)
        if problem.advice:
            console.print(f"  {problem.advice}", markup=False)


def empty_table(title: str) -> Table:
    """A table that leaves its width to what it says."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)


def show_plan(console: Console, plan: Plan) -> None:
    """The yearly plan as a table, and one line with the key figures."""
    table = empty_table(text("cli.table_plan"))
    for name in ("year", "programme"):
        table.add_column(text(f"cli.column_{name}"))
    for name in ("pilots", "installs", "cumulative", "demand", "short", "gwh"):
        table.add_column(text(f"cli.column_{name}"), justify="right")
    whole = ("pilot_installs", "production_installs", "cumulative_installs", "demand", "shortfall")
    for row in plan["yearly_plan"].to_dict("records"):
        numbers = (f"{row[name]:,}" for name in whole)
        table.add_row(str(row["year"]), row["programme"], *numbers, f"{row['gwh']:.3f}")
    console.print(table)
    console.print(text("cli.limits"), style="bold")
    for row in plan["yearly_plan"].to_dict("records"):
        if row["limited_by"] != text("limits.demand"):
            limit = text("cli.limit", year=row["year"], programme=row["programme"], limit=row["limited_by"])
            console.print(f"  {limit}", markup=False)
    if plan.kpis.get("target"):
        console.print(str(plan.kpis["target"]), markup=False, style="bold")
    levels = plan["objective_levels"]
    if len(levels) > 1:
        console.print(text("cli.levels"), style="bold")
        for row in levels.to_dict("records"):
            console.print(text("cli.level", number=row["level"], meaning=row["meaning"]), markup=False)
    console.print(summary(plan), markup=False)


def summary(plan: Plan) -> str:
    """One sentence: status, NPV, installs."""
    kpis = plan.kpis
    return text(
        "cli.summary",
        status=_status(plan.solve),
        solver=plan.solve.solver,
        npv=kpis["npv_million"],
        currency=plan.case.currency,
        installs=kpis["total_production_installs"],
        pilots=kpis["total_pilot_installs"],
        shortfall=kpis["total_shortfall"],
    )


def _status(solve: SolveFacts) -> str:
    """What the solver proved; of a plan found at a limit with its bound and gap."""
    if solve.unproven:
        return text("cli.status_levels", levels="; ".join(solve.unproven))
    if solve.status == "feasible" and (solve.gap is None or solve.bound is None):
        return text("cli.status_feasible_bare")
    words = {"objective": solve.objective, "bound": solve.bound or 0.0, "gap": solve.gap or 0.0}
    return text(f"cli.status_{solve.status}", **words)


def progress(quiet: bool) -> AbstractContextManager[Callable[[str], None]]:
    """A status line on standard error that names the running phase."""
    from contextlib import contextmanager  # noqa: PLC0415

    @contextmanager
    def shown() -> Iterator[Callable[[str], None]]:
        if quiet:
            yield lambda _: None
            return
        with err().status(text("cli.phase_read")) as status:
            yield lambda phase: status.update(text(f"cli.phase_{phase}"))

    return shown()


def explained_json(explained: Explained, folder: Path) -> str:
    """An explanation for scripts: what was asked, its sentences and tables, and where its files are."""
    import json  # noqa: PLC0415 - `--help` does without it

    from planner.exports.manifest import plain  # noqa: PLC0415

    tables = {
        name: [{str(key): plain(cell) for key, cell in row.items()} for row in frame.to_dict("records")]
        for name, frame in explained.plan.tables.items()
    }
    told = {"kind": explained.kind, "headlines": explained.headlines, "warnings": explained.warnings}
    facts = {**explained.facts, **told, **tables, "folder": str(folder)}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, allow_nan=False)
