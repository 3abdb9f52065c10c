"""A ramp curve so many times as long."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from planner.scenarios.conditions import cells, rows_meant
from planner.scenarios.faults import STRETCHED
from planner.scenarios.rows import Changed, logged, rows_added, widened, without
from planner.scenarios.values import amount, written
from planner.tables.cells import FaultError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.scenarios.rule import Rule
    from planner.tables.decode import Sheet
    from planner.tables.dictionary import Table

MONTH = STRETCHED[1]
FACTORS = ("uptime_factor", "yield_factor")
_LONGEST = 1200
"""Months beyond which a curve is not written out: no horizon is so long."""
_DIGITS = 6


def curves_stretched(rule: Rule, table: Table, sheet: Sheet) -> Changed:
    r"""The ramps after `stretch`: the curves of the rows meant, each whole.

    With the factor $k$ month $a$ of the new curve is month $a/k$ of the old one, between two of its months
    on the straight line: $f'(a) = f(a/k)$ for $a = 0 .. \lceil k \cdot last \rceil$, so that months stay whole and
    without holes and the last level is reached. A curve with a month or a factor that cannot be read, or with
    holes, is left for the checks of the table to tell.

    Raises:
        RuleError: The rule means no row.
    """
    names = cells(sheet, table.columns["curve"])
    meant = dict.fromkeys(names[row] for row in rows_meant(rule, table, sheet))
    log = []
    for curve in meant:
        sheet, changes = _stretched(rule, table, sheet, curve)
        log += changes
    return sheet, log


def _stretched(rule: Rule, table: Table, sheet: Sheet, curve: str) -> Changed:
    sheet = widened(sheet, FACTORS)
    names, months = (cells(sheet, table.columns[name]) for name in ("curve", MONTH))
    own = {months[row]: row for row, name in enumerate(names) if name == curve}
    levels = {factor: _levels(table, sheet, own, factor) for factor in FACTORS}
    if len(own) != names.count(curve) or any(level is None for level in levels.values()):
        return sheet, []
    by = Fraction(amount(rule.value))
    last = min(ceil((len(own) - 1) * by), _LONGEST)
    new = {
        str(month): {factor: _at(level or [], month / by) for factor, level in levels.items()}
        for month in range(last + 1)
    }
    sheet, log = _levelled(rule, table, sheet, {own[month]: new[month] for month in own if month in new})
    sheet, gone = without(rule, table, sheet, [row for month, row in own.items() if month not in new])
    more = [{"curve": curve, MONTH: month, **level} for month, level in new.items() if month not in own]
    sheet, added = rows_added(rule, table, sheet, more)
    return sheet, [*log, *gone, *added]


def _levels(table: Table, sheet: Sheet, own: dict[str, int], factor: str) -> list[Fraction] | None:
    """A factor of months 0, 1, 2 ...; None where the curve cannot be read."""
    column = cells(sheet, table.columns[factor])
    try:
        # Months come in any order in the file; one that is missing has no row.
        rows = [own[str(month)] for month in range(len(own))]
        told = [column[row] or table.columns[factor].default for row in rows]
        return [Fraction(amount(cell.replace(",", ".") if sheet.decimal_comma else cell)) for cell in told]
    except (KeyError, FaultError):
        return None


def _at(levels: Sequence[Fraction], month: Fraction) -> str:
    """The level of a curve at a moment between its months."""
    below = min(int(month), len(levels) - 1)
    above = min(below + 1, len(levels) - 1)
    level = levels[below] + (levels[above] - levels[below]) * (month - below)
    return written(amount(f"{float(level):.{_DIGITS}f}"))


def _levelled(rule: Rule, table: Table, sheet: Sheet, new: dict[int, dict[str, str]]) -> Changed:
    """The table with other factors in some rows."""
    rows, log = [list(row) for row in sheet.rows], []
    for row, level in new.items():
        for factor, cell in level.items():
            place = sheet.header.index(factor)
            old = rows[row][place]
            if cell != _plain(old or table.columns[factor].default):
                log.append(logged(rule, table, sheet, row, factor, old, cell))
                rows[row][place] = cell
    return replace(sheet, rows=rows), log


def _plain(cell: str) -> str:
    """A number as `written` writes it, so that 1.0 and 1 are the same."""
    return written(amount(cell.replace(",", ".")))
