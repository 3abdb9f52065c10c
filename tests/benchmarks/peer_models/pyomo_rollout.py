"""The families of demand, installs and pilots in Pyomo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyomo.environ as pyo
from pyomo.environ import quicksum

from tests.benchmarks.peer_models.listed import dated, numbers, rows, values
from tests.benchmarks.peer_models.sets import ITEM

if TYPE_CHECKING:
    from pandas import DataFrame

    from tests.benchmarks.peer_models.sets import Sets

    Model = pyo.ConcreteModel


def _demand_limit(m: Model, s: Sets) -> None:
    asked = s.sell["demand"].tolist()
    m.demand_limit = pyo.Constraint(range(len(asked)), rule=lambda m, k: m.sell[k] + m.shortfall[k] == asked[k])


def _installs(m: Model, s: Sets) -> None:
    """What is made of what programmes sell, less pilots; and its limit."""
    made, built, most = numbers(s.make, ITEM), numbers(s.pilot, ITEM), values(s.installs, ITEM, "most")

    def rule(m: Model, *key: Any) -> Any:
        return quicksum(m.make[k] for k in made[key]) - quicksum(m.pilot[k] for k in built[key])

    def limit(m: Model, *key: Any) -> Any:
        return m.installs[key] <= most[key] if made[key] or built[key] else pyo.Constraint.Skip

    m.installs = pyo.Expression(list(most), rule=rule)
    m.install_limit = pyo.Constraint(list(most), rule=limit)


def _growth(m: Model, s: Sets) -> None:
    limits = rows(s.growth, [*ITEM, "earlier", "weight", "factor", "most"])

    def rule(m: Model, k: int) -> Any:
        item, period, earlier, weight, factor, most = limits[k]
        before = factor * m.installs[item, earlier] if earlier >= 0 else 0
        return 1 / weight * m.installs[item, period] <= before + most

    m.growth = pyo.Constraint(range(len(limits)), rule=rule)


def _pilot_fleet(m: Model, s: Sets) -> None:
    _in_time(m, "pilot_fleet", m.pilot, s.pilot, ["fleet", "item"], s.fleets, "needed")


def _gate_line(m: Model, s: Sets) -> None:
    _in_time(m, "gate_line", m.make, s.make, ["line", "item"], s.lines, "needed")


def _pilots_wanted(m: Model, s: Sets) -> None:
    _in_time(m, "pilots_wanted", m.pilot, s.pilot, ["item"], s.pilot_missing, "wanted", m.pilot_missing)


def _in_time(
    m: Model, name: str, what: Any, made: DataFrame, of: list[str], needs: DataFrame, least: str, missing: Any = None
) -> None:
    """At least so many by a period, or what is missing of them."""
    by_key = dated(made, of)
    asked = rows(needs, [*of, "last", least])

    def rule(_: Model, k: int) -> Any:
        *key, last, wanted = asked[k]
        lacking = 0 if missing is None else missing[k]
        return quicksum(what[n] for n, period in by_key[tuple(key)] if period <= last) + lacking >= wanted

    m.add_component(name, pyo.Constraint(range(len(asked)), rule=rule))


FAMILIES = (_demand_limit, _installs, _growth, _pilot_fleet, _gate_line, _pilots_wanted)
