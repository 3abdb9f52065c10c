"""Plans of mixes of two cases: some groups of inputs from one, the others from the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner import pipeline
from planner.errors import InputError, NoPlanError
from planner.messages import text
from planner.scenarios import apply
from planner.solve import Options
from planner.studies.bridge.groups import DECISIONS, SETTINGS, mixed
from planner.studies.hold import PLANNED, held
from planner.tables import raw

if TYPE_CHECKING:
    import pandas as pd

    from planner.studies.reopen import Reopened
    from planner.tables.inputs import Inputs
    from planner.tables.raw import Raw

OWNERS = {
    **dict.fromkeys(("on_stream", "machines", "shift"), "lines"),
    **dict.fromkeys(("sop", "never"), "programmes"),
    "gate": "gates",
    "sign": "contracts",
    "maintain": "maintenance",
}
"""Table that names what an action is about."""
KEYS = {"lines": "line", "programmes": "programme", "gates": "gate", "contracts": "contract", "maintenance": "job"}


@dataclass(frozen=True)
class Value:
    """What a mix is worth; without a plan it has none, and `reason` says why.

    Attributes:
        measures: Figures by the names of `bridge.MEASURES`; empty where there is no plan.
        reason: Why there is none.
    """

    measures: dict[str, float]
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether there is a plan."""
        return not self.reason


def files_of(plan: Reopened) -> Raw:
    """The text of the tables that a plan was made from, its rules applied."""
    return apply(raw(plan.case), plan.asked.variant).files


@dataclass(eq=False)
class Mixes:
    """Values of mixes of two plans, each solved once.

    The decisions are a group like any other: those of one plan, or those of the other, held as a sweep holds them
    (what no longer comes in time comes later). `redecide` leaves them to the planner in every mix instead.
    """

    one: Reopened
    other: Reopened
    redecide: bool = False
    _files: tuple[Raw, Raw] = field(init=False)
    _known: dict[frozenset[str], Value] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Read the files of both."""
        self._files = files_of(self.one), files_of(self.other)

    @property
    def files(self) -> tuple[Raw, Raw]:
        """The files of both plans, their rules applied."""
        return self._files

    def value(self, groups: frozenset[str]) -> Value:
        """What the first plan is worth with some groups of the second."""
        if groups not in self._known:
            self._known[groups] = self._solved(groups)
        return self._known[groups]

    def _solved(self, groups: frozenset[str]) -> Value:
        inputs, problems = pipeline.examined(mixed(*self._files, groups))
        if inputs is None:
            return Value({}, "; ".join(f"{p.place}: {p.message}" for p in problems[:3]))
        inputs = (self.other if SETTINGS in groups else self.one).asked.wanted.of(inputs)
        if not self.redecide:
            decisions = (self.other if DECISIONS in groups else self.one).inputs["decisions"]
            unknown = _unknown(inputs, decisions)
            if unknown:
                return Value({}, text("bridge.unknown", names=", ".join(unknown)))
            inputs = held(inputs, PLANNED, decisions)
        options = self.other.asked.options if self.redecide else Options(door="highs")
        try:
            plan = pipeline.plan(inputs, options, missed=False, audited=False).plan
        except (NoPlanError, InputError) as error:
            return Value({}, " ".join([str(error), *getattr(error, "reasons", ())]))
        npv, penalties = _number(plan.kpis["npv_million"]), _number(plan.kpis["penalties_million"])
        installs = _number(plan.kpis["total_production_installs"])
        return Value({"value": npv - penalties, "npv": npv, "installs": installs})


def _number(value: object) -> float:
    return float(str(value))


def _unknown(inputs: Inputs, decisions: pd.DataFrame) -> list[str]:
    """What decisions speak of that the tables do not have."""
    found: list[str] = []
    for action, table in OWNERS.items():
        about = decisions.loc[decisions["action"] == action, "object"]
        known = inputs[table][KEYS[table]]
        found += [str(name) for name in about[~about.isin(known)]]
    return sorted(set(found))
