"""What near-optimal plans may choose otherwise: copies of a line by a year, starts of production, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import month_number
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from planner.model.algebra import Columns
    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

COPIES, SOP, SIGNED = "copies", "sop", "signed"
PART = 0.01


@dataclass(frozen=True, slots=True)
class Choice:
    """A number that the decisions of a plan have.

    Attributes:
        kind: "copies": those of a line on stream by the end of a year; "sop": months from the horizon's start to a
            start of production, one more than all for never; "signed": 1 where a contract is.
        object: The line, programme or contract.
        year: The year ("copies" only, else 0).
    """

    kind: str
    object: str
    year: int = 0

    @property
    def key(self) -> str:
        """Its name in tables."""
        return f"{self.kind}:{self.object}" + (f":{self.year}" if self.year else "")


def choices(inputs: Inputs, program: Program, years: Sequence[int]) -> list[Choice]:
    """The choices that a program leaves open, by kind, object and year."""
    keys = {family.name: family.keys for family in program.columns}
    lines, programmes = keys["open"]["line"].unique(), keys["sop"]["programme"].unique()
    contracts = keys["sign"]["contract"].unique()
    order = {name: place for place, name in enumerate(inputs["lines"]["line"])}
    return [
        *(Choice(COPIES, str(line), year) for line in sorted(lines, key=order.__getitem__) for year in years),
        *(Choice(SOP, str(programme)) for programme in sorted(programmes)),
        *(Choice(SIGNED, str(contract)) for contract in sorted(contracts)),
    ]


def weight(choice: Choice, program: Program, inputs: Inputs) -> Floats:
    r"""Units of a choice in a natural unit of each variable of the program, [column].

    Copies count :math:`\sum open` over days up to the year's end, a start of production :math:`\sum (month - H) sop`
    with H months of the horizon (so that never counts as the end), a contract its own column.
    """
    found = np.zeros(program.shape[1])
    name, of = _WEIGHTS[choice.kind]
    family = next(family for family in program.columns if family.name == name)
    found[family.start : family.start + len(family)] = of(choice, family, inputs)
    return found


def _copies(choice: Choice, family: Columns, _inputs: Inputs) -> Floats:
    keys = family.keys
    by_then = pd.to_datetime(keys["on_stream"]) <= pd.Timestamp(choice.year, 12, 31)
    return np.asarray((keys["line"] == choice.object) & by_then, dtype=np.float64)


def _sop(choice: Choice, family: Columns, inputs: Inputs) -> Floats:
    keys = family.keys
    months = month_number(pd.to_datetime(keys["start"])) - _first(inputs) - _horizon(inputs)
    return np.where(keys["programme"] == choice.object, months, 0).astype(float)


def _signed(choice: Choice, family: Columns, _inputs: Inputs) -> Floats:
    return np.asarray(family.keys["contract"] == choice.object, dtype=np.float64)


_WEIGHTS: dict[str, tuple[str, Callable[[Choice, Columns, Inputs], Floats]]] = {
    COPIES: ("open", _copies),
    SOP: ("sop", _sop),
    SIGNED: ("sign", _signed),
}


def greatest(choice: Choice, program: Program, inputs: Inputs) -> float:
    """No plan of the program has more units of a choice than this, below zero or above."""
    if choice.kind == COPIES:
        keys = next(family.keys for family in program.columns if family.name == "open")
        return float(keys.loc[keys["line"] == choice.object, "copy"].nunique())
    return float(_horizon(inputs)) if choice.kind == SOP else 1.0


def step(choice: Choice, inputs: Inputs) -> float:
    """Units by which a choice is told apart: a hundredth of a copy of a divisible line, else one."""
    lines = inputs["lines"].set_index("line")["divisible"]
    return PART if choice.kind == COPIES and lines[choice.object] == "yes" else 1.0


def chosen(choice: Choice, inputs: Inputs) -> float:
    """What a case in which all is decided has of a choice."""
    rows = inputs["decisions"]
    own = rows.loc[(rows["action"] == _ACTIONS[choice.kind]) & (rows["object"] == choice.object)]
    if choice.kind == COPIES:
        by_then = pd.to_datetime(own["date"]) <= pd.Timestamp(choice.year, 12, 31)
        return round(float(own.loc[by_then, "share"].sum()), 6)
    if choice.kind == SIGNED:
        return float(len(own))
    return float(month_number(own["date"])[0] - _first(inputs)) if len(own) else float(_horizon(inputs))


_ACTIONS = {COPIES: "on_stream", SOP: "sop", SIGNED: "sign"}


def shown(choice: Choice, value: float, inputs: Inputs) -> str:
    """The value of a choice as a reader says it."""
    if choice.kind == SOP:
        never = value >= _horizon(inputs)
        month = pd.Timestamp(inputs.case.start) + pd.DateOffset(months=int(value))
        return text("alternatives.never") if never else f"{month:%Y-%m}"
    if choice.kind == SIGNED:
        return text("alternatives.yes") if value else text("alternatives.no")
    return f"{value:g}"


def _first(inputs: Inputs) -> int:
    return int(month_number(pd.Series([pd.Timestamp(inputs.case.start)]))[0])


def _horizon(inputs: Inputs) -> int:
    """Months of the plan, one more for the month after it."""
    return int(month_number(pd.Series([pd.Timestamp(inputs.case.end)]))[0]) - _first(inputs) + 1
