"""What is planned: the case as it stands, a scenario of it, or either with rules of the command line."""

from __future__ import annotations

from dataclasses import dataclass

from planner.errors import UsageError
from planner.messages import text
from planner.scenarios.chain import BASE, CUSTOM, named_well


@dataclass(frozen=True, slots=True)
class Variant:
    """A scenario and what else is changed.

    Attributes:
        scenario: A scenario of the case; "base": the case as it stands.
        overrides: More rules in the words of the command line, applied after the scenario's.
        called: Name of the plan and of its folder among the reports; empty: from the above.
    """

    scenario: str = BASE
    overrides: tuple[str, ...] = ()
    called: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that is no folder's, or that would take the place of another report.

        Raises:
            UsageError: The name cannot be.
        """
        if self.called and not named_well(self.called):
            raise UsageError(text("override.bad_name", name=self.called))
        if self.called == BASE and (self.overrides or self.scenario != BASE):
            raise UsageError(text("override.taken_name", name=self.called))

    @property
    def name(self) -> str:
        """Name of the plan: what it is called, else the scenario; with more rules `custom` or `<scenario>+custom`.

        So no plan with rules of the command line stands in the place of its scenario's.
        """
        if self.called:
            return self.called
        if not self.overrides:
            return self.scenario
        return CUSTOM if self.scenario == BASE else f"{self.scenario}+{CUSTOM}"
