"""Fixtures: the small case without a fault, and a hand to spoil it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from book_case import small_book
from small_case import edited, written

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """The case without a fault, as a folder."""
    return written(tmp_path / "small")


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the case without a fault, beside its folder; not to be changed."""
    return small_book(tmp_path_factory.mktemp("book"))


@pytest.fixture
def book(pristine: Path, tmp_path: Path) -> Path:
    """The same workbook, to be changed."""
    return Path(shutil.copy(pristine, tmp_path / "small.xlsx"))


@pytest.fixture
def spoiled(good: Path) -> Callable[..., Path]:
    """The same case after some edits."""

    def spoil(*edits: str) -> Path:
        for edit in edits:
            edited(good, edit)
        return good

    return spoil
