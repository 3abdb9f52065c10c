"""Fixtures: the small case without a fault, and a hand to spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_case import edited, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """The case without a fault, as a folder."""
    return written(tmp_path / "small")


@pytest.fixture
def spoiled(good: Path) -> Callable[..., Path]:
    """The same case after some edits."""

    def spoil(*edits: str) -> Path:
        for edit in edits:
            edited(good, edit)
        return good

    return spoil
