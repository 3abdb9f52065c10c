"""How a problem is told: values as a reader writes them, names that come near, texts of the catalogue."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.errors import Problem, Severity
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHOWN = 8


def problem(
    check: str,
    file: str = "",
    row: int | None = None,
    column: str = "",
    value: object = "",
    *,
    severity: Severity = Severity.ERROR,
    words: Mapping[str, object] | None = None,
) -> Problem:
    """A problem with the texts of its check; `value`, `column`, `file` and `words` fill them in."""
    told = {"value": say(value), "column": column, "file": file}
    told |= {word: say(meant) for word, meant in (words or {}).items()}
    return Problem(
        check=check,
        message=text(f"problem.{check}.message", **told),
        advice=text(f"problem.{check}.advice", **told),
        file=file,
        row=row,
        column=column,
        value=told["value"],
        severity=severity,
    )


def say(value: object) -> str:
    """A value as a reader writes it: days in ISO form, whole numbers without a point, nothing for empty."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 (empty numbers and dates differ from themselves)
        return ""
    if isinstance(value, dt.date):  # a pandas Timestamp is one too
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int):
        return str(value)
    number = float(value)  # type: ignore[arg-type]
    return f"{number:.0f}" if number == round(number) and abs(number) < 1e15 else f"{number:.9g}"  # noqa: PLR2004


def listed(names: Iterable[str], shown: int = _SHOWN) -> str:
    """Names as one text, the first few of them where there are many."""
    every = list(names)
    if not every:
        return text("problem_words.nothing")
    if len(every) <= shown:
        return ", ".join(every)
    return text("problem_words.many", names=", ".join(every[:shown]), more=len(every) - shown)


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Up to three of `names` that a slip of the pen could have turned into `name`, the nearest first."""
    every = list(dict.fromkeys(names))
    folded = {known.casefold(): known for known in reversed(every)}
    close = get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return [folded[known] for known in close]


def hint(name: str, names: Iterable[str]) -> str:
    """A sentence that offers the nearest names, or else lists what there is."""
    every = list(dict.fromkeys(names))
    close = nearest(name, every)
    if close:
        return text("problem_words.nearest", names=text("problem_words.or").join(close))
    return text("problem_words.known", names=listed(every))
