"""The plan as result tables: what exports show, what the audit recomputes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.tables.inputs import Case

Number = float | int | str | None


@dataclass(frozen=True, slots=True)
class SolveFacts:
    """What the solver itself said of a solve.

    Attributes:
        status: "optimal", or "feasible" for a plan found at a limit (of several objectives: any of them).
        solver: Name and version.
        door: "pulp" or "highs".
        objective, bound: In million money, of the minimisation (bound is None where the solver tells none).
        gap: Relative gap (0 for a proven optimum; None where there is no bound); of several objectives the largest.
        seconds: Time in the solver.
        unproven: Of several objectives those that ended at a limit, each in a sentence.
    """

    status: str
    solver: str
    door: str
    objective: float
    bound: float | None
    gap: float | None
    seconds: float
    unproven: tuple[str, ...] = ()

    @property
    def reproducible(self) -> bool:
        """Whether the same inputs give the same plan again: what a clock has ended may end elsewhere the next time."""
        return self.status == "optimal"


@dataclass(frozen=True)
class Plan:
    """A plan with everything a reader may ask of it.

    Attributes:
        case: Settings of the case.
        scenario: Name of the scenario ("base" for the case as it stands).
        tables: Result tables by name, with the columns of `dictionary.csv` beside this file, in its order.
        kpis: Key figures by name.
        solve: What the solver said.
        counts: Rows, columns and non-zeros of the program.
        names: Names for readers by kind ("line", "item", "programme", "gate", "stage") and key.
    """

    case: Case
    scenario: str
    tables: Mapping[str, pd.DataFrame]
    kpis: Mapping[str, Number]
    solve: SolveFacts
    counts: Mapping[str, int]
    names: Mapping[str, Mapping[str, str]]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The frame of a result table."""
        return self.tables[table]
