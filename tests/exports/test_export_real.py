"""The plan of the base case: every name has its label, and the totals add up and are audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planner.exports.dictionary import dictionary
from planner.exports.workbook.figures import COVER
from planner.messages import catalogue
from planner.results.audit import audit

if TYPE_CHECKING:
    from planner.pipeline import Planned


def test_every_key_figure_and_term_has_a_label(base: Planned) -> None:
    assert not {f"workbook_kpi.{name}" for name in base.plan.kpis} - set(catalogue())
    assert not {f"workbook_term.{name}" for name in base.plan["objective_terms"]["term"]} - set(catalogue())
    assert set(COVER) <= set(base.plan.kpis)


def test_every_status_has_a_label(base: Planned) -> None:
    assert not {f"workbook_status.{name}" for name in base.plan["investments"]["status"]} - set(catalogue())


def test_no_row_is_said_twice(base: Planned) -> None:
    for name, columns in dictionary().items():
        keys = [column.name for column in columns if column.key]
        if name in base.plan.tables and keys:
            assert not base.plan[name].duplicated(keys).any(), name


def test_totals_are_the_sums_of_the_programmes(base: Planned) -> None:
    total, plan = base.plan["yearly_total"].set_index("year"), base.plan["yearly_plan"]
    names = ["pilot_installs", "production_installs", "cumulative_installs", "demand", "shortfall", "gwh"]
    pd.testing.assert_frame_equal(total[names], plan.groupby("year")[names].sum(), check_index_type=False)
    assert total["cumulative_production"].tolist() == total["production_installs"].cumsum().tolist()
    # Of all programmes together, so none of a programme of its own.
    targets = base.inputs["targets"].query("measure == 'production_installs' and programme == ''")
    assert total["target"].dropna().tolist() == targets["value"].tolist()


def test_targets_stand_in_the_period_that_holds_their_date(base: Planned) -> None:
    total = base.plan["period_total"]
    targets = base.inputs["targets"].query("measure == 'production_installs' and programme == ''")
    assert total.loc[total["target"].notna(), "end"].tolist() == targets["date"].tolist()
    planned = total.loc[total["year"] <= base.inputs.case.end.year]
    assert planned["cumulative_production"].iloc[-1] == pytest.approx(base.plan.kpis["total_production_installs"])


@pytest.mark.parametrize(
    ("table", "column", "rule"),
    [
        ("yearly_total", "demand", "period_plan"),
        ("yearly_total", "gwh", "period_plan"),
        ("yearly_total", "cumulative_production", "period_plan"),
        ("yearly_total", "target", "target_shown"),
        ("period_total", "production_installs", "period_plan"),
        ("period_total", "cumulative_production", "period_plan"),
        ("period_total", "target", "target_shown"),
    ],
)
def test_the_audit_finds_a_wrong_total(base: Planned, table: str, column: str, rule: str) -> None:
    wrong = base.plan[table].copy()
    wrong[column] = wrong[column].astype(float)
    wrong.loc[wrong[column].last_valid_index(), column] += 1.0
    found = audit(base.inputs, {**base.plan.tables, table: wrong}, base.plan.kpis)
    assert [(finding.rule, f"{column} {table}") for finding in found] == [(rule, found[0].where)]


def test_the_audit_misses_a_row_of_the_totals(base: Planned) -> None:
    short = base.plan["yearly_total"].iloc[:-1]
    found = audit(base.inputs, {**base.plan.tables, "yearly_total": short}, base.plan.kpis)
    assert ("missing_row", "2030") in [(finding.rule, finding.when) for finding in found]
