"""The plan of the toy case, worked by hand.

|                     |  oct |  nov |  dec | jan | feb | |
|---------------------|------|------|------|-----|-----|-|
| CAR made            |    2 |    0 |   20 |  31 |  28 | 31 and 28 are a car a day, the most |
| pilots: CAR, CELL   | 2, 4 |      |      |     |     | |
| sold                |      |      |   20 |  31 |  28 | of 20, 40, 20 asked for |
| late, shortfall     |      |      |      |  9, |  ,1 | 9 + 20 - 28 = 1 is lost |
| CELL made by OLD    |    5 |  155 |    0 |   0 |   0 | 155 take 310 h at MIX: 300 and 10 of overtime |
| CELL made by NEW    |    0 |    0 |   10 |   0 |   0 | |
| CELL used           |    4 |    0 |   40 |  62 |  56 | |
| CELL in stock       |    7 |  162 |  132 |  70 |  14 | 10 + 5 - 4 - 4 = 7, ... |
| ORE used            |   30 |  930 |   20 |   0 |   0 | 5 x 6, 155 x 6, 10 x 2 |
| ORE bought at port  |   40 |    0 |    0 |   0 |   0 | shipped to the plant at once |
| ORE bought at plant |    0 |  940 |    0 |   0 |   0 | 10 of them under contract C |
| ORE in stock        |   10 |   20 |    0 |   0 |   0 | |
| POWER               |  320 |  620 |  310 | 310 | 280 | 5 x 2 + 310; 155 x 2 + 300 + 10; 1 kW x hours |
| CREW                |   20 |  630 |    0 |   0 |   0 | 5 x 4; 155 x 4 + 10 h x 2 x 0.5 |

A cell holds 1 kWh, a car 2 kWh. Money: a sale earns 0.1 million and costs 0.02 million besides its parts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from audit.audit_toy_money import by_period, columns, cost, finance, payments, terms, value
from audit.audit_toy_rows import ENDS, FACTORS, MONTHS, STARTS

SINCE, DECEMBER = "2026-01-01", "2026-12-01"
NONE, NOVEMBER = float("nan"), "2026-11-01"


PERIOD_ROWS: dict[str, list[tuple[Any, ...]]] = {
    "periods": [
        (m, a, b, "plan", int(a[:4]), d, f)
        for m, a, b, d, f in zip(MONTHS, STARTS, ENDS, [31, 30, 31, 31, 28], FACTORS, strict=True)
    ],
    "period_make": [
        ("OLD", 1, SINCE, "CELL", "oct", 5.0, 155.0),
        ("OLD", 1, SINCE, "CELL", "nov", 155.0, 150.0),
        ("NEW", 1, DECEMBER, "CELL", "dec", 10.0, 77.5),
        ("NEW", 1, DECEMBER, "CELL", "jan", 0.0, 155.0),
        ("NEW", 1, DECEMBER, "CELL", "feb", 0.0, 280.0),
        ("BUILD", 1, SINCE, "CAR", "oct", 2.0, 310.0),
        ("BUILD", 1, SINCE, "CAR", "dec", 20.0, 310.0),
        ("BUILD", 1, SINCE, "CAR", "jan", 31.0, 310.0),
        ("BUILD", 1, SINCE, "CAR", "feb", 28.0, 280.0),
    ],
    "period_overtime": [("OLD", 1, SINCE, "overtime", "nov", 10.0, 30.0)],
    "period_buy": [
        ("ORE", "port", 1, "2026-10-01", "", "oct", 40.0),
        ("ORE", "plant", 1, "2026-10-01", "", "nov", 930.0),
        ("ORE", "plant", 1, "2026-10-01", "C", "nov", 10.0),
        *(
            ("POWER", "plant", 1, "2026-10-01", "", m, u)
            for m, u in zip(MONTHS, [320.0, 620.0, 310.0, 310.0, 280.0], strict=True)
        ),
        ("CREW", "plant", 1, "2026-10-01", "", "oct", 20.0),
        ("CREW", "plant", 1, "2026-10-01", "", "nov", 630.0),
    ],
    "period_ship": [("ORE", "port", "plant", "oct", 40.0)],
    "period_stock": [
        *(("CELL", "plant", m, u) for m, u in zip(MONTHS, [7.0, 162.0, 132.0, 70.0, 14.0], strict=True)),
        *(("ORE", "plant", m, u) for m, u in zip(MONTHS, [10.0, 20.0, 0.0, 0.0, 0.0], strict=True)),
    ],
    "period_sales": [
        ("P", "all", "dec", 20.0, 20.0, 0.0, 0.0),
        ("P", "all", "jan", 40.0, 31.0, 9.0, 0.0),
        ("P", "all", "feb", 20.0, 28.0, 0.0, 1.0),
    ],
    "period_pilots": [("P", "F", "CAR", "oct", 2.0), ("", "F", "CELL", "oct", 4.0)],
    "period_plan": [
        ("oct", 2026, "P", 2.0, 0.0, 0.0, 0.0, 4e-6),
        ("nov", 2026, "P", 0.0, 0.0, 0.0, 0.0, 0.0),
        ("dec", 2026, "P", 0.0, 20.0, 20.0, 0.0, 40e-6),
        ("jan", 2027, "P", 0.0, 31.0, 40.0, 0.0, 62e-6),
        ("feb", 2027, "P", 0.0, 28.0, 20.0, 1.0, 56e-6),
    ],
}


def unit_cost(year: int, kwh: float, *money: float) -> tuple[Any, ...]:
    """Money by part, its sum, and the price of the conventional pack, each for a kWh."""
    return (year, *(part / kwh for part in money), sum(money) / kwh, 4e4)


YEARLY_ROWS: dict[str, list[tuple[Any, ...]]] = {
    "yearly_plan": [
        (2026, "P", 2, 20, 20, 22, 20, 15.0, 0, 44e-6, "demand"),
        (2027, "P", 0, 59, 79, 81, 60, 80.0, 1, 118e-6, "installs a week"),
    ],
    # OLD could make 155 + 150 + 155 cells in 2026, NEW 77.5, BUILD 310 + 300 + 310 cars. NEW could have made 155 cells
    # from 310 starts in January and 280 from 280 in February: 435 / 590.
    "yearly_lines": [
        (2026, "OLD", 1, 160.0, "cell", 160e-6, 0.5, 160 / 460, "MIX", NONE),
        (2027, "OLD", 1, 0.0, "cell", 0.0, 0.5, 0.0, "MIX", NONE),
        (2026, "NEW", 1, 10.0, "cell", 10e-6, 0.5, 10 / 77.5, "PRESS", NONE),
        (2027, "NEW", 1, 0.0, "cell", 0.0, 435 / 590, 0.0, "PRESS", NONE),
        (2026, "BUILD", 1, 22.0, "car", 44e-6, 1.0, 22 / 920, "ASSEMBLE", NONE),
        (2027, "BUILD", 1, 59.0, "car", 118e-6, 1.0, 59 / 590, "ASSEMBLE", NONE),
    ],
    # With 10 h of overtime: MIX 920 + 10, FORM half of it; FORM makes 2 x 0.5 = 1 cell an hour, MIX a half.
    "yearly_stages": [
        (2026, "OLD", "MIX", 320.0, 930.0, 320 / 930, 0.0, True, NONE),
        (2026, "OLD", "FORM", 80.0, 465.0, 80 / 465, 1.0, False, NONE),
        (2027, "OLD", "MIX", 0.0, 590.0, 0.0, 0.0, True, NONE),
        (2027, "OLD", "FORM", 0.0, 295.0, 0.0, 1.0, False, NONE),
        (2026, "NEW", "PRESS", 20.0, 155.0, 20 / 155, 0.0, True, NONE),
        (2027, "NEW", "PRESS", 0.0, 590.0, 0.0, 0.0, True, NONE),
        (2026, "BUILD", "ASSEMBLE", 22.0, 920.0, 22 / 920, 0.0, True, NONE),
        (2027, "BUILD", "ASSEMBLE", 59.0, 590.0, 0.1, 0.0, True, NONE),
    ],
    # ORE: 40 kg at 2 and 940 kg at 3 are 2,900.
    "yearly_materials": [
        (2026, "ORE", "kg", 980.0, 980.0, 1150.0, 980 / 1150, 0.0029, NONE),
        (2026, "POWER", "kWh", 1250.0, 1250.0, NONE, NONE, 0.000625, NONE),
        (2027, "POWER", "kWh", 590.0, 590.0, NONE, NONE, 0.000295, NONE),
        (2026, "CREW", "h", 650.0, 650.0, NONE, NONE, 0.0065, NONE),
    ],
    # OLD and NEW use 30 kg of ORE at 2 and 930 + 20 at 3, 1,250 and 590 kWh at 0.5, 650 h at 10; NEW costs a million a month
    # and loses 25 / 24 million a month of its value. 22 and 59 cars hold 2 kWh each.
    "yearly_unit_cost": [
        unit_cost(2026, 44.0, 2910.0, 625.0, 6500.0, 0.0, 1e6, 1e6 * 25 / 24),
        unit_cost(2027, 118.0, 0.0, 295.0, 0.0, 0.0, 2e6, 2e6 * 25 / 24),
    ],
    "gates": [
        (
            "P",
            "G",
            "G",
            "2026-10-31",
            "2026-11-01",
            "2026-11-30",
            DECEMBER,
            0,
            DECEMBER,
            "2027-01-01",
            1.0,
            "production later",
        )
    ],
    # 79 installs; times mid-months 20 x 2.5 + 31 x 3.5 + 28 x 4.5 = 284.5; P's by the end of January 51; a tenth is given up.
    "objective_levels": [
        (1, "volume", "", None, 80.0, "vehicle", 80.0, 0.0, 0.0125, 79.0, 79.0, "optimal", ""),
        (2, "volume", "P", "2027-01-31", 51.0, "vehicle", NONE, NONE, 0.0, 51.0, 51.0, "feasible", ""),
        (3, "earliest", "", None, 284.5, "vehicle month", 284.5, 0.0, 0.0, 284.5, 284.5, "optimal", ""),
        (4, "capex", "", None, 150.0, "million money", 150.0, 0.0, 0.1, 165.0, 150.0, "optimal", ""),
        (5, "cost", "", None, cost(), "million money", cost(), 0.0, 0.0, cost(), cost(), "optimal", ""),
        (6, "npv", "", None, value(), "million money", value(), 0.0, 0.0, NONE, value(), "optimal", ""),
    ],
    # 10 kg at 3 of the 50 to be paid for: 40 are not taken.
    "contracts": [("C", "MINE", "ORE", "committed", "2026-09-30", "2026-09-01", 10.0, 0.1, 40.0, 0.00015, 2.0)],
    "investments": [
        (
            "NEW",
            1,
            1.0,
            "planned",
            NOVEMBER,
            NOVEMBER,
            DECEMBER,
            "2027-02-01",
            0.0,
            "cell",
            0.0,
            150.0,
            5.0,
            1.0,
            "5 installs",
        )
    ],
    # The gate begins in November: its fleet stands the day before, and that is when the start of production is due.
    "decisions_due": [
        ("gate_fleet", "G", 1, "", "2026-10-31", NOVEMBER, "committed", NONE, NONE, NONE, NONE, "", ""),
        ("line_copy", "NEW", 1, "", NOVEMBER, DECEMBER, "planned", 150.0, NONE, NONE, NONE, "", ""),
        ("sop", "P", 1, "", NOVEMBER, DECEMBER, "committed", NONE, NONE, NONE, NONE, "", ""),
    ],
    "decisions": [
        ("on_stream", "NEW", 1, 1.0, "", DECEMBER, 1, "planned", "", ""),
        ("sop", "P", 1, 1.0, "", DECEMBER, 1, "committed", "", ""),
        ("gate", "G", 1, 1.0, "", NOVEMBER, 1, "committed", "", ""),
        ("sign", "C", 1, 1.0, "", "2026-09-01", 1, "committed", "", ""),
    ],
}


MISSED = ("next_window", "sop_if_missed")


def toy_plan() -> dict[str, pd.DataFrame]:
    """Every table of the plan, fresh."""
    tables = {name: frame(name, rows) for name, rows in (PERIOD_ROWS | YEARLY_ROWS).items()}
    money = {"yearly_finance": finance(), "period_finance": by_period(), "period_payments": payments()}
    return tables | money | {"objective_terms": terms()}


def frame(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """A result table with dates as dates."""
    table = pd.DataFrame(rows, columns=columns()[name])
    for column in (
        "start",
        "end",
        "on_stream",
        "from",
        "fleet_complete",
        "passed",
        "sop",
        "order",
        "mature",
        "date",
        "decide_by",
        "takes_effect",
        "by",
        "sign_by",
        "signed",
        *MISSED,
    ):
        if column in table and (name, column) != ("decisions", "by"):
            table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
    return table
