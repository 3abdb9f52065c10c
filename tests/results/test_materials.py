"""What can be bought by year, on toys with ranges that stick out of the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys

if TYPE_CHECKING:
    from pathlib import Path

PART = {
    "items": "item,kind,unit\ncar,product,car\npart,material,part",
    "bom": "parent,component,quantity\ncar,part,1",
}


def test_all_that_a_range_gives_falls_on_its_days_in_the_horizon(tmp_path: Path) -> None:
    # January and February 2026 are the horizon. The first range has begun in July and gives its 70 in January, the second gives
    # its 80 in February for the 60 cars asked for then, the third is of a later year: 130 of 150 are bought.
    supply = """item,site,from,to,base,price
        part,S,2025-07-01,2026-01-31,70,1
        part,S,2026-02-01,2026-12-31,80,1
        part,S,2027-01-01,2027-12-31,500,1"""
    rows = toys.solve(tmp_path, supply=supply, **PART).plan["yearly_materials"]
    assert rows["year"].tolist() == [2026]
    assert rows["bought"].tolist() == [pytest.approx(130)]
    assert rows["most"].tolist() == [pytest.approx(150)]
    assert rows["share_of_most"].tolist() == [pytest.approx(130 / 150)]
