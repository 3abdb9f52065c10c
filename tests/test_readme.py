"""The README's Python example runs, and its commands are the ones that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import planner
from planner.cli import app

if TYPE_CHECKING:
    from conftest import Example

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_example_runs(example: Example) -> None:
    assert "DRY2" in example.said
    assert "limited_by" in example.said
    assert example.said.rstrip().endswith("optimal")


def test_validate_tells_problems_as_sentences(tmp_path: Path) -> None:
    assert planner.validate(ROOT / "inputs" / "base") == []
    assert planner.validate(tmp_path / "nothing")


def test_commands_of_the_readme_exist() -> None:
    # A workbook alone is no command.
    named = set(re.findall(r"`planner (\w++)(?![-\w]*\.xlsx)", README))
    registered = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert named - {"run --help"} <= registered
