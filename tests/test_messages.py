"""Every text that the code asks for is in the catalogue, and every text there is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.messages import catalogue, text

PACKAGE = Path(__file__).parents[1] / "planner"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
# Beginnings of keys that are put together with a name of the data: f"limits.{family}".
MADE = set(re.findall(r'f?"([a-z_]+)\.?[a-z_]*\{', CODE)) | set(re.findall(r'"((?:workbook|line)_\w+)"', CODE))
ASKED = set(re.findall(r'"([a-z_]+\.[a-z0-9_.]+)"', CODE))


def test_every_text_asked_for_is_there() -> None:
    literal = set(re.findall(r'text\(\s*"([\w./]+)"', CODE))
    assert literal <= set(catalogue())


def test_every_text_is_asked_for() -> None:
    unused = [key for key in catalogue() if key not in ASKED and key.split(".")[0] not in MADE]
    assert unused == []


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such_text")
