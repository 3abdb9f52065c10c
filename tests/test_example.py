"""The committed example is what a fresh run gives, byte for byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.exports.reviewed import DECK, PAGE
from planner.exports.reviewed.deck import deck_of
from planner.exports.reviewed.page import page_of
from planner.exports.tables import write_tables
from planner.studies.review import review

if TYPE_CHECKING:
    from planner.pipeline import Planned

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "reports" / "base" / "base"
REVIEW = ROOT / "reports" / "base" / "review"


def test_fresh_run_gives_the_same_csv_bytes(base: Planned, tmp_path: Path) -> None:
    write_tables(base.plan, tmp_path)
    fresh = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    kept = {path.name: path.read_bytes() for path in EXAMPLE.glob("*.csv")}
    assert sorted(fresh) == sorted(kept)
    differing = [name for name, content in fresh.items() if kept[name] != content]
    assert differing == []


@pytest.mark.parametrize("name", ["plan.xlsx", "kpis.json", "manifest.json"])
def test_example_is_whole(name: str) -> None:
    assert (EXAMPLE / name).stat().st_size > 0


def test_a_fresh_review_says_the_same() -> None:
    """Also where the plan was made again on another day: a review tells nothing of the times."""
    content = review([EXAMPLE], [ROOT / "inputs"])[0]
    assert page_of(content) == (REVIEW / PAGE).read_text(encoding="utf-8")
    assert slides(deck_of(content)) == slides((REVIEW / DECK).read_bytes())


def slides(deck: bytes) -> dict[str, bytes]:
    """What a deck says: its parts but for workbooks behind charts, which are packed, and hold what the charts do."""
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith(".xlsx")}
