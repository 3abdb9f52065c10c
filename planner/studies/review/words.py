"""Numbers, days and names inside sentences: one and many, none and missing."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.studies.compare.report import Row

_SMALL = 10.0
_MOST = 3


def counted(noun: str, number: float) -> str:
    """So many of something: "no vehicle", "1 vehicle", "1,200 vehicles"."""
    whole = round(number)
    form = "none" if whole == 0 else "one" if whole == 1 else "many"
    return text(f"review_count.{noun}_{form}", count=whole)


def money(million: float, currency: str) -> str:
    """An amount as "1,234 million CNY"; small ones with a decimal."""
    return text("review.money", amount=amount(million), currency=currency)


def amount(million: float) -> str:
    """A number without sign of nought, with a decimal where it is small."""
    decimals = 1 if abs(million) < _SMALL and not float(million).is_integer() else 0
    return f"{round(million, decimals) + 0.0:,.{decimals}f}"


def share(ratio: float, decimals: int = 0) -> str:
    """A ratio in per cent."""
    return text("review.percent", value=f"{round(100 * ratio, decimals) + 0.0:,.{decimals}f}")


def at_most(ratio: float, decimals: int = 2) -> str:
    """A ratio in per cent, rounded up: what is said to be no more than this is not."""
    step = 10**decimals
    return share(math.ceil(round(100 * ratio * step, 6)) / step / 100, decimals)


def listed(names: Sequence[str], most: int = _MOST, joint: str = "review.and") -> str:
    """Names in a sentence: "A", "A and B", "A, B, C and 2 more"."""
    *first, last = names
    if len(names) > most:
        first, last = [*names[:most]], text("review.more", count=len(names) - most)
    return text(joint, first=text("compare.comma").join(first), last=last) if first else last


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are alike: the second of a kind is numbered."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else text("review.again", name=name, number=seen[name]))
    return tuple(found)


def spans(years: Iterable[int]) -> str:
    """Years in a sentence: "2026", "2027 to 2029 and 2031"."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    told = [text("review.span", first=s[0], last=s[-1]) if len(s) > 1 else str(s[0]) for s in found]
    return listed(told, len(told))


def copy_of(line: str, copy: float | None) -> str:
    """A copy of a line by its number."""
    return text("review.copy", line=line, copy=f"{copy or 1:.0f}")


def greatest(rows: Iterable[Row], column: str) -> Row | None:
    """The first row with the greatest number in a column; None where all are missing."""
    known = [row for row in rows if row[column] is not None]
    return max(known, key=lambda row: float(row[column])) if known else None
