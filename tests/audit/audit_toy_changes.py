"""Changes of one number, in the plan of the toy case or in the case, and the rule that each breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Change:
    """One cell of the plan (`plan`), or one cell of the case (`case`), that breaks `rule`.

    Attributes:
        rule: What the audit must find.
        table, row, column: The cell; `row` holds the keys of one row.
        value: Its new value; None for a row that is dropped.
        amount: How far the rule is violated (None: not compared).
    """

    rule: str
    table: str
    row: dict[str, Any] = field(default_factory=dict)
    column: str = ""
    value: Any = None
    amount: float | None = None

    def __str__(self) -> str:
        keys = "-".join(str(v) for v in self.row.values())
        return f"{self.rule}-{self.table}-{keys}-{self.column}"


OLD, NEW, BUILD = {"line": "OLD"}, {"line": "NEW"}, {"line": "BUILD"}
MIX = {"line": "OLD", "stage": "MIX"}
DECEMBER = pd.Timestamp("2026-12-01")
PLAN = [
    Change("periods", "periods", {"period": "nov"}, "end", pd.Timestamp("2026-11-29")),
    Change("periods", "periods", {"period": "nov"}, "discount", 0.91, 0.01),
    Change("periods", "periods", {"period": "nov"}, "period", "november"),
    Change("periods", "periods", {"period": "nov"}, "phase", "evaluation"),
    Change("unknown_period", "period_stock", {"item": "ORE", "period": "feb"}, "period", "march"),
    Change("unknown_key", "period_make", {**BUILD, "period": "dec"}, "item", "PACK"),
    Change("unknown_key", "period_buy", {"period": "nov", "item": "ORE", "contract": ""}, "period", "jan"),
    Change("unknown_key", "period_ship", {}, "to_site", "moon"),
    Change("unknown_key", "period_pilots", {"item": "CAR"}, "fleet", "lost"),
    Change("unknown_key", "objective_terms", {"term": "freight"}, "term", "freigth"),
    Change("duplicate_row", "period_sales", {"period": "dec"}, "period", "jan"),
    Change("missing_row", "period_plan", {"period": "nov"}),
    Change("missing_row", "yearly_materials", {"item": "CREW"}),
    Change("missing_row", "gates"),
    Change("missing_row", "investments"),
    Change("negative", "period_make", {**OLD, "period": "oct"}, "made", -5.0, 5.0),
    Change("negative", "period_buy", {"item": "ORE", "contract": "C"}, "bought", float("nan")),
    Change("most_output", "period_make", {**NEW, "period": "dec"}, "most", 77.0, 0.5),
    # 165 cells in November with all overtime.
    Change("made_output", "period_make", {**OLD, "period": "nov"}, "made", 166.0, 1.0),
    Change("before_on_stream", "period_make", {**NEW, "period": "dec"}, "period", "nov", 10.0),
    # 156 cells take 312 h at MIX, 310 with the overtime worked.
    Change("stage_hours", "period_make", {**OLD, "period": "nov"}, "made", 156.0, 2.0),
    Change("stage_hours", "period_overtime", {}, "hours", 9.0, 1.0),
    Change("overtime_tier", "period_overtime", {}, "hours", 31.0, 1.0),
    Change("overtime_most", "period_overtime", {}, "most", 31.0, 1.0),
    # A cell takes 6 kg of ORE.
    Change("item_balance", "period_make", {**OLD, "period": "oct"}, "made", 6.0, 6.0),
    Change("unknown_key", "period_buy", {"contract": "C"}, "contract", "D"),
    Change("contract_most", "period_buy", {"contract": "C"}, "bought", 101.0, 1.0),
    Change("missing_row", "contracts"),
    Change("contract_status", "contracts", {}, "status", "proposed"),
    Change("contract_bought", "contracts", {}, "bought", 11.0, 1.0),
    Change("contract_taken_share", "contracts", {}, "taken_share", 0.2, 0.1),
    Change("contract_not_taken", "contracts", {}, "not_taken", 41.0, 1.0),
    Change("contract_cost_million", "contracts", {}, "cost_million", 0.0002, 0.00005),
    Change("contract_prepayment_million", "contracts", {}, "prepayment_million", 1.0, 1.0),
    Change("item_balance", "period_buy", {"item": "POWER", "period": "dec"}, "bought", 310.01, 0.01),
    Change("item_balance", "period_ship", {}, "shipped", 41.0, 1.0),
    Change("item_balance", "period_overtime", {}, "hours", 11.0, 1.0),
    Change("item_balance", "period_sales", {"period": "dec"}, "sold", 21.0, 1.0),
    Change("stock_least_days", "period_stock", {"item": "ORE", "period": "oct"}, "stock", 9.2, 0.1),
    Change("stock_most", "period_stock", {"item": "CELL", "period": "nov"}, "stock", 181.0, 1.0),
    Change("stock_closing", "period_stock", {"item": "CELL", "period": "feb"}, "stock", 9.0, 1.0),
    # After November 20 kg are used in 31 days, after December none.
    Change("shelf_life", "period_stock", {"item": "ORE", "period": "nov"}, "stock", 21.0, 1.0),
    Change("storage_space", "period_stock", {"item": "CELL", "period": "nov"}, "stock", 201.0, 1.0),
    Change("supply_most", "period_buy", {"site": "port"}, "bought", 51.0, 1.0),
    Change("lane_most", "period_ship", {}, "shipped", 101.0, 1.0),
    Change("demand_stated", "period_sales", {"period": "jan"}, "demand", 41.0, 1.0),
    Change("demand_balance", "period_sales", {"period": "jan"}, "late", 8.0, 1.0),
    Change("late_at_end", "period_sales", {"period": "feb"}, "late", 1.0, 1.0),
    Change("pilots_over_made", "period_pilots", {"item": "CAR"}, "built", 3.0, 1.0),
    Change("before_sop", "period_make", {**BUILD, "period": "oct"}, "made", 3.0, 1.0),
    Change("installs_a_week", "period_make", {**BUILD, "period": "jan"}, "made", 38.0, 7.0),
    # December weighs 1 / (13/12): 30 cars are a rate of 32.5, and from none it may rise by 30.
    Change("growth", "period_make", {**BUILD, "period": "dec"}, "made", 30.0, 2.5),
    Change("hard_target", "period_pilots", {"item": "CAR"}, "built", 1.0, 1.0),
    Change("budget", "period_buy", {"item": "POWER", "period": "dec"}, "bought", 361.0, 1.0),
    Change("budget", "period_buy", {"item": "CREW", "period": "nov"}, "bought", 681.0, 1.0),
    Change("budget", "period_buy", {"item": "ORE", "period": "nov", "contract": ""}, "bought", 951.0, 1.0),
    # December's cars hold 40 cells; 10 at first and 5 and 20 of OLD are free, NEW's 10 only in January.
    Change("line_release", "period_make", {**OLD, "period": "nov"}, "made", 20.0, 5.0),
    Change("fleet_quantity", "period_pilots", {"item": "CELL"}, "period", "nov", 4.0),
    Change("gate_line", "period_make", {**OLD, "period": "oct"}, "made", 3.0, 1.0),
    Change("gate_start", "gates", {}, "start", pd.Timestamp("2026-10-01")),
    Change("gate_passed", "gates", {}, "passed", pd.Timestamp("2026-12-01")),
    Change("gate_sop", "gates", {}, "sop", pd.Timestamp("2026-12-02")),
    Change("gate_slack", "gates", {}, "slack_months", 1, 1.0),
    Change("missed_window", "gates", {}, "next_window", pd.Timestamp("2027-01-01")),
    Change("missed_sop", "gates", {}, "sop_if_missed", pd.Timestamp("2026-12-01")),
    Change("missed_word", "gates", {}, "if_missed", "no delay"),
    Change("gate_fleet_complete", "gates", {}, "fleet_complete", pd.Timestamp("2026-11-30")),
    Change("period_plan", "period_plan", {"period": "jan"}, "production_installs", 30.0, 1.0),
    Change("period_plan", "period_plan", {"period": "jan"}, "gwh", 63e-6, 1e-6),
    Change("period_plan", "period_plan", {"period": "jan"}, "year", 2026),
    Change("whole_vehicles", "yearly_plan", {"year": 2026}, "production_installs", 21, 1.0),
    Change("whole_total", "yearly_plan", {"year": 2027}, "demand", 61, 1.0),
    Change("whole_number", "yearly_plan", {"year": 2026}, "shortfall", 0.5, 0.5),
    Change("cumulative_installs", "yearly_plan", {"year": 2027}, "cumulative_installs", 80, 1.0),
    Change("cumulative_installs", "yearly_plan", {"year": 2027}, "cumulative_production", 78, 1.0),
    Change("target_shown", "yearly_plan", {"year": 2026}, "target", 16.0, 1.0),
    Change("yearly_gwh", "yearly_plan", {"year": 2026}, "gwh", 45e-6, 1e-6),
    Change("limited_by", "yearly_plan", {"year": 2026}, "limited_by", ""),
    Change("line_copies_on_stream", "yearly_lines", {**NEW, "year": 2026}, "copies_on_stream", 0, 1.0),
    Change("line_good_output", "yearly_lines", {**OLD, "year": 2026}, "good_output", 161.0, 1.0),
    Change("line_gwh", "yearly_lines", {**OLD, "year": 2026}, "gwh", 161e-6, 1e-6),
    Change("line_rty", "yearly_lines", {**OLD, "year": 2026}, "rty", 0.51, 0.01),
    Change("line_utilisation", "yearly_lines", {**OLD, "year": 2026}, "utilisation", 0.5),
    Change("line_bottleneck", "yearly_lines", {**OLD, "year": 2026}, "bottleneck", "FORM"),
    Change("stage_bottleneck", "yearly_stages", {**MIX, "year": 2026}, "bottleneck", False),
    Change("stage_hours_used", "yearly_stages", {**MIX, "year": 2026}, "hours_used", 321.0, 1.0),
    Change("stage_machine_hours", "yearly_stages", {**MIX, "year": 2026}, "machine_hours", 920.0, 10.0),
    Change("stage_utilisation", "yearly_stages", {**MIX, "year": 2026}, "utilisation", 0.5),
    Change("stage_headroom", "yearly_stages", {**MIX, "year": 2026}, "headroom", -0.1, 0.1),
    Change("stage_headroom", "yearly_stages", {"stage": "FORM", "year": 2027}, "headroom", 1.1, 0.1),
    Change("material_used", "yearly_materials", {"item": "ORE"}, "used", 979.0, 1.0),
    Change("material_bought", "yearly_materials", {"item": "ORE"}, "bought", 979.0, 1.0),
    Change("material_most", "yearly_materials", {"item": "ORE"}, "most", 1000.0, 150.0),
    Change("material_share_of_most", "yearly_materials", {"item": "ORE"}, "share_of_most", 0.9),
    Change("material_cost_million", "yearly_materials", {"item": "ORE"}, "cost_million", 0.003, 0.0001),
    Change("finance", "yearly_finance", {"year": 2027}, "phase", "evaluation"),
    Change("finance", "yearly_finance", {"year": 2026}, "capex", 149.0, 1.0),
    Change("unit_cost", "yearly_unit_cost", {"year": 2026}, "material", 2920.0 / 44, 10 / 44),
    Change("unit_cost", "yearly_unit_cost", {"year": 2027}, "conventional", float("nan")),
    Change("missing_row", "yearly_unit_cost", {"year": 2027}),
    Change("finance", "yearly_finance", {"year": 2026}, "stock_value", 397e-6, 1e-6),
    Change("finance", "yearly_finance", {"year": 2026}, "exit_cost", 75.0, 75.0),
    Change("finance", "yearly_finance", {"year": 2027}, "tax", 0.0),
    Change("finance_period", "period_finance", {"period": "jan"}, "tax", 0.0),
    Change("finance_period", "period_finance", {"period": "nov"}, "capex", 74.0, 1.0),
    Change("finance_period", "period_finance", {"period": "feb"}, "months", 4.0, 0.5),
    Change("missing_row", "period_finance", {"period": "feb"}),
    Change("payments", "period_payments", {"period": "nov", "part": "building"}, "million", 24.0, 1.0),
    Change("payments", "period_payments", {"period": "dec", "part": "building"}, "present_million", 24.0, 1.0),
    Change("payments", "period_payments", {"period": "dec", "part": "machines"}, "line", "OLD", 50.0),
    Change("objective_term", "objective_terms", {"term": "tax"}, "million", 0.0),
    Change("finance", "yearly_finance", {"year": 2026}, "capex_budget", 210.0, 10.0),
    Change("finance", "yearly_finance", {"year": 2027}, "penalties", 0.0, 1187e-6),
    Change("finance", "yearly_finance", {"year": 2027}, "cumulative_cash", 0.0),
    Change("objective_term", "objective_terms", {"term": "late_cost"}, "million", 0.0, 31.5e-6),
    Change("objective_term", "objective_terms", {"term": "residual"}, "million", 150.0),
    Change("level_reached", "objective_levels", {"level": 1}, "reached", 78.0, 1.0),
    Change("level_reached", "objective_levels", {"level": 2}, "reached", 50.0, 1.0),
    Change("level_reached", "objective_levels", {"level": 3}, "reached", 285.5, 1.0),
    Change("level_reached", "objective_levels", {"level": 4}, "reached", 149.0, 1.0),
    Change("level_reached", "objective_levels", {"level": 5}, "reached", 0.0),
    Change("level_reached", "objective_levels", {"level": 6}, "reached", 0.0),
    Change("level_held", "objective_levels", {"level": 1}, "held", 80.0, 1.0),
    Change("level_held", "objective_levels", {"level": 2}, "held", 52.0, 1.0),
    Change("level_held", "objective_levels", {"level": 3}, "held", 284.0, 0.5),
    Change("level_held", "objective_levels", {"level": 4}, "held", 149.0, 1.0),
    Change("decision_shown", "decisions", {"object": "NEW"}, "date", pd.Timestamp("2026-12-02")),
    Change("decision_shown", "decisions", {"object": "P"}, "status", "approved"),
    Change("decision_share", "decisions", {"object": "NEW"}, "share", 0.5),
    Change("missing_row", "decisions", {"object": "P"}),
    Change("unknown_key", "decisions", {"object": "NEW"}, "copy", 2),
    Change("investment_decide_by", "investments", {}, "decide_by", pd.Timestamp("2026-10-01")),
    # 20 cars in 2026 and 59 in 2027.
    Change("investment_unlocks", "investments", {}, "unlocks_installs", 81.0, 2.0),
    Change("missing_row", "decisions_due", {"object": "NEW"}),
    Change("unknown_key", "decisions_due", {"object": "NEW"}, "copy", 2),
    Change("due_date", "decisions_due", {"object": "NEW"}, "takes_effect", pd.Timestamp("2027-01-01")),
    Change("due_date", "decisions_due", {"object": "P"}, "decide_by", DECEMBER),
    Change("due_order", "decisions_due", {"object": "G"}, "decide_by", DECEMBER),
    Change("decision_shown", "decisions_due", {"object": "G"}, "status", "proposed"),
    Change("investment_capex", "decisions_due", {"object": "NEW"}, "capex_million", 140.0, 10.0),
    Change("investment_on_stream", "investments", {}, "on_stream", pd.Timestamp("2026-12-02")),
    Change("investment_order", "investments", {}, "order", pd.Timestamp("2026-10-01")),
    Change("investment_mature", "investments", {}, "mature", pd.Timestamp("2027-01-01")),
    Change("investment_share", "investments", {}, "share", 0.9, 0.1),
    Change("investment_capex", "investments", {}, "capex_million", 140.0, 10.0),
]
CASE = [
    # A twentieth of a machine makes (310 + 31) / 20 = 17.05 cars in December with all overtime.
    Change("made_output", "stages", {"stage": "ASSEMBLE"}, "machines", 0.05, 2.95),
    Change("least_run", "line_items", NEW, "least_run", 1.0),
    Change("stock_least", "stocks", {"item": "CELL"}, "least", 8.0, 1.0),
    Change("demand_least", "demand", {}, "least_penalty", "", 6.0),
    Change("late_without_cost", "demand", {}, "late_cost", "", 9.0),
    Change("installs_a_week", "programmes", {}, "most_per_week", 6.3, 3.1),
    Change("supply_most", "supply", {"site": "plant", "item": "ORE"}, "base", 929.0, 1.0),
    Change("contract_late", "contracts", {}, "sign_by", "2026-08-31"),
    Change("shelf_life", "stocks", {"item": "ORE"}, "shelf_life_days", 15.5, 10.0),
    Change("stage_hours", "calendars", {"tier": "regular"}, "hours", 1208.0, 60.0),
    Change("growth", "growth", {}, "step_per_month", 20.0, 5.0 / 3.0),
    Change("unknown_key", "decisions", {"object": "NEW"}, "date", "2027-01-01"),
    # Copy 1 of NEW was the planner's own choice: ordered on 2026-11-01, on stream on 2026-12-01, 150 of 200 million in 2026.
    Change("decided_order", "lines", NEW, "approval_months", 2),
    Change("decided_earliest", "lines", NEW, "earliest", "2026-12-02"),
    Change("decided_copies", "lines", NEW, "copies", 0, 1.0),
    Change("decided_hole", "decisions", {"object": "NEW"}, "copy", 2),
    Change("decided_budget", "budgets", {"measure": "capex", "year": 2026}, "most", 149.0, 1.0),
    # The gate is decided for November.
    Change("gate_season", "gates", {}, "season_from", 12),
    Change("gate_in_time", "decisions", {"object": "P"}, "date", "2026-11-15"),
    Change("missed_cost", "decisions", {"object": "P"}, "date", "2027-02-01", 1.0),
    Change("missed_word", "decisions", {"object": "G"}, "date", "2026-09-01"),
    Change("item_balance", "bom", {"line": "OLD"}, "quantity", 3.1, 1.0),
    Change("demand_stated", "seasons", {"month": 1}, "weight", 3.0, 4.0),
]
