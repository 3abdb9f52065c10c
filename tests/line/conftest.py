"""Fixtures of the tests of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hand_made
import pytest

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs


@pytest.fixture(scope="session")
def base() -> Inputs:
    """The base case, read plainly."""
    return hand_made.read(hand_made.BASE)


@pytest.fixture
def diamond() -> Inputs:
    """A line whose first stage feeds two branches that join: a -> b -> d, a -> c -> d."""
    return hand_made.make(
        lines=[{"line": "L", "calendar": "C", "site": "S", "status": "existing", "name": "Line one"}],
        line_items=[{"line": "L", "item": "X"}],
        items=[{"item": "X", "kind": "product", "unit": "piece"}],
        calendars=[{"calendar": "C", "from": "2026-01-01", "to": "2026-12-31", "hours": 1000}],
        stages=hand_made.stages("L", {"a": 0.5, "b": 0.8, "c": 0.5, "d": 0.5}),
        flows=hand_made.flows("L", ("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")),
    )
