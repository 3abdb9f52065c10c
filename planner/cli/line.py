"""The command `planner line`: stages and bottleneck of each line, dry against wet, a picture of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.show import empty_table
from planner.errors import InputError, UsageError
from planner.messages import text

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from planner.tables.inputs import Inputs


def line(
    case: Annotated[Path, typer.Argument(help=text("line_command.help_case"))],
    line: Annotated[Optional[str], typer.Argument(help=text("line_command.help_line"))] = None,  # noqa: UP045
    out: Annotated[Path, typer.Option(help=text("line_command.help_out"))] = Path("reports"),
) -> None:
    """Show the stages of each line, its bottleneck and the routes side by side, and draw them."""
    from planner.line import check  # noqa: PLC0415  (other commands do without all these)
    from planner.tables import load, raw  # noqa: PLC0415

    inputs = load(case)
    problems = check(inputs["stages"], inputs["flows"], inputs["line_items"])
    if problems:
        raise InputError(raw(case).placed(problems))
    known = list(inputs["lines"]["line"])
    if line is not None and line not in known:
        names = text("line_check.comma").join(known)
        raise UsageError(text("line_command.unknown", line=line, lines=names))
    show(inputs, known if line is None else [line], out)


def show(inputs: Inputs, lines: list[str], out: Path) -> list[Path]:
    """Print the tables of these lines, draw them, and give the pictures' paths."""
    from rich.console import Console  # noqa: PLC0415

    from planner.exports.line_picture import draw  # noqa: PLC0415
    from planner.results import line_view  # noqa: PLC0415

    console = Console()
    figures = line_view.line_figures(inputs).set_index(["line", "item"], drop=False)
    shown: list[tuple[str, str, pd.DataFrame]] = []
    for name in lines:
        stages = line_view.line_stages(inputs, name)
        shown += [(name, item, stages[stages["item"] == item]) for item in line_view.distinct_items(stages)]
    console.print(_lines_table(figures.loc[[(name, item) for name, item, _ in shown]]))
    paths: list[Path] = []
    for name, item, stages in shown:
        figure = figures.loc[[(name, item)]].iloc[0]
        if len(stages) > 1:
            console.print(_stages_table(stages, figure))
        first = name not in {path.stem for path in paths}
        file = out / inputs.case.name / "lines" / (name if first else f"{name}-{item}")
        paths += draw(stages, line_view.line_flows(inputs, name), figure, file)
    comparison = line_view.route_comparison(inputs)
    if len(comparison):
        console.print(_comparison_table(comparison))
    for path in paths:
        console.print(text("line_command.drawn", path=path), soft_wrap=True, highlight=False)
    return paths


def _table(title: str, words: list[str], numbers: list[str]) -> Table:
    """An empty table; headings by their key in the catalogue, numbers to the right."""
    table = empty_table(title)
    for key in words:
        table.add_column(text(f"line_command.column_{key}"), overflow="fold")
    for key in numbers:
        table.add_column(text(f"line_command.column_{key}"), justify="right", no_wrap=True)
    return table


def _number(value: float, form: str) -> str:
    """A number as text; nothing where there is none."""
    return "" if value != value else format(value, form)  # noqa: PLR0124  (NaN)


def _lines_table(figures: pd.DataFrame) -> Table:
    """One row a line."""
    words = ["line", "bottleneck", "next"]
    table = _table(text("line_command.lines"), words, ["headroom", "good", "gwh", "rty", "energy"])
    for row in figures.to_dict("records"):
        table.add_row(
            row["line_name"],
            row["bottleneck_name"],
            row["next_stage_name"],
            _number(row["next_headroom"], "+.1%"),
            _number(row["good_per_year"], ",.0f"),
            _number(row["gwh_per_year"], ",.3f"),
            _number(row["rty"], ".3f"),
            _number(row["kwh_per_kwh"], ".1f"),
        )
    return table


def _stages_table(stages: pd.DataFrame, figure: pd.Series) -> Table:
    """One row a stage, the bottleneck in bold."""
    title = text("line_command.stages", line_name=figure["line_name"], item_name=figure["item_name"])
    numbers = ["machines", "yield", "starts", "hours", "good", "gwh", "headroom"]
    table = _table(title, ["stage"], numbers)
    for row in stages.to_dict("records"):
        table.add_row(
            row["stage_name"],
            _number(row["machines"], "g"),
            _number(row["yield_"], ".3f"),
            _number(row["starts_per_good"], ".4f"),
            _number(row["hours_per_good"], ".5f"),
            _number(row["good_per_year"], ",.0f"),
            _number(row["gwh_per_year"], ",.3f"),
            _number(row["headroom"], "+.1%"),
            style="bold" if row["bottleneck"] else None,
        )
    return table


def _comparison_table(comparison: pd.DataFrame) -> Table:
    """One row a measure; the routes are the two columns before the last."""
    routes = list(comparison.columns[4:6])
    table = _table(text("line_command.comparison"), ["measure", "unit"], [])
    for heading in (*routes, text("line_command.column_difference")):
        table.add_column(heading, justify="right")
    for row in comparison.to_dict("records"):
        values = [_number(row[route], f",.{row['decimals']}f") for route in routes]
        difference = _number(row["difference_percent"], "+z.0f")
        percent = text("line_command.percent", value=difference) if difference else ""
        table.add_row(row["name"], row["unit"], *values, percent)
    return table
