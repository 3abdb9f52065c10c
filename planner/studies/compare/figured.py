"""The figures of a plan, of which a report was written or is about to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Figured:
    """The figures of a plan, as its report has them.

    Attributes:
        name: What the plan is called among those that it is compared with.
        facts: What its manifest says; of a plan that is not yet written case, scenario, currency and planner.
        kpis: Key figures by name.
        tables: Rows by table; numbers, years too, are floats, missing ones None, text is str.
        figures_sha256: Fingerprint of the files that every comparison reads figures from.
    """

    name: str
    facts: Mapping[str, Any]
    kpis: Mapping[str, Any]
    tables: Mapping[str, list[dict[str, Any]]]
    figures_sha256: str

    @property
    def case(self) -> str:
        """Name of the case."""
        return str(self.facts["case"])

    @property
    def scenario(self) -> str:
        """Name of the scenario."""
        return str(self.facts["scenario"])

    @property
    def planner(self) -> str:
        """Version that wrote it."""
        return str(self.facts["planner"])

    @property
    def currency(self) -> str:
        """Money of the case."""
        return str(self.facts["currency"])

    @property
    def origin(self) -> dict[str, object]:
        """Where its figures come from, for the manifest of what shows them."""
        return {"plan": self.name, "case": self.case, "scenario": self.scenario, "planner": self.planner}

    @property
    def warning(self) -> str:
        """What a reader has to know of its report; nothing of one that is still to be written."""
        return ""

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return tuple(int(row["year"]) for row in self.tables["yearly_total"])
