"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from planner import pipeline
from planner.solve import Options

if TYPE_CHECKING:
    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

# The same examples on every run, and no clock: a busy machine fails nothing.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]
BASE = ROOT / "inputs" / "base"


@pytest.fixture(scope="session")
def base_inputs() -> Inputs:
    """The base case, checked."""
    return pipeline.load(BASE)[0]


@pytest.fixture(scope="session")
def base(base_inputs: Inputs) -> Planned:
    """The plan of the base case."""
    return pipeline.plan(base_inputs, Options(door="highs"))


@pytest.fixture(scope="session")
def base_by_pulp(base_inputs: Inputs) -> Planned:
    """The plan of the base case as `planner run` makes it."""
    return pipeline.plan(base_inputs)
