"""The command `planner sweep`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.progress import progress
from planner.cli.show import empty_table, out
from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from planner.studies.sweep import Swept


def sweep(
    case: Annotated[Path, typer.Argument(help=text("cli.case"))],
    out_folder: Annotated[Path, typer.Option("--out", help=text("sweep_command.out"))] = Path("reports"),
    scenario: Annotated[str, typer.Option("--scenario", help=text("sweep_command.scenario"))] = "base",
    tornado: Annotated[bool, typer.Option("--tornado", help=text("sweep_command.tornado"))] = False,
    grid: Annotated[list[str], typer.Option("--grid", help=text("sweep_command.grid"))] = [],  # noqa: B006
    sample: Annotated[int, typer.Option("--sample", min=0, help=text("sweep_command.sample"))] = 0,
    scenarios: Annotated[bool, typer.Option("--scenarios", help=text("sweep_command.scenarios"))] = False,
    driver: Annotated[list[str], typer.Option("--driver", help=text("sweep_command.driver"))] = [],  # noqa: B006
    method: Annotated[str, typer.Option("--method", help=text("sweep_command.method"))] = "lhs",
    seed: Annotated[int, typer.Option("--seed", min=0, help=text("sweep_command.seed"))] = 0,
    hold: Annotated[str, typer.Option("--hold", help=text("sweep_command.hold"))] = "",
    decide: Annotated[bool, typer.Option("--decide", help=text("sweep_command.decide"))] = False,
    name: Annotated[str, typer.Option("--name", help=text("sweep_command.name"))] = "",
    workers: Annotated[Optional[int], typer.Option("--workers", min=1, help=text("sweep_command.workers"))] = None,  # noqa: UP045
    scheduler: Annotated[str, typer.Option("--scheduler", help=text("sweep_command.scheduler"))] = "",
    time_limit: Annotated[Optional[float], typer.Option(min=0.0, help=text("sweep_command.time_limit"))] = None,  # noqa: UP045
    gap: Annotated[float, typer.Option("--gap", min=0.0, help=text("cli.gap"))] = 1e-4,
    audit: Annotated[int, typer.Option("--audit", min=0, help=text("sweep_command.audit"))] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
) -> None:
    """Plan a case many times and tell what the plans say together."""
    from planner.solve import Options  # noqa: PLC0415 - `--help` does without pandas and solvers
    from planner.studies import sweep as studies  # noqa: PLC0415

    if decide and hold:
        raise UsageError(text("sweep.hold_or_decide"))
    asked = studies.Asked(
        kind=_kind(tornado=tornado, grid=bool(grid), sample=bool(sample), scenarios=scenarios),
        scenario=scenario,
        chosen=tuple(driver),
        axes=tuple(grid),
        number=sample,
        method=method,
        seed=seed,
        hold="none" if decide else hold,
        name=name,
        options=Options(door="highs", time_limit=time_limit, gap=gap),
        audit=audit,
    )
    with progress(quiet, text("sweep_command.deciding"), text("sweep_command.running")) as tell:
        found = studies.sweep(case, out_folder, asked, workers or os.cpu_count() or 1, scheduler, tell)
    if not quiet:
        show(out(), found)


def _kind(**wanted: bool) -> str:
    kinds = [name for name, is_wanted in wanted.items() if is_wanted]
    if len(kinds) != 1:
        raise UsageError(text("sweep.one_kind"))
    return kinds[0]


def show(console: Console, found: Swept) -> None:
    """Short tables: installs by year, targets, what matters most, and runs without a plan with their reasons."""
    by_year = found.summary.loc[found.summary["measure"].isin(["production_installs", "shortfall"])]
    _table(console, "summary", by_year, {"measure": "", "year": "", "p10": ",.0f", "p50": ",.0f", "p90": ",.0f"})
    value = found.summary.loc[found.summary["measure"].isin(["npv_million", "capex_million"])]
    _table(console, "figures", value, {"measure": "", "p10": ",.0f", "p50": ",.0f", "p90": ",.0f"})
    drawn = found.ranking is not None  # of other designs a share of runs is no chance
    of_all = found.targets.loc[(found.targets["programme"] == "") & drawn]
    dated = of_all.assign(date=of_all["date"].dt.strftime("%Y-%m-%d"))
    _table(console, "targets", dated, {"measure": "", "date": "", "value": ",.0f", "chance": ".0%", "p50": ",.0f"})
    if found.tornado is not None:
        columns = {"rank": "", "driver": "", "low": "g", "high": "g", "npv_million_low": ",.0f"}
        columns |= {"npv_million_high": ",.0f", "npv_million_swing": "+,.0f", "production_installs_swing": "+,.0f"}
        _table(console, "tornado", found.tornado, columns)
    if found.ranking is not None:
        columns = {"rank": "", "driver": "", "npv_million_regression": "+.2f", "npv_million_rank_correlation": "+.2f"}
        columns |= {"production_installs_regression": "+.2f", "production_installs_rank_correlation": "+.2f"}
        _table(console, "drivers", found.ranking, columns)
    counts = found.runs["status"].value_counts()
    console.print(
        text(
            "sweep_command.counts",
            counts=", ".join(f"{n:,} {text(f'run_status.{name}')}" for name, n in counts.items()),
        )
    )
    without = found.runs.loc[found.runs["reason"] != ""]
    for row in without.drop_duplicates("reason").head(5).to_dict("records"):
        console.print(text("sweep_command.without", label=row["label"], reason=row["reason"]), markup=False)
    console.print(text("cli.report", folder=found.folder), markup=False)


def _table(console: Console, title: str, frame: pd.DataFrame, forms: dict[str, str]) -> None:
    if frame.empty:
        return
    table = empty_table(text(f"sweep_command.table_{title}"))
    for name, form in forms.items():
        table.add_column(text(f"sweep_command.column_{name}"), justify="right" if form else "left")
    for row in frame[list(forms)].itertuples(index=False, name=None):
        cells = ("" if cell != cell else format(cell, form) for cell, form in zip(row, forms.values(), strict=True))  # noqa: PLR0124
        table.add_row(*cells)
    console.print(table)
