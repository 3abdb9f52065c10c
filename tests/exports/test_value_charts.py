"""From sales to the net present value, and what steps of limits are worth: what the charts are drawn from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exports.export_reading import values

if TYPE_CHECKING:
    from collections.abc import Callable

    from exports.export_reading import Read

    from planner.results.plan import Plan


def block(rows: list[list[object]], corner: str) -> list[list[object]]:
    """The rows below the header that begins with a word, up to an empty one."""
    top = next(number for number, row in enumerate(rows) if row[0] == corner)
    end = next((number for number in range(top, len(rows)) if rows[number][0] is None), len(rows))
    return rows[top + 1 : end]


def test_the_waterfall_leads_from_sales_to_the_net_present_value(replaced: Callable[..., Plan], read: Read) -> None:
    # 100 sold, 30 of material and 90 of capex, 5 left of the lines: -15, of which the penalty of 2 is no part.
    worth = {"capex": -90.0, "sales": 100.0, "shortfall_penalty": -2.0, "residual": 5.0, "material": -30.0}
    plan = replaced(objective_terms=[{"term": term, "million": value} for term, value in worth.items()])
    plan = replace(plan, kpis={**plan.kpis, "npv_million": -15.0})
    rows = [row[:8] for row in values(read(plan), "charts")]
    start = next(number for number, row in enumerate(rows) if row[0] == "Net sales")
    # Base, plan above and below zero, more above and below, less above and below.
    assert rows[start : start + 5] == [
        ["Net sales", 0, 0, 0, 100, 0, 0, 0],
        ["Materials and parts", 70, 0, 0, 0, 0, 30, 0],
        ["Capex", 0, 0, 0, 0, 0, 70, -20],
        ["Residual value of the lines", -15, 0, 0, 0, -5, 0, 0],
        ["Net present value", 0, 0, -15, 0, 0, 0, 0],
    ]


def test_the_tornado_shows_the_strongest_step_of_each_limit_and_no_cliff(
    replaced: Callable[..., Plan], read: Read
) -> None:
    told = [
        ("stage: press", 2029, 2, 6.0, 5.0),
        ("stage: press", 2030, 1, 7.0, 8.0),
        ("budget: capex", 2028, 3, 3.0, None),
        ("stage: pack", 2030, 4, 2.0, 1420.0),  # a whole machine fewer: its bar would hide all others
        ("demand: sedan", 2030, 5, 1.0, float("inf")),  # without it there is no plan
        ("stock: cells", 2030, 6, 0.0, None),
    ]
    names = ("limit", "year", "rank_plan", "gain_million", "loss_million")
    common = {"rank": 1, "copy": 1, "unit": "machine", "step": 1.0}
    plan = replaced(prices=[common | dict(zip(names, row, strict=True)) for row in told])
    file = read(plan)
    assert [row[:4] for row in block(values(file, "charts"), "Limit")] == [
        ["stage: press, 2030 (1 machine)", 7, 8, -8],
        ["budget: capex, 2028 (1 machine)", 3, None, None],
    ]
    chart = file["Charts"]._charts[-1]
    assert (chart.barDir, chart.grouping, len(chart.ser)) == ("bar", "stacked", 2)
