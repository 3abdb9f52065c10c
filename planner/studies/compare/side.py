"""Figures of all plans side by side, with their differences to the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.compared.compared import Line, SideBySide
from planner.messages import text
from planner.studies.compare.figures import COUNTED, MEASURES, MONEY
from planner.studies.compare.gaps import headline, worth_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planner.exports.compared.compared import Cell
    from planner.studies.compare.figured import Figured
    from planner.studies.compare.figures import Key, Measure


def together(
    plans: Sequence[Figured], known: Sequence[Mapping[Key, Cell]], sources: Iterable[Mapping[str, object]]
) -> SideBySide:
    """The figures of plans as every form of a comparison shows them.

    Args:
        plans: The plans; the first is the one that the others are compared with.
        known: Figures of each, from `figures`.
        sources: Where they come from, for the manifest.
    """
    first, *others = plans
    return SideBySide(
        plans=tuple(plan.name for plan in plans),
        currency=first.currency,
        headlines=tuple(headline(first, plan) for plan in others),
        lines=tuple(lines(plans, known)),
        sources=tuple(sources),
        warnings=tuple(words for plan in plans if (words := plan.warning)),
    )


def lines(plans: Sequence[Figured], known: Sequence[Mapping[Key, Cell]]) -> Iterator[Line]:
    """One line a figure that any plan has: by measure in their order, by object, by year."""
    order = {measure: number for number, measure in enumerate(MEASURES)}
    objects = {key[1]: number for number, key in enumerate(dict.fromkeys(k for found in known for k in found))}
    keys = dict.fromkeys(key for found in known for key in found)
    for key in sorted(keys, key=lambda key: (order[key[0]], objects[key[1]], key[2] or 0)):
        yield _line(key, plans, [_value(key, plan, found) for plan, found in zip(plans, known, strict=True)])


def _value(key: Key, plan: Figured, found: Mapping[Key, Cell]) -> Cell:
    """A figure of a plan; no copies of a line that only another plan has."""
    measure, _, year = key
    return found.get(key, 0.0 if measure.name == COUNTED and year in plan.years else None)


def _line(key: Key, plans: Sequence[Figured], values: Sequence[Cell]) -> Line:
    measure, about, year = key
    first, *others = values
    differences = [None, *(_difference(measure, first, other) for other in others)]
    told = ["", *(_told(measure, plans[0], plan, first, other) for plan, other in zip(plans[1:], others, strict=True))]
    return Line(
        measure=measure.name,
        name=text(f"compare_measure.{measure.name}"),
        object=about,
        year=year,
        unit=unit_of(measure, plans[0].currency),
        decimals=measure.decimals,
        values=tuple(values),
        differences=tuple(differences),
        told=tuple(told),
    )


def unit_of(measure: Measure, currency: str) -> str:
    """Unit of a measure, with the money of the plans."""
    return text("compare.money", currency=currency) if measure.unit == MONEY else measure.unit


def _difference(measure: Measure, first: Cell, other: Cell) -> float | None:
    """The difference of what a reader sees: beside two rounded numbers another one would look wrong."""
    if not (isinstance(first, float) and isinstance(other, float)):
        return None
    return round(round(other, measure.decimals) - round(first, measure.decimals), measure.decimals)


def _told(measure: Measure, first: Figured, plan: Figured, one: Cell, other: Cell) -> str:
    """What a difference is worth: only amounts of money, which the objective weighs, may be within the gaps."""
    if measure.unit == MONEY and isinstance(one, float) and isinstance(other, float):
        return worth_of(first, plan, (one, other))
    return ""
