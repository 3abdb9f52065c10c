"""The program as one writes it in PuLP: dicts of variables, and sums of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulp
from pulp import lpSum

from tests.benchmarks.peer_models.listed import amounts, covers, dated, numbers, rows, values
from tests.benchmarks.peer_models.sets import ITEM, NODE, STAGE
from tests.benchmarks.peer_models.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    import highspy
    from pandas import DataFrame

    from tests.benchmarks.peer_models.listed import Row
    from tests.benchmarks.peer_models.sets import Sets

    Numbered = dict[int, pulp.LpVariable]
    Columns = dict[str, Numbered]
    Constraints = Iterator[pulp.LpConstraint]


def written(s: Sets) -> Written:
    """Write the program."""
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    x: Columns = {
        name: problem.add_variable_dicts(name, range(len(table)), lowBound=0) for name, table in s.variables().items()
    }
    costs = {name: costs.tolist() for name, costs in s.costs().items()}
    problem += lpSum(cost * x[name][k] for name in costs for k, cost in enumerate(costs[name])) + s.constant
    leaving = _leaving(x, s)
    counts = {}
    for name, family in _families(x, s, leaving).items():
        before = problem.numConstraints()
        for constraint in family:
            problem += constraint
        counts[name] = problem.numConstraints() - before
    return Written(counts, {name: len(found) for name, found in x.items()}, lambda: handed_over(problem))


def handed_over(problem: pulp.LpProblem) -> highspy.Highs:
    """The problem in HiGHS by PuLP's own interface."""
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    problem.solverModel.changeObjectiveOffset(problem.objective.constant)
    return problem.solverModel


def _families(x: Columns, s: Sets, leaving: dict[Row, pulp.LpAffineExpression]) -> dict[str, Constraints]:
    return {
        "copy_output": (x["make"][k] <= most for k, most in rows(s.output, ["make", "most"])),
        "stage_hours": _stage_hours(x, s),
        "overtime_limit": (x["overtime"][k] <= most for k, most in enumerate(s.overtime["most"].tolist())),
        "item_balance": _item_balance(x, s, leaving),
        "stock_use": _stock_use(x, s, leaving),
        "stock_days": _stock_days(x, s),
        "stock_most": (x["stock"][k] <= most for k, most in s.stock["most"].dropna().items()),
        "shelf_life": _shelf_life(x, s),
        "supply_limit": _supply_limit(x, s),
        "line_release": _line_release(x, s),
        "demand_limit": (
            x["sell"][k] + x["shortfall"][k] == asked for k, asked in enumerate(s.sell["demand"].tolist())
        ),
        "install_limit": _install_limit(x, s),
        "growth": _growth(x, s),
        "pilot_fleet": _in_time(x["pilot"], s.pilot, ["fleet", "item"], s.fleets, "needed"),
        "gate_line": _in_time(x["make"], s.make, ["line", "item"], s.lines, "needed"),
        "pilots_wanted": _in_time(x["pilot"], s.pilot, ["item"], s.pilot_missing, "wanted", x["pilot_missing"]),
    }


def _leaving(x: Columns, s: Sets) -> dict[Row, pulp.LpAffineExpression]:
    """What leaves each node other than into its stock."""
    used = amounts(s.used, NODE, "make", "quantity")
    in_overtime = amounts(s.overtime_used, NODE, "overtime", "quantity")
    sent = numbers(s.ship, ["item", "from_site", "period"])
    built, sold = numbers(s.pilot, NODE), numbers(s.sell, NODE)
    return {
        node: lpSum(
            [
                *(quantity * x["make"][k] for k, quantity in used[node]),
                *(quantity * x["overtime"][k] for k, quantity in in_overtime[node]),
                *(x["ship"][k] for k in sent[node]),
                *(x["pilot"][k] for k in built[node]),
                *(x["sell"][k] for k in sold[node]),
            ]
        )
        for node in rows(s.nodes, NODE)
    }


def _stage_hours(x: Columns, s: Sets) -> Constraints:
    work = amounts(s.load, STAGE, "make", "hours")
    more = amounts(s.overtime_hours, STAGE, "overtime", "per_overtime")
    for stage, hours in values(s.stages, STAGE, "machine_hours").items():
        worked = lpSum(each * x["make"][k] for k, each in work[stage])
        yield worked <= hours + lpSum(each * x["overtime"][k] for k, each in more[stage])


