"""A case changed by rules of the command line, read, checked and built again: does it have a plan?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner import pipeline
from planner.errors import InputError
from planner.solve.conflict import has_plan
from planner.tables import raw
from planner.tables.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.model.assemble import Program
    from planner.scenarios import Variant
    from planner.tables.aims import Wanted
    from planner.tables.inputs import Inputs
    from planner.tables.raw import Raw


@dataclass(frozen=True)
class Proofs:
    """A case, and whether it has a plan under more rules.

    Attributes:
        folder: Its folder.
        variant: Scenario and rules that hold anyway.
        wanted: What else was asked for.
        forced: What the program must hold besides, from the program and its case.
    """

    folder: Path
    variant: Variant
    wanted: Wanted
    forced: Callable[[Program, Inputs], Program] | None = None

    def possible(self, rule: str) -> bool:
        """Whether the case has a plan with one more rule; a rule that the checks refuse brings none."""
        inputs = self._inputs(rule)
        if inputs is None:
            return False
        try:
            program = pipeline.build(self.wanted.of(inputs))[1]
        except InputError:
            return False
        if self.forced is not None:
            program = self.forced(program, inputs)
        return has_plan(program) is True

    def _inputs(self, rule: str) -> Inputs | None:
        variant = replace(self.variant, overrides=(*self.variant.overrides, rule))
        return pipeline.examined(self._files, variant=variant, known=self._known)[0]

    @cached_property
    def _known(self) -> Known:
        """What a first reading shows: columns and checks that a rule leaves alone are not read and made again."""
        known = Known()
        pipeline.examined(self._files, variant=self.variant, known=known)
        known.learnt()
        return known

    @cached_property
    def _files(self) -> Raw:
        return raw(self.folder)
