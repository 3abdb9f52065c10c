"""Supply contracts: signed by decision or by the planner, taken or paid for; cells and packs from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.errors import NoPlanError
from planner.model.suggested import suggested
from planner.results.audit import audit
from tests.results import test_money

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Planned

HEAD = "contract,supplier,item,site,from,to,most,take_share,price,prepayment_million,prepaid_on,sign_by\n"
# A car takes 2 parts; 160 cars are sold for 10 million each. Parts cost 1 million, under the contract half as much; of its 400
# parts 360 are paid for in any case: 180 million instead of 320.
CASE = {
    "items": "item,kind,unit\ncar,product,car\npart,material,part",
    "bom": "parent,component,quantity\ncar,part,2",
    "supply": "item,site,from,to,price\npart,S,2026-01-01,2026-02-28,1000000",
    "stocks": "item,site\npart,S",
}
SIGNED = "action,object,date,status\nsign,C,2026-01-01,{}"


def contract(prepayment: float, prepaid_on: str = "", sign_by: str = "", end: str = "2026-02-28") -> dict[str, str]:
    return {"contracts": f"{HEAD}C,ACME,part,S,2026-01-01,{end},400,0.9,500000,{prepayment},{prepaid_on},{sign_by}"}


def value(planned: Planned) -> float:
    return -planned.answer.objective


def told(planned: Planned) -> pd.Series:
    return planned.plan["contracts"].iloc[0]


def test_a_contract_is_signed_where_it_pays(tmp_path: Path) -> None:
    # It saves 140 where nothing is left over: it is worth 139 and not 141. Given, it holds all the same.
    case = CASE | {"stocks": ""}
    pays = toys.solve(tmp_path / "pays", door=toys.BOTH, decide=("contracts",), **case, **contract(139))
    assert value(pays) == pytest.approx(1600 - 180 - 139)
    assert pays.choice is not None
    assert pays.choice.objective == pytest.approx(pays.answer.objective)
    row = told(pays)
    assert (row["status"], row["signed"]) == ("planned", pd.Timestamp(2026, 1, 1))
    assert row[["bought", "taken_share", "not_taken"]].tolist() == pytest.approx([320, 0.8, 40])
    assert row[["cost_million", "prepayment_million"]].tolist() == pytest.approx([180, 139])
    finance = pays.plan["yearly_finance"].iloc[0]
    assert finance[["material", "contracts"]].tolist() == pytest.approx([160, 20 + 139])

    dear = toys.solve(tmp_path / "dear", door=toys.BOTH, decide=("contracts",), **case, **contract(141))
    assert value(dear) == pytest.approx(1600 - 320)
    assert told(dear)[["status", "bought", "cost_million"]].tolist() == ["unsigned", 0, 0]

    decisions = {"decisions": SIGNED.format("committed")}
    given = toys.solve(tmp_path / "given", door=toys.BOTH, decide=("contracts",), **case, **contract(141), **decisions)
    assert value(given) == pytest.approx(1600 - 180 - 141)
    assert told(given)["status"] == "committed"


def test_a_contract_neither_given_nor_left_open_is_none(tmp_path: Path) -> None:
    assert value(toys.solve(tmp_path, **CASE, **contract(0))) == pytest.approx(1600 - 320)


def test_a_suggestion_to_sign_does_not_hold_where_contracts_are_decided(tmp_path: Path) -> None:
    decisions = {"decisions": SIGNED.format("proposed")}
    free = toys.solve(tmp_path / "free", decide=("contracts",), **CASE, **contract(150), **decisions)
    held = toys.solve(tmp_path / "held", **CASE, **contract(150), **decisions)
    assert [told(plan)["status"] for plan in (free, held)] == ["unsigned", "proposed"]


def test_a_contract_whose_day_has_passed_cannot_be_signed(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, decide=("contracts",), **CASE, **contract(0, sign_by="2025-12-31"))
    assert told(planned)["status"] == "unsigned"


def test_a_prepayment_before_the_horizon_is_sunk(tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, decide=("contracts",), **CASE, **contract(500, prepaid_on="2025-12-31"))
    assert value(planned) == pytest.approx(1600 - 180)
    assert told(planned)["prepayment_million"] == 500


def test_what_is_not_taken_is_paid_in_the_last_period_of_the_contract(tmp_path: Path) -> None:
    # The contract ends with January, and parts are not kept: 200 are taken, 160 paid for in vain; February buys 120.
    tables = CASE | contract(0, end="2026-01-31") | {"decisions": SIGNED.format("committed"), "stocks": ""}
    planned = toys.solve(tmp_path, **tables)
    assert value(planned) == pytest.approx(1600 - 180 - 120)
    bought = planned.plan["period_buy"].query("bought > 0")
    assert list(zip(bought["contract"], bought["period"], bought["bought"], strict=True)) == [
        ("", "2026-02", pytest.approx(120)),
        ("C", "2026-01", pytest.approx(200)),
    ]


def test_the_price_of_a_contract_is_that_of_its_parts(tmp_path: Path) -> None:
    # Without other parts a contract for 100 makes 50 cars: each part is worth 10 / 2 less its price of 0.5.
    tables = CASE | {"supply": "", "contracts": f"{HEAD}C,,part,S,2026-01-01,2026-02-28,100,0,500000,0,,"}
    planned = toys.solve(tmp_path, decide=("contracts",), **tables)
    assert value(planned) == pytest.approx(50 * 10 - 50)
    materials = planned.plan["yearly_materials"].iloc[0]
    assert materials[["bought", "most", "cost_million"]].tolist() == pytest.approx([100, 100, 50])
    assert materials["marginal_value"] == pytest.approx(4_500_000)
    assert planned.plan["yearly_plan"]["limited_by"].tolist() == ["material: contract C for part"]


def test_a_suggestion_to_sign_is_the_first_incumbent(tmp_path: Path) -> None:
    decisions = {"decisions": SIGNED.format("proposed")}
    inputs = toys.load(tmp_path, decide=("contracts",), **CASE, **contract(150), **decisions)
    _, program = pipeline.build(inputs)
    start = suggested(program, inputs["decisions"], inputs.case)
    assert start is not None
    assert start[program.column_slice("sign")].tolist() == [1.0]
    assert np.isnan(start).sum() == len(start) - 1


# The toy of tests/results/test_money.py: 10 cars a year at 10 million, 45 million of other cost, a line of 100 million that
# loses 25 a year; and a part a car, at 1 million, under a contract for 40 that are all to be paid for. 6 are prepaid in 2027.
YEARS = {
    "items": "item,kind,unit\ncar,product,car\npart,material,part",
    "bom": "parent,component,quantity\ncar,part,1",
    "contracts": f"{HEAD}C,ACME,part,S,2026-01-01,2028-12-31,40,1,1000000,6,2027-03-01,",
    "decisions": "action,object,date,status\non_stream,L,2026-01-01,committed\nsign,C,2026-01-01,committed",
}


def test_money_of_a_contract_by_year(tmp_path: Path) -> None:
    planned = test_money.solve(tmp_path, {"tax_rate": "0.2"}, toys.BOTH, **YEARS)
    finance = planned.plan["yearly_finance"]
    # 10 parts that are not taken are paid for in 2028.
    assert finance["material"].tolist() == pytest.approx([10, 10, 10])
    assert finance["contracts"].tolist() == pytest.approx([0, 6, 10])
    # A fifth of 55 - 25 less what the contract takes.
    assert finance["tax"].tolist() == pytest.approx([4, 2.8, 2])
    cash = [55 - 10 - 4 - 100, 55 - 16 - 2.8, 55 - 20 - 2]
    assert finance["cash_flow"].tolist() == pytest.approx(cash)
    after = zip([cash[0] + 100, *cash[1:]], test_money.MID, strict=True)
    npv = -100 + sum(flow * factor for flow, factor in after) + test_money.SPARE
    assert planned.plan.kpis["npv_million"] == pytest.approx(npv)
    assert finance["present_value"].sum() + test_money.SPARE == pytest.approx(npv)
    # If all stopped: 30 parts that are still to come and the prepayment, then 20 parts, then nothing.
    assert finance["exit_cost"].tolist() == pytest.approx([36, 20, 0])
    assert planned.plan.kpis["exit_cost_million"] == pytest.approx(36)
    wrong = finance.assign(exit_cost=[35, 20, 0])
    found = audit(planned.inputs, {**planned.plan.tables, "yearly_finance": wrong}, planned.plan.kpis)
    assert [finding.rule for finding in found] == ["finance"]


@pytest.mark.parametrize(
    ("table", "column", "new", "message"),
    [
        ("contracts", "most", 319.0, "contract C: 320 unit are bought under it, 1 more than it holds (319)"),
        ("contracts", "sign_by", pd.Timestamp(2025, 12, 31), "contract C: it is signed on 2026-01-01, and can be"),
        ("contracts", "take_share", 1.0, "contract C: 80 units are paid for and not taken, the table says 40"),
        ("contracts", "price", 250000.0, "contract C: it costs 90 million, the table says 180"),
        ("contracts", "prepayment_million", 138.0, "contract C: its prepayment is 138 million, the table says 139"),
        ("contracts", "prepayment_million", 138.0, "objective term contracts: the plan's amounts give -158 million"),
        ("decisions", "status", "done", "contract C: it is done, the table says planned"),
    ],
)
def test_the_audit_finds_a_case_that_does_not_fit(
    table: str, column: str, new: object, message: str, tmp_path: Path
) -> None:
    planned = toys.solve(tmp_path, decide=("contracts",), **CASE | {"stocks": ""}, **contract(139))
    wrong = planned.inputs.replace(**{table: planned.inputs[table].assign(**{column: new})})
    found = audit(wrong, planned.plan.tables, planned.plan.kpis)
    assert any(finding.message.startswith(message) for finding in found), [f.message for f in found]


@pytest.mark.parametrize(
    ("column", "new", "message"),
    [
        ("bought", 321.0, "contract C: 320 units are bought under it, the table says 321"),
        ("taken_share", 0.7, "contract C: the share taken is 0.8, the table says 0.7"),
        ("contract", "D", "contract D : the case has no such thing"),
        ("contract", "D", "contract C : the plan lacks this row"),
    ],
)
def test_the_audit_finds_a_row_that_does_not_follow(column: str, new: object, message: str, tmp_path: Path) -> None:
    planned = toys.solve(tmp_path, decide=("contracts",), **CASE | {"stocks": ""}, **contract(139))
    tables = dict(planned.plan.tables)
    tables["contracts"] = tables["contracts"].assign(**{column: new})
    found = audit(planned.inputs, tables, planned.plan.kpis)
    assert any(finding.message.startswith(message) for finding in found), [f.message for f in found]


# Packs of an own line are released a month after it is on stream; others are bought at 5 million, at most 30 a month.
PACKS = {
    "items": "item,kind,unit\ncar,vehicle,car\npack,pack,pack\ncell,cell,cell",
    "bom": "parent,component,quantity\ncar,pack,1\npack,cell,10",
    "lines": """line,site,calendar,status,on_stream,release_months
        L,S,DAY,existing,2026-01-01,0
        K,S,DAY,existing,2026-01-01,1""",
    "line_items": "line,item\nL,car\nK,pack",
    "stages": "line,stage,machines,rate\nL,build,1,1\nK,build,1,1",
    "stocks": "item,site\npack,S",
    "supply": """item,site,from,to,base,price
        pack,S,2026-01-01,2026-01-31,30,5000000
        pack,S,2026-02-01,2026-02-28,30,5000000
        cell,S,2026-01-01,2026-02-28,,100000""",
}


def test_packs_from_outside_are_sold_before_own_ones_are_released(tmp_path: Path) -> None:
    # January sells 30 bought packs at 10 - 5, February 60 own ones at 10 - 1: 150 + 540.
    planned = toys.solve(tmp_path, door=toys.BOTH, **PACKS)
    assert value(planned) == pytest.approx(690)
    assert planned.plan["period_sales"]["sold"].tolist() == pytest.approx([30, 60])


def test_packs_from_outside_come_no_more_than_they_are_offered(tmp_path: Path) -> None:
    demand = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,31"
    with pytest.raises(NoPlanError) as caught:
        toys.solve(tmp_path, **PACKS, demand=demand)
    assert any("supply of pack" in reason for reason in caught.value.reasons)
