"""An explanation of a plan: sentences, and the tables that they are read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.plan import Plan


@dataclass(frozen=True)
class Explained:
    """What a question about a plan came to.

    Attributes:
        kind: The question, a key of the catalogue (section `explained`): "why_not", "bridge", ...
        plan: The plan that is explained, with the tables of the explanation in place of its own; their columns are
            those of `dictionary.csv`.
        headlines: What came out, a sentence each, the most important first.
        facts: What was asked and of what, as JSON knows it: same question, same facts.
        warnings: What a reader has to know of the answer.
    """

    kind: str
    plan: Plan
    headlines: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
