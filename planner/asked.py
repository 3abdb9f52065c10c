"""What a run was asked for, as its report keeps it: enough to ask the same again of the same files."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from planner.results.ahead import Ahead
from planner.scenarios import Variant
from planner.solve import Options
from planner.tables.aims import Wanted
from planner.tables.target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Asked:
    """A run as the command line or a script asks for it.

    Attributes:
        variant: Scenario and rules.
        wanted: Objectives, target and statuses that hold.
        options: How to solve.
        ahead: How far to look ahead at decisions.
    """

    variant: Variant = field(default_factory=Variant)
    wanted: Wanted = field(default_factory=Wanted)
    options: Options = field(default_factory=Options)
    ahead: Ahead = field(default_factory=Ahead)

    def plain(self) -> dict[str, Any]:
        """As JSON knows it: names, numbers, lists, days as text."""
        told = asdict(self)
        target = told["wanted"]["target"]
        if target and target["by"]:
            target["by"] = target["by"].isoformat()
        return told


def asked_of(told: Mapping[str, Any]) -> Asked:
    """What `Asked.plain` has told, after JSON too.

    Raises:
        KeyError, TypeError, ValueError: It does not fit: it was told by another version.
    """
    variant, wanted = told["variant"], told["wanted"]
    target = wanted["target"]
    if target is not None:
        by = target["by"]
        target = Target(**{**target, "by": dt.date.fromisoformat(by) if by else None})
    return Asked(
        Variant(**{**variant, "overrides": tuple(variant["overrides"])}),
        Wanted(wanted["objective"], tuple(wanted["hold"]), target),
        Options(**told["options"]),
        Ahead(**told["ahead"]),
    )
