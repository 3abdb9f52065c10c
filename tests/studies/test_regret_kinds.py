"""First moves of every kind of decision: what is committed, what is closed, and that the own plan stays the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys
from decide import test_contracts, test_machines, test_shifts
from model import test_families

from planner.exports.regretted import First
from planner.studies.regret import Asked, regret
from planner.studies.regret.shown import regretted

if TYPE_CHECKING:
    from pathlib import Path

    from planner.studies.regret import Regrets

pytestmark = pytest.mark.thorough

HEAD = "scenario,table,where,column,op,value\n"


def study(folder: Path, months: int, end: str, decide: tuple[str, ...], **tables: str) -> Regrets:
    return regret(toys.write(folder / "toy", end, decide, **tables), folder / "out", Asked(months=months))


def values(found: Regrets) -> dict[tuple[str, str], float]:
    return {(pair.choice, pair.scenario): round(pair.value, 6) for pair in found.pairs}


def whose(found: Regrets) -> list[tuple[str, ...]]:
    """The scenarios of each choice; in each of them it must be worth what the own plan is."""
    assert all(
        pair.regret == 0
        for pair in found.pairs
        for row in found.choices
        if pair.choice == row.choice and pair.scenario in row.scenarios
    )
    assert not found.warnings
    return [row.scenarios for row in found.choices]


def test_a_shift_is_begun_or_closed(tmp_path: Path) -> None:
    # Hired on 1 February for March. 500 cars at 8 less a premium of 40 with the shift, 400 without: after 1 March it is too
    # late. At a tenth of the demand 70 cars at 8; then 60 of 100 crew hours stand by in each month of the shift.
    tables = {**test_shifts.TOY, "demand": test_shifts.asked(200, 100, 200, 200)}
    found = study(tmp_path, 2, test_shifts.END, ("shifts",), **tables, scenarios=f"{HEAD}few,demand,,base,times,0.1")
    assert whose(found) == [("base",), ("few",)]
    assert found.choices[0].decisions == "one more shift of L from 2026-03-01"
    told = values(found)
    assert told["C1", "base"] == pytest.approx(500 * 8 - 40)
    assert told["C2", "base"] == pytest.approx(400 * 8)
    assert told["C1", "few"] == pytest.approx(70 * 8 - 120 - 40)
    assert told["C2", "few"] == pytest.approx(70 * 8)


def test_a_contract_is_signed_or_let_go(tmp_path: Path) -> None:
    # Of 400 parts 360 are paid for at 0.5, and 139 before; without it 320 at 1, and at 0.5 where they are cheap.
    tables = test_contracts.CASE | {"stocks": "", **test_contracts.contract(139)}
    rule = f"{HEAD}cheap,supply,,price,times,0.5"
    found = study(tmp_path, 0, "2026-02-28", ("contracts",), **tables, scenarios=rule)
    assert whose(found) == [("base",), ("cheap",)]
    assert found.choices[0].decisions == "contract C signed by 2026-01-01"
    signed = 1600 - 180 - 139
    assert list(values(found).values()) == pytest.approx([signed, signed, 1600 - 320, 1600 - 160])


def test_a_machine_is_ordered_or_waits(tmp_path: Path) -> None:
    # One cutter more, ordered in January: 75 and then 150 welded cars for 100; ordered in February a month later.
    machines = "line,stage,capex_million,life_years,lead_months,most\nL,cut,60,0.01,1,1"
    tables = {**test_machines.TWO, "machines": machines, "ramps": ""}
    rule = f"{HEAD}few,demand,,base,times,0.1"
    found = study(tmp_path, 0, test_machines.END, ("machines",), **tables, scenarios=rule)
    assert whose(found) == [("base",), ("few",)]
    assert found.choices[0].decisions == "1 more at cut of L copy 1, ordered 2026-01-01, on stream 2026-02-01"
    assert regretted(found).firsts == [First("machines at cut of L copy 1, ordered", ["2026-01-01 (1)", ""])]
    # 100 + 3 * 150 cars against 200 + 2 * 150; few: 4 * 40 cars.
    assert list(values(found).values()) == pytest.approx([5500 - 60, 1600 - 60, 5000 - 60, 1600])


def test_gates_and_starts_of_production_are_begun_and_slip(tmp_path: Path) -> None:
    # The gate takes February, 60 cars at 9 are sold in March and in April, 30 pilots cost 1 each: 1050. Worth nothing where
    # a car brings 0.1: then the pilots are lost. A gate of two months passes for April: 540 - 30.
    tables = test_families.OPEN | {
        "demand": "programme,from,to,base\nP,2026-03-01,2026-03-31,60\nP,2026-04-01,2026-04-30,60"
    }
    rule = f"{HEAD}bad,prices,,price_net,times,0.01\nlong,gates,,months,set,2"
    found = study(tmp_path, 2, "2026-04-30", ("sop", "gates"), **tables, scenarios=rule)
    assert whose(found) == [("base",), ("bad",), ("long",)]
    told = values(found)
    assert [told["C1", name] for name in ("base", "long")] == pytest.approx([1050, 510])
    assert [told["C2", name] for name in ("base", "bad", "long")] == pytest.approx([0, 0, 0])
    assert [told["C3", name] for name in ("base", "long")] == pytest.approx([510, 510])
    # 120 cars at 0.1 - 1 need not be sold.
    assert told["C1", "bad"] == told["C3", "bad"] == pytest.approx(-30)
