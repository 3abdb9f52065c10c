"""How plans were made: versions, solver, objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.compared.compared import InputDifference
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.studies.compare.report import Report


def settings(first: Report, plan: Report) -> Iterator[InputDifference]:
    """What differs between two runs besides their inputs."""
    one, other = _settings(first), _settings(plan)
    for name in dict.fromkeys([*one, *other]):
        mine, yours = one.get(name, ""), other.get(name, "")
        if mine != yours:
            yield InputDifference(plan.name, "setting", name, "", "", mine, yours, "")


def _settings(plan: Report) -> dict[str, str]:
    facts = plan.facts
    return {
        text("compare.setting_case"): plan.case,
        text("compare.setting_planner"): plan.planner,
        text("compare.setting_solver"): str(facts["solve"].get("solver", "")),
        text("compare.setting_objective"): _objectives(plan),
        **{str(name): str(version) for name, version in facts["libraries"].items()},
    }


def _objectives(plan: Report) -> str:
    """The objectives in their order, each with what later ones could give up."""
    told = (_objective(row) for row in plan.tables["objective_levels"])
    return text("compare.comma").join(told)


def _objective(row: dict[str, object]) -> str:
    tolerance = row["tolerance"]
    parts = [str(row["objective"]), str(row["programme"] or ""), str(row["by"] or "")]
    parts.append(f"{tolerance:g}" if isinstance(tolerance, float) and tolerance else "")
    return ":".join(part for part in parts if part)
