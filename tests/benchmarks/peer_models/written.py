"""What each way of writing the program gives: the solver with the program in it, and how much of each family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import highspy


@dataclass(frozen=True, eq=False)
class Written:
    """A program that is ready to be solved.

    Attributes:
        rows, columns: Number of constraints with any terms and of variables, by family.
        hand_over: Gives HiGHS with the program in it.
        constant: Million that no variable changes, where HiGHS is not told of it.
    """

    rows: dict[str, int]
    columns: dict[str, int]
    hand_over: Callable[[], highspy.Highs]
    constant: float = 0.0
