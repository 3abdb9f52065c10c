"""Two plans of one case side by side: money and vehicles by year, and the decisions that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.messages import text
from planner.studies.explain.changes import decision_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.results.plan import Plan
    from planner.tables.inputs import Inputs

COLUMNS = ["measure", "year", "plan", "insisted", "difference"]
YEARLY = {"production_installs": "yearly_total", "shortfall": "yearly_total", "capex": "yearly_finance"}
"""By measure the table that has it by year."""
NEAR = 1e-6


def measures(plan: Plan, other: Plan) -> pd.DataFrame:
    """Value, installs, shortfall and capex of both plans: columns `COLUMNS`; year is NaN for the whole plan."""
    rows = [_row(text("why_not_measure.value"), float("nan"), -_kpi(plan, "objective"), -_kpi(other, "objective"))]
    rows.append(_row(text("why_not_measure.npv"), float("nan"), _kpi(plan, "npv"), _kpi(other, "npv")))
    for measure, table in YEARLY.items():
        words = text(f"why_not_measure.{measure}")
        both = plan[table][["year", measure]].merge(other[table][["year", measure]], on="year", suffixes=("", "_new"))
        rows += [_row(words, *numbers) for numbers in both.itertuples(index=False, name=None)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _kpi(plan: Plan, name: str) -> float:
    return float(str(plan.kpis[f"{name}_million"]))


def _row(measure: str, year: float, one: float, other: float) -> tuple[str, float, float, float, float]:
    return measure, year, float(one), float(other), float(other) - float(one)


def first_hurt(plan: Plan, other: Plan) -> tuple[str, ...]:
    """The first year in which it hurts: fewer installs, else more capex; and what limits the programme then."""
    both = plan["yearly_plan"].merge(other["yearly_plan"], on=["year", "programme"], suffixes=("", "_new"))
    fewer = both.loc[both["production_installs_new"] < both["production_installs"]].sort_values("year", kind="stable")
    for row in fewer.to_dict("records")[:1]:
        words = {"year": row["year"], "programme": plan.names["programme"].get(row["programme"], row["programme"])}
        words |= {"fewer": row["production_installs"] - row["production_installs_new"], "old": row["limited_by"]}
        return (text("why_not.hurts", **words, new=row["limited_by_new"]),)
    paid = plan["yearly_finance"].merge(other["yearly_finance"], on="year", suffixes=("", "_new"))
    dearer = paid.loc[paid["capex_new"] > paid["capex"] + NEAR]
    for row in dearer.to_dict("records")[:1]:
        more = f"{row['capex_new'] - row['capex']:,.1f}"
        return (text("why_not.dearer", year=row["year"], million=more, currency=plan.case.currency),)
    return ()


def moves(before: Inputs, after: Inputs, names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Decisions of two plans that differ: decision, old, new (days; none where it is not taken)."""
    none = text("single.dropped")
    one, other = dict(_dated(before, names)), dict(_dated(after, names))
    words = dict.fromkeys([*one, *other])
    rows = [(word, one.get(word, none), other.get(word, none)) for word in words if one.get(word) != other.get(word)]
    return pd.DataFrame(rows, columns=["decision", "old", "new"])


def _dated(inputs: Inputs, names: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    rows = inputs["decisions"].sort_values(["action", "object", "copy", "date"], kind="stable")
    for decision in rows.to_dict("records"):
        told = {str(key): value for key, value in decision.items()}
        yield decision_words(told, names), f"{decision['date']:%Y-%m-%d}"
