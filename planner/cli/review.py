"""The command `planner review`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.publish import VERSIONS
from planner.cli.show import err, out
from planner.errors import UsageError
from planner.messages import text


def review(
    reports: Annotated[list[Path], typer.Argument(help=text("review.help_reports"))],
    out_folder: Annotated[Optional[Path], typer.Option("--out", help=text("review.help_out"))] = None,  # noqa: UP045
    sweep: Annotated[Optional[Path], typer.Option("--sweep", help=text("review.help_sweep"))] = None,  # noqa: UP045
    cases: Annotated[list[Path], typer.Option("--case", help=text("review.help_cases"))] = [Path("inputs")],  # noqa: B006
    versions: Annotated[Path, typer.Option("--versions", help=text("review.help_versions"))] = VERSIONS,
    template: Annotated[Optional[Path], typer.Option("--template", help=text("review.help_template"))] = None,  # noqa: UP045
    page_only: Annotated[bool, typer.Option("--page-only", help=text("review.help_page_only"))] = False,
    figures: Annotated[bool, typer.Option("--figures", help=text("review.help_figures"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=text("cli.quiet"))] = False,
) -> None:
    """Write the strategy review of plans."""
    if template and page_only:
        raise UsageError(text("review.template_without_slides"))
    write(
        reports, cases, sweep, out_folder, template, versions=versions, deck=not page_only, figures=figures, quiet=quiet
    )


def write(
    reports: list[Path],
    cases: list[Path],
    sweep: Path | None = None,
    out_folder: Path | None = None,
    template: Path | None = None,
    *,
    versions: Path = VERSIONS,
    deck: bool = True,
    figures: bool = False,
    quiet: bool = False,
) -> None:
    """Write the review of reports into a folder, or into the first of them, and tell what was written."""
    from planner.exports.reviewed import write_review  # noqa: PLC0415 - `--help` does without it
    from planner.studies.review import review as reviewed  # noqa: PLC0415

    content, place = reviewed(reports, cases, sweep, versions)
    for view in content.views:
        for words in view.warnings:
            err().print(words, markup=False, style="yellow")
    files = write_review(content, out_folder or place, template, deck=deck, figures=figures)
    if not quiet:
        out().print(content.views[0].pages[0].title, markup=False, style="bold")
        out().print(text("review.written", files=text("compare.comma").join(map(str, files))), markup=False)
