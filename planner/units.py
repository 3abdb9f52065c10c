"""Units as words joined by * and /: enough to check that the terms of a constraint add up."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache


@lru_cache(1024)
def reduced(unit: str) -> str:
    """A unit with equal words of numerator and denominator cancelled, in alphabetical order.

    "machine_hour/good * good" becomes "machine_hour"; a pure number is "1". A word after a slash is in the
    denominator, any other in the numerator.
    """
    powers: Counter[str] = Counter()
    for factor in unit.replace(" ", "").split("*"):
        top, *below = factor.split("/")
        powers[top] += 1
        powers.subtract(below)
    powers.pop("1", None)
    above = [word for word in sorted(powers) for _ in range(max(powers[word], 0))]
    under = [word for word in sorted(powers) for _ in range(max(-powers[word], 0))]
    return "/".join(["*".join(above) or "1", *under])


@lru_cache(1024)
def product(*units: str) -> str:
    """The unit of a product."""
    return reduced("*".join(unit or "1" for unit in units))
