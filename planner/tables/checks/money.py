"""Checks of money: spend profiles, capex of what is decided, budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Severity
from planner.memory import remembered
from planner.tables.checks.registry import Found, case_check, each
from planner.tables.checks.shared import day, found_in, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

_CLOSE = 1e-6
_YEAR = 12
_LINES = "line status on_stream lead_months spend_profile"
_DECISIONS = "action object copy date status"
_FIRM = ["committed", "done"]


@case_check(spend_profiles="profile share")
def spend_shares(spend_profiles: pd.DataFrame) -> Iterator[Found]:
    """The shares of a spend profile sum to 1."""
    total = spend_profiles.groupby("profile")["share"].transform("sum")
    bad = spend_profiles.assign(total=total)[(total - 1).abs() > _CLOSE]
    yield from each("spend_profiles", bad[~bad.duplicated("profile")], "share", "profile", "total")


@remembered()
def _orders(lines: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Decided copies with the month of their order, counted in months since year 0."""
    copies = running(lines, decisions)
    copies = copies[copies["table"] == "decisions"].merge(lines[["line", "lead_months", "spend_profile"]], on="line")
    arrives = copies["on_stream"].dt.year * _YEAR + copies["on_stream"].dt.month - 1
    return copies.assign(arrives=arrives, ordered=arrives - copies["lead_months"])


@case_check(Severity.WARNING, capex="line order_year", lines=_LINES, decisions=_DECISIONS)
def capex_missing(capex: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[Found]:
    """A decided copy costs something in the year of its order; else capacity is for free."""
    orders = _orders(lines, decisions)
    first = found_in(capex.groupby("line")["order_year"].min(), orders["line"])
    year = orders["ordered"] // _YEAR
    bad = orders.assign(year=year)[first.isna() | (first > year)]
    yield from each("decisions", bad.assign(object=bad["line"]), "object", "copy", "year")


@case_check(Severity.WARNING, capex="line", lines="line status")
def free_line(case: Case, capex: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """A line of which the planner decides copies costs something; else it buys them all at once."""
    bad = lines[(lines["status"] == "candidate") & ~lines["line"].isin(capex["line"]) & ("lines" in case.decide)]
    yield from each("lines", bad, "line")


@case_check(
    Severity.WARNING,
    budgets="measure year most",
    capex="line part order_year cost_million",
    spend_profiles="profile event months share",
    lines=_LINES,
    decisions=f"{_DECISIONS} share",
)
def capex_over_budget(
    *,
    case: Case,
    budgets: pd.DataFrame,
    capex: pd.DataFrame,
    spend_profiles: pd.DataFrame,
    lines: pd.DataFrame,
    decisions: pd.DataFrame,
) -> Iterator[Found]:
    """What the decided copies cost in a year lies within its capex budget."""
    # Where lines are left to the planner, only firm copies hold; it keeps the others to the budget itself.
    held = decisions if "lines" not in case.decide else decisions[decisions["status"].isin(_FIRM)]
    orders = _orders(lines, held)
    orders["bought"] = found_in(held["share"], orders["row"])
    spend = _spend(case, orders, capex, spend_profiles)
    caps = budgets[budgets["measure"] == "capex"]
    spent = found_in(spend, caps["year"]).fillna(0.0)
    bad = caps.assign(spend=spent)[spent > caps["most"] * (1 + 1e-9) + _CLOSE]
    yield from each("budgets", bad, "most", "year", "spend")


def _spend(case: Case, orders: pd.DataFrame, capex: pd.DataFrame, profiles: pd.DataFrame) -> pd.Series:
    """Spend by year in million money, from the horizon's start on (before it money is sunk)."""
    cost = orders.merge(capex, on="line")
    cost = cost[cost["order_year"] <= cost["ordered"] // _YEAR]
    cost = cost.sort_values("order_year", kind="stable").groupby(["line", "copy", "part"], as_index=False).tail(1)
    on_order = pd.DataFrame({"profile": [""], "event": ["order"], "months": [0], "share": [1.0]})
    paid = cost.merge(pd.concat([profiles, on_order]), left_on="spend_profile", right_on="profile")
    event = paid["arrives"].where(paid["event"] == "on_stream", paid["ordered"])
    month = event + paid["months"]
    start = day(case.start)
    paid = paid[month >= start.year * _YEAR + start.month - 1]
    amount = paid["cost_million"] * paid["share"] * paid["bought"]
    return amount.groupby(month[paid.index] // _YEAR).sum()
