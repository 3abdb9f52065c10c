"""Every peer writes the planner's program, and a family that a peer does not write is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import toys

from planner import pipeline
from planner.capacity import capacity
from planner.scenarios import Variant
from tests.benchmarks.peer_models.sets import MissingFamilyError
from tests.benchmarks.peer_run import PLANNER, WAYS, Run
from tests.benchmarks.peers import SCENARIO, agree

if TYPE_CHECKING:
    from planner.capacity import Capacity
    from planner.tables.inputs import Inputs

BASE = Path(__file__).parents[2] / "inputs" / "base"


@pytest.fixture(scope="module")
def start() -> tuple[Inputs, Capacity]:
    inputs = pipeline.load(BASE, variant=Variant(SCENARIO))[0]
    return inputs, capacity(inputs)


@pytest.fixture(scope="module")
def own(start: tuple[Inputs, Capacity]) -> Run:
    return WAYS[PLANNER](*start)


@pytest.mark.parametrize("way", [way for way in WAYS if way != PLANNER])
def test_every_way_writes_the_program_of_the_planner(start: tuple[Inputs, Capacity], own: Run, way: str) -> None:
    agree(own, WAYS[way](*start))


def test_what_differs_is_told(own: Run) -> None:
    without = {name: count for name, count in own.rows.items() if name != "growth"}
    for other in (
        replace(own, rows=without),
        replace(own, columns={**own.columns, "make": 1}),
        replace(own, non_zeros=own.non_zeros + 1),
        replace(own, optimum=own.optimum * (1 + 1e-5)),
    ):
        with pytest.raises(MissingFamilyError):
            agree(own, other)


def test_a_family_of_rows_that_peers_do_not_write_is_told(tmp_path: Path) -> None:
    inputs = toys.load(tmp_path, stocks="item,site,least\ncar,S,5")
    start = inputs, capacity(inputs)
    with pytest.raises(MissingFamilyError, match="stock_least"):
        agree(WAYS[PLANNER](*start), WAYS["PuLP"](*start))


def test_a_family_of_variables_that_peers_do_not_write_is_told(tmp_path: Path) -> None:
    inputs = toys.load(tmp_path, decide=["sop"], programmes="programme,item,site,sop_earliest\nP,car,S,2026-01-01")
    with pytest.raises(MissingFamilyError, match="sop"):
        WAYS["PuLP"](inputs, capacity(inputs))
