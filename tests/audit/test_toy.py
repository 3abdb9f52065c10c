from __future__ import annotations

from audit.audit_toy_inputs import toy_inputs
from audit.audit_toy_money import toy_kpis, toy_objective
from audit.audit_toy_plan import toy_plan

from planner.results.audit import audit


def test_the_plan_worked_by_hand_holds() -> None:
    assert [f.message for f in audit(toy_inputs(), toy_plan(), toy_kpis(), toy_objective())] == []
