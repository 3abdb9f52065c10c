"""The command on the base case, as a user runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hand_made
import pytest
import typer
from typer.testing import CliRunner

from planner.cli.line import line
from planner.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def app() -> typer.Typer:
    """The command alone."""
    app = typer.Typer()
    app.command()(line)
    return app


def test_one_line_is_shown_and_drawn(app: typer.Typer, tmp_path: Path) -> None:
    words = [str(hand_made.BASE), "DRY2", "--out", str(tmp_path)]
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Warm isostatic press" in result.output
    assert "12.1" in result.output
    files = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*"))
    assert files == ["base/lines/DRY2.png", "base/lines/DRY2.svg"]


def test_every_line_is_drawn_without_a_name(app: typer.Typer, tmp_path: Path) -> None:
    words = [str(hand_made.BASE), "--out", str(tmp_path)]
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Dry and wet route" in result.output
    assert len(list(tmp_path.rglob("*.png"))) == 7


def test_an_unknown_line_is_told_with_those_that_exist(app: typer.Typer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no line DRY9\. The case has PILOT, DRY2"):
        CliRunner().invoke(app, [str(hand_made.BASE), "DRY9", "--out", str(tmp_path)], catch_exceptions=False)
