"""Made-up reports for reviews: plans of any shape out of a seed, with empty, missing, zero and single among them."""

from __future__ import annotations

import json
import math
import random
from typing import TYPE_CHECKING, Any

import reports

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, Any]]
NAMES = ("P1", "P2", "<script>alert(1)</script>", 'P "quoted" & long, with a name that does not end soon')
LIMITS = ("demand", "growth: P1", "stage: Press of L; kept by: lead time", "gate: Winter test until 2027-02")
WAITS = ("lost_3", "lost_6", "lost_12")


class Made:
    """Tables and key figures of one plan."""

    def __init__(self, seed: int) -> None:
        """Draw the plan of a seed."""
        self.seed, self.dice = seed, random.Random(seed)  # noqa: S311 - plans, not secrets
        self.years = list(range(2026, 2027 + self.dice.randint(0, 4)))
        self.programmes = NAMES[: self.dice.randint(1, len(NAMES))]
        self.plan = self._plan()
        self.tables = {
            "yearly_plan": self.plan,
            "yearly_total": self._total(),
            **self._periods(),
            "yearly_lines": self._lines(),
            "yearly_stages": self._stages(),
            "yearly_materials": self._materials(),
            "yearly_finance": self._finance(),
            "yearly_unit_cost": self._unit_cost(),
            "investments": self._investments(),
            "decisions_due": self._due(),
            "gates": self._gates(),
            "contracts": self._contracts(),
            "decisions": self._decisions(),
            "objective_terms": [
                {"term": name, "million": self.some(-50, 90)} for name in ("sales", "material", "capex")
            ],
            "seed_facts": self._facts(),
            **self._compared(),
        }
        self.kpis = self._kpis()

    def write(self, folder: Path, **more: Any) -> Path:
        """Write the report."""
        return reports.write(folder, kpis=self.kpis, **more, **self.tables)

    def some(self, least: int, most: int) -> int:
        """A number that is often nought."""
        return self.dice.choice([0, self.dice.randint(least, most)])

    def maybe(self, value: Any) -> Any:
        """The value or nothing."""
        return self.dice.choice([value, None])

    def day(self) -> str:
        """A first of a month within the years."""
        return f"{self.dice.choice(self.years)}-{self.dice.randint(1, 12):02d}-01"

    def _plan(self) -> Rows:
        rows = []
        built = dict.fromkeys(self.programmes, 0)
        for year in self.years:
            for name in self.programmes:
                demand, pilots = self.some(1, 3000), self.some(1, 40)
                lost = self.dice.choice([0, 0, demand, self.dice.randint(0, demand)])
                built[name] += demand - lost
                row = {"year": year, "programme": name, "pilot_installs": pilots, "production_installs": demand - lost}
                row |= {"cumulative_production": built[name], "cumulative_installs": built[name], "demand": demand}
                row |= {"target": self.maybe(self.some(1, 4000)), "shortfall": lost, "gwh": 0.1}
                rows.append(row | {"limited_by": self.dice.choice(LIMITS)})
        return rows

    def _total(self) -> Rows:
        rows, built = [], 0
        for year in self.years:
            own = [row for row in self.plan if row["year"] == year]
            names = ("pilot_installs", "production_installs", "demand", "shortfall")
            total = {name: sum(row[name] for row in own) for name in names}
            built += total["production_installs"]
            target = self.dice.choice([None, built, built + 1, max(built - 7, 0)])
            rows.append({"year": year, **total, "cumulative_production": built, "target": target, "gwh": 0.1})
        return rows

    def _periods(self) -> dict[str, Rows]:
        """A period a year, and one after the plan; left out where the seed says so."""
        if self.dice.random() < 0.3:
            return {}
        plan = [{**row, "period": str(row["year"])} for row in self.plan]
        for row in plan:
            row.pop("cumulative_production"), row.pop("cumulative_installs"), row.pop("target"), row.pop("limited_by")
        total, built = [], 0
        for year in self.years:
            own = sum(row["production_installs"] for row in self.plan if row["year"] == year)
            built += own
            total.append(
                {
                    "period": str(year),
                    "end": f"{year}-12-31",
                    "year": year,
                    "production_installs": own,
                    "cumulative_production": built,
                }
            )
        after = self.years[-1] + 1
        total.append(
            {
                "period": str(after),
                "end": f"{after}-12-31",
                "year": after,
                "production_installs": 9,
                "cumulative_production": built + 9,
            }
        )
        return {"period_plan": plan, "period_total": total}

    def _lines(self) -> Rows:
        lines = self.dice.choice([(), ("L",), ("L", "M")])
        return [
            {
                "year": year,
                "line": line,
                "copies_on_stream": self.some(1, 3),
                "good_output": 5,
                "unit": "cell",
                "bottleneck": "press",
            }
            for year in self.years
            for line in lines
        ]

    def _stages(self) -> Rows:
        stages = self.dice.choice([(), ("press",), ("press", "test")])
        return [
            {
                "year": year,
                "line": "L",
                "stage": stage,
                "utilisation": self.dice.choice([0.0, 0.5, 1.0, None]),
                "bottleneck": "true" if stage == "press" else "false",
                "marginal_value": self.some(1, 900),
            }
            for year in self.years
            for stage in stages
        ]

    def _materials(self) -> Rows:
        items = self.dice.choice([(), ("SE",), ("SE", "CAM")])
        return [
            {
                "year": year,
                "item": item,
                "unit": "kg",
                "used": 1,
                "bought": 1,
                "share_of_most": self.maybe(self.dice.choice([0.0, 0.4, 1.0])),
                "cost_million": self.some(1, 50),
                "marginal_value": self.some(1, 3),
            }
            for year in self.years
            for item in items
        ]

    def _finance(self) -> Rows:
        rows = []
        for year in [*self.years, self.years[-1] + 1]:
            phase = "plan" if year in self.years else "evaluation"
            row = {
                "year": year,
                "phase": phase,
                "capex": self.some(1, 90),
                "capex_budget": self.maybe(100),
                "cash_flow": self.some(-50, 90),
            }
            rows.append(
                row
                | {
                    "cumulative_cash": self.some(-90, 90),
                    "committed_unpaid": self.some(1, 70),
                    "exit_cost": self.some(1, 70),
                }
            )
        return rows

    def _unit_cost(self) -> Rows:
        rows = []
        conventional = self.maybe(500.0)
        for year in self.years:
            total = self.maybe(self.dice.choice([400.0, 500.0, 900.0]))
            parts = {} if total is None else {"material": total - 40.0, "energy": 40.0, "crew": 0.0}
            rows.append({"year": year, **parts, "total": total, "conventional": conventional})
        return rows

    def _investments(self) -> Rows:
        rows: Rows = [{"line": "OLD", "copy": 1, "status": "existing", "on_stream": "2025-01-01"}]
        for copy in range(1, 1 + self.dice.choice([0, 1, 3])):
            day = f"{2026 + copy}-04-01"
            row = {
                "line": self.dice.choice("LM"),
                "copy": copy,
                "status": "planned",
                "decide_by": f"{2025 + copy}-02-01",
            }
            row |= {"order": f"{2025 + copy}-04-01", "on_stream": day, "mature": self.maybe(f"{2027 + copy}-01-01")}
            row |= {"capex_million": self.maybe(self.some(1, 900)), "unlocks_installs": self.maybe(self.some(1, 90))}
            rows.append(row | {"unlocks_million": self.maybe(self.some(-20, 90))})
        return rows

    def _compared(self) -> dict[str, Rows]:
        """Routes and prices; tables that not every report has, drawn apart from all others."""
        dice = random.Random(f"compared {self.seed}")  # noqa: S311 - plans, not secrets
        measures = {
            "capex_million_per_gwh": dice.choice([0, dice.randint(-30, 30)]),
            "kwh_per_kwh": dice.choice([0, dice.randint(-30, 30)]),
            "stages": 5,
        }
        routes = [
            {"measure": name, "name": name.replace("_", " "), "unit": "h", "dry": 100 + apart, "wet": 100}
            | {"dry_over_wet": dice.choice([apart / 100, None])}
            for name, apart in measures.items()
        ]
        prices = [
            {"year": self.years[-1], "rank": n, "rank_plan": n, "limit": limit, "copy": 0, "unit": "machine", "step": 1}
            | {
                "gain_million": dice.choice([0, dice.randint(0, 40)]),
                "meaning": f"One more at {limit}.",
                "opens": f"row {n}",
            }
            for n, limit in enumerate((*LIMITS, LIMITS[0]), 1)
        ]
        prices[-1] |= {"copy": 2, "loss_million": math.inf}
        return {name: rows for name, rows in {"routes": routes, "prices": prices}.items() if dice.random() < 0.8}

    def _due(self) -> Rows:
        rows = []
        kinds = ("line_copy", "sop", "gate_fleet", "contract", "machine", "shift")
        for number in range(self.dice.choice([0, 1, 4])):
            row = {
                "kind": self.dice.choice(kinds),
                "object": f"X{number}",
                "copy": 1,
                "stage": "press",
                "decide_by": self.day(),
            }
            row |= {"takes_effect": "2030-01-01", "status": "planned", "capex_million": self.maybe(30)}
            told = self.dice.choice(["all", "none", "barred"])
            row |= {name: self.some(-3, 90) if told == "all" else None for name in WAITS}
            barred = "no plan after 3, 6, 12 months: budget: capex 2027"
            words = {"remark": barred, "no_plan_after": "3; 6; 12"} if told == "barred" else {}
            rows.append(row | words)
        return rows

    def _gates(self) -> Rows:
        rows = []
        for name in self.programmes:
            for gate in range(self.dice.choice([0, 1, 2])):
                row = {
                    "programme": name,
                    "gate": f"G{gate}",
                    "name": f"Test {gate}",
                    "start": "2026-05-01",
                    "passed": "2026-08-31",
                }
                row |= {
                    "fleet_complete": self.maybe("2026-04-30"),
                    "sop": "2027-01-01",
                    "slack_months": self.maybe(self.some(1, 9)),
                }
                row |= {"next_window": self.maybe("2026-06-01"), "sop_if_missed": self.maybe("2027-02-01")}
                rows.append(
                    row | {"missing_cost_million": self.maybe(self.some(1, 20)), "if_missed": "production later"}
                )
        return rows

    def _contracts(self) -> Rows:
        signed = self.dice.choice(["unsigned", "planned"])
        row = {"contract": "C", "supplier": "S", "item": "SE", "status": signed, "sign_by": "2027-03-31", "bought": 0}
        return [row] if self.dice.random() < 0.5 else []

    def _decisions(self) -> Rows:
        statuses = [self.dice.choice(["planned", "committed"]) for _ in range(self.dice.choice([0, 1, 3]))]
        row = {"action": "gate", "object": "G", "copy": 1, "share": 1, "date": "2026-05-01", "quantity": 1}
        return [row | {"status": status} for status in statuses]

    def _facts(self) -> Rows:
        values = [(100.0, self.dice.choice([None, 100.0, 97.0])) for _ in range(self.dice.choice([0, 1, 3]))]
        return [
            {"fact": f"f{k}", "value": v, "unit": "km", "expected": e, "meaning": f"Range {k}"}
            for k, (v, e) in enumerate(values)
        ]

    def _kpis(self) -> dict[str, Any]:
        peak = self.some(1, 500)
        return {
            "npv_million": float(self.some(-900, 20_000)),
            "npv_vs_conventional_million": self.maybe(float(self.some(-90, 900))),
            "peak_funding_million": float(peak),
            "peak_funding_date": "2026-12-31",
            "payback_year": self.maybe(self.years[-1]),
            "irr": self.maybe(0.5),
            "gap": self.dice.choice([None, 0.0, 1e-9, 0.000_096, 0.05]),
            "status": self.dice.choice(["optimal", "feasible"]),
            "total_production_installs": float(sum(row["production_installs"] for row in self.plan)),
        }


