"""Which runs a study has: tornado, grid, sample, scenarios; each gives tasks in their order."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.messages import text
from planner.scenarios.drivers import rounded, words
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from planner.tables.drivers import Driver

LOW, BASE, HIGH = "low", "base", "high"


@dataclass(frozen=True, slots=True)
class Task:
    """One run of a study.

    Attributes:
        number: Its place among the runs, from 0.
        label: What it is for readers.
        scenario: The scenario it is made of.
        overrides: Rules after the scenario's, as `planner run --override` takes them.
        settings: The drivers that it varies, with their values.
    """

    number: int
    label: str
    scenario: str = "base"
    overrides: tuple[str, ...] = ()
    settings: tuple[tuple[str, float], ...] = ()


def varied(number: int, label: str, scenario: str, settings: Sequence[tuple[Driver, float]]) -> Task:
    """A run with drivers at some values."""
    held = [(driver, rounded(driver, value)) for driver, value in settings]
    rules = tuple(words(driver, value) for driver, value in held)
    return Task(number, label, scenario, rules, tuple((driver.name, value) for driver, value in held))


def tornado(drivers: Sequence[Driver], scenario: str) -> Iterator[Task]:
    """The case, then each driver alone at its p10 and at its p90."""
    yield Task(0, BASE, scenario)
    ends = itertools.product(drivers, (LOW, HIGH))
    for number, (driver, end) in enumerate(ends, 1):
        yield varied(number, f"{driver.name} {end}", scenario, [(driver, getattr(driver, end))])


def grid(axes: Sequence[tuple[Driver, Sequence[float]]], scenario: str) -> Iterator[Task]:
    """Every combination of the axes' values, the last axis fastest."""
    drivers = [driver for driver, _ in axes]
    for number, point in enumerate(itertools.product(*(values for _, values in axes))):
        settings = list(zip(drivers, point, strict=True))
        yield varied(number, text("sweep.run", number=number), scenario, settings)


def sampled(
    drivers: Sequence[Driver], pairs: pd.DataFrame, scenario: str, number: int, method: str, seed: int
) -> Iterator[Task]:
    """A sample of all drivers.

    Raises:
        UsageError: There is no such method.
    """
    from planner.studies.sampling import sample  # noqa: PLC0415 - other designs do without scipy

    points = sample(drivers, pairs, number, method, seed).tolist()
    for place, point in enumerate(points):
        yield varied(place, text("sweep.run", number=place), scenario, list(zip(drivers, point, strict=True)))


def scenarios(frame: pd.DataFrame) -> Iterator[Task]:
    """The case as it stands and every scenario of the table `scenarios`."""
    for number, name in enumerate(["base", *frame["scenario"].unique()]):
        yield Task(number, name, name)


def axis(words: str, known: Sequence[Driver]) -> tuple[Driver, list[float]]:
    """A driver and its values as `--grid demand=0.8,1,1.2` tells them.

    Raises:
        UsageError: The words are no axis, or there is no such driver.
    """
    name, sign, values = words.partition("=")
    try:
        numbers = [float(value) for value in values.split(",")]
    except ValueError:
        numbers = []
    if not sign or not numbers or not all(map(math.isfinite, numbers)):
        raise UsageError(text("sweep.not_an_axis", words=words))
    return chosen([name.strip()], known)[0], numbers


def chosen(names: Sequence[str], known: Sequence[Driver]) -> list[Driver]:
    """The drivers of some names, in the order of the table; all of them where no name is given.

    Raises:
        UsageError: There is no such driver, or there are none at all.
    """
    if not known:
        raise UsageError(text("sweep.no_drivers"))
    by_name = {driver.name: driver for driver in known}
    for name in names:
        if name not in by_name:
            raise UsageError(text("sweep.unknown_driver", name=name, hint=hint(name, by_name)))
    return [driver for driver in known if not names or driver.name in names]
