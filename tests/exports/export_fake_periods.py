"""Rows by period of the made-up plan: months of two years, quarters after."""

from __future__ import annotations

from itertools import product
from typing import Any

import pandas as pd
from exports.export_fake_facts import ITEMS, PROGRAMMES

from planner.exports.dictionary import dictionary


def months(first: int, last: int) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Months of the first two years, quarters after."""
    starts = [
        *pd.date_range(f"{first}-01", f"{first + 1}-12", freq="MS"),
        *pd.date_range(f"{first + 2}-01", f"{last}-12", freq="QS"),
    ]
    ends = [start - pd.Timedelta(days=1) for start in starts[1:]] + [pd.Timestamp(f"{last}-12-31")]
    return [
        (f"{s:%Y-%m}" if s.year < first + 2 else f"{s.year}-Q{s.quarter}", s, e)
        for s, e in zip(starts, ends, strict=True)
    ]


def period_rows() -> dict[str, list[dict[str, Any]]]:
    steps = months(2026, 2030)
    labels = [label for label, _, _ in steps]
    copies = [
        ("PILOT", 1),
        *(("DRY2", c) for c in range(1, 6)),
        ("PACK0", 1),
        *(("PACK", c) for c in (1, 2, 3)),
        ("INSTALL0", 1),
        ("INSTALL", 1),
        ("INSTALL", 2),
    ]
    on = pd.Timestamp("2027-04-01")
    return {
        "periods": [
            {
                "period": label,
                "start": s,
                "end": e,
                "phase": "plan",
                "year": s.year,
                "days": (e - s).days + 1,
                "discount": 1.08 ** -(t / 12),
            }
            for t, (label, s, e) in enumerate(steps)
        ],
        "period_make": [
            {
                "line": line,
                "copy": c,
                "on_stream": on,
                "item": "CELL60",
                "period": label,
                "made": 1234.5678901234567 * c,
                "most": 1e5 / 3,
            }
            for (line, c), label in product(copies, labels)
        ],
        "period_overtime": [
            {
                "line": "DRY2",
                "copy": c,
                "on_stream": on,
                "tier": "overtime",
                "period": label,
                "hours": -0.0,
                "most": 96.0,
            }
            for c, label in product((1, 2), labels)
        ],
        "period_shifts": [
            {"line": "DRY2", "copy": 1, "on_stream": "2027-04-01", "period": label, "hours": 640.0, "standby": 0.0}
            for label in labels
        ],
        "period_buy": [
            {
                "item": item,
                "site": "PLANT",
                "step": step,
                "from": pd.Timestamp(f"{label[:4]}-01-01"),
                "contract": "",
                "period": label,
                "bought": 1 / 3 * step,
            }
            for item, step, label in product(ITEMS, (1, 2), labels)
        ],
        "period_ship": [
            {"item": "CELL60", "from_site": "PLANT", "to_site": "CAR", "period": label, "shipped": 2.0}
            for label in labels
        ],
        "period_stock": [
            {"item": item, "site": "PLANT", "period": label, "stock": 1e-9} for item, label in product(ITEMS, labels)
        ],
        "period_sales": [
            {
                "programme": p,
                "market": m,
                "period": label,
                "demand": 10.5,
                "sold": 10.25,
                "late": None,
                "shortfall": 0.25,
            }
            for p, m, label in product(PROGRAMMES, ("home", "abroad"), labels)
        ],
        "period_pilots": [
            {"programme": "P1", "fleet": "winter", "item": "CAR1", "period": label, "built": 2.0} for label in labels
        ],
        "period_finance": [
            {
                **{column.name: 10.5 for column in dictionary()["period_finance"] if column.type == "number"},
                "period": label,
                "year": s.year,
                "start": s,
                "end": e,
                "months": t + 0.5,
                "months_end": t + 1.0,
                "discount": 0.99 ** (t + 1),
                "sales": 61.123456789,
            }
            for t, (label, s, e) in enumerate(steps)
        ],
        "period_payments": [
            {
                "period": label,
                "date": s,
                "line": "DRY2",
                "copy": 1,
                "part": "equipment",
                "million": 12.5,
                "present_million": 12.25,
            }
            for label, s, _ in steps[::4]
        ],
        "period_total": [
            {
                "period": label,
                "end": e,
                "year": s.year,
                "production_installs": 601.0,
                "cumulative_production": 601.0 * (t + 1),
                "target": 20_000 if label == "2030-Q4" else None,
            }
            for t, (label, s, e) in enumerate(steps)
        ],
        "period_plan": [
            {
                "period": label,
                "year": int(label[:4]),
                "programme": p,
                "pilot_installs": 1.5,
                "production_installs": 150.25,
                "demand": 160.0,
                "shortfall": 9.75,
                "gwh": 0.0175,
            }
            for label, p in product(labels, PROGRAMMES)
        ],
    }
