"""The case as the planner works with it: settings and checked tables, never edited in place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from planner.tables.aims import Aim

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from planner.tables.aims import Hold
    from planner.tables.target import Target

Level = Literal["low", "base", "high"]
StepName = Literal["week", "month", "quarter", "year"]
Decide = Literal["lines", "sop", "gates", "machines", "shifts", "contracts", "maintenance"]


@dataclass(frozen=True, slots=True)
class Steps:
    """Periods of one length up to and including the day `until`."""

    until: dt.date
    step: StepName


@dataclass(frozen=True, slots=True)
class Owner:
    """Who keeps a table, and the day of the last delivery."""

    owner: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Case:
    """What case.toml says.

    Attributes:
        name: Name of the case folder.
        title: Title for readers.
        currency: Money of every table (CNY, say).
        plan_date: The day the plan is made; nothing undecided can be ordered before it.
        start, end: First and last day of the plan.
        steps: Lengths of the periods, in order (empty where the case has a table `periods`).
        discount_rate: Real, per year.
        price_year: Year whose money the tables are in.
        demand_level, supply_level: Which column of low, base and high holds.
        pilot_until: Last day of the pilot phase, for reports.
        decide: Kinds of decisions that are left to the planner; the others are as the table `decisions` says.
        owners: Owner and date by table.
        evaluate_until: Last day of the yearly periods that follow the plan, in which nothing more is decided and what
            was decided earns on; None: there are none.
        decide_from: First day on which anything that is left to the planner may be decided (but maintenance); None: the
            plan date.
        first_plan_date: The day of the first plan, where this one follows others; None: the plan date.
        stability_million: What every suggested decision costs that the plan does not follow, million money; it weighs
            on what is decided and is no part of the net present value.
        tax_rate: Share of income less costs and depreciation that is paid as tax.
        objective: What the plan is made for, in order.
        target: What the plan is to reach by option of the run before its objectives count; None: nothing.
        hold: Statuses of decisions that hold by option of the run, although their kind is in `decide`.
    """

    name: str
    title: str
    currency: str
    plan_date: dt.date
    start: dt.date
    end: dt.date
    steps: tuple[Steps, ...]
    discount_rate: float
    price_year: int
    demand_level: Level
    supply_level: Level
    pilot_until: dt.date
    owners: Mapping[str, Owner]
    decide: tuple[Decide, ...] = ()
    evaluate_until: dt.date | None = None
    decide_from: dt.date | None = None
    first_plan_date: dt.date | None = None
    stability_million: float = 0.0
    tax_rate: float = 0.0
    objective: tuple[Aim, ...] = (Aim(),)
    hold: tuple[Hold, ...] = ()
    target: Target | None = None

    @property
    def last(self) -> dt.date:
        """Last day of the horizon: of the evaluation, without one that of the plan."""
        return max(self.end, self.evaluate_until or self.end)

    @property
    def decides_from(self) -> dt.date:
        """First day on which anything that is left to the planner may be decided."""
        return max(self.plan_date, self.decide_from or self.plan_date)

    @property
    def hires_from(self) -> dt.date:
        """First day on which crews of overtime may be hired."""
        return self.first_plan_date or self.plan_date


@dataclass(frozen=True, slots=True)
class Change:
    """One effect of a scenario on the tables of a case.

    Attributes:
        scenario: The scenario whose rule made it.
        rule: The rule as the command line writes it.
        place: Where the rule stands ("scenarios.csv row 4").
        why: Why, as the rule says.
        table: The table ("case" for case.toml).
        line: Line of the row in its file; rows that were added have the lines after the last. None for case.toml.
        key: The row's key before the change, as the conditions of a rule write it; empty for case.toml.
        column: The column or key of case.toml; empty where a whole row was added or dropped.
        old, new: The cell, or the row as `add` writes it, before and after; empty for no row.
    """

    scenario: str
    rule: str
    place: str
    why: str
    table: str
    line: int | None
    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Inputs:
    """A checked case: its settings, and every table of the data dictionary as a typed frame.

    Every table of the dictionary is present (empty where the case has no such file) with every column of
    it in its order, then `source` and `notes`. The index is the line number in the file. Text is `str`
    with "" for empty, numbers are float64 with NaN for empty, dates are datetime64[us] with NaT. Integers are
    int64 where the column is required or has a default, else float64. Defaults are filled in.

    `scenario` names what was made of the case ("base": nothing), `changes` are its effects in their order.
    """

    case: Case
    tables: Mapping[str, pd.DataFrame]
    folder: Path
    scenario: str = "base"
    changes: tuple[Change, ...] = ()

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The frame of a table; raises KeyError for a name that the dictionary does not have."""
        return self.tables[table]

    def replace(self, case: Case | None = None, **tables: pd.DataFrame) -> Inputs:
        """The same case with other settings or some other tables; this one stays as it is."""
        return replace(self, case=case or self.case, tables={**self.tables, **tables})