def sweep(folder: Path, *, tornado: bool = True, case: str = "toy", currency: str = "CNY") -> Path:
    """The folder of a sweep: p10, p50, p90 of the value are 90, 120, 150 million; demand swings it by 60, price by 20."""
    folder.mkdir(parents=True)
    facts = {"case": case, "currency": currency, "statuses": {"optimal": 9, "no_plan": 1}}
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "summary.csv").write_text(
        "measure,year,p10,p50,p90,mean,least,most,runs\n"
        "production_installs,2026,80,100,130,101,70,140,9\n"
        "npv_million,,90,120,150,121,60,170,9\n",
        encoding="utf-8",
    )
    (folder / "targets.csv").write_text(
        "measure,programme,date,value,chance,p10,p50,p90,runs\nproduction_installs,,2026-12-31,90,0.7,80,100,130,10\n",
        encoding="utf-8",
    )
    if tornado:
        (folder / "tornado.csv").write_text(
            "rank,driver,low,high,npv_million_base,npv_million_low,npv_million_high,npv_million_swing,status_low,status_high\n"
            "1,demand,0.7,1.3,120,90,150,60,optimal,optimal\n2,price,0.9,1.1,120,110,130,20,optimal,optimal\n",
            encoding="utf-8",
        )
    return folder
