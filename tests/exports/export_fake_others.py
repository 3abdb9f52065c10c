"""Gates, investments, terms and facts of the made-up plan."""

from __future__ import annotations

from itertools import product
from typing import Any


def gate_rows() -> list[dict[str, Any]]:
    names = (
        "GB 38031 type test",
        "Transport test UN 38.3",
        "Winter test season",
        "Hot test",
        "Durability fleet",
        "0-series build on the series line",
    )
    sops = {"P1": "2027-04-01", "P2": "2028-01-01", "P3": "2029-01-01", "P4": "2027-04-01"}
    return [
        {
            "programme": p,
            "gate": f"G{g}",
            "name": name,
            "fleet_complete": None if g == 2 else "2026-08-31",
            "start": "2026-09-01",
            "passed": "2027-01-31",
            "sop": sop,
            "slack_months": g % 3,
            "next_window": "2026-10-01",
            "sop_if_missed": None if g == 1 else "2027-05-01",
            "missing_cost_million": 12.5 * g,
            "if_missed": "production later",
        }
        for (p, sop), (g, name) in product(sops.items(), enumerate(names, 1))
    ]


def override_rows() -> list[dict[str, Any]]:
    rule = {"scenario": "slow", "place": "scenarios.csv row 2", "why": "Trial of spring"}
    return [
        {"number": 1, **rule, "rule": "case.demand_level set low", "input_table": "case", "column": "demand_level", "old": '"base"', "new": '"low"'},
        {"number": 2, **rule, "rule": "availability.machines plus 2", "input_table": "availability", "row": "line=DRY2; stage=mix", "line": 4, "column": "machines", "old": "1", "new": "3"},
        {"number": 3, **rule, "rule": "sites add site=X", "input_table": "sites", "row": "site=X", "line": 9, "new": "site=X"},
    ]  # fmt: skip


