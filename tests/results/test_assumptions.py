"""Sources and notes of the input tables, with the rows that rest on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import toys

from planner.results.assumptions import assumptions

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_are_counted_by_source_and_notes_and_those_without_any_too(tmp_path: Path) -> None:
    demand = """programme,from,to,base,source,notes
        P,2026-01-01,2026-01-31,120,Sales,assumed
        P,2026-02-01,2026-02-14,60,Sales,assumed
        P,2026-02-15,2026-02-28,60,,"""
    found = assumptions(toys.load(tmp_path, demand=demand))
    own = found.loc[found["input_table"] == "demand", ["source", "notes", "rows"]]
    assert own.to_numpy().tolist() == [["Sales", "assumed", 2], ["", "", 1]]
    # Every row of the toy is counted once; no other names a source.
    assert found.loc[found["input_table"] == "calendars", "rows"].tolist() == [3]
    assert set(found.loc[found["input_table"] != "demand", "source"]) == {""}
