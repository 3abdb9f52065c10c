"""What a check came to, in a manager's words and as tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from planner.exports.workbook import WORKBOOK
from planner.messages import text
from planner.results.explained import Explained
from planner.studies.check.kinds import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.results.audit import Finding
    from planner.studies.check.run import Checked
    from planner.studies.check.wish import Wish


def explained(checked: Checked) -> Explained:
    """A check as an explanation of its plan: sentences, and the tables `findings` and `edits`."""
    report = checked.again.report
    plan = checked.again.showing({"findings": _findings(checked), "edits": _edits(checked)})
    facts: dict[str, object] = {
        "plan": report.sha256,
        "inputs": dict(report.files),
        "holds": checked.holds,
        "altered": list(checked.altered),
        "value_million": None if math.isnan(checked.value) else checked.value,
        "best_million": checked.best,
        "free_million": checked.free,
        "followed_million": checked.wish.value if checked.wish else None,
    }
    return Explained("check", plan, tuple(_headlines(checked)), facts, tuple(_warnings(checked)))


def _headlines(checked: Checked) -> Iterator[str]:
    limits = len(checked.broken)
    if checked.holds:
        yield text("check.holds")
    else:
        yield text("check.fails", limits=limits, numbers=len(checked.findings) - limits)
    if checked.edits:
        tables = ", ".join(dict.fromkeys(edit.table for edit in checked.edits))
        yield text("check.edited", count=len(checked.edits), tables=tables)
    yield from _worth(checked)


def _worth(checked: Checked) -> Iterator[str]:
    """The money against the best plan with the same decisions, and what changed decisions do to it."""
    best, value = checked.best, checked.value
    words = {"currency": checked.inputs.case.currency, "value": value}
    if math.isnan(value):
        yield text("check.unvalued")
    elif best is not None and checked.alike(value, best):
        yield text("check.best", **words)
    elif best is not None and value > best:
        yield text("check.beyond", **words, cost=value - best)
    elif best is not None:
        changed = bool(checked.edits or checked.altered)
        yield text("check.costs" if changed else "check.short", **words, cost=best - value, best=best)
    if checked.wish is not None:
        yield from _wish(checked.wish, checked)
    if best is None:
        yield text("check.no_plan")
    elif checked.decided and not checked.alike(best, checked.written):
        more = best - checked.written
        key = "check.decided_earns" if more > 0 else "check.decided_costs"
        yield text(key, **words, cost=abs(more), written=checked.written, best=best)
    if checked.asked_free:
        told = "check.free_none" if checked.free is None else "check.free_best"
        yield text(told, **words, free=checked.free or 0.0, cost=(checked.free or 0.0) - value)


def _wish(wish: Wish, checked: Checked) -> Iterator[str]:
    """What the numbers put in by hand cost if the rest of the plan follows them."""
    if wish.value is None:
        yield text("check.wish_none", count=wish.count)
    elif checked.best is not None:
        words = {"count": wish.count, "value": wish.value, "cost": max(0.0, checked.best - wish.value)}
        yield text("check.wish", **words, currency=checked.inputs.case.currency)


def _warnings(checked: Checked) -> Iterator[str]:
    files = [name for name in checked.altered if name != WORKBOOK]
    if files:
        yield text("check.altered", files=", ".join(files))
    if WORKBOOK in checked.altered:
        yield text("check.workbook_altered", file=WORKBOOK)
    yield from checked.reasons


def _findings(checked: Checked) -> pd.DataFrame:
    rows = [
        {
            "number": number,
            "kind": "limit" if finding.rule in LIMITS else "number",
            "check": finding.rule,
            "table": finding.table,
            "row": finding.where.strip(),
            "when": finding.when,
            "column": finding.column,
            "value": _told(finding.found),
            "expected": _told(finding.allowed),
            "amount": finding.amount,
            "unit": finding.unit,
            "message": finding.message,
        }
        for number, finding in enumerate(_worst_first(checked), 1)
    ]
    columns = ("number", "kind", "check", "table", "row", "when", "column", "value", "expected", "amount", "unit")
    return pd.DataFrame(rows, columns=[*columns, "message"])


def _worst_first(checked: Checked) -> list[Finding]:
    """Limits before numbers, in the order in which a reader would check them."""
    return sorted(checked.findings, key=lambda finding: finding.rule not in LIMITS)


def _edits(checked: Checked) -> pd.DataFrame:
    names = ("table", "row", "column", "before", "after")
    rows = [
        {"number": number, **{name: getattr(edit, name) for name in names}}
        for number, edit in enumerate(checked.edits, 1)
    ]
    return pd.DataFrame(rows, columns=["number", *names])


def _told(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else f"{value:,.8g}"
