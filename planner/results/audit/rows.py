"""Rows of the plan's tables: each names what the case has, once, with a number that is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.contracts import signed
from planner.results.audit.days import dates
from planner.results.audit.finding import where
from planner.results.audit.frames import names, records, supply_keys
from planner.results.audit.frames import table as by_key
from planner.results.audit.written import AMOUNTS, KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs

DEVELOPMENT = "development"
"""Fleet of the pilots that no gate needs."""


def check_rows(
    sheet: Sheet,
    inputs: Inputs,
    tables: Mapping[str, Written],
    copies: Mapping[Key, CopyOutput],
    time: Horizon,
) -> None:
    """Keys are known and not repeated, amounts are numbers and not negative."""
    allowed = _allowed(inputs, copies, time)
    for name, table in tables.items():
        own = sheet.of(name)
        for key, when in table.repeated():
            own.add("duplicate_row", _place(name, key), when, "", "")
        for at in np.flatnonzero(table.row < 0):
            column = "period" if name.startswith("period_") else "year"
            told = str(table.frame[column].iloc[at])
            own.add("unknown_period", where("table", table=name), told, "", "", column=column)
    for name, columns in AMOUNTS.items():
        own = sheet.of(name)
        _check_keys(own, tables[name], allowed[name])
        for column in columns:
            for key, values in tables[name].column(column).items():
                place = _place(name, key)
                own.at_least("negative", place, time.labels, values, 0.0, "unit", floor=1e-4, column=column)


def check_complete(sheet: Sheet, table: Written, expected: Mapping[Key, NDArray[np.bool_]]) -> None:
    """A table that follows from the plan has a row for each of the expected keys and periods or years."""
    present = table.present()
    nothing = np.zeros(len(table.axis), dtype=bool)
    for key, needed in expected.items():
        for at in np.flatnonzero(needed & ~present.get(key, nothing)):
            sheet.add("missing_row", _place(table.name, key), table.axis[at], "", "")
    for key in present:
        if key not in expected:
            sheet.add("unknown_key", _place(table.name, key), "", "", "")


def _place(name: str, key: Key) -> str:
    words = ", ".join(f"{k} {v}" for k, v in zip(KEYS.get(name, ()), key, strict=True))
    return where("row", table=name, key=words) if words else where("table", table=name)


def _check_keys(sheet: Sheet, table: Written, allowed: Callable[[Key], NDArray[np.bool_]]) -> None:
    for key, there in table.present().items():
        good = np.broadcast_to(allowed(key), there.shape)
        for at in np.flatnonzero(there & ~good):
            sheet.add("unknown_key", _place(table.name, key), table.axis[at], "", "")


def _allowed(
    inputs: Inputs, copies: Mapping[Key, CopyOutput], time: Horizon
) -> dict[str, Callable[[Key], NDArray[np.bool_]]]:
    """By table: in which periods a key may have a row."""
    supply = inputs["supply"]
    ranges = time.period_days(dates(supply["from"]), dates(supply["to"])) > 0
    bought = dict(zip(supply_keys(supply), ranges, strict=True))
    bought |= {contract.key: contract.open for contract in signed(inputs, time)}
    lanes = {(r.item, r.from_site, r.to_site) for r in records(inputs["lanes"])}
    stocks = {(r.item, r.site) for r in records(inputs["stocks"])}
    sales = {(r.programme, r.market) for r in records(inputs["demand"])}
    fleets = {(r.fleet, r.item) for r in records(inputs["gate_needs"])}
    programmes = by_key(inputs["programmes"], "programme", "item")
    sold = set(programmes.values())
    items = names(inputs["items"]["item"])
    no, yes = np.array(False), np.array(True)

    def make(key: Key) -> NDArray[np.bool_]:
        return yes if key[:3] in copies and key[3] in copies[key[:3]].items else no

    def overtime(key: Key) -> NDArray[np.bool_]:
        return yes if key[:3] in copies and key[3] in copies[key[:3]].tiers else no

    def shifts(key: Key) -> NDArray[np.bool_]:
        return yes if key in copies and copies[key].wage.any() else no

    def ship(key: Key) -> NDArray[np.bool_]:
        known = key[0] in items and (key in lanes or ("", *key[1:]) in lanes)
        return yes if known else no

    def pilots(key: Key) -> NDArray[np.bool_]:
        programme, fleet, item = key
        # Only a vehicle names its programme; a cell or a pack may serve several.
        own = item == programmes.get(programme) or (item not in sold and programme in {"", *programmes})
        named = (fleet, item) in fleets or (fleet == DEVELOPMENT and item in sold)
        return yes if own and named else no

    return {
        "period_make": make,
        "period_overtime": overtime,
        "period_shifts": shifts,
        "period_buy": lambda key: bought.get(key, no),
        "period_ship": ship,
        "period_stock": lambda key: yes if key in stocks else no,
        "period_sales": lambda key: yes if key in sales else no,
        "period_pilots": pilots,
    }
