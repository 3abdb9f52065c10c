"""One change of a case that is asked at the margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Ask:
    """One change of the case.

    Attributes:
        kind: What it is one more of.
        what: The same in words.
        opens: Input table and row that it changes.
        rules: Rules of the command line that make the change; empty where only decisions differ.
        decisions: Decisions that hold with it; None: those of the plan.
        priced: Whether what it costs is known from the tables.
    """

    kind: str
    what: str
    opens: str
    rules: tuple[str, ...] = ()
    decisions: pd.DataFrame | None = None
    priced: bool = False
