"""The figures of a plan before its report is written."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.manifest import KPIS, kpis_text
from planner.exports.sources import version_of
from planner.exports.tables import table_text
from planner.studies.compare.figured import Figured
from planner.studies.compare.report import TABLES, figures_sha256, rows_in

if TYPE_CHECKING:
    from planner.results.plan import Plan


def figured(plan: Plan) -> Figured:
    """The figures of a plan, called as its scenario, from the very texts that its report will hold."""
    texts = {KPIS: kpis_text(plan), **{f"{table}.csv": table_text(plan, table) for table in TABLES}}
    return Figured(
        name=plan.scenario,
        facts={
            "case": plan.case.name,
            "scenario": plan.scenario,
            "currency": plan.case.currency,
            "planner": version_of("planner"),
        },
        kpis=json.loads(texts[KPIS]),
        tables={table: _rows(table, texts[f"{table}.csv"]) for table in TABLES},
        figures_sha256=figures_sha256(
            {file: hashlib.sha256(content.encode()).hexdigest() for file, content in texts.items()}
        ),
    )


def _rows(table: str, content: str) -> list[dict[str, object]]:
    return rows_in(f"{table}.csv", io.StringIO(content, newline=""), dictionary()[table])
