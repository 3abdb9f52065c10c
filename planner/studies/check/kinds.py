"""What a finding is about: a limit that is broken, or a number that does not follow from the others."""

from __future__ import annotations

LIMITS = frozenset(
    {
        *("negative", "made_output", "before_on_stream", "least_run", "stage_hours", "overtime_tier", "shift_crew"),
        *("item_balance", "stock_least", "stock_least_days", "stock_most", "stock_closing", "shelf_life"),
        *("storage_space", "supply_most", "lane_most", "demand_balance", "late_without_cost", "late_at_end"),
        *("demand_least", "pilots_over_made", "before_sop", "installs_a_week", "growth", "hard_target", "budget"),
        *("line_release", "fleet_quantity", "gate_line", "gate_season", "gate_in_time", "contract_most"),
        *("contract_late", "machine_copy", "machine_most", "machine_order", "machine_earliest", "shift_hired"),
        *("job_window", "job_planned", "decided_soonest", "decided_gap", "decided_share", "decided_floor"),
        *("decided_most", "decided_least", "decided_route", "run_target", "level_held"),
    }
)
"""Rules of the audit that keep limits; the others keep numbers that follow."""

UNKNOWN = {
    "period_total": ("end",),
    "period_finance": ("start", "end"),
    "period_payments": ("date", "copy", "part"),
    "yearly_plan": ("limited_by",),
    "yearly_lines": ("unit", "marginal_value"),
    "yearly_stages": ("marginal_value",),
    "yearly_materials": ("unit", "marginal_value"),
    "gates": ("name", "missing_cost_million", "if_missed"),
    "investments": ("status", "unit", "unlocks_installs", "unlocks_million", "unlocks"),
    "machines": ("status",),
    "maintenance": ("line", "stage", "machines", "status"),
    "contracts": ("supplier", "item", "sign_by", "signed"),
    "decisions": ("status", "by", "minute"),
    "decisions_due": ("lost_3", "lost_6", "lost_12", "no_plan_after", "remark"),
    "objective_levels": ("value", "unit", "bound", "gap", "tolerance", "held", "status", "meaning"),
    "seed_facts": ("value", "unit", "expected", "meaning", "fact"),
    "names": ("kind", "line", "key", "name"),
    "routes": ("measure", "name", "unit", "dry", "wet", "dry_over_wet"),
    "assumptions": ("input_table", "rows", "source", "notes"),
    "kpis.json": ("status", "bound_million", "gap", "target"),
    "overrides": ("scenario", "rule", "place", "input_table", "row", "line", "column", "old", "new", "why", "number"),
}
"""Columns that tell what only a solver knows, or that say in words what stands elsewhere: not recomputed."""
