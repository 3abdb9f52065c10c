"""What is kept of a run: plain data that is the same, to the byte, wherever and whenever it was made."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.pipeline import Planned
    from planner.results.plan import Plan
    from planner.tables.inputs import Inputs

Record = dict[str, Any]
"""Keys: `status`, `reason`, and where there is a plan `solve` and `kpis` (numbers by name), `years`, `programmes`,
`lines`, `targets`, `decisions` and `due` (rows as lists of dicts)."""

OPTIMAL, FEASIBLE = "optimal", "feasible"
PLANS = (OPTIMAL, FEASIBLE)
OVER = "capex_over_budget_million"
_YEARS = ["year", "pilot_installs", "production_installs", "cumulative_production", "demand", "shortfall", "gwh"]
_DECISIONS = ["action", "object", "copy", "stage", "date", "quantity", "share", "status"]
_DUE = ["kind", "object", "copy", "stage", "takes_effect"]
_LINES = ["year", "line", "copies_on_stream", "gwh", "bottleneck"]


def of_plan(planned: Planned, budgets: pd.DataFrame) -> Record:
    """The record of a run that has a plan.

    Args:
        planned: The plan.
        budgets: The table `budgets` before decisions that are held have done away with those of capex.
    """
    plan = planned.plan
    years = plan["yearly_total"][_YEARS].merge(plan["yearly_finance"][["year", "capex", "cash_flow"]], on="year")
    programmes = plan["yearly_plan"][[*_YEARS[:1], "programme", *_YEARS[1:], "limited_by"]]
    return {
        "status": plan.solve.status,
        "reason": "",
        "solve": {name: _plain(getattr(plan.solve, name)) for name in ("objective", "bound", "gap")},
        "kpis": {**{name: _plain(value) for name, value in plan.kpis.items()}, OVER: over_budget(plan, budgets)},
        "years": rows(years),
        "programmes": rows(programmes),
        "lines": rows(plan["yearly_lines"][_LINES]),
        "targets": rows(targets(planned.inputs, plan)),
        "decisions": rows(planned.inputs["decisions"][_DECISIONS]),
        "due": rows(plan["decisions_due"][_DUE]),
    }


def over_budget(plan: Plan, budgets: pd.DataFrame) -> float:
    """Capex beyond the budgets of its years, million: only decisions that are held can have it."""
    most = budgets.loc[budgets["measure"] == "capex"].set_index("year")["most"]
    paid = plan["yearly_finance"].set_index("year")["capex"].reindex(most.index).fillna(0.0)
    return float((paid - most).clip(lower=0.0).sum())


def failed(status: str, reason: str) -> Record:
    """The record of a run without a plan."""
    return {"status": status, "reason": reason}


def targets(inputs: Inputs, plan: Plan) -> pd.DataFrame:
    """Every target with what the plan has of it: measure, programme, date, value, reached.

    Installs count from the horizon's start to the end of the period that holds the target's day.
    """
    table = inputs["targets"][["measure", "programme", "date", "value"]].reset_index(drop=True)
    starts = plan["periods"][["period", "start"]]
    installs = plan["period_plan"].merge(starts, on="period")
    reached = []
    for measure, programme, date in table[["measure", "programme", "date"]].itertuples(index=False, name=None):
        counted = installs.loc[(installs["start"] <= date) & (installs["programme"].eq(programme) | (programme == ""))]
        reached.append(float(counted[measure].sum()))
    return table.assign(reached=pd.Series(reached, dtype=float))


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as plain rows."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:  # noqa: ANN401 (a cell of any kind)
    """A cell as JSON knows it: days as ISO text, nothing for empty."""
    if value is None or isinstance(value, str):
        return value
    if value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def encoded(record: Mapping[str, Any]) -> bytes:
    """A record as bytes."""
    return (json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def decoded(content: bytes) -> Record | None:
    """A record from its bytes; None for what a fallen machine has left of one."""
    try:
        record = json.loads(content)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "status" in record else None
