"""The data page, the dictionary, and the copy of the base case."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import UsageError
from planner.tables import base, copy_base, dictionary, page

PAGE = Path(__file__).parents[2] / "inputs" / "README.md"


def test_committed_page_is_the_dictionary() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_page_has_a_row_for_every_column() -> None:
    told = page()
    for table in dictionary():
        section = told.split(f"## {table.file}\n")[1].split("\n## ")[0]
        for column in table.columns.values():
            if column.name not in ("source", "notes"):
                assert f"| `{column.name}` |" in section


def test_references_and_defaults_of_the_dictionary_are_sound() -> None:
    for table in dictionary():
        assert table.keys, table.name
        for column in table.columns.values():
            if column.reference:
                there, name = column.reference
                assert dictionary()[there].columns[name].type == column.type
            if column.allowed:
                assert column.type == "choice"
                assert column.default in ("", *column.allowed)
            assert not (column.required and column.default)


@pytest.fixture
def small_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "case.toml").write_text('title = "Base"\n')
    monkeypatch.setattr(base, "_PACKAGED", source)
    return source


@pytest.mark.usefixtures("small_base")
def test_base_is_copied_to_a_new_or_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new"):
        copy_base(tmp_path / name)
        assert (tmp_path / name / "case.toml").read_text() == 'title = "Base"\n'


@pytest.mark.usefixtures("small_base")
def test_base_is_not_copied_over_anything(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        copy_base(tmp_path / "full")
    with pytest.raises(UsageError, match="is a file"):
        copy_base(tmp_path / "full" / "mine.txt")


def test_without_a_base_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_PACKAGED", tmp_path / "none")
    monkeypatch.setattr(base, "_REPOSITORY", tmp_path / "none either")
    with pytest.raises(UsageError, match="not part of this installation"):
        copy_base(tmp_path / "new")
