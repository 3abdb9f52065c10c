"""What is remembered is what would be found again, and nobody's changes reach another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.memory import forget, print_of, remembered

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Held:
    """Something frozen."""

    frame: pd.DataFrame


@dataclass
class Loose:
    """Something that may change."""

    number: int


def counted(most: int = 32) -> tuple[list[object], Callable[..., pd.DataFrame]]:
    """A remembered function, and what it was really asked."""
    asked: list[object] = []

    @remembered(most)
    def doubled(frame: pd.DataFrame, column: str = "a") -> pd.DataFrame:
        asked.append(column)
        return frame.assign(**{column: frame[column] * 2})

    return asked, doubled


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2], "b": ["x", "y"]} | columns)


def test_the_same_content_is_asked_once() -> None:
    asked, doubled = counted()
    first, again = doubled(frame()), doubled(frame())
    pd.testing.assert_frame_equal(first, again)
    assert asked == ["a"]
    forget()
    doubled(frame())
    assert asked == ["a", "a"]


OTHERS = [
    frame(a=[1, 3]),
    frame(a=[1.0, 2.0]),
    frame(a=pd.Series([1, 2], dtype="Int64")),
    frame(a=pd.Series([1, None], dtype="Int64")),
    frame(a=["1", "2"]),
    frame(a=pd.Series(["1", "2"], dtype=object)),
    frame(a=pd.Series([1, 2], dtype=object)),
    frame(a=pd.Series([1, None], dtype=object)),
    frame(a=pd.to_datetime(["2026-01-01", "2026-01-02"])),
    frame(a=pd.to_datetime(["2026-01-01", None])),
    frame(b=["x, 'y", ""]),
    frame(b=["x", "', 'y"]),
    frame().set_index("b"),
    frame().set_axis([1, 2]),
    frame().set_axis(pd.Index([0, 1], name="n")),
    frame()[["b", "a"]],
    frame().iloc[:1],
    frame()["a"],
    frame()["a"].to_numpy(),
    np.array([[1, 2]]),
    frame().set_index(["a", "b"]),
    frame().set_index(["a", "b"]).rename_axis(["a", "c"]),
    [1, 2],
    (1, 2),
    {"a": 1, "b": 2},
    {1, 2},
    1,
    1.0,
    True,
    "1",
    None,
    pd.NaT,
    pd.Timestamp(2026, 1, 1),
    Held(frame()),
    Loose(1),
    Loose(2),
]


def test_what_differs_in_anything_has_another_print() -> None:
    prints = [(place, print_of(one)) for place, one in enumerate([frame(), *OTHERS])]
    same = [(one, other) for (one, first), (other, second) in combinations(prints, 2) if first == second]
    assert same == []


@pytest.mark.parametrize("place", range(len(OTHERS)))
def test_copies_have_the_same_print(place: int) -> None:
    one = OTHERS[place]
    assert print_of(one) == print_of(one.copy() if hasattr(one, "copy") else one)


def test_what_may_change_is_looked_at_again() -> None:
    loose = Loose(1)
    before = print_of(loose)
    loose.number = 2
    assert print_of(loose) == print_of(Loose(2)) != before


def test_a_change_of_an_answer_is_ones_own() -> None:
    _, doubled = counted()
    for change in (0, 1):
        mine = doubled(frame())
        assert mine["a"].tolist() == [2, 4]
        mine.loc[0, "a"] = 7 + change
        mine["a"] += 1
        mine["c"] = 3
        mine.index.name = "mine"
    assert doubled(frame()).index.name is None


def test_arrays_of_an_answer_cannot_be_written_to() -> None:
    @remembered()
    def found(number: int) -> tuple[np.ndarray, dict[str, list[int]]]:
        return np.arange(number), {"list": [number]}

    array, lists = found(3)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1
    lists["list"].append(4)
    assert found(3)[1] == {"list": [3]}


def test_only_the_last_answers_are_kept() -> None:
    asked, doubled = counted(most=2)
    one, two, three = frame(a=[1, 1]), frame(a=[2, 2]), frame(a=[3, 3])
    for asking in (one, two, one, three, one, two):
        doubled(asking)
    # The third question drops the second, which was longest not asked for.
    assert len(asked) == 4


def test_errors_are_not_kept() -> None:
    asked, doubled = counted()
    for _ in range(2):
        with pytest.raises(KeyError):
            doubled(frame(), "c")
    assert asked == ["c", "c"]


def test_what_nobody_knows_to_print_is_told() -> None:
    with pytest.raises(TypeError, match="object"):
        print_of(object())
