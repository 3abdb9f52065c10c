"""The figures by year in the long form that scenario tools read (pyam's `IamDataFrame`).

Columns model, scenario, region, variable, unit, year, value; no two rows alike in all but the value, no value missing,
years whole, names not empty. An amount without a year stands where it falls: net present value in the first year, to
which it is discounted. What is told in words has no row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.compared.compared import LongRow
from planner.messages import text
from planner.studies.compare.figures import KPIS
from planner.studies.compare.side import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.exports.compared.compared import Cell
    from planner.studies.compare.figures import Key
    from planner.studies.compare.report import Report

VALUE = "npv"
"""The key figure that has a year: the first, to which it is discounted."""


def long_rows(plans: Sequence[Report], known: Sequence[Mapping[Key, Cell]]) -> Iterator[LongRow]:
    """One row a plan, measure, object and year."""
    for plan, found in zip(plans, known, strict=True):
        for (measure, about, year), value in found.items():
            when = plan.years[0] if measure.name == VALUE and plan.years else year
            if not isinstance(value, float) or when is None or (measure.table == KPIS and measure.name != VALUE):
                continue
            variable = text(f"compare_variable.{measure.name}")
            yield LongRow(
                model=text("compare.model", version=plan.planner),
                scenario=plan.name,
                region=text("compare.region"),
                variable=text("compare.variable", variable=variable, object=about) if about else variable,
                unit=unit_of(measure, plan.currency),
                year=when,
                value=value,
            )
