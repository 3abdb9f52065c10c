"""What each objective of a plan came to, and what the plan has kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.messages import text
from planner.model.objectives import measure
from planner.results import target
from planner.results.periods import DAY
from planner.solve.targets import EARLIEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.results.view import View
    from planner.solve.levels import Level

UNITS = {"month": "month", "unit": "vehicle", "month*unit": "vehicle month", "million": "million money"}
"""Unit of the table by unit of the program."""


def objective_levels(view: View, found: Sequence[Level], names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """One row a level: its best value with bound and gap, what later ones held it to, and what the plan has of it.

    Args:
        view: The plan.
        found: What the solver said of each level, in order.
        names: From `names.reader_names`.
    """
    rows = []
    for number, level in enumerate(found, 1):
        row = {
            "level": number,
            "objective": level.goal.objective,
            "programme": level.goal.programme,
            "by": _until(view, level),
            "value": level.value,
            "unit": UNITS[level.unit],
            "bound": level.bound,
            "gap": level.gap,
            "tolerance": level.goal.tolerance,
            "held": level.limit,
            "reached": _reached(view, level),
            "status": str(level.status),
        }
        rows.append({**row, "meaning": _meaning(view, row, names)})
    table = pd.DataFrame(rows)
    numbers = ["value", "bound", "gap", "tolerance", "held", "reached"]
    return table.assign(by=table["by"].astype("datetime64[s]")).astype(dict.fromkeys(numbers, float))


def target_answer(view: View, found: pd.DataFrame, names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The answer to the target of the case, whose level is the first, as a key figure; none without a target."""
    if view.inputs.case.target is None:
        return {}
    first = {str(name): value for name, value in found.astype(object).where(found.notna(), None).iloc[0].items()}
    return {"target": target.answer(view, first, _proof(first), names)}


def _reached(view: View, level: Level) -> float:
    """What the plan has of a level's quantity."""
    aim = view.inputs.case.target
    if aim is not None and level.goal.objective == EARLIEST:
        return target.months_reached(view, aim)
    return measure(level.goal, view.answer.program, view.inputs, view.capacity).of(view.answer.x)


def _until(view: View, level: Level) -> pd.Timestamp | None:
    """Last day that counts; none where it is that of the plan."""
    last = level.goal.last
    return None if last is None else view.capacity.time.periods["end"].iloc[last] - DAY


def _meaning(view: View, row: Mapping[str, object], names: Mapping[str, Mapping[str, str]]) -> str:
    """A level in a sentence."""
    programme = str(row["programme"])
    told = {
        "value": f"{row['value']:,.6g}",
        "unit": text(f"levels_unit.{row['unit']}", currency=view.inputs.case.currency),
        "of": text("levels.of", programme=names["programme"][programme]) if programme else "",
        "by": "" if row["by"] is None else text("levels.by", by=f"{row['by']:%Y-%m-%d}"),
    }
    parts = [text(f"levels_best.{row['objective']}", **told), _proof(row)]
    if row["held"] is not None:
        words = {"tolerance": f"{row['tolerance']:.2%}", "reached": f"{row['reached']:,.6g}"}
        parts.append(text("levels.kept", **words))
    return "".join(parts)


def _proof(row: Mapping[str, object]) -> str:
    """What is proved of a level."""
    if row["bound"] is None or row["gap"] is None:
        return text("levels.no_bound" if row["status"] != "optimal" else "levels.proved_bare")
    words = {"bound": f"{row['bound']:,.6g}", "gap": f"{row['gap']:.2%}"}
    return text("levels.proved" if row["status"] == "optimal" else "levels.at_limit", **words)
