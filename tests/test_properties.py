"""What must hold for any case: the plan passes its audit, order does not matter, more never earns less."""

from __future__ import annotations

import csv
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import toys
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import pipeline
from planner.scenarios import Variant
from planner.solve import Options

if TYPE_CHECKING:
    from conftest import Example

BASE, COMMITTED = Variant(), Variant("committed")
STEADY = Options(door="highs")
ROOT = Path(__file__).parents[1]

numbers = st.fixed_dictionaries(
    {
        "machines": st.integers(1, 3),
        "yield_": st.sampled_from([0.5, 0.83, 1.0]),
        "uptime": st.sampled_from([0.4, 0.77, 1.0]),
        "share": st.sampled_from([0.0, 0.5, 1.0]),
        "start": st.sampled_from(["2025-06-01", "2026-01-01", "2026-02-10"]),
        "demand": st.integers(0, 300),
        "late": st.sampled_from(["", "0", "2000000"]),
        "parts": st.integers(1, 400),
        "closing": st.integers(0, 20),
        "days": st.sampled_from([0, 5, 20]),
        "overtime": st.integers(0, 60),
        "premium": st.sampled_from([0.0, 0.5]),
        "step": st.sampled_from(["week", "month", "quarter"]),
        "tax": st.sampled_from([0.0, 0.25]),
        "growth": st.sampled_from(["", "0.1,30", "0.5,10"]),
    }
)


def random_case(folder: Path, n: dict[str, object]) -> Path:
    """A case of three months with a ramp, scrap, parts, stock, overtime, crew, energy, growth, late sales and tax."""
    toys.write(
        folder,
        "2026-03-31",
        calendars=f"""calendar,tier,from,to,hours,premium
            DAY,regular,2026-01-01,2026-02-14,150,0
            DAY,regular,2026-02-15,2026-03-31,170,0
            DAY,overtime,2026-01-01,2026-03-31,{n["overtime"]},{n["premium"]}""",
        items="""item,kind,unit
            car,product,car
            part,material,part
            power,energy,kWh
            crew,labour,h""",
        lines=f"""line,site,calendar,status,on_stream,ramp_first,energy_item,crew_item,base_power_kw
            L,S,DAY,existing,{n["start"]},R,power,crew,3""",
        stages=f"""line,stage,machines,rate,yield,uptime,ramp_share,energy,operators,clock
            L,mix,{n["machines"]},1,{n["yield_"]},{n["uptime"]},{1 - n["share"]},2,1,line
            L,age,1,2,0.9,1,{n["share"]},1,0,all""",
        ramps="curve,month,uptime_factor,yield_factor\nR,0,0.3,0.5\nR,1,0.6,0.8\nR,2,0.9,1",
        bom="parent,component,stage,quantity\ncar,part,mix,1",
        supply=f"""item,site,step,from,to,base,price
            part,S,1,2026-01-01,2026-02-20,{n["parts"]},10000
            part,S,2,2026-01-01,2026-03-31,{n["parts"]},200000
            power,S,1,2026-01-01,2026-03-31,,1
            crew,S,1,2026-01-01,2026-03-31,,55""",
        stocks=f"item,site,holding_cost,least_days,closing\ncar,S,1000,{n['days']},{n['closing'] if n['parts'] > 100 else 0}",
        demand=f"""programme,from,to,base,shortfall_penalty,late_cost
            P,2026-01-01,2026-02-10,{n["demand"]},500000,{n["late"]}
            P,2026-02-11,2026-03-31,{n["demand"] // 2},500000,{n["late"]}""",
        growth=f"programme,growth_per_month,step_per_month\nP,{n['growth']}" if n["growth"] else "",
    )
    settings_file = folder / "case.toml"
    text = settings_file.read_text(encoding="utf-8").replace('"month"', f'"{n["step"]}"')
    settings_file.write_text(
        text.replace("discount_rate = 0.0", f"discount_rate = 0.08\ntax_rate = {n['tax']}"), encoding="utf-8"
    )
    return folder


def optimum(folder: Path, variant: Variant = BASE, *, missed: bool = True) -> float | None:
    """Net present value less penalties of the audited plan; None where there is no plan."""
    inputs = pipeline.load(folder, variant=variant)[0]
    try:
        return -pipeline.plan(inputs, STEADY, missed=missed).answer.objective
    except pipeline.NoPlanError:
        return None


@settings(max_examples=6)
@given(numbers)
def test_every_plan_passes_its_audit(n: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        optimum(random_case(Path(folder), n))


@pytest.mark.thorough
@settings(max_examples=3)
@given(numbers, st.sampled_from(["machines", "parts", "overtime"]))
def test_more_never_earns_less(n: dict[str, object], what: str) -> None:
    with tempfile.TemporaryDirectory() as less, tempfile.TemporaryDirectory() as more:
        small = optimum(random_case(Path(less), n))
        large = optimum(random_case(Path(more), {**n, what: n[what] + 1}))  # type: ignore[operator]
    if small is not None and (what != "parts" or n["parts"] != 100):
        assert large is not None
        assert large >= small - 1e-6 * max(1.0, abs(small))


@pytest.mark.thorough
def test_order_of_rows_changes_no_optimum(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - a shuffle, no secret
    folder = tmp_path / "base"
    folder.mkdir()
    for file in (ROOT / "inputs" / "base").iterdir():
        if file.suffix != ".csv":
            (folder / file.name).write_bytes(file.read_bytes())
            continue
        with file.open(encoding="utf-8", newline="") as source:
            head, *rows = csv.reader(source)
        chance.shuffle(rows)
        with (folder / file.name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([head, *rows])
    # With the board's schedule: nothing has to be decided first.
    kept = optimum(ROOT / "inputs" / "base", COMMITTED, missed=False)
    assert optimum(folder, COMMITTED, missed=False) == pytest.approx(kept, rel=1e-7)


def test_inputs_stay_as_they_are(example: Example) -> None:
    after = example.inputs.tables
    assert sorted(example.before) == sorted(after)
    assert all(table.equals(after[name]) for name, table in example.before.items())
