"""What many runs say together: quantiles of key figures and yearly numbers, chances of targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.studies.record import PLANS
from planner.studies.table import BY_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
COLUMNS = ["measure", "year", *QUANTILES, "mean", "least", "most", "runs"]
TARGETS = ["measure", "programme", "date", "value", "chance", *QUANTILES, "runs"]
NEAR = 3e-6
"""Share of its number by which a target may be missed: what a solver's tolerance leaves of it."""


def summary(runs: pd.DataFrame) -> pd.DataFrame:
    """Quantiles of every number of the runs that have a plan: measure, year (empty: of the whole plan), p10 ...

    Numbers by year come first, in the order of the years, then key figures.

    Args:
        runs: The table of all runs.
    """
    planned = runs.loc[runs["status"].isin(PLANS)]
    rows, columns = [], [str(column) for column in runs]
    for name in BY_YEAR:
        years = sorted(int(c.split(".")[1]) for c in columns if c.startswith(f"{name}."))
        rows += [_row(name, year, planned[f"{name}.{year}"]) for year in years]
    figures = [c for c in columns if c.startswith("kpi.") and pd.api.types.is_numeric_dtype(runs[c])]
    rows += [_row(c.removeprefix("kpi."), None, planned[c]) for c in figures]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"year": "Int64"})


def _row(measure: str, year: int | None, values: pd.Series) -> dict[str, Any]:
    found = values.dropna().to_numpy(dtype=float)
    row: dict[str, Any] = {"measure": measure, "year": year, "runs": len(found), **_quantiles(found)}
    if len(found):
        row |= {"mean": found.mean(), "least": found.min(), "most": found.max()}
    return row


def _quantiles(values: np.ndarray) -> dict[str, float]:
    if not len(values):
        return {}
    return dict(zip(QUANTILES, np.quantile(values, list(QUANTILES.values())).tolist(), strict=True))


def chances(runs: pd.DataFrame, targets: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
    """Each target with the chance to reach it: the share of runs that do, those without any plan among the others.

    Runs that could not be planned for other reasons say nothing of it and are left out.

    Args:
        runs: The table of all runs.
        targets: The targets of the case, in the order of its table: measure, programme, date, value.
    """
    counted = runs.loc[runs["status"].isin([*PLANS, "no_plan"])]
    rows = []
    for number, target in enumerate(targets):
        name = f"target.{number}"
        reached = counted[name] if name in counted else pd.Series(np.nan, index=counted.index)
        enough = reached >= target["value"] * (1.0 - NEAR)
        chance = float(enough.mean()) if len(counted) else np.nan
        found = reached.dropna().to_numpy(dtype=float)
        rows.append({**target, "chance": chance, "runs": len(counted), **_quantiles(found)})
    return pd.DataFrame(rows, columns=TARGETS)
