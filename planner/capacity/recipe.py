"""Rows of the bill of materials as the copies of a line need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


class Need(NamedTuple):
    """A row of the bill of materials of one parent."""

    component: str
    line: str
    stage: str
    quantity: float


def by_parent(bom: pd.DataFrame) -> dict[str, list[Need]]:
    """Rows of the bill of materials by parent, in table order."""
    found: dict[str, list[Need]] = {}
    columns = (bom[name].tolist() for name in ("parent", "component", "line", "stage", "quantity"))
    for parent, *need in zip(*columns, strict=True):
        found.setdefault(parent, []).append(Need(*need))
    return found


def recipe(needs: list[Need], line: str) -> Iterator[tuple[str, str, float]]:
    """Component, stage and quantity; a line's own rows stand before those for every line."""
    by_component: dict[str, list[Need]] = {}
    for need in needs:
        if need.line in {"", line}:
            by_component.setdefault(need.component, []).append(need)
    for component, same in by_component.items():
        for need in [n for n in same if n.line == line] or same:
            yield component, need.stage, need.quantity
