"""The same program solved again and again with small changes, from the basis that HiGHS keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.solve.answer import answered
from planner.solve.highs_door import Kept

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Answer


class Again:
    """Answers of a program under changed limits."""

    def __init__(self, program: Program) -> None:
        """Keep the program in HiGHS, solved."""
        self._program, self._kept = program, Kept(program)

    def loosened(self, rows: NDArray[np.intp], share: float) -> Answer:
        """The answer with some rows' limits moved outwards by a share of their size."""
        return answered(self._program, self._kept.loosened(rows, share), "highs")
