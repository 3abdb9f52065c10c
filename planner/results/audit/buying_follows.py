"""What is bought by year, and the list of investments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.contracts import signed
from planner.results.audit.copies import mature_month
from planner.results.audit.days import dates, first_of
from planner.results.audit.finding import where
from planner.results.audit.frames import day, names
from planner.results.audit.frames import table as table_by
from planner.results.audit.market import at_level
from planner.results.audit.money import bought_cost
from planner.results.audit.output import ratio
from planner.results.audit.rows import check_complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

MILLION = 1e6


def check_materials(sheet: Sheet, table: Written, inputs: Inputs, book: Ledger, time: Horizon) -> None:
    """Units used and bought, what can be bought, and what it costs, by year."""
    used, bought = book.by_item("used"), book.by_item("bought")
    cost: dict[str, Floats] = {}
    for (item, *_), money in bought_cost(inputs, book, time):
        cost[item] = cost.get(item, np.zeros(len(time.years))) + time.by_year(money) / MILLION
    nothing = np.zeros(len(time.labels))
    there = table.present()
    had = [*names(inputs["supply"]["item"]), *(contract.row.item for contract in signed(inputs, time))]
    items: dict[Key, NDArray[np.bool_]] = {(item,): time.by_year(bought.get(item, nothing)) > 0 for item in had}
    check_complete(sheet, table, items)
    for key in (k for k in there if k in items):
        most = _most(inputs, key[0], time)
        total = time.by_year(bought.get(key[0], nothing))
        expected = {
            "used": time.by_year(used.get(key[0], nothing)),
            "bought": total,
            "most": most,
            "share_of_most": np.where(most > 0, ratio(total, np.nan_to_num(most)), np.nan),
            "cost_million": cost.get(key[0], nothing[: len(time.years)]),
        }
        for name, values in expected.items():
            place = where("column", column=name, name=key[0])
            found = np.where(there[key], table.column(name, np.nan)[key], values)
            unit = {"share_of_most": "1", "cost_million": "million"}.get(name, "unit")
            sheet.equal(f"material_{name}", place, time.years, found, values, unit, column=name)


def _most(inputs: Inputs, item: str, time: Horizon) -> Floats:
    """Most that can be bought in each year, a range's by its days within the horizon; NaN without a limit."""
    rows = inputs["supply"].loc[inputs["supply"]["item"] == item]
    agreed = [contract.row for contract in signed(inputs, time) if contract.row.item == item]
    start = np.append(dates(rows["from"]), np.array([day(row.from_) for row in agreed], dtype="datetime64[D]"))
    end = np.append(dates(rows["to"]), np.array([day(row.to) for row in agreed], dtype="datetime64[D]"))
    inside = time.period_days(start, end)
    _, place = np.unique(time.year, return_inverse=True)
    days = np.zeros((len(start), len(time.every_year)))
    np.add.at(days.T, place, inside.T)
    each = np.append(at_level(rows, inputs.case.supply_level), [row.most for row in agreed])
    most = each[:, None] * ratio(days, days.sum(axis=1, keepdims=True))
    unlimited = (np.isnan(most) & (days > 0)).any(axis=0)
    return np.where(unlimited, np.nan, np.nansum(most, axis=0))[: len(time.years)]


def check_investments(
    sheet: Sheet,
    table: pd.DataFrame,
    inputs: Inputs,
    copies: Iterable[LineCopy],
    of_copy: Mapping[Key, float],
    installs: float,
) -> None:
    """Every decided copy is listed with its dates and its capex, and unlocks no more installs than the plan has."""
    approval = table_by(inputs["lines"], "line", "approval_months")
    rows = {(str(r["line"]), str(r["copy"])): r for _, r in table.iterrows()}
    for copy in (c for c in copies if c.decided):
        place = where("of_copy", line=copy.line, copy=copy.copy)
        row = rows.pop((copy.line, str(copy.copy)), None)
        if row is None:
            sheet.add("missing_row", place, "", "", "")
            continue
        if day(row["on_stream"]) != copy.on_stream:
            sheet.add(
                "investment_on_stream", place, "", str(day(row["on_stream"])), str(copy.on_stream), "d", "on_stream"
            )
        mature = mature_month(inputs, copy)
        decide_by = copy.order_month - int(approval[copy.line])
        for name, month in (("decide_by", decide_by), ("order", copy.order_month), ("mature", mature)):
            allowed = "" if month is None else str(first_of(month))[:7]
            stated = day(row[name])
            found = "" if np.isnat(stated) else str(stated)[:7]
            if found != allowed:
                sheet.add(f"investment_{name}", place, "", found, allowed, column=name)
        sheet.equal("investment_share", place, [""], float(row["share"]), copy.share, "1", column="share")
        expected = of_copy.get(copy.key, 0.0)
        sheet.equal(
            "investment_capex", place, [""], float(row["capex_million"]), expected, "million", column="capex_million"
        )
        if not np.isnan(row["unlocks_installs"]):
            sheet.at_most(
                "investment_unlocks", place, [""], float(row["unlocks_installs"]), installs, "vehicle", floor=0.5
            )
    existing = set(inputs["lines"].loc[inputs["lines"]["status"] == "existing", "line"])
    for line, number in rows:
        if line not in existing:
            sheet.add("unknown_key", where("of_copy", line=line, copy=number), "", "", "")
