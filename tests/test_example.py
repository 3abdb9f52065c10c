"""The committed example is what a fresh run gives, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.exports.tables import write_tables

if TYPE_CHECKING:
    from planner.pipeline import Planned

EXAMPLE = Path(__file__).parents[1] / "reports" / "base" / "base"


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
