"""The program as one writes it in Pyomo: a concrete model, with rules over sets."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import highspy
import pyomo.environ as pyo
from pyomo.environ import quicksum

from tests.benchmarks.peer_models import pyomo_rollout as rollout
from tests.benchmarks.peer_models.listed import amounts, covers, numbers, rows, values
from tests.benchmarks.peer_models.sets import ITEM, NODE, STAGE
from tests.benchmarks.peer_models.written import Written

if TYPE_CHECKING:
    from tests.benchmarks.peer_models.sets import Sets

    Model = pyo.ConcreteModel


def written(s: Sets) -> Written:
    """Write the program."""
    m = pyo.ConcreteModel()
    for name, table in s.variables().items():
        m.add_component(name, pyo.Var(pyo.RangeSet(0, len(table) - 1), domain=pyo.NonNegativeReals))
    costs = {name: costs.tolist() for name, costs in s.costs().items()}
    m.cost = pyo.Objective(
        expr=quicksum(cost * m.component(name)[k] for name in costs for k, cost in enumerate(costs[name])) + s.constant
    )
    m.nodes = pyo.Set(initialize=rows(s.nodes, NODE), dimen=len(NODE))
    _leaving(m, s)
    for write in FAMILIES:
        write(m, s)
    families = m.component_objects(pyo.Constraint)
    return Written(
        {family.name: len(family) for family in families},
        {name: len(m.component(name)) for name in s.variables()},
        lambda: _handed_over(m),
    )


def _handed_over(m: Model) -> highspy.Highs:
    # The quickest way: of 216,000 non-zeros 1.2 s, by `contrib.solver` 2.6 s, by `appsi` 2.9 s.
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "plan.lp")
        m.write(path)
        highs.readModel(path)
    return highs


def _leaving(m: Model, s: Sets) -> None:
    """What leaves each node other than into its stock."""
    used = amounts(s.used, NODE, "make", "quantity")
    in_overtime = amounts(s.overtime_used, NODE, "overtime", "quantity")
    sent = numbers(s.ship, ["item", "from_site", "period"])
    built, sold = numbers(s.pilot, NODE), numbers(s.sell, NODE)

    def rule(m: Model, *node: Any) -> Any:
        return (
            quicksum(quantity * m.make[k] for k, quantity in used[node])
            + quicksum(quantity * m.overtime[k] for k, quantity in in_overtime[node])
            + quicksum(m.ship[k] for k in sent[node])
            + quicksum(m.pilot[k] for k in built[node])
            + quicksum(m.sell[k] for k in sold[node])
        )

    m.leaving = pyo.Expression(m.nodes, rule=rule)


def _copy_output(m: Model, s: Sets) -> None:
    most = dict(rows(s.output, ["make", "most"]))
    m.copy_output = pyo.Constraint(list(most), rule=lambda m, k: m.make[k] <= most[k])


def _stage_hours(m: Model, s: Sets) -> None:
    work = amounts(s.load, STAGE, "make", "hours")
    more = amounts(s.overtime_hours, STAGE, "overtime", "per_overtime")
    hours = values(s.stages, STAGE, "machine_hours")

    def rule(m: Model, *stage: Any) -> Any:
        worked = quicksum(each * m.make[k] for k, each in work[stage])
        return worked <= hours[stage] + quicksum(each * m.overtime[k] for k, each in more[stage])

    m.stage_hours = pyo.Constraint(list(hours), rule=rule)


def _overtime_limit(m: Model, s: Sets) -> None:
    most = s.overtime["most"].tolist()
    m.overtime_limit = pyo.Constraint(range(len(most)), rule=lambda m, k: m.overtime[k] <= most[k])


def _item_balance(m: Model, s: Sets) -> None:
    made, bought, kept = (numbers(table, NODE) for table in (s.make, s.buy, s.stock))
    brought = numbers(s.ship, ["item", "to_site", "period"])
    opening, drawn = (values(s.nodes, NODE, name) for name in ("opening", "drawn"))

    def rule(m: Model, item: str, site: str, period: int) -> Any:
        node = item, site, period
        reaching = (
            quicksum(m.stock[k] for k in kept[item, site, period - 1])
            + quicksum(m.make[k] for k in made[node])
            + quicksum(m.buy[k] for k in bought[node])
            + quicksum(m.ship[k] for k in brought[node])
        )
        kept_on = quicksum(m.stock[k] for k in kept[node])
        return reaching + opening[node] == m.leaving[node] + drawn[node] + kept_on

    m.item_balance = pyo.Constraint(m.nodes, rule=rule)


def _stock_use(m: Model, s: Sets) -> None:
    drawn, nodes = values(s.nodes, NODE, "drawn"), rows(s.use, NODE)
    m.stock_use = pyo.Constraint(range(len(nodes)), rule=lambda m, k: m.use[k] == m.leaving[nodes[k]] + drawn[nodes[k]])


def _stock_days(m: Model, s: Sets) -> None:
    used = {node: k for k, node in enumerate(rows(s.use, NODE))}
    least = {k: (cover, tuple(node)) for k, cover, *node in rows(s.least_cover, ["stock", "cover", *NODE])}

    def rule(m: Model, k: int) -> Any:
        cover, node = least[k]
        return m.stock[k] >= cover * m.use[used[node]]

    m.stock_days = pyo.Constraint(list(least), rule=rule)


def _stock_most(m: Model, s: Sets) -> None:
    most = s.stock["most"].dropna().to_dict()
    m.stock_most = pyo.Constraint(list(most), rule=lambda m, k: m.stock[k] <= most[k])


def _shelf_life(m: Model, s: Sets) -> None:
    used, coming = {node: k for k, node in enumerate(rows(s.use, NODE))}, covers(s.most_cover, NODE)

    def rule(m: Model, k: int) -> Any:
        return m.stock[k] <= quicksum(cover * m.use[used[node]] for node, cover in coming[k])

    m.shelf_life = pyo.Constraint(list(coming), rule=rule)


def _supply_limit(m: Model, s: Sets) -> None:
    bought, most = numbers(s.buy, ["supply"]), dict(rows(s.supply, ["supply", "most"]))

    def rule(m: Model, supply: int) -> Any:
        return quicksum(m.buy[k] for k in bought[supply,]) <= most[supply]

    m.supply_limit = pyo.Constraint(list(most), rule=rule)


def _line_release(m: Model, s: Sets) -> None:
    released, bought, joining = numbers(s.released, ITEM), numbers(s.buy, ITEM), numbers(s.make, ["item", "joins"])
    made, built = numbers(s.make, ITEM), numbers(s.pilot, ITEM)
    content = amounts(s.sold_content, ["component"], "item", "quantity")
    opening = rows(s.released, [*ITEM, "opening"])

    def rule(m: Model, k: int) -> Any:
        item, period, at_first = opening[k]
        sold = quicksum(
            units * (quicksum(m.make[n] for n in made[car, period]) - quicksum(m.pilot[n] for n in built[car, period]))
            for car, units in content[item,]
        )
        before = quicksum(m.released[n] for n in released[item, period - 1])
        joined = quicksum(m.buy[n] for n in bought[item, period]) + quicksum(m.make[n] for n in joining[item, period])
        return m.released[k] + sold <= before + joined + at_first

    m.line_release = pyo.Constraint(range(len(opening)), rule=rule)


FAMILIES = (
    _copy_output,
    _stage_hours,
    _overtime_limit,
    _item_balance,
    _stock_use,
    _stock_days,
    _stock_most,
    _shelf_life,
    _supply_limit,
    _line_release,
    *rollout.FAMILIES,
)
