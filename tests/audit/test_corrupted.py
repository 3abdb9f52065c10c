"""One number of the plan, or of its inputs, is changed; the audit names the rule that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from audit.audit_toy_changes import CASE, PLAN, Change
from audit.audit_toy_inputs import toy_inputs
from audit.audit_toy_money import toy_kpis, toy_objective
from audit.audit_toy_plan import toy_plan
from audit.audit_toy_rows import ROWS

from planner.messages import catalogue
from planner.results.audit import Finding, audit

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs


def findings(inputs: Inputs, tables: dict[str, pd.DataFrame], objective: float | None = None) -> list[Finding]:
    return audit(inputs, tables, toy_kpis(), objective)


def corrupted(change: Change) -> dict[str, pd.DataFrame]:
    """The plan with one cell changed."""
    tables = toy_plan()
    table = tables[change.table]
    hit = pd.Series(data=True, index=table.index)
    for key, value in change.row.items():
        hit &= table[key] == value
    assert hit.sum() == 1 or not change.column, f"{change} must name one row"
    if not change.column:
        return tables | {change.table: table.loc[~hit].reset_index(drop=True)}
    if isinstance(change.value, float):
        table[change.column] = table[change.column].astype(float)
    table.loc[hit, change.column] = change.value
    return tables


def altered(change: Change) -> Inputs:
    """The case with one cell changed."""
    rows = [dict(row) for row in ROWS[change.table]]
    hit = [row for row in rows if all(row.get(k) == v for k, v in change.row.items())]
    assert len(hit) == 1, f"{change} must name one row"
    hit[0][change.column] = change.value
    return toy_inputs(**{change.table: rows})


def assert_found(change: Change, found: list[Finding]) -> None:
    own = [f for f in found if f.rule == change.rule]
    assert own, [f.message for f in found]
    assert all("{" not in f.message and f.message for f in own)
    if change.amount is not None:
        assert any(f.amount == pytest.approx(change.amount) for f in own), [f.amount for f in own]


@pytest.mark.parametrize("change", PLAN, ids=str)
def test_a_changed_number_of_the_plan_is_found(change: Change) -> None:
    assert_found(change, findings(toy_inputs(), corrupted(change)))


@pytest.mark.parametrize("change", CASE, ids=str)
def test_a_changed_number_of_the_case_is_found(change: Change) -> None:
    assert_found(change, findings(altered(change), toy_plan()))


@pytest.mark.parametrize("name", list(toy_kpis()))
def test_a_changed_or_missing_key_figure_is_found(name: str) -> None:
    value = toy_kpis()[name]
    other = value + 2.0 if isinstance(value, float | int) else "2026-10-31" if value else 2027.0
    gone = [{k: v for k, v in toy_kpis().items() if k != name}] if value is not None else []
    for kpis in (toy_kpis() | {name: other}, *gone):
        found = audit(toy_inputs(), toy_plan(), kpis)
        assert [(f.rule, name in f.where) for f in found] == [("kpi", True)]


def test_an_objective_that_is_not_the_sum_of_its_terms_is_found() -> None:
    found = findings(toy_inputs(), toy_plan(), toy_objective() + 0.01)
    assert [f.rule for f in found] == ["objective_sum"]
    assert found[0].amount == pytest.approx(0.01)


@pytest.mark.parametrize("column", [c for c in toy_plan()["yearly_finance"] if c not in ("year", "phase")])
def test_every_column_of_finance_is_recomputed(column: str) -> None:
    tables = toy_plan()
    tables["yearly_finance"].loc[0, column] += 0.001
    assert [(f.rule, f.where, f.when) for f in findings(toy_inputs(), tables)] == [("finance", column + " ", "2026")]


def test_every_term_of_the_objective_is_recomputed() -> None:
    for row in range(len(toy_plan()["objective_terms"])):
        tables = toy_plan()
        tables["objective_terms"].loc[row, "million"] -= 0.001
        assert [f.rule for f in findings(toy_inputs(), tables)] == ["objective_term"]


def test_amounts_within_the_tolerance_of_a_solver_pass() -> None:
    tables = toy_plan()
    tables["period_make"].loc[1, "made"] *= 1 + 1e-9
    tables["period_stock"]["stock"] += 1e-7
    assert findings(toy_inputs(), tables) == []


# In tests/decide: the toy of this room has no extra machines, no shift and no maintenance.
ELSEWHERE = (
    *("machine_copy", "machine_most", "machine_order", "machine_earliest"),
    *("listed_order", "listed_quantity", "listed_capex_million"),
    *("shift_crew", "shift_hours", "shift_hired"),
    *("job_window", "job_planned", "job_listed"),
)


def test_every_rule_of_the_catalogue_is_broken_by_a_test() -> None:
    rules = {key.removeprefix("audit.") for key in catalogue() if key.startswith("audit.")} - {"failed"}
    assert rules == {change.rule for change in [*PLAN, *CASE]} | {
        "kpi",
        "objective_sum",
        "investment_mature_gwh",
        "investment_mature_rate",
        "run_target",  # in tests/decide/test_targets.py: the case of a run has it
        "decided_soonest",  # in tests/decide/test_decided.py: of every kind
        "decided_gap",  # in tests/decide/test_copies.py: it takes two copies
        *("decided_share", "decided_floor", "decided_most", "decided_least", "decided_route"),  # test_parts, test_room
        *ELSEWHERE,
    }
