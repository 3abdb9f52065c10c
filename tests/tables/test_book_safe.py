"""A workbook that could do harm is refused in bounded time and memory, with a clear message."""

from __future__ import annotations

import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from book_case import repack, told

from planner import pipeline
from planner.errors import InputError
from planner.tables.workbook import form_of, guard, layout

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet5.xml"


def check_of(path: Path) -> str:
    problems = pipeline.validate(path)[1]
    assert len(problems) == 1, told(problems)
    assert problems[0].place == path.name
    return problems[0].check


@pytest.mark.parametrize(
    ("part", "check"),
    [
        ("xl/vbaProject.bin", "workbook_macros"),
        ("xl/macrosheets/sheet1.xml", "workbook_macros"),
        ("xl/externalLinks/externalLink1.xml", "workbook_links"),
    ],
)
def test_macros_and_links_are_refused(book: Path, part: str, check: str) -> None:
    assert check_of(repack(book, {part: b"<x/>"})) == check


def test_other_kinds_of_files_are_refused(book: Path) -> None:
    path = book
    assert check_of(path.rename(book.with_suffix(".xlsm"))) == "workbook_kind"
    for content, check in ((b"\xd0\xcf\x11\xe0 old", "workbook_locked"), (b"PK no zip", "workbook_broken")):
        path.write_bytes(content)
        assert check_of(path) == check


@pytest.mark.parametrize(
    "content",
    [
        b"<worksheet><sheetData>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>',
        b"\xff\xfe\x00no text",
    ],
)
def test_damaged_parts_are_refused(book: Path, content: bytes) -> None:
    assert check_of(repack(book, {SHEET: content})) == "workbook_broken"


def test_a_bomb_is_refused_before_it_is_unpacked(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight million bytes of blanks pack into eight thousand; the limit here is four million, and so is the memory."""
    monkeypatch.setattr(guard, "LARGEST", 4 * 2**20)
    path = repack(book, {SHEET: b"<worksheet>" + b" " * 2**23 + b"</worksheet>"})
    assert path.stat().st_size < 2**18
    tracemalloc.start()
    assert check_of(path) == "workbook_large"
    assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    tracemalloc.stop()


def test_a_bomb_that_hides_its_size_is_refused(book: Path) -> None:
    path = repack(book, {SHEET: b"<worksheet>" + b" " * 2**20 + b"</worksheet>"})
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo(SHEET).file_size
    lied = path.read_bytes().replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    path.write_bytes(lied)
    assert check_of(path) == "workbook_broken"


def test_a_million_blank_rows_are_read(book: Path) -> None:
    """Rows and cells with a format and nothing in them, down to the last one of a sheet."""
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(3, 60_000))
    last = b'<row r="1048576"><c r="A1048576" s="1"/></row>'

    def grow(sheet: bytes) -> bytes:
        return sheet.replace(b"</sheetData>", rows + last + b"</sheetData>")

    path = repack(book, {SHEET: grow})
    assert pipeline.validate(path)[1] == []


def test_a_cell_far_away_is_refused_by_name(book: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = repack(book, {SHEET: lambda sheet: sheet.replace(b"</sheetData>", far)})
    problems = pipeline.validate(path)[1]
    assert told(problems) == {path.name: "workbook_wide"}
    assert "XFD1048576" in problems[0].message


def test_what_a_sheet_does_not_take_is_told(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_LETTERS", 10)
    monkeypatch.setattr(layout, "MOST_ROWS", 8)
    with pytest.raises(InputError) as error:
        form_of(good)
    found = {problem.place: problem.check for problem in error.value.problems}
    assert found["seasons.csv"] == "workbook_rows"
    assert found["targets.csv row 2 column measure"] == "workbook_letters"
