"""Why this plan: what limits each year, and what one more of each limit brings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from planner.messages import text
from planner.results.explained import Explained
from planner.results.prices import money, prices
from planner.studies.explain.margins import margins

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.studies.explain.taken import Taken

KIND = "why"
SAID = 5
"""Limits that the headlines tell of."""


def why(taken: Taken, tell: Callable[[int, int], None], *, redecide: bool = False) -> Explained:
    """The limits of each year, the prices of the plan, and what more of each thing that binds or nearly does brings.

    Args:
        taken: The plan.
        tell: Whom to tell of re-solves done and of all.
        redecide: Whether with each change all that was left to the planner is decided again.

    Raises:
        NoPlanError: With the decisions of the report there is no plan.
    """
    plan, found = taken.planned.plan, prices(taken.view)
    more = margins(taken, tell, redecide=redecide)
    named = _limits(taken)
    tables = {"yearly_plan": named, "prices": found, "margins": more}
    asked = {"plan": taken.reopened.report.sha256, "redecide": redecide}
    said = [*_said(named, found), *_brought(more, plan.case.currency)]
    note = text("margins.redecided" if redecide else "margins.held", count=len(more))
    return Explained(KIND, replace(plan, tables=tables), tuple(said), asked, (note,))


def _limits(taken: Taken) -> pd.DataFrame:
    """The yearly plan with its limits in the words of the report, which also say what keeps each from growing."""
    rows = taken.reopened.report.tables["yearly_plan"]
    told = {(row["year"], row["programme"]): row["limited_by"] for row in rows}
    table = taken.planned.plan["yearly_plan"]
    keys = zip(table["year"], table["programme"], strict=True)
    return table.assign(limited_by=[told[float(year), programme] for year, programme in keys])


def _said(named: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """What limits the programmes of the plan, then what the strongest limits bring."""
    short = named.loc[named["shortfall"] > 0].sort_values("shortfall", ascending=False, kind="stable")
    words = [
        text("why.short", year=row["year"], programme=row["programme"], short=row["shortfall"], limit=row["limited_by"])
        for row in short.head(SAID).to_dict("records")
    ]
    first = found.sort_values("rank_plan").head(SAID)["meaning"].tolist()
    return [*(words or [text("why.none_short")]), *(first or [text("why.no_price")])]


def _brought(more: pd.DataFrame, currency: str) -> list[str]:
    """What the changes that bring most bring."""
    said = []
    for row in more.head(SAID).to_dict("records"):
        if not row["gain_million"] > 0:
            break
        words = {"what": row["what"], "gain": money(row["gain_million"], currency), "installs": row["installs"]}
        cost = "" if pd.isna(row["cost_million"]) else text("margins.cost", cost=money(row["cost_million"], currency))
        since = "" if pd.isna(row["helps_from"]) else text("margins.since", date=f"{row['helps_from']:%Y-%m}")
        said.append(text("margins.said", cost=cost, since=since, **words))
    return said
