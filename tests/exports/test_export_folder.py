"""A report takes the place of the former one whole, or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from exports.export_folders import hidden, words, write

from planner.exports import folder as folder_module
from planner.exports import moves
from planner.exports.folder import report_folder


@pytest.fixture(params=["exchange", "fallback"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Both ways of taking the place of a folder."""
    if request.param == "fallback":
        monkeypatch.setattr(folder_module, "exchange", lambda *_: False)
        return "fallback"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    if not moves.exchange(tmp_path / "one", tmp_path / "two"):
        pytest.skip("this system cannot exchange two folders")
    return "exchange"


def test_the_first_report_lies_at_its_target(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "base"
    with report_folder(target) as report:
        assert report.folder.parent == target.parent
        assert report.folder.name.startswith(".")
        write(report.folder, "new")
    assert (report.final, report.beside) == (target, False)
    assert words(target) == {"new"}
    assert hidden(target.parent) == []


@pytest.mark.usefixtures("way")
def test_a_new_report_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write(target, "old")
    (target / "gone.csv").write_text("only in the old report", encoding="utf-8")
    with report_folder(target) as report:
        write(report.folder, "new")
        assert words(target) == {"old"}
    assert words(target) == {"new"}
    assert not (target / "gone.csv").exists()
    assert hidden(tmp_path) == []


def test_an_exception_leaves_the_old_report_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write(target, "old")

    def broken() -> None:
        with report_folder(target) as report:
            write(report.folder, "new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert words(target) == {"old"}
    assert hidden(tmp_path) == []


@pytest.mark.usefixtures("way")
def test_a_report_that_is_held_open_is_left_and_the_new_one_goes_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "base"
    write(target, "old")
    write(tmp_path / "base-2", "taken")
    rename = Path.rename

    def forbidden(self: Path, to: Path) -> Path:
        if target in (self, to):
            raise PermissionError(errno.EACCES, "in use", str(self))
        return rename(self, to)

    def refused(*_: Path) -> bool:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "rename", forbidden)
    if folder_module.exchange is moves.exchange:
        monkeypatch.setattr(folder_module, "exchange", refused)
    with report_folder(target) as report:
        write(report.folder, "new")
    assert (report.final, report.beside) == (tmp_path / "base-3", True)
    assert words(target) == {"old"}
    assert words(tmp_path / "base-3") == {"new"}
    assert hidden(tmp_path) == []


def test_a_folder_that_is_no_report_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "dear.jpg").write_text("precious", encoding="utf-8")
    with report_folder(target) as report:
        write(report.folder, "new")
    assert (report.final, report.beside) == (tmp_path / "photos-2", True)
    assert (target / "dear.jpg").read_text(encoding="utf-8") == "precious"


def test_a_file_and_an_empty_folder_in_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    finals = []
    for name in ("file", "empty"):
        with report_folder(tmp_path / name) as report:
            write(report.folder, "new")
        finals.append(report.final.name)
    assert finals == ["file-2", "empty"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_linked_target_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "disk", "old")
    link = tmp_path / "base"
    link.symlink_to(tmp_path / "disk")
    with report_folder(link) as report:
        write(report.folder, "new")
    assert link.is_symlink()
    assert words(link) == {"new"}