def other_rows() -> dict[str, list[dict[str, Any]]]:
    terms = {
        "sales": 24_310.123456,
        "material": -9_120.5,
        "energy": -212.25,
        "crew": -301.0,
        "fixed_cost": -640.0,
        "capex": -4_102.75,
        "residual": 2_080.0,
        "shortfall_penalty": -88.1,
    }
    return {
        "overrides": override_rows(),
        "findings": [
            {
                "number": 1,
                "kind": "limit",
                "check": "stage_hours",
                "table": "period_make",
                "row": "line DRY2 copy 1, stage form",
                "when": "2028-01",
                "column": "made",
                "value": "120",
                "expected": "100",
                "amount": 20.0,
                "unit": "h",
                "message": "120 machine hours are used, 20 more than the 100 that can be.",
            }
        ],
        "edits": [
            {
                "number": 1,
                "table": "yearly_plan",
                "row": "2028, P1",
                "column": "production_installs",
                "before": "100",
                "after": "120",
            }
        ],
        "maintenance": [
            {
                "job": "overhaul",
                "line": "DRY2",
                "stage": "form",
                "machines": 4.0,
                "start": "2028-01-01",
                "end": "2028-01-14",
                "status": "window",
            }
        ],
        "machines": [
            {
                "line": "DRY2",
                "copy": 1,
                "stage": "form",
                "on_stream": "2028-04-01",
                "quantity": 2,
                "status": "planned",
                "order": "2027-07-01",
                "capex_million": 36.0,
            }
        ],
        "objective_levels": [
            {
                "level": 1,
                "objective": "npv",
                "programme": "",
                "by": None,
                "value": 11_925.527,
                "unit": "million money",
                "bound": 11_925.527,
                "gap": 0.0,
                "tolerance": 0.0,
                "held": None,
                "reached": 11_925.527,
                "status": "optimal",
                "meaning": "Best value of the plan: 11,925.5 million CNY (optimal, gap 0.00%)",
            }
        ],
        "investments": [
            {
                "line": line,
                "copy": copy,
                "share": 1.0,
                "status": "committed",
                "decide_by": order,
                "order": order,
                "on_stream": on,
                "mature": "2030-04-01",
                "mature_rate": 9_530_981.0,
                "unit": "cell",
                "mature_gwh": 2.059,
                "capex_million": 1130.0,
                "unlocks_installs": 47_766.0,
                "unlocks_million": 1_507.2,
                "unlocks": "47,766 production installs and 1,507.2 million CNY",
            }
            for line, copy, order, on in (
                ("DRY2", 1, "2026-01-01", "2027-04-01"),
                ("DRY2", 2, "2027-07-01", "2028-10-01"),
                ("PACK", 1, "2026-04-01", "2027-04-01"),
            )
        ],
        "contracts": [
            {
                "contract": "SULFIDE",
                "supplier": "One supplier",
                "item": "ELYTE",
                "status": "committed",
                "sign_by": "2026-06-30",
                "signed": "2026-03-01",
                "bought": 120000.0,
                "taken_share": 0.8,
                "not_taken": 0.0,
                "cost_million": 96.0,
                "prepayment_million": 20.0,
            }
        ],
        "decisions_due": [
            {
                "kind": kind,
                "object": name,
                "copy": 1,
                "stage": "",
                "decide_by": day,
                "takes_effect": "2027-04-01",
                "status": "planned",
                "capex_million": capex,
                "lost_3": 89.5,
                "lost_6": 240.7,
                "lost_12": None,
                "no_plan_after": "12",
                "remark": "no plan after 12 months: budget: capex 2028",
            }
            for kind, name, day, capex in (
                ("line_copy", "DRY2", "2026-01-01", 1130.0),
                ("gate_fleet", "G3", "2026-06-30", None),
                ("sop", "P1", "2026-07-01", None),
            )
        ],
        "prices": [
            {
                "year": 2030,
                "rank": number,
                "rank_plan": number,
                "limit": limit,
                "copy": copy,
                "unit": unit,
                "now": 2.0,
                "step": 1.0,
                "gain_million": 6.307,
                "loss_million": loss,
                "worth": 8_964_401.12,
                "worth_less": None,
                "worth_present": 6_307_469.23,
                "holds_less": 3.19,
                "holds_more": 5.05,
                "proved": loss is not None,
                "meaning": "One more of it brings 9.0 million CNY.",
                "opens": "stages.csv: line DRY2, stage warm_press",
            }
            for number, limit, copy, unit, loss in (
                (1, "stage: Warm isostatic press of Dry cell line", 1, "machine", 6.307),
                (2, "demand: Flagship SUV", 0, "vehicle", None),
            )
        ],
        "decisions": [
            {
                "action": action,
                "object": name,
                "copy": copy,
                "share": 1.0,
                "stage": "",
                "date": date,
                "quantity": 1,
                "status": "committed",
                "by": "strategy board",
                "minute": "2026-03",
            }
            for action, name, copy, date in (
                ("on_stream", "DRY2", 1, "2027-04-01"),
                ("on_stream", "DRY2", 2, "2028-10-01"),
                ("on_stream", "PACK", 1, "2027-04-01"),
                ("sop", "P1", 1, "2027-04-01"),
            )
        ],
        "routes": [
            {"measure": "stages", "name": "Stages", "unit": "", "dry": 12.0, "wet": 15.0, "dry_over_wet": -0.2},
            {"measure": "rty", "name": "Yield", "unit": "", "dry": 0.839, "wet": 0.831, "dry_over_wet": None},
        ],
        "names": [
            {"kind": "line", "line": "", "key": "DRY2", "name": "Dry cell line"},
            {"kind": "stage", "line": "DRY2", "key": "stack", "name": "Stacking"},
        ],
        "assumptions": [
            {"input_table": "demand", "rows": 12, "source": "Sales planning", "notes": "assumed"},
            {"input_table": "demand", "rows": 3, "source": "", "notes": ""},
        ],
        "objective_terms": [{"term": term, "million": value} for term, value in terms.items()],
        "seed_facts": [
            {
                "fact": "range_assb_km",
                "value": 1017.4545,
                "unit": "km",
                "expected": 1000,
                "meaning": "CLTC range of the flagship sedan with the solid-state pack",
            },
            {
                "fact": "range_reference_km",
                "value": 503.6,
                "unit": "km",
                "expected": 500,
                "meaning": "CLTC range with the conventional reference pack",
            },
            {"fact": "cell_ah", "value": 60, "unit": "Ah", "expected": 60, "meaning": "Charge of the cell"},
            {
                "fact": "anode_stages_dry",
                "value": 1,
                "unit": "",
                "expected": 1,
                "meaning": "Anode operations of the dry line (the wet line has three)",
            },
            {
                "fact": "pilot_gwh",
                "value": 0.203,
                "unit": "GWh/year",
                "expected": None,
                "meaning": "Good output of the pilot line at mature rates",
            },
        ],
    }
