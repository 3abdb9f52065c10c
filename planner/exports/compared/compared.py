"""Plans side by side, as every form of them shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Cell = float | str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of every plan.

    Attributes:
        measure: Its key.
        name: What it is, for readers.
        object: Programme or line it is of; "" for the whole plan.
        year: Year; None for a figure of the whole plan.
        unit: Unit; "" for text, "1" for a ratio.
        decimals: Decimals that a reader sees.
        values: One a plan, in the order of the plans; None where a plan has none.
        differences: To that of the first plan, of the numbers that a reader sees; None for the first, for text, and
            where one of the two is missing.
        told: One a plan: "" or a key of the catalogue's section `compare_told` that says what the difference is worth.
    """

    measure: str
    name: str
    object: str
    year: int | None
    unit: str
    decimals: int
    values: tuple[Cell, ...]
    differences: tuple[float | None, ...]
    told: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether any plan has another value than the first."""
        return any(value != self.values[0] for value in self.values[1:])


@dataclass(frozen=True, slots=True)
class InputDifference:
    """One thing that went into a plan and not, or otherwise, into the first.

    Attributes:
        plan: The plan.
        kind: setting, override, cell or file.
        table: Table ("case": case.toml), file, or setting.
        row: Key of the row; "" where there is none.
        column: Column; "" for a whole row or file.
        reference, value: What the first plan had and what this one has; "" for nothing.
        why: Why, as the rule says; for a file why no more can be told.
    """

    plan: str
    kind: str
    table: str
    row: str
    column: str
    reference: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class LongRow:
    """A row of the long form that scenario tools read; see `planner/studies/compare/long.py`."""

    model: str
    scenario: str
    region: str
    variable: str
    unit: str
    year: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The figures of plans side by side; the first is the one that the others are compared with.

    Attributes:
        plans: Names of the plans, all different.
        currency: Money of all of them.
        headlines: One a plan but the first: what the difference in value is, and whether it can be told from none.
        lines: Figures in the order in which they are shown.
        sources: Where each plan that was read comes from, for the manifest.
        warnings: What a reader should know of the reports.
    """

    plans: tuple[str, ...]
    currency: str
    headlines: tuple[str, ...]
    lines: tuple[Line, ...]
    sources: tuple[Mapping[str, object], ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(SideBySide):
    """Plans side by side with all that a comparison tells.

    Attributes:
        inputs: What differs in what went in.
        long: The figures by year in long form.
    """

    inputs: tuple[InputDifference, ...]
    long: tuple[LongRow, ...]