def _item_balance(x: Columns, s: Sets, leaving: dict[Row, pulp.LpAffineExpression]) -> Constraints:
    made, bought, kept = (numbers(table, NODE) for table in (s.make, s.buy, s.stock))
    brought = numbers(s.ship, ["item", "to_site", "period"])
    for item, site, period, opening, drawn in rows(s.nodes, [*NODE, "opening", "drawn"]):
        node = item, site, period
        reaching = lpSum(
            [
                *(x["stock"][k] for k in kept[item, site, period - 1]),
                *(x["make"][k] for k in made[node]),
                *(x["buy"][k] for k in bought[node]),
                *(x["ship"][k] for k in brought[node]),
            ]
        )
        yield reaching + opening == leaving[node] + drawn + lpSum(x["stock"][k] for k in kept[node])


def _stock_use(x: Columns, s: Sets, leaving: dict[Row, pulp.LpAffineExpression]) -> Constraints:
    drawn = values(s.nodes, NODE, "drawn")
    for k, node in enumerate(rows(s.use, NODE)):
        yield x["use"][k] == leaving[node] + drawn[node]


def _stock_days(x: Columns, s: Sets) -> Constraints:
    used = {node: k for k, node in enumerate(rows(s.use, NODE))}
    for k, cover, *node in rows(s.least_cover, ["stock", "cover", *NODE]):
        yield x["stock"][k] >= cover * x["use"][used[tuple(node)]]


def _shelf_life(x: Columns, s: Sets) -> Constraints:
    used = {node: k for k, node in enumerate(rows(s.use, NODE))}
    for k, coming in covers(s.most_cover, NODE).items():
        yield x["stock"][k] <= lpSum(cover * x["use"][used[node]] for node, cover in coming)


def _supply_limit(x: Columns, s: Sets) -> Constraints:
    bought = numbers(s.buy, ["supply"])
    for supply, most in rows(s.supply, ["supply", "most"]):
        yield lpSum(x["buy"][k] for k in bought[supply,]) <= most


def _line_release(x: Columns, s: Sets) -> Constraints:
    released, bought, joining = numbers(s.released, ITEM), numbers(s.buy, ITEM), numbers(s.make, ["item", "joins"])
    made, built = numbers(s.make, ITEM), numbers(s.pilot, ITEM)
    content = amounts(s.sold_content, ["component"], "item", "quantity")
    for k, (item, period, opening) in enumerate(rows(s.released, [*ITEM, "opening"])):
        sold = lpSum(
            [
                *(units * x["make"][n] for car, units in content[item,] for n in made[car, period]),
                *(-units * x["pilot"][n] for car, units in content[item,] for n in built[car, period]),
            ]
        )
        before = lpSum(x["released"][n] for n in released[item, period - 1])
        joined = lpSum([*(x["buy"][n] for n in bought[item, period]), *(x["make"][n] for n in joining[item, period])])
        yield x["released"][k] + sold <= before + joined + opening


def _installs(x: Columns, s: Sets) -> dict[Row, pulp.LpAffineExpression]:
    """What is made of what programmes sell, less pilots."""
    made, built = numbers(s.make, ITEM), numbers(s.pilot, ITEM)
    return {
        key: lpSum([*(x["make"][k] for k in made[key]), *(-x["pilot"][k] for k in built[key])])
        for key in rows(s.installs, ITEM)
    }


def _install_limit(x: Columns, s: Sets) -> Constraints:
    installs = _installs(x, s)
    for item, period, most in rows(s.installs, [*ITEM, "most"]):
        if installs[item, period]:
            yield installs[item, period] <= most


def _growth(x: Columns, s: Sets) -> Constraints:
    installs = _installs(x, s)
    columns = [*ITEM, "earlier", "weight", "factor", "most"]
    for item, period, earlier, weight, factor, most in rows(s.growth, columns):
        before = factor * installs[item, earlier] if earlier >= 0 else 0
        yield 1 / weight * installs[item, period] <= before + most


def _in_time(
    made: Numbered, table: DataFrame, of: list[str], needs: DataFrame, least: str, missing: Numbered | None = None
) -> Constraints:
    """At least so many by a period, or what is missing of them."""
    by_key = dated(table, of)
    for k, (*key, last, wanted) in enumerate(rows(needs, [*of, "last", least])):
        found = lpSum(made[n] for n, period in by_key[tuple(key)] if period <= last)
        yield found + (missing[k] if missing else 0) >= wanted
