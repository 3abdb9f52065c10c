"""What the terminal shows: problems, errors, the yearly plan, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import AuditError, InputError, NoPlanError, PlannerError, Problem, Severity
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from rich.console import Console

    from planner.results.plan import Plan


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
    console.print(str(error), markup=False, style="bold")
    details = error.reasons if isinstance(error, NoPlanError) else ()
    details = error.findings if isinstance(error, AuditError) else details
    for line in details:
        console.print(f"  - {line}", markup=False)


def show_problems(console: Console, problems: Iterable[Problem]) -> None:
    """One block a problem: where, what is wrong, what to do."""
    for problem in problems:
        word = text(f"cli.{problem.severity}")
        style = "red" if problem.severity is Severity.ERROR else "yellow"
        console.print(f"{word}: {problem.place}".rstrip(": "), markup=False, style=style)
        console.print(f"  {problem.message}", markup=False)
        if problem.advice:
            console.print(f"  {problem.advice}", markup=False)


def show_plan(console: Console, plan: Plan) -> None:
    """The yearly plan as a table, and one line with the key figures."""
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=text("cli.table_plan"), title_justify="left")
    for name in ("year", "programme"):
        table.add_column(text(f"cli.column_{name}"))
    for name in ("pilots", "installs", "cumulative", "demand", "short", "gwh"):
        table.add_column(text(f"cli.column_{name}"), justify="right")
    table.add_column(text("cli.column_limit"), overflow="fold")
    for row in plan["yearly_plan"].itertuples():
        whole = (
            row.pilot_installs,
            row.production_installs,
            row.cumulative_installs,
            row.demand,
            row.shortfall,
        )
        cells = [str(row.year), row.programme, *(f"{n:,}" for n in whole), f"{row.gwh:.3f}", row.limited_by]
        table.add_row(*cells)
    console.print(table)
    console.print(summary(plan), markup=False)


def summary(plan: Plan) -> str:
    """One sentence: status, NPV, installs."""
    kpis = plan.kpis
    return text(
        "cli.summary",
        status=text(f"cli.status_{plan.solve.status}", gap=plan.solve.gap or 0.0),
        solver=plan.solve.solver,
        npv=kpis["npv_million"],
        currency=plan.case.currency,
        installs=kpis["total_production_installs"],
        pilots=kpis["total_pilot_installs"],
        shortfall=kpis["total_shortfall"],
    )


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
