"""Folder -> workbook -> folder gives the same bytes; what was changed is all that changes."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from book_case import as_workbook, edit, files_back, folder_files, put
from small_case import written

from planner import pipeline
from planner.tables import raw
from planner.tables.workbook.write_back import files_of

ROOT = Path(__file__).parents[2]
BASE = ROOT / "inputs" / "base"


def same_inputs(one: Path, other: Path) -> None:
    """Two cases say the same."""
    first, second = (pipeline.load(place)[0] for place in (one, other))
    for name, table in first.tables.items():
        assert table.reset_index(drop=True).equals(second[name].reset_index(drop=True)), name
    assert dataclasses.replace(first.case, name="") == dataclasses.replace(second.case, name="")


def test_base_case_comes_back_byte_by_byte(tmp_path: Path) -> None:
    book = as_workbook(BASE, tmp_path / "base.xlsx")
    assert files_back(book, tmp_path / "new") == folder_files(BASE)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_saves_the_same_case(pristine: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(pristine)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    same_inputs(pristine, saved / "small.xlsx")
    assert files_back(saved / "small.xlsx", tmp_path / "new") == folder_files(pristine.with_suffix(""))


def test_what_is_odd_comes_back(tmp_path: Path) -> None:
    """Numbers in other ways of writing, quotation marks, tabs, blank lines, other ends of lines, comments, no last end."""
    small = written(tmp_path / "small")
    sites = 'site,name,space_m3,notes\r\neast,"East works",5e2,"=1+1"\r\n\r\nwest,"two\nlines",,"a ""b"", c"'
    (small / "sites.csv").write_bytes(sites.encode())
    lanes = "from_site,to_site,item,freight,most_per_month,source\neast,west,cell,1.500,,_x0041_\neast,west,pack,0.1000000000000000055,,\t1\n"
    (small / "lanes.csv").write_text(lanes)
    toml = small / "case.toml"
    toml.write_text(toml.read_text().replace("discount_rate = 0.08", "discount_rate = 8e-2  # real") + "# the end")
    book = as_workbook(small, tmp_path / "odd.xlsx")
    assert files_back(book, tmp_path / "new") == folder_files(small)


def test_only_what_changed_is_written_anew(tmp_path: Path) -> None:
    """The row that changed keeps the way in which its other cells were written; all other rows keep their letters."""
    small = written(tmp_path / "small")
    lanes = "from_site,to_site,item,freight,most_per_month\neast,west,cell,1.50,1e3\neast,west,pack,2.50,\n"
    (small / "lanes.csv").write_text(lanes)
    book = put(as_workbook(small, tmp_path / "odd.xlsx"), {"lanes 2 freight": 1.75})
    assert files_back(book, tmp_path / "new")["lanes.csv"].decode() == lanes.replace("1.50", "1.75")


def test_new_rows_and_columns_come_at_the_end(tmp_path: Path) -> None:
    small = written(tmp_path / "small")
    (small / "sites.csv").write_text("site,name,space_m3,notes\neast,,5e2,\nwest,,,here\n")
    book = put(
        as_workbook(small, tmp_path / "odd.xlsx"),
        {"sites 4 site": "north", "sites 4 space_m3": 7.5, "lanes 2 source": "S1"},
    )
    files = files_back(book, tmp_path / "new")
    assert files["sites.csv"].decode() == "site,name,space_m3,notes\neast,,5e2,\nwest,,,here\nnorth,,7.5,\n"
    assert files["lanes.csv"].decode().splitlines()[0] == "from_site,to_site,item,freight,most_per_month,source"


def test_settings_change_in_their_place(tmp_path: Path) -> None:
    """A rate and a day of delivery: comments and order of case.toml stay."""
    small = written(tmp_path / "small")
    toml = small / "case.toml"
    toml.write_text("# ours\n" + toml.read_text())
    book = as_workbook(small, tmp_path / "odd.xlsx")

    def change(found: Any) -> None:
        rate = next(row for row in found["case"].iter_rows() if row[0].value == "discount_rate")
        rate[1].value = 0.1
        demand = next(row for row in found["index"].iter_rows() if row[0].value == "demand")
        demand[3].value = "2026-02-01"

    new = files_back(edit(book, change), tmp_path / "new")["case.toml"].decode()
    assert new == toml.read_text().replace("0.08", "0.1").replace("2026-01-10", "2026-02-01")


def test_without_the_kept_files_the_case_is_the_same(pristine: Path, book: Path, tmp_path: Path) -> None:
    """Only the way of writing is lost with the hidden sheet."""
    edit(book, lambda found: found.remove(found["_files"]))
    files = raw(book).book
    assert files is not None
    new = tmp_path / "new"
    new.mkdir()
    for name, content in files_of(files, new).items():
        (new / name).write_bytes(content)
    same_inputs(pristine.with_suffix(""), new)


def test_same_case_gives_the_same_workbook(pristine: Path, tmp_path: Path) -> None:
    """The first of a process, and those after it."""
    books = [as_workbook(pristine.with_suffix(""), tmp_path / f"{name}.xlsx").read_bytes() for name in "ab"]
    assert books == [pristine.read_bytes()] * 2
