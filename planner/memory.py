"""What a function has found before: the same question is not worked out twice.

Runs of a study differ in a few numbers, so that most of what is asked in one of them was asked in the one before. Only
pure functions are remembered, by the content of all that they are given: an answer is the same whether it is remembered
or not.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import singledispatch, wraps
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

Given = ParamSpec("Given")
Found = TypeVar("Found")

MOST = 32
"""Answers that are kept of a function unless it says otherwise; the one that was longest not asked for goes first."""
_PRINT = "_memory_print"
_MEMORIES: list[OrderedDict[Hashable, Any]] = []


def remembered(most: int = MOST) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Keep the last answers of a pure function.

    Its arguments may be plain values, frames, series, arrays, frozen dataclasses, and tuples, lists and dicts of these.
    An answer is shared by all who ask for it: its arrays cannot be written to, and a change of a frame is a change of
    one's own copy. The frames of a dataclass are shared as they are: who asks for one leaves them alone.

    Args:
        most: Answers that are kept.
    """

    def remember(function: Callable[Given, Found]) -> Callable[Given, Found]:
        memory: OrderedDict[Hashable, Found] = OrderedDict()
        lock = Lock()
        _MEMORIES.append(memory)

        @wraps(function)
        def ask(*args: Given.args, **kwargs: Given.kwargs) -> Found:
            key = print_of((args, kwargs))
            with lock:
                if key in memory:
                    memory.move_to_end(key)
                    return cast("Found", _shared(memory[key]))
            found = _locked(function(*args, **kwargs))
            with lock:
                memory[key] = found
                if len(memory) > most:
                    memory.popitem(last=False)
            return cast("Found", _shared(found))

        return ask

    return remember


def forget() -> None:
    """Forget everything."""
    for memory in _MEMORIES:
        memory.clear()


@singledispatch
def print_of(value: object) -> Hashable:
    """A fingerprint: two things have the same if, and only if, they are of a kind and hold the same.

    Raises:
        TypeError: Nothing is known of things of this kind.
    """
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(type(value).__name__)
    known: Hashable = getattr(value, "__dict__", {}).get(_PRINT)
    if known is None:
        known = (type(value), tuple(print_of(getattr(value, field.name)) for field in fields(value)))
        # What is frozen need not be looked at again; with slots there is no place to note it.
        if value.__dataclass_params__.frozen and hasattr(value, "__dict__"):  # type: ignore[attr-defined]
            object.__setattr__(value, _PRINT, known)
    return known


@print_of.register(str)
@print_of.register(bytes)
@print_of.register(int)
@print_of.register(float)
@print_of.register(dt.date)
@print_of.register(np.generic)
@print_of.register(type(None))
@print_of.register(type(pd.NaT))
def _(value: object) -> Hashable:
    return type(value), repr(value)


@print_of.register
def _(frame: pd.DataFrame) -> Hashable:
    return "frame", print_of(frame.index), tuple((name, *_content(column.array)) for name, column in frame.items())


@print_of.register
def _(series: pd.Series) -> Hashable:
    return "series", series.name, print_of(series.index), _content(series.array)


@print_of.register
def _(index: pd.Index) -> Hashable:
    return "index", tuple(index.names), _content(index.array if index.nlevels == 1 else index.to_numpy())


@print_of.register
def _(index: pd.RangeIndex) -> Hashable:
    return "range", index.name, index.start, index.stop, index.step


@print_of.register(np.ndarray)
@print_of.register(ExtensionArray)
def _(array: NDArray[Any] | ExtensionArray) -> Hashable:
    return "array", array.shape, _content(array)


@print_of.register(tuple)
@print_of.register(list)
def _(values: Iterable[object]) -> Hashable:
    return type(values), tuple(map(print_of, values))


@print_of.register(set)
@print_of.register(frozenset)
def _(values: Iterable[Hashable]) -> Hashable:
    return type(values), frozenset(values)


@print_of.register(dict)
def _(values: Mapping[Hashable, object]) -> Hashable:
    return "dict", tuple((name, print_of(value)) for name, value in values.items())


def _content(values: NDArray[Any] | ExtensionArray) -> tuple[str, int, bytes]:
    """Type, length, and a digest of all cells."""
    array = values if values.dtype == "str" else np.asarray(values)
    # Texts and objects are told apart by their words; of all else the bytes say everything.
    in_words = array.dtype in ("str", object)
    told = repr(array.tolist()).encode() if in_words else np.ascontiguousarray(array).tobytes()
    return repr(values.dtype), len(values), blake2b(told, digest_size=16).digest()


def _locked(found: Any) -> Any:  # noqa: ANN401 (an answer of any kind)
    """An answer whose arrays can no longer be written to."""
    if isinstance(found, np.ndarray):
        found.flags.writeable = False
    elif isinstance(found, (tuple, list)):
        for one in found:
            _locked(one)
    elif isinstance(found, dict):
        for one in found.values():
            _locked(one)
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            _locked(getattr(found, field.name))
    return found


def _shared(found: Any) -> Any:  # noqa: ANN401 (an answer of any kind)
    """An answer for one who asks: what is changed in its frames, lists and dicts changes no other's."""
    if isinstance(found, (pd.DataFrame, pd.Series)):
        return found.copy(deep=False)
    if type(found) in (tuple, list):
        return type(found)(map(_shared, found))
    if isinstance(found, dict):
        return {name: _shared(one) for name, one in found.items()}
    return found
